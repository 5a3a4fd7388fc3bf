"""Tables made from results."""

from __future__ import annotations

import pytest

from forerun.catalog.load import load_catalog, profiles
from forerun.catalog.model import Catalog
from forerun.monitor.result import Row
from forerun.views.items import Line
from forerun.views.tables import gaps_table, members_table, rows_table, series_table, sources_table
from forerun.views.text import Number
from forerun.views.words import LANGUAGES, words

from .conftest import Build


def shown(line: Line) -> str:
    return "".join(each.text if isinstance(each, Number) else str(each) for each in line)


def test_columns_without_anything_are_left_out(build: Build, china: Catalog) -> None:
    figure, before = (build("CPI", "yoy", period, 0.1) for period in ("2023-09", "2023-08"))
    absent = build("CPI", "yoy", "2023-08", None)
    full = rows_table("Prices", [Row(figure.series.names, figure, before)], china, "en")
    bare = rows_table("Prices", [Row(figure.series.names, figure, absent)], china, "en")
    titles = [column.title for column in full.columns]
    assert titles == ["Indicator", "Latest", "Period", "Before", "Published"]
    assert [column.title for column in bare.columns] == ["Indicator", "Latest", "Period", "Published"]
    assert all(len(row) == len(bare.columns) for row in bare.rows)


def test_the_table_of_a_chart_has_every_period_once_newest_first(build: Build) -> None:
    month = [build("IVA_TOTAL", "yoy", period, 1.0) for period in ("2023-03", "2023-04")]
    to_date = [build("IVA_TOTAL", "ytd_yoy", period, 2.0) for period in ("2023-02", "2023-03")]
    table = series_table("Growth", ("Month", "To date"), (month, to_date), "en")
    assert [tuple(map(shown, row)) for row in table.rows] == [
        ("Apr 2023", "+1.0", ""),
        ("Mar 2023", "+1.0", "+2.0"),
        ("Feb 2023", "", "+2.0"),
    ]


def test_members_stand_from_highest_to_lowest_with_missing_ones_last(build: Build) -> None:
    values = {"low": -1.0, "none": None, "high": 9.0}
    named = [(name, build("IVA_AUTO", "yoy", "2023-09", value)) for name, value in values.items()]
    assert [row[0][0] for row in members_table("Members", named, "en").rows] == ["high", "low", "none"]


def test_gaps_say_why_in_the_language(build: Build) -> None:
    (row,) = gaps_table("Gaps", [build("CPI", "yoy", "2023-09", None)], "zh").rows
    assert shown(row[-1]) == "截至2023-11-04未见数据"


def test_a_source_that_the_catalog_lacks_is_shown_by_its_id(china: Catalog) -> None:
    (row,) = sources_table("Sources", ["nowhere"], china, "en").rows
    assert [shown(cell) for cell in row] == ["nowhere", "", "", "", ""]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_of_source_has_its_word(lang: str) -> None:
    kinds = {each.tier for profile in profiles() for each in load_catalog(profile).sources.values()}
    assert {kind for kind in kinds if not words(lang).get(f"tier.{kind}")} == set()
