"""What is said of the future: open, came true, missed; and plans that are misquoted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forerun.statements.result import Judged, Verdict
from tests.statements.conftest import reading

Only = Callable[..., Judged]
OPEN, CAME, MISSED = Verdict.FORECAST_OPEN, Verdict.FORECAST_CAME_TRUE, Verdict.FORECAST_MISSED
# of 2023: industry grew by 4.6 percent, 3.377 million 5G base stations, 30.094 million vehicles sold


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("预计全年规模以上工业增加值增长4.6%。", CAME),
        ("预计全年规模以上工业增加值增长6%。", MISSED),
        ("预计全年规模以上工业增加值增长5%左右。", CAME),
        ("预计全年规模以上工业增加值增长超过5%。", MISSED),
        ("预计2023年12月，规模以上工业增加值同比增长6.8%。", CAME),
        ("预计2023年12月，规模以上工业增加值同比增长9.8%。", MISSED),
        ("预计今年5G基站将超过330万个。", CAME),
        ("预计今年5G基站将超过340万个。", MISSED),
        ("力争2023年汽车销量2700万辆左右。", CAME),  # a target that was exceeded
        ("力争全年规模以上工业增加值增长4%以上。", CAME),
        ("力争全年规模以上工业增加值增长5%以上。", MISSED),
        ("It is expected that industrial value added will grow by 4.6 percent this year.", CAME),
        ("It is expected that industrial value added will grow by 6 percent this year.", MISSED),
    ],
)
def test_once_the_figure_is_known_it_decides(only: Only, text: str, verdict: Verdict) -> None:
    assert only(text).verdict is verdict
    early = only(text, as_of="2023-11-04")
    assert (early.verdict, early.figure and early.figure.value) == (OPEN, None)


def test_what_is_said_of_the_running_year_is_meant_for_its_end(only: Only) -> None:
    assert reading(only("预计全年规模以上工业增加值增长4.6%。")) == (
        "cn/iva",
        "2023-12",
        "ytd_yoy",
        "=",
        4.6,
    )
    assert reading(only("预计今年5G基站将超过330万个。"))[1:3] == ("2023-12", "level")


@pytest.mark.parametrize("text", ["到2035年，5G基站将达到900万个。", "预计2035年工业增加值增长5%。"])
def test_of_a_far_year_nothing_is_known(only: Only, text: str) -> None:
    assert only(text).verdict is OPEN


def test_a_number_that_only_grows_may_come_true_early(only: Only) -> None:
    """305.5 at the end of July, so more than 300 at the end of the year."""
    text = "预计今年5G基站将超过300万个。"
    assert only(text, said="2023-03-01", as_of="2023-07-20").verdict is OPEN
    early = only(text, said="2023-03-01", as_of="2023-09-01")
    assert (early.verdict, early.figure and early.figure.value) == (CAME, 305.5)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("今年工业经济将继续保持回升向好的势头。", CAME),  # 4.0 when it was said, 4.6 at the end
        ("今年工业经济将放缓。", MISSED),
    ],
)
def test_a_direction_to_come(only: Only, text: str, verdict: Verdict) -> None:
    judged = only(text)
    assert (judged.verdict, "4.6" in judged.reason.en, "4.6" in judged.reason.zh) == (verdict, True, True)
    assert only(text, as_of="2023-11-04").verdict is OPEN


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # the plan: more than 4 percent in 2024, of which no figure is known
        ("2024年，钢铁行业工业增加值预计增长约4%。", Verdict.IMPRECISE),
        ("2024年，钢铁行业工业增加值预计增长4%以上。", OPEN),
        ("2024年，钢铁行业工业增加值预计增长约6%。", OPEN),
    ],
)
def test_a_plan_quoted_with_another_bound_is_imprecise(only: Only, text: str, verdict: Verdict) -> None:
    judged = only(text, as_of="2023-11-04")
    assert judged.verdict is verdict
    assert ("> 4" in judged.reason.en) == (verdict is Verdict.IMPRECISE)


def test_a_plan_is_no_plan_before_it_was_known(only: Only) -> None:
    text = "2024年，钢铁行业工业增加值预计增长约4%。"
    assert only(text, said="2023-03-01", as_of="2023-03-01").verdict is OPEN
