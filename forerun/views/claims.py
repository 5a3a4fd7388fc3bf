"""A judged claim in words: its verdict, how it was understood, what had been published, and why."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.catalog.model import Catalog
from forerun.documents.safety import printable
from forerun.documents.statement import Statement
from forerun.ledger.recipes import RECIPES
from forerun.periods import Frequency
from forerun.statements.result import Check, Claim, Judged, Verdict
from forerun.types import Figure, Names, Series
from forerun.views.items import Aside, Item, Line, State
from forerun.views.reasons import reason
from forerun.views.text import (
    amount,
    bounded,
    day,
    period_name,
    prose,
    published_day,
    publisher_name,
)
from forerun.views.words import words

STDIN = "-"
"""Name of a document that came through standard input."""

_DOUBTFUL = frozenset({Verdict.IMPRECISE, Verdict.STALE, Verdict.DEFINITION_TRAP})


def tone(verdict: Verdict) -> str:
    """Which of four kinds a verdict is: ``stands``, ``doubtful``, ``false`` or ``open``."""
    if verdict.stands:
        return "stands"
    if verdict.is_false or verdict is Verdict.FORECAST_MISSED:
        return "false"
    return "doubtful" if verdict in _DOUBTFUL else "open"


def verdict_state(verdict: Verdict, lang: str) -> State:
    """The verdict as a word with the shape and colour of its kind."""
    return State(tone(verdict), words(lang)[f"verdict.{verdict.value}"])


def counted(check: Check) -> dict[Verdict, int]:
    """How many claims have each verdict, in the order of the verdicts; what no claim has is left out."""
    found = [each.verdict for each in check.claims]
    return {verdict: found.count(verdict) for verdict in Verdict if verdict in found}


def document_name(check: Check, lang: str) -> str:
    """What a person calls the text."""
    return words(lang)["check.standard_input"] if check.name == STDIN else plain(check.name)


def facts(check: Check, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """What is known about the text, each line led by its label.

    Its name, when it was said and how that is known, by whom, and as of which day it is judged.
    """
    say = words(lang)
    by = (plain(check.speaker), publisher_name(check.publisher, catalog, lang))
    yield say["check.text"], (document_name(check, lang),)
    yield say["check.said"], (say.fill(f"check.basis.{check.said_basis}", {"day": day(check.said, lang)}),)
    yield (
        say["check.speaker"],
        (say["number.comma"].join(filter(None, by)) or Aside(say["check.unknown_speaker"]),),
    )
    yield say["check.judged"], (say.fill("check.as_of", {"day": day(check.as_of, lang)}),)


def quoted(claim: Claim, lang: str, longest: int) -> str:
    """The words of the claim between quotation marks, without their middle when they are too long."""
    return words(lang).fill("check.quoted", {"text": shortened(plain(claim.quote), longest)})


def plain(text: str) -> str:
    """Words from outside on one line, without what steers a terminal."""
    return printable(" ".join(text.split()))


def shortened(text: str, longest: int) -> str:
    """The text, or its beginning and end when it has more than ``longest`` characters."""
    if len(text) <= longest:
        return text
    kept = longest - 3
    return f"{text[: kept - kept // 3].rstrip()} … {text[len(text) - kept // 3 :].lstrip()}"


def told(judged: Judged, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """All that is to be said of a claim, each line led by its label; what there is nothing of is left out."""
    say = words(lang)
    yield say["check.reading"], reading(judged.claim, catalog, lang)
    if judged.figure is not None:
        yield say["check.ledger"], published(judged.figure, catalog, lang)
    if because := plain(judged.reason.get(lang)):
        yield say["check.reason"], (because,)
    if caution := plain(judged.caution.get(lang)):
        yield say["check.caution"], (caution,)
    if judged.evidence:
        yield say["check.evidence"], _evidence(judged.evidence, catalog, lang)


def reading(claim: Claim, catalog: Catalog, lang: str) -> Line:
    """What was understood: of which series and period, how much or which way, and how that is measured."""
    said, say = claim.statement, words(lang)
    series = _series(said, catalog)
    about = [series.names.get(lang)]
    if said.period is not None:
        about.append(period_name(said.period, said.measure, lang))
    notes = (
        say[f"measure_short.{said.measure.value}"],
        say.get(f"modality.{said.modality}"),
        _time_note(claim, lang),
    )
    note = say["number.comma"].join(filter(None, notes))
    head = f"{say['number.comma'].join(about)}{say['say.colon']}{_amount(said, series, catalog, lang)}"
    return (head, say["number.comma"], Aside(note)) if note else (head,)


def published(figure: Figure, catalog: Catalog, lang: str) -> Line:
    """A figure of the ledger with its period, publisher and day; or that there is none, and why."""
    say, number = words(lang), prose(figure, catalog, lang)
    if figure.value is None:
        why = reason(figure.missing, lang)
        return (number, Aside(say.fill("check.absent", {"why": why}))) if why else (number,)
    values: dict[str, Item] = {
        "amount": number,
        "period": period_name(figure.period, figure.measure, lang, short=True),
        "origin": Aside(_origin(figure, catalog, lang)),
    }
    return say.parts("check.figure", values)


def _evidence(figures: tuple[Figure, ...], catalog: Catalog, lang: str) -> Line:
    items: list[Item] = []
    for figure in figures:
        named = (figure.series.names.get(lang), words(lang)[f"measure_short.{figure.measure.value}"])
        items += ["\n"] if items else []
        items += [words(lang)["number.comma"].join(filter(None, named)), words(lang)["say.colon"]]
        items += published(figure, catalog, lang)
    return tuple(items)


def _origin(figure: Figure, catalog: Catalog, lang: str) -> str:
    say, row = words(lang), figure.observation
    if row is None:
        recipe = RECIPES.get(figure.trace.recipe)
        formula = recipe.formula.get(lang) if recipe else figure.trace.recipe
        return say.fill("check.derived", {"formula": formula})
    values = {
        "publisher": publisher_name(row.publisher, catalog, lang),
        "day": published_day(row, lang),
    }
    return say.fill("check.origin", values)


def _time_note(claim: Claim, lang: str) -> str:
    if claim.is_inferred:
        return words(lang)["check.inferred"]
    return "" if claim.statement.period else words(lang)["check.untimed"]


def _amount(said: Statement, series: Series, catalog: Catalog, lang: str) -> str:
    if said.value is None:
        return words(lang).get(f"said.{said.direction}")
    stated = Figure(series, said.period, said.measure, said.value, said.unit)
    return bounded(amount(stated, catalog, lang), said.comparator, lang)


def _series(said: Statement, catalog: Catalog) -> Series:
    """The series of a claim; for one that the catalog has no series for, one that only carries its names."""
    if known := catalog.series.get(said.series):
        return known
    return Series(
        id="",
        code="",
        place=said.place,
        indicator=said.indicator,
        activity=said.activity,
        names=Names(_names(said, catalog, "en"), _names(said, catalog, "zh")),
        frequency=Frequency.MONTH,
        units={said.measure: said.unit},
        publisher="",
        release="",
        group="",
        flow=False,
    )


def _names(said: Statement, catalog: Catalog, lang: str) -> str:
    """Place, indicator and activity of a claim, as far as they are known; home is not named."""
    place = catalog.places.get(said.place) if said.place != catalog.home else None
    terms = (place, catalog.indicators.get(said.indicator), catalog.activities.get(said.activity))
    named = [term.names.get(lang) for term in terms if term]
    return words(lang)["number.comma"].join(named) or words(lang)["check.nothing_named"]
