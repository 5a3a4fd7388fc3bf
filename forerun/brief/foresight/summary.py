"""What can be said of an industry first, what cannot, and what would change our mind."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forerun.brief.blocks import Section, Sentences
from forerun.brief.foresight.desk import Desk
from forerun.foresight.leading import leading_claims
from forerun.types import Figure, Names
from forerun.views.foresight_claims import claim_line, claim_name, claims_table
from forerun.views.items import Aside, Column, Line, Spark, Table
from forerun.views.text import ABSENT, period_name, prose

SHOWN = (1, 3, 5, 10)
"""Years ahead that the table of claims shows."""


def summary(desk: Desk) -> Section:
    """The claims that may lead, how many may not, and what is not known."""
    return desk.section("summary", Sentences(tuple(_lines(desk))))


def _lines(desk: Desk) -> Iterator[tuple[str, Line]]:
    leading = tuple(leading_claims(desk.found.claims, desk.found.as_of.year))
    for each in leading:
        yield claim_name(each, desk.catalog, desk.lang), claim_line(each, desk.catalog, desk.lang)
    if not leading:
        yield desk.word("lead"), (desk.word("no_lead"),)
    if marked := sum(not each.may_lead for each in desk.found.claims):
        values = {"count": str(marked), "all": str(len(desk.found.claims))}
        yield desk.word("marked"), (desk.fill("marked_text", values),)
    yield from _listed(desk, "missing", desk.found.industry.missing)
    yield from _listed(desk, "doubts", desk.found.industry.doubts)


def _listed(desk: Desk, key: str, texts: Sequence[Names]) -> Iterator[tuple[str, Line]]:
    for number, each in enumerate(texts):
        yield desk.word(key) if not number else "", (desk.name(each),)


def signals(desk: Desk) -> Section:
    """The latest figure of each signal as it stands, with its course."""
    found = desk.found.signals
    if not found:
        return desk.section("signals")
    heads = (("series", "text"), ("figure", "number"), ("period", "tight"), ("course", "tight"))
    columns = tuple(Column(desk.word(key), kind) for key, kind in heads)
    rows = tuple(_signal(desk, each) for each in found)
    return desk.section("signals", Table(desk.word("signals"), columns, rows))


def _signal(desk: Desk, figure: Figure) -> tuple[Line, ...]:
    name = desk.name(figure.series.names)
    measure = desk.say.get(f"measure_beside.{figure.measure}")
    told: Line = (name, Aside(f" {measure}")) if measure else (name,)
    period = ABSENT if figure.value is None else period_name(figure.period, figure.measure, desk.lang)
    history = desk.found.histories.get((figure.series.id, figure.measure), ())
    return told, (prose(figure, desk.catalog, desk.lang),), (period,), (Spark(history),)


def record(desk: Desk) -> Section:
    """Every claim at a few horizons, with its score."""
    shown = [each for each in desk.found.claims if each.period.year - each.origin.year in SHOWN]
    if not shown:
        return desk.section("record")
    return desk.section("record", claims_table(desk.word("claims"), shown, desk.catalog, desk.lang))
