"""What the monitor shows, read from a profile's ``monitor.toml``.

::

    [headline]
    series = "IVA_TOTAL"         # a code or id of series.csv
    month = "yoy"                # measure of one month
    year_to_date = "ytd_yoy"
    month_on_month = "mom_sa"
    steady_band = 0.2            # percentage points, see direction.py
    base_band = 2.5              # percentage points, see direction.py

    [parts.sectors]              # one table for each name in PARTS
    name_en = "Three sectors"
    name_zh = "三大门类"
    rows = [{ series = "IVA_MINING", measure = "yoy", companions = ["ytd_yoy"] }]
                                 # lasting = true: a state that holds until something else is said

    [breadth]
    divisions = ["IVA_COAL"]     # counted when the published count is not there
    measure = "yoy"
    divisions_total = 41
    published = "DIVISIONS_GROWING"
    products_growing = "PRODUCTS_GROWING"
    products_total = "PRODUCTS_TOTAL"
    places_indicator = "gdp"     # optional, as are the three series above

    [[maps]]
    name_en = "Gross domestic product"
    name_zh = "地区生产总值"
    indicator = "gdp"
    measure = "level"            # or "growth": from two levels of one vintage

    [targets]
    growth_tolerance = 0.3       # percentage points that "about" allows
    level_tolerance = 2.0        # percent of the expected level that "about" allows
    ceilings = ["cpi"]           # indicators whose target is not to be exceeded
"""

from __future__ import annotations

from dataclasses import dataclass

from forerun.catalog.model import Catalog
from forerun.catalog.toml import TomlTable
from forerun.types import Measure, Names, Series

PARTS = ("sectors", "new_three", "network", "demand", "prices", "profits", "capacity", "survey")
"""Parts that only list rows, in the order in which they are shown."""

GROWTH = "growth"
"""The ``measure`` of a map that shows nominal growth derived from levels."""


@dataclass(frozen=True, slots=True)
class HeadlineSpec:
    """The headline series, its measures and the bands of the direction rule in percentage points."""

    series: Series
    month: Measure
    year_to_date: Measure
    month_on_month: Measure
    steady_band: float
    base_band: float


@dataclass(frozen=True, slots=True)
class RowSpec:
    """One row of a part: the measure shown first and the ones beside it.

    A ``lasting`` figure, such as villages reached by broadband, does not age.
    """

    series: Series
    measure: Measure
    companions: tuple[Measure, ...] = ()
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class PartSpec:
    """A part that lists rows."""

    id: str
    names: Names
    rows: tuple[RowSpec, ...]


@dataclass(frozen=True, slots=True)
class BreadthSpec:
    """What is counted for breadth; a series that the profile does not name is None."""

    divisions: tuple[Series, ...]
    measure: Measure
    divisions_total: int
    published: Series | None
    products_growing: Series | None
    products_total: Series | None
    places_indicator: str


@dataclass(frozen=True, slots=True)
class MapSpec:
    """A tile map: levels of an indicator, or (``growth``) their nominal growth."""

    names: Names
    indicator: str
    growth: bool


@dataclass(frozen=True, slots=True)
class TargetSpec:
    """Tolerance of ``about`` (percentage points for growth, percent for levels), and ceilings."""

    growth_tolerance: float
    level_tolerance: float
    ceilings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MonitorSpec:
    """Everything that a profile says about its monitor."""

    headline: HeadlineSpec
    parts: tuple[PartSpec, ...]
    breadth: BreadthSpec
    maps: tuple[MapSpec, ...]
    targets: TargetSpec


def monitor_spec(catalog: Catalog) -> MonitorSpec:
    """The monitor of a profile.

    Raises:
        SpecError: ``monitor.toml`` lacks a key, has one too many, names a series that the catalog does
            not hold, or a measure that its series does not have.
    """
    top = TomlTable(catalog.monitor, "monitor.toml", "forerun/monitor/spec.py", catalog)
    top.only("headline", "parts", "breadth", "maps", "targets")
    parts = top.table("parts")
    parts.only(*PARTS)
    return MonitorSpec(
        headline=_headline(top.table("headline")),
        parts=tuple(_part(name, parts.table(name)) for name in PARTS),
        breadth=_breadth(top.table("breadth")),
        maps=tuple(_map(each) for each in top.tables("maps")),
        targets=_targets(top.table("targets")),
    )


def _headline(table: TomlTable) -> HeadlineSpec:
    table.only("series", "month", "year_to_date", "month_on_month", "steady_band", "base_band")
    series = table.series("series")
    return HeadlineSpec(
        series,
        table.measure("month", series),
        table.measure("year_to_date", series),
        table.measure("month_on_month", series),
        table.number("steady_band"),
        table.number("base_band"),
    )


def _part(name: str, table: TomlTable) -> PartSpec:
    table.only("name_en", "name_zh", "rows")
    return PartSpec(name, table.names(), tuple(_row(each) for each in table.tables("rows")))


def _row(table: TomlTable) -> RowSpec:
    table.only("series", "measure", "companions", "lasting")
    series = table.series("series")
    companions = tuple(table.known_measure(each, series) for each in table.texts("companions"))
    return RowSpec(series, table.measure("measure", series), companions, table.flag("lasting"))


def _breadth(table: TomlTable) -> BreadthSpec:
    optional = ("published", "products_growing", "products_total")
    table.only("divisions", "measure", "divisions_total", "places_indicator", *optional)
    published, growing, total = (table.series(key) if key in table.cells else None for key in optional)
    return BreadthSpec(
        tuple(table.known_series(name) for name in table.texts("divisions")),
        table.measure("measure"),
        int(table.number("divisions_total")),
        published,
        growing,
        total,
        table.text("places_indicator") if "places_indicator" in table.cells else "",
    )


def _map(table: TomlTable) -> MapSpec:
    table.only("name_en", "name_zh", "indicator", "measure")
    growth = table.text("measure") == GROWTH
    if not growth and table.measure("measure") is not Measure.LEVEL:
        raise table.problem("measure", f"must be {Measure.LEVEL.value} or {GROWTH}")
    return MapSpec(table.names(), table.text("indicator"), growth)


def _targets(table: TomlTable) -> TargetSpec:
    table.only("growth_tolerance", "level_tolerance", "ceilings")
    return TargetSpec(
        table.number("growth_tolerance"), table.number("level_tolerance"), table.texts("ceilings")
    )
