"""The score of annotated claims: as JSON, as lines and as tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from forerun.statements.annotated import FIELDS
from forerun.statements.scorecard import WHOLE, Outcome, Scorecard
from forerun.types import Json
from forerun.views.claims import plain
from forerun.views.items import Aside, Column, Line, Table
from forerun.views.objects import envelope, tidy
from forerun.views.words import words

SCHEMA = "forerun.score/1"


def score_object(score: Scorecard, name: str, as_of: date, ledger: str) -> Json:
    """The JSON object of ``forerun check --score --json``; shares lie between 0 and 1."""
    return {
        **envelope(SCHEMA, as_of, ledger),
        "file": name,
        "claims": {
            "expected": score.expected,
            "found": score.matched,
            "recall": tidy(score.recall),
            "listed": score.found,
            "precision": tidy(score.precision),
        },
        "fields": {field: tidy(score.field(field)) for field in FIELDS},
        "readings": tidy(score.readings),
        "verdicts": {"judged": score.decided, "right": tidy(score.verdicts)},
        "other_days": {"judged": len(score.on_other_days), "right": tidy(_right(score.on_other_days))},
        "false_alarms": [each.id for each in score.false_alarms],
        "confusion": [
            {"annotated": annotated, "verdict": ours, "claims": count}
            for annotated, met in _met(score).items()
            for ours, count in met.items()
        ],
        "outcomes": [_outcome_object(each) for each in score.outcomes],
        "on_other_days": [_outcome_object(each) for each in score.on_other_days],
    }


def _outcome_object(outcome: Outcome) -> Json:
    return {
        "id": outcome.id,
        "statement": outcome.statement,
        "annotated": outcome.annotated,
        "verdict": outcome.verdict.value if outcome.verdict else None,
        "right": [field for field in FIELDS if field in outcome.right],
        "is_right": outcome.is_right,
        "is_open": outcome.is_open,
        "is_false_alarm": outcome.is_false_alarm,
    }


def score_facts(score: Scorecard, name: str, lang: str) -> Iterator[tuple[str, Line]]:
    """The numbers of a score, each line led by its label."""
    say = words(lang)
    fields = (f"{say[f'score.field.{each}']} {_percent(score.field(each))}" for each in FIELDS)
    alarms = say["number.comma"].join(plain(each.id) for each in score.false_alarms)
    claims = {
        "expected": str(score.expected),
        "found": str(score.matched),
        "recall": _percent(score.recall),
        "listed": str(score.found),
        "precision": _percent(score.precision),
    }
    verdicts = {"right": _percent(score.verdicts), "count": str(score.decided)}
    days = {"right": _percent(_right(score.on_other_days)), "count": str(len(score.on_other_days))}
    yield say["score.file"], (plain(name),)
    yield say["score.claims"], (say.fill("score.found", claims),)
    yield say["score.readings"], (say.fill("score.full", {"share": _percent(score.readings)}),)
    yield say["score.fields"], (say["number.comma"].join(fields),)
    yield say["score.verdicts"], (say.fill("score.right", verdicts),)
    if score.on_other_days:
        yield say["score.other_days"], (say.fill("score.right_then", days),)
    yield say["score.false_alarms"], (alarms or Aside(say["score.none"]),)


def confusion_table(score: Scorecard, lang: str) -> Table:
    """For each annotated verdict how many claims have it, and which verdicts of ours they met."""
    say = words(lang)
    rows = (
        (annotated, sum(met.values()), [f"{ours or say['score.missed']} {n}" for ours, n in met.items()])
        for annotated, met in _met(score).items()
    )
    return Table(
        say["score.confusion"],
        (Column(say["score.annotated"]), Column(say["score.count"], "number"), Column(say["score.ours"])),
        tuple(((plain(name),), (str(n),), (say["number.comma"].join(met),)) for name, n, met in rows),
    )


def at_fault(score: Scorecard) -> tuple[Outcome, ...]:
    """Claims that were missed, misread or misjudged, and verdicts of other days that are wrong."""
    first = (each for each in score.outcomes if not each.right >= set(WHOLE) or _is_misjudged(each))
    return (*first, *(each for each in score.on_other_days if _is_misjudged(each)))


def faults_table(score: Scorecard, lang: str, most: int) -> Table:
    """The first of what was missed or got wrong, by the id of the claim."""
    say = words(lang)
    later = set(map(id, score.on_other_days))
    keys = ("claim", "annotated", "ours", "otherwise")
    rows = (_fault(each, lang, is_later=id(each) in later) for each in at_fault(score)[:most])
    return Table(say["score.faults"], tuple(Column(say[f"score.{key}"]) for key in keys), tuple(rows))


def _fault(outcome: Outcome, lang: str, *, is_later: bool) -> tuple[Line, ...]:
    say = words(lang)
    ours: Line = (outcome.verdict.value,) if outcome.verdict else (Aside(say["score.missed"]),)
    misread = [say[f"score.field.{field}"] for field in WHOLE if field not in outcome.right]
    if is_later:
        otherwise: Line = (Aside(say["score.another_day"]),)
    else:
        otherwise = (say["number.comma"].join(misread if outcome.verdict else ()),)
    return (plain(outcome.id),), (plain(outcome.annotated),), ours, otherwise


def _is_misjudged(outcome: Outcome) -> bool:
    return outcome.is_false_alarm or not (outcome.is_right or outcome.is_open)


def _met(score: Scorecard) -> dict[str, dict[str | None, int]]:
    """For each annotated verdict, the most frequent first, how often it met each of ours; None is missed."""
    annotated = Counter(each.annotated for each in score.outcomes)
    return {
        name: _counted(each for each in score.outcomes if each.annotated == name)
        for name in _order(annotated)
    }


def _counted(outcomes: Iterable[Outcome]) -> dict[str | None, int]:
    found = Counter(each.verdict.value if each.verdict else None for each in outcomes)
    return dict(sorted(found.items(), key=lambda met: (-met[1], met[0] or "")))


def _order(annotated: Counter[str]) -> list[str]:
    return sorted(annotated, key=lambda name: (-annotated[name], name))


def _right(outcomes: Sequence[Outcome]) -> float:
    return sum(each.is_right for each in outcomes) / len(outcomes) if outcomes else 0.0


def _percent(share: float) -> str:
    return f"{100 * share:.1f}%"
