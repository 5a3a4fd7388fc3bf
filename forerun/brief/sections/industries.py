"""The key industries against their plans: two charts of targets, one table of all of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from forerun.brief.blocks import Block, Chart, Section
from forerun.brief.desk import Desk
from forerun.ledger.pace import AMOUNT_BASES, GROWTH_BASES
from forerun.monitor.result import TargetRow, TargetState
from forerun.views import charts
from forerun.views.charts import Bullet
from forerun.views.tables import bullets_table, industries_table, targets_table

_COLOURS = {TargetState.BEHIND: "warn"}
_MAIN = "value_added"
"""The aim that needs no name beside its industry."""
Named = tuple[str, TargetRow]


def industries(desk: Desk) -> Section | None:
    """State of every industry, growth and amounts against their targets, and what stands in for what."""
    if not desk.monitor.industries:
        return None
    return Section("industries", desk.say["section.industries"], tuple(_blocks(desk)))


def _blocks(desk: Desk) -> Iterator[Block]:
    say, catalog, lang = desk.say, desk.catalog, desk.lang
    rows = [(desk.name(each.industry.names), row) for each in desk.monitor.industries for row in each.targets]
    for key, bases in (("growth", GROWTH_BASES), ("amounts", AMOUNT_BASES)):
        if pairs := [pair for pair in rows if pair[1].target.basis in bases and _drawable(pair[1])]:
            yield _chart(desk, key, pairs)
    yield industries_table(say["industries.states"], desk.monitor.industries, catalog, lang)
    rows += [(say["industries.nation"], row) for row in desk.monitor.national_targets]
    for key in ("targets", "unmeasured"):
        if pairs := [pair for pair in rows if _is_open(pair[1], desk) == (key == "targets")]:
            table = targets_table(say[f"industries.{key}"], pairs, catalog, lang)
            yield replace(table, folded=key == "unmeasured")


def _is_open(row: TargetRow, desk: Desk) -> bool:
    """Whether the reader asks for it now: a figure is there, or one is due in this year and has not come."""
    target, year = row.target, desk.monitor.as_of.year
    is_due = bool(target.series) and target.first.year <= year <= target.last.year
    return row.actual.value is not None or is_due


def _drawable(row: TargetRow) -> bool:
    """Whether there is an actual, on a scale with others: growth of value added, or amounts."""
    known = row.gap.value is not None and row.actual.value != row.gap.value
    return known and (row.target.indicator == _MAIN or row.target.basis not in GROWTH_BASES)


def _chart(desk: Desk, key: str, pairs: Sequence[Named]) -> Chart:
    title = desk.say[f"industries.{key}"]
    bullets = tuple(_bullet(desk, name, row, as_share=key == "amounts") for name, row in pairs)
    return Chart(
        title=title,
        caption=desk.say[f"industries.{key}_caption"],
        spec=charts.bullets(bullets),
        table=bullets_table(title, pairs, desk.catalog, desk.lang),
        narrow=charts.bullets(bullets, charts.NARROW),
    )


def _bullet(desk: Desk, industry: str, row: TargetRow, *, as_share: bool) -> Bullet:
    """Actual, target and the point to be reached by now: in one unit, or all in percent of the target."""
    aim = desk.name(desk.catalog.aim(row.target))
    actual, gap = row.actual.value or 0.0, row.gap.value or 0.0
    target = actual - gap
    scale = 100 / target if as_share else 1.0
    due = row.expected.value if row.expected else None
    return Bullet(
        name=industry if row.target.indicator == _MAIN else f"{industry}: {aim}",
        value=actual * scale,
        target=target * scale,
        due=None if due is None else due * scale,
        colour=_COLOURS.get(row.state, "accent"),
    )
