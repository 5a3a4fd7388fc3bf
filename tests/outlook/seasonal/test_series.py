"""Which rows of the ledger are adjusted: joint figures, exact values, one unit, one side of a break."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Break, Catalog
from forerun.outlook.seasonal.adjust import AIRLINE
from forerun.outlook.seasonal.series import adjust_series
from forerun.outlook.seasonal.spec import Spec, TradingDays, Transform
from forerun.periods import Period, month
from forerun.types import Basis, Comparator, Figure, Measure, Names, Observation, Status

from .synthetic import months, series

SERIES = "cn/output/electricity"
UNIT = "100 million kWh"
QUICK = Spec(transform=Transform.LOG, trading_days=TradingDays.NONE, outliers=(), model=AIRLINE)
TRUE = dict(zip(months(120), series(4, 120).tolist(), strict=True))


@dataclass(frozen=True)
class Known:
    """As much of a snapshot as an adjustment asks for."""

    rows: tuple[Observation, ...]
    catalog: Catalog
    as_of: date = date(2021, 1, 1)

    def history(self, series_id: str, measure: Measure) -> tuple[Figure, ...]:
        series = self.catalog.series_named(series_id)
        return tuple(Figure.of(series, row) for row in self.rows if row.measure is measure)


def row(period: Period, measure: Measure, value: float, unit: str = UNIT) -> Observation:
    return Observation(
        series=SERIES,
        period=period,
        measure=measure,
        value=value,
        unit=unit,
        comparator=Comparator.EQUAL,
        status=Status.FINAL,
        published=period.end,
        basis=Basis.STATED,
        recorded=datetime(2021, 1, 1),
        publisher="NBS",
        source="s",
    )


def known(unit: str = UNIT, broken: tuple[Break, ...] = ()) -> Known:
    """From 2017 on, January and February come together."""
    rows = []
    for period, value in TRUE.items():
        if period.year < 2017 or period.index > 2:
            rows.append(row(period, Measure.LEVEL, value))
        elif period.index == 2:
            rows.append(row(period, Measure.YTD_LEVEL, value + TRUE[period.shift(-1)], unit))
        else:
            rows.append(row(period.shift(2), Measure.YTD_LEVEL, 1.0, unit))
    return Known(tuple(rows), replace(load_catalog("china"), breaks=broken))


def test_january_and_february_are_taken_from_the_year_to_date() -> None:
    found = adjust_series(known(), SERIES, Measure.LEVEL, QUICK, ())
    assert found.adjusted.split == tuple(month(year, index) for year in range(2017, 2020) for index in (1, 2))
    used = dict(zip(found.adjusted.periods, found.adjusted.used, strict=True))
    both = TRUE[month(2018, 1)] + TRUE[month(2018, 2)]
    assert (used[month(2018, 1)] or 0) + (used[month(2018, 2)] or 0) == pytest.approx(both)
    assert found.recipes[:2] == ("joint-split-by-model/1", "seasonally-adjusted/1")
    assert len(found.trace.observations) == 120 - 3


def test_a_joint_figure_in_another_unit_is_not_taken() -> None:
    found = adjust_series(known(unit="10000 kWh"), SERIES, Measure.LEVEL, QUICK, ())
    assert found.adjusted.split == ()
    assert len(found.adjusted.estimated) == 6


def test_only_figures_after_a_break_are_taken() -> None:
    cut = Break(
        SERIES, (Measure.LEVEL,), month(2013, 12), month(2014, 1), ("levels",), Names("New frame", "新口径")
    )
    found = adjust_series(known(broken=(cut,)), SERIES, Measure.LEVEL, QUICK, ())
    assert found.adjusted.periods[0] == month(2014, 1)
    assert found.notes == ("figures before 2014-01 are left out: New frame",)
    elsewhere = replace(cut, recipes=("chain",))
    assert adjust_series(known(broken=(elsewhere,)), SERIES, Measure.LEVEL, QUICK, ()).notes == ()


def test_a_bound_is_no_figure() -> None:
    whole = known()
    bound = replace(whole.rows[40], comparator=Comparator.MORE)
    rows = (*whole.rows[:40], bound, *whole.rows[41:])
    found = adjust_series(replace(whole, rows=rows), SERIES, Measure.LEVEL, QUICK, ())
    assert whole.rows[40].period in found.adjusted.estimated


def test_growth_of_the_ledger_is_chained_with_its_joint_rates() -> None:
    rates = [
        row(period, Measure.YOY, 5.0 + period.index % 4, "percent") for period in TRUE if period.index > 2
    ]
    both = [row(period, Measure.YTD_YOY, 6.0, "percent") for period in TRUE if period.index == 2]
    found = adjust_series(
        Known((*rates, *both), load_catalog("china")),
        SERIES,
        Measure.YOY,
        replace(QUICK, seasonal_filter="msr"),
        (),
    )
    assert found.recipes[0] == "implied-index/1"
    assert len(found.adjusted.split) == 20
    assert found.unit == "index"
