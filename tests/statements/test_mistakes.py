"""How a number comes to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from forerun.statements.result import Judged, Verdict

Only = Callable[..., Judged]
SIGN, UNIT, TIME, OTHERWISE = (
    Verdict.WRONG_SIGN,
    Verdict.WRONG_UNIT,
    Verdict.WRONG_PERIOD,
    Verdict.CONTRADICTED,
)


@pytest.mark.parametrize(
    ("text", "verdict", "published"),
    [
        ("2023年9月，PPI同比上涨2.5%。", SIGN, -2.5),
        ("In September 2023, exports in dollar terms rose by 6.2 percent year on year.", SIGN, -6.2),
        ("2023年9月，规模以上工业增加值同比下降4.5%。", SIGN, 4.5),
        ("截至2023年9月末，5G基站达31890万个。", UNIT, 318.9),
        ("截至2023年9月末，5G基站达3.189万个。", UNIT, 318.9),
        ("2023年国内生产总值126.06亿元。", UNIT, 1_260_580.0),
        ("2023年前三季度，规模以上工业增加值同比增长4.5%。", TIME, 4.0),  # that of September alone
        ("2023年8月，规模以上工业增加值同比增长3.9%。", TIME, 4.5),  # that of eight months
        ("2023年一季度，国内生产总值同比增长5.5%。", TIME, 4.5),  # that of the first half
        ("2023年国内生产总值121.02万亿元。", TIME, 1_260_580.0),  # that of 2022
        ("截至2023年9月末，5G基站达305.5万个。", TIME, 318.9),  # that of July
        ("2023年9月，规模以上工业增加值同比增长6.9%。", OTHERWISE, 4.5),
        ("截至2023年9月末，5G基站达420.7万个。", OTHERWISE, 318.9),
        ("2023年国内生产总值201万亿元。", OTHERWISE, 1_260_580.0),
    ],
)
def test_the_mistake_and_the_figure_that_shows_it(
    only: Only, text: str, verdict: Verdict, published: float
) -> None:
    judged = only(text, said="2024-02-01")
    assert (judged.verdict, judged.figure and judged.figure.value) == (verdict, published)


def test_the_time_to_which_a_number_belongs_is_shown(only: Only) -> None:
    (other,) = only("截至2023年9月末，5G基站达305.5万个。").evidence
    assert (str(other.period), other.value) == ("2023-07", 305.5)


@pytest.mark.parametrize("rate", ["0.3", "0.1"])
def test_the_sign_of_a_rate_near_zero_is_no_mistake_of_its_own(only: Only, rate: str) -> None:
    """Exports fell by 0.3 percent in October 2022."""
    judged = only(
        f"In October 2022, exports in dollar terms rose by {rate} percent year on year.", said="2022-11-20"
    )
    assert judged.verdict is OTHERWISE


@pytest.mark.parametrize("rate", ["45", "0.45"])
def test_the_decimal_point_of_a_rate_is_never_moved(only: Only, rate: str) -> None:
    judged = only(f"2023年9月，规模以上工业增加值同比增长{rate}%。")
    assert judged.verdict is OTHERWISE


@pytest.mark.parametrize(
    ("value", "verdict"),
    [("4.25亿元", UNIT), ("4.25万亿元", Verdict.NOT_CHECKABLE), ("0.9万亿元", Verdict.NOT_CHECKABLE)],
)
def test_without_a_figure_the_year_before_tells_a_lost_unit(only: Only, value: str, verdict: Verdict) -> None:
    """Software earned 13.7 trillion yuan in 2024: 425 million in four months of 2025 cannot be."""
    judged = only(f"2025年1—4月，软件业务收入{value}。", said="2025-07-03")
    assert judged.verdict is verdict


@pytest.mark.parametrize(
    ("count", "verdict"),
    [("409个", UNIT), ("409万个", Verdict.NOT_CHECKABLE), ("600万个", Verdict.NOT_CHECKABLE)],
)
def test_the_same_month_of_the_year_before_tells_it_too(only: Only, count: str, verdict: Verdict) -> None:
    """3.189 million 5G base stations in September 2023; of September 2024 nothing is held."""
    assert only(f"截至2024年9月末，5G基站达{count}。", said="2025-06-01").verdict is verdict


@pytest.mark.parametrize(
    ("text", "as_of", "verdict"),
    [
        ("2023年10月，规模以上工业增加值同比增长4.5%。", "2023-11-04", Verdict.NOT_YET_KNOWN),
        ("2023年10月，规模以上工业增加值同比增长4.5%。", "2023-11-15", TIME),  # 4.6; 4.5 in September
        ("1995年10月，规模以上工业增加值同比增长4.5%。", "2023-11-04", Verdict.NOT_CHECKABLE),
    ],
)
def test_what_was_not_published_is_not_yet_known_or_never_will_be(
    only: Only, text: str, as_of: str, verdict: Verdict
) -> None:
    assert only(text, as_of=as_of).verdict is verdict


def test_a_verdict_without_a_figure_says_which_one_would_be_needed(only: Only) -> None:
    judged = only("1995年10月，规模以上工业增加值同比增长4.5%。")
    assert "IVA_TOTAL" in judged.reason.en
    assert "IVA_TOTAL" in judged.reason.zh


@pytest.mark.parametrize(
    ("text", "said", "verdict"),
    [
        # only a vintage of 2026 is held: what was first published may have been another
        ("9月出口2991亿美元。", "2023-11-04", Verdict.NOT_CHECKABLE),
        ("9月出口3991亿美元。", "2023-11-04", Verdict.CONTRADICTED),
        # bounds, round numbers and figures that nobody had seen are no number of another time
        ("2023年GDP增速低于5%。", "2024-03-01", Verdict.CONTRADICTED),
        ("2023年12月PMI高于50。", "2024-03-01", Verdict.CONTRADICTED),
        ("2024年6月，发电量7000亿千瓦时。", "2024-08-01", Verdict.CONTRADICTED),
        ("截至2023年9月末，5G基站达350万个。", "2024-03-01", Verdict.CONTRADICTED),
    ],
)
def test_another_time_is_named_only_where_the_number_tells_it(
    text: str, said: str, verdict: Verdict, only: Callable[..., Judged]
) -> None:
    assert only(text, said=said, today=date(2026, 11, 1)).verdict is verdict
