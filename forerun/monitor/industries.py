"""The key industries: growth of the activities that stand for each, output, and its targets."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from forerun.catalog.model import Industry
from forerun.ledger.snapshot import Snapshot
from forerun.monitor.parts import row
from forerun.monitor.result import IndustryRow, Row, TargetRow, TargetState
from forerun.monitor.spec import RowSpec
from forerun.types import Measure, Series

_GROWTH = (Measure.YOY, Measure.YTD_YOY)
_OUTPUT = ((Measure.LEVEL, Measure.YOY), (Measure.YTD_LEVEL, Measure.YTD_YOY))


def industry_row(snapshot: Snapshot, industry: Industry, targets: Sequence[TargetRow]) -> IndustryRow:
    """One key industry; ``targets`` are the rows of its own targets."""
    return IndustryRow(
        industry=industry,
        growth=tuple(_growth(snapshot, name) for name in industry.series),
        output=tuple(_output(snapshot, name) for name in industry.output),
        targets=tuple(targets),
        state=_state(targets),
    )


def _growth(snapshot: Snapshot, name: str) -> Row:
    return row(snapshot, _spec(snapshot.catalog.series_named(name), _GROWTH))


def _output(snapshot: Snapshot, name: str) -> Row:
    """Output of the month or of the year to date, whichever is known for the later period."""
    series = snapshot.catalog.series_named(name)
    pairs = [pair for pair in _OUTPUT if pair[0] in series.units]
    return max((row(snapshot, _spec(series, pair)) for pair in pairs or _OUTPUT[:1]), key=_recency)


def _spec(series: Series, measures: Sequence[Measure]) -> RowSpec:
    """A row of those measures that the series has, or of any that it has."""
    first, *rest = [each for each in measures if each in series.units] or series.units
    return RowSpec(series, first, tuple(rest))


def _recency(each: Row) -> date:
    figure = each.figure
    return figure.period.end if figure.period and figure.value is not None else date.min


def _state(targets: Sequence[TargetRow]) -> TargetState:
    """Of the targets of the latest period that have a figure: behind if any is, ahead if all are."""
    judged = [each for each in targets if each.state is not TargetState.NO_FIGURE]
    if not judged:
        return TargetState.NO_FIGURE
    last = max(each.target.last.end for each in judged)
    states = {each.state for each in judged if each.target.last.end == last}
    if TargetState.BEHIND in states:
        return TargetState.BEHIND
    return TargetState.AHEAD if states == {TargetState.AHEAD} else TargetState.ON_TRACK
