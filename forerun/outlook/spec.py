"""What is forecast and from which series, read from a profile's ``outlook.toml``.

::

    [target]
    series = "IVA_TOTAL"         # a code or id of series.csv
    month = "yoy"                # measure of one month
    year_to_date = "ytd_yoy"     # of January to a month; at the last joint month for all joint ones
    start = "2013-01"            # first month that models look at
    joint = 2                    # January to this month come as one figure; 1 where every month has its own

    [forecast]
    origins = "2016-01"          # first month-end that forecasts are scored from
    months = 3                   # so many figures not yet published are scored one by one
    levels = [0.5, 0.8, 0.9]     # nominal coverage of the intervals
    benchmarks = ["last-value", "autoregression", "seasonal-naive", "mean-of-three", "combination"]
                                 # see benchmarks.py; the combination is one of those before it

    [model]
    factors = [1, 2]             # candidates for the number of factors
    lags = [1, 2]                # candidates for the lags of the factors
    draws = 40                   # panels drawn to tell what estimation adds to the spread; 0: not told

    [[panel]]                    # further series of the model, the target comes first by itself
    series = "PPI"
    measure = "yoy"
    transform = "level"          # one of TRANSFORMS

    [[exceptional]]              # optional: months without which scores are shown once more
    name_en = "Lockdown of 2020"
    name_zh = "2020年疫情封控"
    first = "2020-01"
    last = "2020-06"
"""

from __future__ import annotations

from dataclasses import dataclass

from forerun.catalog.model import Catalog
from forerun.catalog.toml import TomlTable
from forerun.errors import SpecError
from forerun.periods import Frequency, Period
from forerun.types import Measure, Names, Series

LAYOUT = "forerun/outlook/spec.py"
LEVEL, DIFFERENCE, GROWTH_FROM_LEVELS = "level", "difference", "growth-from-levels"
TRANSFORMS = (LEVEL, DIFFERENCE, GROWTH_FROM_LEVELS)
"""As published; less the month before; published growth, and where there is none that from two levels by the
ledger's recipe of this name."""

MOST_DRAWS = 10_000
BENCHMARKS = ("last-value", "autoregression", "seasonal-naive", "mean-of-three", "combination")


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """The series that is forecast: growth of a month and of the year to date, in percent.

    ``start`` is the first month of the sample, ``joint`` the last month of those from January on that are
    published as one figure (1: none are).
    """

    series: Series
    month: Measure
    year_to_date: Measure
    start: Period
    joint: int


@dataclass(frozen=True, slots=True)
class PanelSeries:
    """A series of the model's panel and what is done with it."""

    series: Series
    measure: Measure
    transform: str


@dataclass(frozen=True, slots=True)
class ExceptionalMonths:
    """Months that scores are also shown without."""

    names: Names
    first: Period
    last: Period

    def covers(self, period: Period) -> bool:
        """Whether a month, quarter or year has a part in these months."""
        return self.first.start <= period.end and period.start <= self.last.end


@dataclass(frozen=True, slots=True)
class OutlookSpec:
    """Everything that a profile says about its outlook."""

    target: TargetSpec
    panel: tuple[PanelSeries, ...]
    origins: Period
    months: int
    levels: tuple[float, ...]
    benchmarks: tuple[str, ...]
    factors: tuple[int, ...]
    lags: tuple[int, ...]
    draws: int
    exceptional: tuple[ExceptionalMonths, ...]


def outlook_spec(catalog: Catalog, target: str = "") -> OutlookSpec:
    """The outlook of a profile.

    Args:
        catalog: the profile.
        target: id or code of another series to forecast, with the measures and start of the profile's own.

    Raises:
        SpecError: there is no ``outlook.toml``, or it lacks a key, has one too many, names a series twice or
            one that the catalog does not hold, or a measure that its series does not have.
    """
    if not catalog.outlook:
        raise SpecError("has no outlook.toml", where=catalog.profile, advice=f"{LAYOUT} shows the layout")
    top = TomlTable(catalog.outlook, "outlook.toml", LAYOUT, catalog)
    top.only("target", "forecast", "model", "panel", "exceptional")
    forecast, model = top.table("forecast"), top.table("model")
    forecast.only("origins", "months", "levels", "benchmarks")
    model.only("factors", "lags", "draws")
    aim = _target(top.table("target"), target)
    panel = top.tables("panel") if "panel" in top.cells else ()
    return OutlookSpec(
        target=aim,
        panel=_panel(top, aim, panel),
        origins=_month(forecast, "origins"),
        months=_counts(forecast, "months", (forecast.number("months"),))[0],
        levels=_levels(forecast),
        benchmarks=_benchmarks(forecast),
        factors=_counts(model, "factors", model.numbers("factors")),
        lags=_counts(model, "lags", model.numbers("lags")),
        draws=_draws(model),
        exceptional=tuple(map(_exception, top.tables("exceptional") if "exceptional" in top.cells else ())),
    )


