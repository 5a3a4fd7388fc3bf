"""Key industries: the rows that stand for one, and the word for its plan."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from forerun.catalog.model import Catalog
from forerun.monitor.industries import industry_row
from forerun.monitor.result import Monitor, TargetRow, TargetState
from forerun.periods import Period

from .conftest import Known

Look = Callable[[str, str], Monitor]


def rows(look: Look, *states: str) -> list[TargetRow]:
    """Target rows with the states given as ``2023 ahead``."""
    one = look("toyland", "2023-06-30").industries[0].targets[0]
    made = []
    for text in states:
        year, state = text.split()
        target = replace(one.target, last=Period.parse(year))
        made.append(replace(one, target=target, state=TargetState(state)))
    return made


@pytest.mark.parametrize(
    ("states", "word"),
    [
        ((), "no_figure"),
        (("2023 no_figure",), "no_figure"),
        (("2023 ahead", "2023 no_figure"), "ahead"),
        (("2023 ahead", "2023 on_track"), "on_track"),
        (("2023 ahead", "2023 behind"), "behind"),
        (("2023 behind", "2024 ahead"), "ahead"),
        (("2023 behind", "2024 no_figure"), "behind"),
    ],
)
def test_the_word_is_that_of_the_latest_targets_with_a_figure(
    known: Known, toyland: Catalog, look: Look, states: tuple[str, ...], word: str
) -> None:
    found = industry_row(known("2023-06-30"), toyland.industries[0], rows(look, *states))
    assert found.state == word


def test_output_is_of_the_month_or_of_the_year_to_date_whichever_is_later(
    known: Known, toyland: Catalog
) -> None:
    month = ("OUT_STEEL", "2023-04", "level", 41.5, "2023-05-17")
    to_date = ("OUT_STEEL", "2023-05", "ytd_level", 199.9, "2023-06-19")
    metals = toyland.industries[0]
    assert industry_row(known("2023-06-01", month), metals, ()).output[0].figure.value == 41.5
    assert industry_row(known("2023-06-30", month, to_date), metals, ()).output[0].figure.value == 199.9


def test_growth_is_that_of_the_activities_that_stand_for_the_industry(look: Look, toyland: Catalog) -> None:
    for found in look("toyland", "2023-06-30").industries:
        shown = [each.figure.series.id for each in found.growth]
        assert shown == [toyland.series_named(name).id for name in found.industry.series]
        assert all(each.figure.value is not None for each in found.growth)
