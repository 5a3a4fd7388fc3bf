"""The time of a claim that does not say it: what had just been published."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forerun.statements.result import Judged, Verdict
from tests.statements.conftest import Checked, reading

Only = Callable[..., Judged]
STATIONS = "cn/base_stations_5g"


@pytest.mark.parametrize(
    ("text", "series", "period", "measure", "verdict"),
    [
        # the latest on 4 November 2023: 318.9 at the end of September, growth of 4.5 and 4.0 percent
        ("5G基站318.9万个。", STATIONS, "2023-09", "level", Verdict.SUPPORTED),
        ("规模以上工业增加值同比增长4.5%。", "cn/iva", "2023-09", "yoy", Verdict.SUPPORTED),
        ("规模以上工业增加值同比增长4.0%。", "cn/iva", "2023-09", "ytd_yoy", Verdict.SUPPORTED),
        # the release of the month before
        ("5G基站305.5万个。", STATIONS, "2023-07", "level", Verdict.STALE),
        ("规模以上工业增加值同比增长3.9%。", "cn/iva", "2023-08", "ytd_yoy", Verdict.STALE),
        # of October, which was over but not published: the speaker may have known it
        ("5G基站321.5万个。", STATIONS, "2023-10", "level", Verdict.SUPPORTED),
        # far from everything of thirteen months
        ("5G基站420万个。", STATIONS, "2023-09", "level", Verdict.CONTRADICTED),
    ],
)
def test_a_number_without_a_time_is_of_the_latest_figure_with_which_it_agrees(
    only: Only, text: str, series: str, period: str, measure: str, verdict: Verdict
) -> None:
    judged = only(text)
    assert judged.claim.is_inferred
    assert (reading(judged)[:3], judged.verdict) == ((series, period, measure), verdict)


def test_a_time_that_is_said_is_kept(only: Only) -> None:
    judged = only("截至2023年7月末，5G基站305.5万个。")
    assert not judged.claim.is_inferred
    assert (reading(judged)[1], judged.verdict) == ("2023-07", Verdict.SUPPORTED)


def test_what_had_been_spoken_of_comes_before_the_latest(check: Checked) -> None:
    """In September growth was 4.5 percent as well as in August: which is meant, the text says."""
    first, second = check("8月，工业经济稳定恢复。规模以上工业增加值同比增长4.5%。").claims
    assert first.claim.statement.period == second.claim.statement.period
    assert (str(second.claim.statement.period), second.verdict) == ("2023-08", Verdict.SUPPORTED)


@pytest.mark.parametrize("rate", ["7.0", "2.0"])
def test_a_rate_that_may_be_of_the_month_not_yet_published_contradicts_nothing(only: Only, rate: str) -> None:
    assert only(f"规模以上工业增加值同比增长{rate}%。").verdict is Verdict.NOT_CHECKABLE


def test_a_rate_of_which_little_is_known_contradicts_nothing(only: Only) -> None:
    """Two growth rates of the new three were known: 66.9 and 61.6 percent, the latter three weeks old."""
    assert only("“新三样”出口增长10%。", said="2023-08-01").verdict is Verdict.NOT_CHECKABLE
    assert only("“新三样”出口增长10%。").verdict is Verdict.NOT_CHECKABLE
    assert only("“新三样”出口增长61.6%。").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("said", "verdict"), [("2022-01-20", Verdict.CONTRADICTED), ("2023-11-04", Verdict.NOT_CHECKABLE)]
)
def test_an_old_figure_contradicts_nothing(only: Only, said: str, verdict: Verdict) -> None:
    """471 million 5G terminals at the end of October 2021, and none counted since."""
    assert only("5G终端连接数达7.9亿。", said=said).verdict is verdict


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        ("2023-11-04", Verdict.SUPPORTED),
        ("2023-12-20", Verdict.STALE),  # 6.6 percent in November
        ("2023-09-20", Verdict.SUPPORTED),  # 4.5 percent in August
    ],
)
def test_said_again_on_another_day(only: Only, as_of: str, verdict: Verdict) -> None:
    assert only("规模以上工业增加值同比增长4.5%。", as_of=as_of).verdict is verdict


def test_before_it_was_known(only: Only) -> None:
    assert only("5G基站321.5万个。", as_of="2023-11-04").verdict is Verdict.NOT_YET_KNOWN


@pytest.mark.parametrize("text", ["产业规模1000亿元。", "粮食产量6.9亿吨。"])
def test_without_a_series_nothing_is_placed(check: Checked, text: str) -> None:
    assert {each.verdict for each in check(text).claims} <= {Verdict.NOT_CHECKABLE}
