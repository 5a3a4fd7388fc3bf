"""Paths of catalogued series, from the figures that a snapshot knows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from forerun.errors import InputError
from forerun.foresight.diffusion.path import NOTHING_SAID, Path, date_of
from forerun.foresight.industries import FutureIndustry, Kind
from forerun.foresight.left_out import LeftOut, Why
from forerun.ledger.snapshot import Snapshot
from forerun.types import Figure, Measure, Names, Series

_PREFERRED = (Measure.SHARE, Measure.LEVEL, Measure.COUNT, Measure.YTD_LEVEL)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A path of the ledger: id of the series, measure, kind and what is thought of its ceiling."""

    series: str
    measure: Measure
    kind: Kind
    ceilings: tuple[float, float] | None = None
    why: Names = NOTHING_SAID


def wanted_of(industries: Iterable[FutureIndustry]) -> tuple[Wanted, ...]:
    """The paths of future industries, each once."""
    found: dict[tuple[str, Measure], Wanted] = {}
    for each in (adoption for industry in industries for adoption in industry.diffusion):
        key = each.series.id, each.measure
        found.setdefault(key, Wanted(*key, each.kind, each.ceilings, each.why))
    return tuple(found.values())


def wanted_series(series: Series) -> Wanted:
    """The path of any series: its share where it has one, else its level.

    Raises:
        InputError: it has neither.
    """
    measure = next((each for each in _PREFERRED if each in series.units), None)
    if measure is None or measure is Measure.YTD_LEVEL:
        raise InputError(
            f"{series.id!r} has neither a level nor a share",
            where=series.code,
            advice="Growth rates do not say how far something has spread; name a series of levels",
        )
    if measure is Measure.SHARE or series.units[measure] == "percent":
        return Wanted(series.id, measure, Kind.SHARE)
    return Wanted(series.id, measure, Kind.FLOW if series.flow else Kind.STOCK)


def path_of(snapshot: Snapshot, wanted: Wanted) -> Path:
    """The path of a series as known on the day of the snapshot.

    Raises:
        UnknownNameError: the catalog does not hold the series.
        InputError: nothing above zero was known of it on that day.
    """
    series = snapshot.catalog.series_named(wanted.series)
    figures, left_out = _positive(snapshot.history(series.id, wanted.measure))
    if not figures:
        raise InputError(
            f"no figure above zero of {series.id!r} was known on {snapshot.as_of}",
            where=series.code,
            advice="Take a later day, or look with `forerun trace` at what the ledger holds of it",
        )
    periods = [each.period for each in figures if each.period is not None]
    return Path(
        subject=series.id,
        unit=series.units.get(wanted.measure, ""),
        dates=np.array([date_of(each, wanted.kind) for each in periods]),
        values=np.array([each.value for each in figures], float),
        kind=wanted.kind,
        frequency=periods[-1].frequency,
        last=periods[-1],
        ceilings=wanted.ceilings,
        why=wanted.why,
        series=series.id,
        measure=wanted.measure,
        source="ledger",
        data=snapshot.hash,
        left_out=tuple(left_out),
        names=series.names,
    )


def _positive(history: tuple[Figure, ...]) -> tuple[list[Figure], list[LeftOut]]:
    figures: list[Figure] = []
    left_out: list[LeftOut] = []
    for each in history:
        if each.period is None or each.value is None:
            continue
        if each.value > 0:
            figures.append(each)
        else:
            why = Why.ZERO if each.value == 0 else Why.NEGATIVE
            left_out.append(LeftOut(f"{each.series.id}, {each.value:g}", why, str(each.period)))
    return figures, left_out