def _target(table: TomlTable, other: str) -> TargetSpec:
    table.only("series", "month", "year_to_date", "start", "joint")
    series = table.known_series(other) if other else table.series("series")
    start, joint = _month(table, "start"), table.number("joint")
    if joint not in range(1, 12):
        raise table.problem("joint", "must be a month from 1 to 11")
    month, to_date = table.measure("month", series), table.measure("year_to_date", series)
    if series.frequency is not Frequency.MONTH or not month.is_growth or not to_date.cumulative:
        raise table.problem("series", "must be monthly, with growth of the month and of the year to date")
    return TargetSpec(series, month, to_date, start, int(joint))


def _month(table: TomlTable, key: str) -> Period:
    period = table.period(key)
    if period.frequency is not Frequency.MONTH:
        raise table.problem(key, "must be a month")
    return period


def _panel(top: TomlTable, target: TargetSpec, tables: tuple[TomlTable, ...]) -> tuple[PanelSeries, ...]:
    panel = tuple(map(_panel_series, tables))
    names = [each.series.id for each in panel]
    twice = next((name for name in names if names.count(name) > 1), "")
    if twice:
        raise top.problem("panel", f"names {twice} twice")
    return tuple(each for each in panel if each.series.id != target.series.id)


def _panel_series(table: TomlTable) -> PanelSeries:
    table.only("series", "measure", "transform")
    series = table.series("series")
    measure, transform = table.measure("measure", series), table.text("transform")
    if series.frequency is not Frequency.MONTH:
        raise table.problem("series", f"must be monthly, {series.code} comes by the {series.frequency}")
    if transform not in TRANSFORMS:
        raise table.problem("transform", f"is not one of {', '.join(TRANSFORMS)}")
    if transform == GROWTH_FROM_LEVELS and (measure is not Measure.YOY or Measure.LEVEL not in series.units):
        raise table.problem("transform", f"{transform} needs measure yoy of a series with a level")
    return PanelSeries(series, measure, transform)


def _levels(table: TomlTable) -> tuple[float, ...]:
    levels = table.numbers("levels")
    if not levels or not all(0 < level < 1 for level in levels) or list(levels) != sorted(set(levels)):
        raise table.problem("levels", "must ascend between 0 and 1")
    return levels


def _benchmarks(table: TomlTable) -> tuple[str, ...]:
    names = table.texts("benchmarks")
    if not names or len(set(names)) < len(names) or not set(names) <= set(BENCHMARKS):
        raise table.problem("benchmarks", f"must be some of {', '.join(BENCHMARKS)}, each once")
    if names == ("combination",):
        raise table.problem("benchmarks", "needs more than the combination")
    return names


def _counts(table: TomlTable, key: str, values: tuple[float, ...]) -> tuple[int, ...]:
    if not values or any(value < 1 or value != int(value) for value in values):
        raise table.problem(key, "must be whole and at least 1")
    return tuple(map(int, values))


def _draws(model: TomlTable) -> int:
    draws = model.number("draws")
    if draws != int(draws) or not 0 <= draws <= MOST_DRAWS:
        raise model.problem("draws", f"must be whole, from 0 to {MOST_DRAWS}")
    return int(draws)


def _exception(table: TomlTable) -> ExceptionalMonths:
    table.only("name_en", "name_zh", "first", "last")
    first, last = table.period("first"), table.period("last")
    if last.end < first.start:
        raise table.problem("last", "is before 'first'")
    return ExceptionalMonths(table.names(), first, last)
