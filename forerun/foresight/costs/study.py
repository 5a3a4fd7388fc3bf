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
    rival = _rival(table, question, calibration)
    asked = [(each, question, rival) for each in forecasts if question.below and not _same(each, rival)]
    crossings, apart = _crossings(asked, strict=bool(technology))
    rows = (row for curve in chosen for row in curve.left_out)
    left_out = (*table.left_out, *rows, *short, *apart, *_unscored(forecasts))
    return CostStudy(as_of, table.source, table.data, own, calibration, forecasts, crossings, left_out)


def ledger_study(
    snapshot: Snapshot,
    wanted: Sequence[Wanted],
    question: Question,
    missing: tuple[Names, ...] = (),
    *,
    strict: bool = False,
) -> CostStudy:
    """What the ledger says of catalogued costs as known on the day of the snapshot.

    A cost with rivals of its own is asked when it falls below them, unless the question names another.

    Args:
        snapshot: the ledger on a day.
        wanted: costs, each once.
        question: what is asked of each.
        missing: which evidence does not exist.
        strict: refuse what cannot be forecast or compared, rather than list it.

    Raises:
        InputError: a series is unknown, the rival cannot be forecast; if strict, also a cost.
    """
    calibration = shipped()
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
    asked, unknown = _asked(forecasts, wanted, question, snapshot)
    crossings, apart = _crossings(asked, strict=strict)
    left_out += [row for curve in curves for row in curve.left_out]
    return CostStudy(
        snapshot.as_of,
        "ledger",
        snapshot.hash,
        False,
        calibration,
        forecasts,
        crossings,
        (*left_out, *short, *unknown, *apart, *_unscored(forecasts)),
        missing,
    )


_Asked = tuple[CostForecast, Question, CostForecast | None]


def _asked(
    forecasts: Sequence[CostForecast], wanted: Sequence[Wanted], question: Question, snapshot: Snapshot
) -> tuple[list[_Asked], list[LeftOut]]:
    """Each cost with each of its rivals, and the rivals of the profile of which too little is known."""
    if question.below:
        rival = None if question.price is not None else _catalogued(question.below, snapshot, question)
        return [(own, question, rival) for own in forecasts], []
    rivals = {snapshot.catalog.series_named(each.series).id: each.below for each in wanted}
    asked: list[_Asked] = []
    unknown: list[LeftOut] = []
    for own in forecasts:
        for name in rivals[own.curve.series]:
            try:
                asked.append((own, question, _catalogued(name, snapshot, question)))
            except InputError:
                unknown.append(LeftOut(f"{own.curve.series} < {name}", Why.SHORT, "ledger"))
    return asked, unknown


def _catalogued(name: str, snapshot: Snapshot, question: Question) -> CostForecast:
    return forecast(curve_of(snapshot, name), shipped(), question.horizon)


def _crossings(asked: Sequence[_Asked], *, strict: bool) -> tuple[tuple[Crossing, ...], tuple[LeftOut, ...]]:
    """The crossings, and the pairs that cannot be compared; the latter refused when strict."""
    crossings, apart = [], []
    for own, question, rival in asked:
        try:
            crossings.append(_crossing(own, rival, question))
        except InputError:
            if strict or rival is None:
                raise
            pair = f"{own.curve.technology} < {rival.curve.technology}"
            apart.append(LeftOut(pair, Why.UNMATCHED, own.curve.source))
    return tuple(crossings), tuple(apart)


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


def _same(own: CostForecast, rival: CostForecast | None) -> bool:
    return rival is not None and own.curve.technology == rival.curve.technology


def _rival(table: CurveTable, question: Question, calibration: Calibration) -> CostForecast | None:
    if question.price is not None or not question.below:
        return None
    return forecast(table.named(question.below), calibration, question.horizon)


def _crossing(own: CostForecast, rival: CostForecast | None, question: Question) -> Crossing:
    if rival is None:
        return crossing_below(own, question.price or 0.0, question.horizon)
    return crossing(own, rival, question.horizon, question.correlation)
