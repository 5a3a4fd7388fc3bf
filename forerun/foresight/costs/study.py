"""All that is said of costs on one occasion: forecasts, crossings, what they rest on, what is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forerun.errors import InputError
from forerun.foresight.costs.calibration import ENOUGH, Calibration, calibrate
from forerun.foresight.costs.crossing import Crossing, crossing, crossing_below
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.damped import FEWEST
from forerun.foresight.costs.forecast import CostForecast, forecast
from forerun.foresight.costs.ledger_curves import curve_of
from forerun.foresight.costs.pool import pooled
from forerun.foresight.costs.shipped import shipped
from forerun.foresight.costs.tables import CurveTable, read_curves
from forerun.foresight.costs.windows import HORIZON
from forerun.foresight.industries import FutureIndustry
from forerun.foresight.left_out import LeftOut, Why
from forerun.ledger.snapshot import Snapshot
from forerun.types import Names

HINDCAST = "hindcast"
"""Where a technology is left out that is forecast, but is unlike those that were scored."""


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked of every cost.

    Attributes:
        horizon: years ahead.
        below: name of another cost, or a price, that it may fall below; empty for none.
        correlation: of the errors of both.
    """

    horizon: int = HORIZON
    below: str = ""
    correlation: float = 0.0

    @property
    def price(self) -> float | None:
        """The price that is meant; None where a name is."""
        try:
            return float(self.below)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Wanted:
    """A cost of the ledger by the ids of its series, of production (empty for none) and of its rivals."""

    series: str
    production: str = ""
    below: tuple[str, ...] = ()


def wanted_of(industries: Iterable[FutureIndustry]) -> tuple[Wanted, ...]:
    """The costs of future industries, each once, with all rivals that they name."""
    found: dict[str, Wanted] = {}
    for each in (cost for industry in industries for cost in industry.costs):
        known = found.get(each.series.id, Wanted(each.series.id))
        production = known.production or (each.production.id if each.production else "")
        rivals = (*known.below, *((each.below.id,) if each.below else ()))
        found[each.series.id] = Wanted(each.series.id, production, tuple(dict.fromkeys(rivals)))
    return tuple(found.values())


@dataclass(frozen=True, slots=True, eq=False)
class CostStudy:
    """What is said of costs on one occasion.

    Attributes:
        as_of: the day whose knowledge it is.
        source: name of the file, or the ledger.
        data: hash of it.
        own: whether the calibration is of the same table; else it is the one that ships.
        calibration: on which the forecasts rest.
        forecasts: in the order asked for, or by name.
        crossings: of those that were asked when they fall below something.
        left_out: rows and technologies that were not used.
        missing: which evidence does not exist, as the profile says.
    """

    as_of: date
    source: str
    data: str
    own: bool
    calibration: Calibration
    forecasts: tuple[CostForecast, ...]
    crossings: tuple[Crossing, ...]
    left_out: tuple[LeftOut, ...]
    missing: tuple[Names, ...] = ()


def table_study(path: Path, technology: str, question: Question, as_of: date) -> CostStudy:
    """What a person's own table says of one technology, or of all when none is named.

    From ``calibration.ENOUGH`` technologies that can be pooled it is calibrated on itself: for one technology
    on the others, for a list on all.

    Raises:
        InputError: the file cannot be read, lacks the technology, or it has too few costs.
    """
    table = read_curves(path, as_of)
    chosen = [table.named(technology)] if technology else list(table.curves)
    rest = [each for each in table.curves if not technology or each is not chosen[0]]
    calibration, own = _calibration(rest, question.horizon)
    forecasts, short = _forecasts(chosen, calibration, question, strict=bool(technology))
    crossings = []
    if question.below:
        crossings = [_crossing(each, _rival(table, question, calibration), question) for each in forecasts]
    rows = (row for curve in chosen for row in curve.left_out)
    left_out = (*table.left_out, *rows, *short, *_unscored(forecasts))
    return CostStudy(as_of, table.source, table.data, own, calibration, forecasts, tuple(crossings), left_out)


def ledger_study(
    snapshot: Snapshot, wanted: Sequence[Wanted], question: Question, missing: tuple[Names, ...] = ()
) -> CostStudy:
    """What the ledger says of catalogued costs as known on the day of the snapshot.

    A cost with rivals of its own is asked when it falls below them, unless the question names another.

    Raises:
        InputError: a series is unknown, or the only one asked for has too few costs.
    """
    calibration, strict = shipped(), len(wanted) == 1
    curves: list[Curve] = []
    left_out: list[LeftOut] = []
    for each in wanted:
        try:
            curves.append(curve_of(snapshot, each.series, production=each.production or None))
        except InputError:
            if strict:
                raise
            left_out.append(LeftOut(each.series, Why.EMPTY, snapshot.catalog.series_named(each.series).code))
    forecasts, short = _forecasts(curves, calibration, question, strict=strict)
    crossings = []
    rivals = {snapshot.catalog.series_named(each.series).id: each.below for each in wanted}
    for own in forecasts:
        if question.below:
            crossings.append(_against(own, snapshot, question))
        for name in () if question.below else rivals[own.curve.series]:
            try:
                asked = Question(question.horizon, name, question.correlation)
                crossings.append(_against(own, snapshot, asked))
            except InputError:
                left_out.append(LeftOut(f"{own.curve.series} < {name}", Why.SHORT, "ledger"))
    left_out += [row for curve in curves for row in curve.left_out]
    return CostStudy(
        snapshot.as_of,
        "ledger",
        snapshot.hash,
        False,
        calibration,
        forecasts,
        tuple(crossings),
        (*left_out, *short, *_unscored(forecasts)),
        missing,
    )


def _against(own: CostForecast, snapshot: Snapshot, question: Question) -> Crossing:
    """When a catalogued cost falls below what the question names.

    Raises:
        InputError: too little is known of the other, or units differ.
    """
    if question.price is not None:
        return _crossing(own, None, question)
    rival = forecast(curve_of(snapshot, question.below), own.calibration, question.horizon)
    return _crossing(own, rival, question)


def _calibration(curves: Sequence[Curve], horizon: int) -> tuple[Calibration, bool]:
    """That of the table where it holds enough technologies and years, else the one that ships."""
    if len(pooled(curves).curves) >= ENOUGH:
        found = calibrate(curves)
        if found.horizon >= horizon:
            return found, True
    return shipped(), False


def _forecasts(
    curves: Sequence[Curve], calibration: Calibration, question: Question, *, strict: bool
) -> tuple[tuple[CostForecast, ...], tuple[LeftOut, ...]]:
    """The forecasts, and the curves that are too short; the latter refused when strict."""
    enough = [each for each in curves if strict or each.years.size >= FEWEST]
    short = [each for each in curves if each not in enough]
    return (
        tuple(forecast(each, calibration, question.horizon) for each in enough),
        tuple(LeftOut(each.technology, Why.SHORT, each.source) for each in short),
    )


def _unscored(forecasts: Sequence[CostForecast]) -> Iterator[LeftOut]:
    """The costs for which the hindcast does not stand, with the reason."""
    for each in pooled([found.curve for found in forecasts if not found.scored]).left_out:
        yield LeftOut(each.what, each.why, HINDCAST)


def _rival(table: CurveTable, question: Question, calibration: Calibration) -> CostForecast | None:
    if question.price is not None:
        return None
    return forecast(table.named(question.below), calibration, question.horizon)


def _crossing(own: CostForecast, rival: CostForecast | None, question: Question) -> Crossing:
    if rival is None:
        return crossing_below(own, question.price or 0.0, question.horizon)
    return crossing(own, rival, question.horizon, question.correlation)
