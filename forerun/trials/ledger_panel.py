"""An indicator of the ledger, one series a place, as a panel."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError, UnknownNameError
from forerun.ledger.snapshot import Snapshot
from forerun.trials.panel import NEVER, Panel
from forerun.trials.spec import LedgerOutcome
from forerun.types import Measure, Series


@dataclass(frozen=True, slots=True, eq=False)
class LedgerPanel:
    """A panel in which nobody is treated yet, and the series of its places, in their order."""

    panel: Panel
    series: tuple[Series, ...]


def ledger_panel(outcome: LedgerOutcome, snapshot: Snapshot) -> LedgerPanel:
    """Every place of the profile that has the indicator, with what was known on the snapshot's day.

    Periods are those in which any place has a figure; a covariate is NaN where it has none.

    Raises:
        InputError: no place has the indicator in these periods.
        UnknownNameError: a covariate that is no indicator.
    """
    series = _series(snapshot, outcome.indicator, outcome.activity, outcome.measure)
    table = snapshot.panel([each.id for each in series], outcome.measure, outcome.first, outcome.last)
    if not series or table.is_empty():
        raise InputError(
            f"no place has {outcome.indicator} ({outcome.measure}) in the periods asked for",
            where=f"ledger as of {snapshot.as_of}",
            advice="See which series there are with `forerun catalog series`",
        )
    periods = tuple(table["period"].to_list())
    places = tuple(each.place for each in series)
    panel = Panel(
        places,
        periods,
        _grid(table.drop("period").to_numpy()),
        np.full(len(places), NEVER),
        {name: _covariate(name, snapshot, places, periods) for name in outcome.covariates},
    )
    return LedgerPanel(panel, series)


def _series(snapshot: Snapshot, indicator: str, activity: str, measure: Measure) -> tuple[Series, ...]:
    catalog = snapshot.catalog
    found = (
        catalog.series_at(place, indicator, activity) for place in catalog.places if place != catalog.home
    )
    return tuple(each for each in found if each is not None and measure in each.units)


def _grid(columns: Array) -> Array:
    values: Array = np.ascontiguousarray(columns.T, float)
    return values


def _covariate(name: str, snapshot: Snapshot, places: Sequence[str], periods: Sequence[str]) -> Array:
    """(N, T) of an indicator, or of one divided by another."""
    over, _, under = name.partition("/")
    values = _level(over, snapshot, places, periods)
    if not under:
        return values
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = values / _level(under, snapshot, places, periods)
    found: Array = np.where(np.isfinite(ratio), ratio, np.nan)
    return found


def _level(indicator: str, snapshot: Snapshot, places: Sequence[str], periods: Sequence[str]) -> Array:
    if indicator not in snapshot.catalog.indicators:
        raise UnknownNameError("indicator", indicator, snapshot.catalog.indicators, where="covariates")
    series = _series(snapshot, indicator, "", Measure.LEVEL)
    table = snapshot.panel([each.id for each in series], Measure.LEVEL)
    at = {period: position for position, period in enumerate(table["period"].to_list())}
    values = np.full((len(places), len(periods)), np.nan)
    for each in series:
        if each.place in places:
            column = table[each.id].to_numpy()
            found = [column[at[period]] if period in at else np.nan for period in periods]
            values[places.index(each.place)] = np.array(found, float)
    return values
