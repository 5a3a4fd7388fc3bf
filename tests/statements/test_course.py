"""Directions without a number, held against published rates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.ledger.ledger import Ledger
from forerun.periods import Period
from forerun.statements.course import Course, before, follows
from forerun.statements.lookup import Lookup
from forerun.statements.result import Judged, Verdict
from forerun.types import Figure, Measure

Only = Callable[..., Judged]
HOLDS, NOT = Verdict.SUPPORTED, Verdict.CONTRADICTED


def course(china: Ledger, rate: float, earlier: float | None, measure: str = "yoy") -> Course:
    series = china.catalog.series_named("IVA_TOTAL")
    now, then = (
        None if value is None else Figure(series, Period.parse(period), Measure(measure), value, "percent")
        for value, period in ((rate, "2023-09"), (earlier, "2023-08"))
    )
    assert now is not None
    return Course(now, then)


@pytest.mark.parametrize(
    ("direction", "rate", "earlier", "holds"),
    [
        ("up", 4.0, 5.0, True),  # grew, if more slowly
        ("up", -2.0, -3.0, True),
        ("up", -2.0, -1.0, False),
        ("down", -2.0, -3.0, True),
        ("down", 4.0, 5.0, True),
        ("down", 5.0, 4.0, False),
        ("faster", 4.0, 3.8, True),
        ("faster", 3.8, 4.0, False),
        ("slower", 3.8, 4.0, True),
        ("slower", 4.0, 3.8, False),
        ("stable", 4.0, 4.5, True),
        ("stable", 4.0, 4.6, False),
        ("turned_positive", 2.0, -2.0, True),
        ("turned_negative", -2.0, 2.0, True),
        ("up", 4.0, None, True),
        ("faster", 4.0, None, None),
        ("stable", 4.0, None, None),
    ],
)
def test_what_a_direction_means(
    china: Ledger, direction: str, rate: float, earlier: float | None, holds: bool | None
) -> None:
    assert follows(direction, course(china, rate, earlier)) is holds


def test_an_index_goes_up_when_it_is_higher_than_before(china: Ledger) -> None:
    """50.2 in September 2023, 49.5 in October: above nought, and yet down."""
    assert follows("up", course(china, 49.5, 50.2, "index")) is False
    assert follows("down", course(china, 49.5, 50.2, "index")) is True
    assert follows("up", course(china, 49.5, None, "index")) is None


RATES = st.integers(-300, 300).map(lambda tenths: tenths / 10)


@given(RATES, RATES, st.sampled_from([("up", "down"), ("faster", "slower")]))
def test_turned_round_everything_holds_the_other_way(
    china: Ledger, rate: float, earlier: float, pair: tuple[str, str]
) -> None:
    one, other = pair
    assert follows(one, course(china, rate, earlier)) is follows(other, course(china, -rate, -earlier))


@pytest.mark.parametrize(
    ("period", "measure", "earlier"),
    [
        ("2023-09", "ytd_yoy", "2023-06"),
        ("2023-12", "ytd_yoy", "2022-12"),  # a whole year beside a whole year
        ("2023-09", "yoy", "2023-08"),
        ("2023-02", "ytd_yoy", "2022-12"),  # January is never published alone
    ],
)
def test_before_is_a_quarter_earlier_for_the_year_to_date(
    china: Ledger, period: str, measure: str, earlier: str
) -> None:
    known = Lookup(china.snapshot(date(2024, 2, 1)), china.catalog.series_named("IVA_TOTAL"))
    found = before(known.at(Period.parse(period), Measure(measure)), known)
    assert found is not None
    assert str(found.period) == earlier


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        # 3.0, 3.8 and 4.0 percent in three, six and nine months
        ("前三季度，工业经济企稳回升。", HOLDS),
        ("前三季度，工业经济下行。", NOT),
        ("前三季度，规模以上工业增加值增速加快。", HOLDS),
        ("前三季度，规模以上工业增加值增速放缓。", NOT),
        ("上半年，规模以上工业增加值保持稳定。", Verdict.IMPRECISE),
        ("前三季度，规模以上工业增加值增速保持稳定。", HOLDS),
        ("In the first three quarters industrial output rose.", HOLDS),
        ("In the first three quarters industrial output fell.", NOT),
        # 50.2, then 49.5
        ("2023年10月，制造业采购经理指数回落。", HOLDS),
        ("2023年10月，制造业采购经理指数上升。", NOT),
        # growth of 17.2 percent
        ("8月份，工业企业利润由负转正。", HOLDS),
        # -4.6, then -5.4 percent
        ("2023年6月，PPI上升。", NOT),
        ("2023年6月，PPI下降。", HOLDS),
        # never published for nine months
        ("前三季度，PPI持续上升。", Verdict.NOT_CHECKABLE),
    ],
)
def test_a_direction_of_a_named_time(only: Only, text: str, verdict: Verdict) -> None:
    judged = only(text)
    assert (judged.verdict, judged.claim.statement.value) == (verdict, None)


def test_without_a_time_the_latest_is_meant(only: Only) -> None:
    judged = only("工业经济回升向好。")
    assert judged.claim.is_inferred
    assert (str(judged.claim.statement.period), judged.verdict) == ("2023-09", HOLDS)


def test_the_vague_words_are_kept(only: Only) -> None:
    assert "回升" in only("前三季度，工业经济企稳回升。").claim.statement.wording


def test_growth_that_slows_is_growth_with_a_caution(only: Only) -> None:
    """The new three grew by 66.9 percent in three months and by 61.6 in six."""
    judged = only("上半年，“新三样”出口增长势头良好。")
    assert judged.verdict is HOLDS
    assert "more slowly" in judged.caution.en
    assert only("前三季度，工业经济企稳回升。").caution.en == ""


def test_the_body_that_publishes_it_is_its_own_witness(only: Only) -> None:
    text = "前三季度，工业经济企稳回升。"
    assert only(text, publisher="NBS").verdict is Verdict.SUPPORTED_SAME_PUBLISHER
    assert only(text, publisher="MIIT").verdict is HOLDS


@pytest.mark.parametrize("text", ["前三季度，出口并未下降。", "如果工业经济下行，就业会受影响。"])
def test_denied_or_supposed_there_is_no_claim(text: str, check: Callable[..., object]) -> None:
    assert check(text).claims == ()  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("text", "known", "verdict"),
    [
        # the whole year beside the year before, not beside its first nine months
        ("从2022年的3%到2023年的5.2%，GDP增速明显回升。", {"said": "2024-03-01"}, HOLDS),
        # three months do not speak for a year
        (
            "China's exports of electric vehicles jumped in 2023.",
            {"said": "2024-03-01"},
            Verdict.NOT_CHECKABLE,
        ),
        # September does not speak for December
        ("2023年12月，工业经济回升向好。", {"as_of": "2023-11-04"}, Verdict.NOT_YET_KNOWN),
        # one comparison does not speak for a run
        ("规模以上工业增加值连续5个月回升。", {}, Verdict.NOT_CHECKABLE),
    ],
)
def test_a_direction_is_judged_by_its_own_stretch(
    only: Only, text: str, known: dict[str, str], verdict: Verdict
) -> None:
    assert only(text, **known).verdict is verdict


def test_what_stands_for_a_stretch_is_told(only: Only) -> None:
    """Nine months of the new three were not published for themselves; six had been."""
    judged = only("前三季度，“新三样”出口增长势头良好。")
    assert judged.verdict is HOLDS
    assert "January–June 2023" in judged.caution.en
