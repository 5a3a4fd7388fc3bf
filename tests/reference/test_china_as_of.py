"""What the Chinese starter figures say on the days that the project names, by the day they came out."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from forerun.catalog.load import load_catalog
from forerun.ledger.starter import starter_frame
from forerun.periods import Period

CHINA = load_catalog("china")


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    return starter_frame(CHINA)


def known(figures: pl.DataFrame, name: str, period: str, measure: str, as_of: date) -> set[float]:
    series = CHINA.series_named(name).id
    wanted = (pl.col("series") == series) & (pl.col("period") == period) & (pl.col("measure") == measure)
    return set(figures.filter(wanted & (pl.col("published") <= as_of))["value"])


@pytest.mark.parametrize(
    ("as_of", "name", "period", "measure", "values"),
    [
        (date(2023, 11, 4), "IVA_TOTAL", "2023-09", "ytd_yoy", {4.0}),
        (date(2023, 11, 4), "IVA_TOTAL", "2023-09", "yoy", {4.5}),
        (date(2023, 11, 4), "EXPORTS_USD", "2023-09", "yoy", {-6.2}),
        (date(2023, 11, 4), "BASE_STATIONS_5G", "2023-09", "level", {318.9}),
        (date(2023, 11, 4), "BS_5G_WORLD_SHARE", "2023-09", "share", {60.0}),
        (date(2023, 11, 3), "BS_5G_WORLD_SHARE", "2023-09", "share", set()),
        (date(2023, 11, 4), "NEW3_EXPORTS", "2023-06", "ytd_yoy", {61.6}),
        (date(2023, 11, 4), "NEW3_EXPORTS", "2023-12", "ytd_level", set()),
        (date(2023, 11, 4), "GDP", "2023-Q3", "yoy", {4.9}),
        (date(2023, 11, 4), "PMI_MFG", "2023-10", "index", {49.5}),
        (date(2023, 11, 4), "PPI", "2023-09", "yoy", {-2.5}),
        (date(2023, 10, 10), "IVA_TOTAL", "2023-09", "ytd_yoy", set()),
        (date(2023, 10, 10), "IVA_TOTAL", "2023-08", "ytd_yoy", {3.9}),
        (date(2024, 2, 1), "IVA_TOTAL", "2023-12", "ytd_yoy", {4.6}),
        (date(2024, 2, 1), "CAAM_AUTO_SALES", "2023-12", "ytd_level", {3009.4}),
        (date(2024, 1, 10), "CAAM_AUTO_SALES", "2023-12", "ytd_level", set()),
        (date(2026, 9, 1), "EXPORTS_USD", "2023-09", "yoy", {-6.2, -6.8}),
    ],
)
def test_known_on_a_day(
    figures: pl.DataFrame, as_of: date, name: str, period: str, measure: str, values: set[float]
) -> None:
    assert known(figures, name, period, measure, as_of) == values


def test_the_nine_months_of_2023_came_out_in_october(figures: pl.DataFrame) -> None:
    rows = figures.filter(
        (pl.col("series") == "cn/iva") & (pl.col("period") == "2023-09") & (pl.col("measure") == "ytd_yoy")
    )
    assert rows["published"].to_list() == [date(2023, 10, 18)]


def test_no_value_added_is_known_before_its_month_ends(figures: pl.DataFrame) -> None:
    rows = figures.filter(pl.col("series").str.starts_with("cn/iva")).select("period", "published").rows()
    assert len(rows) > 900
    assert all(published > Period.parse(period).end for period, published in rows)


def test_the_ministry_that_quotes_a_figure_does_not_borrow_the_publishers_day(figures: pl.DataFrame) -> None:
    wanted = (
        (pl.col("series") == "cn/iva/36") & (pl.col("period") == "2023-12") & (pl.col("publisher") == "MIIT")
    )
    quoted = figures.filter(wanted).select("value", "published").rows()
    assert quoted == [(13.0, date(2024, 2, 1))]
