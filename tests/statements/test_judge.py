"""Every verdict on real figures, and what a judge never does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from forerun.ledger.ledger import Ledger
from forerun.statements.result import Judged, Verdict
from forerun.statements.wording import RULES
from tests.statements.conftest import Checked, checked

Only = Callable[..., Judged]
IVA = "2023年9月，规模以上工业增加值同比增长"
NOVEMBER = {"as_of": "2023-11-04"}

EXAMPLES: list[tuple[Verdict, str, dict[str, Any]]] = [
    (Verdict.SUPPORTED, f"{IVA}4.5%。", {}),
    (Verdict.SUPPORTED, "前三季度，规模以上工业增加值同比增长4.0%。", {}),
    (Verdict.SUPPORTED, "截至2023年9月末，5G基站超过318万个。", {}),
    (Verdict.SUPPORTED, "2023年国内生产总值126.06万亿元。", {"said": "2024-02-01"}),
    (Verdict.SUPPORTED, "In September 2023, producer prices fell by 2.5 percent year on year.", {}),
    (Verdict.SUPPORTED_SAME_PUBLISHER, "截至2023年9月末，5G基站达318.9万个。", {"publisher": "MIIT"}),
    (Verdict.SUPPORTED_SAME_PUBLISHER, f"{IVA}4.5%。", {"speaker": "国家统计局新闻发言人"}),
    (Verdict.IMPRECISE, "截至2023年9月末，5G基站达318万个。", {}),
    (Verdict.IMPRECISE, f"{IVA}5%。", {}),
    (Verdict.IMPRECISE, "截至2023年9月末，5G基站超过319万个。", {}),
    (Verdict.STALE, "5G基站305.5万个。", {}),
    (Verdict.STALE, "截至9月末，5G基站达318.9万个。", {"as_of": "2023-11-22"}),
    (Verdict.NOT_YET_KNOWN, "2023年10月，规模以上工业增加值同比增长4.6%。", NOVEMBER),
    (Verdict.CONTRADICTED, f"{IVA}6.9%。", {}),
    (Verdict.CONTRADICTED, "前三季度，工业经济下行。", {}),
    (Verdict.WRONG_UNIT, "截至2023年9月末，5G基站达3.189万个。", {}),
    (Verdict.WRONG_PERIOD, "前三季度，规模以上工业增加值同比增长4.5%。", {}),
    (Verdict.WRONG_SIGN, "2023年9月，PPI同比上涨2.5%。", {}),
    (Verdict.DEFINITION_TRAP, "5G终端用户达到4.97亿户。", {"said": "2021-12-20"}),
    (Verdict.FORECAST_OPEN, "预计全年规模以上工业增加值增长4.6%。", NOVEMBER),
    (Verdict.FORECAST_CAME_TRUE, "预计全年规模以上工业增加值增长4.6%。", {}),
    (Verdict.FORECAST_MISSED, "预计全年规模以上工业增加值增长6%。", {}),
    (Verdict.NOT_CHECKABLE, "2022年，全国机器人产业园达到100个。", {}),
    (Verdict.NOT_CHECKABLE, "1995年10月，规模以上工业增加值同比增长4.5%。", {}),
]


@pytest.mark.parametrize(("verdict", "text", "known"), EXAMPLES)
def test_a_verdict(only: Only, verdict: Verdict, text: str, known: dict[str, Any]) -> None:
    judged = only(text, **known)
    assert judged.verdict is verdict
    assert judged.reason.en
    assert judged.reason.zh


def test_every_verdict_on_a_claim_has_an_example_and_a_rule() -> None:
    assert {verdict for verdict, _, _ in EXAMPLES} == set(Verdict) - {Verdict.NOT_A_CLAIM}
    assert set(RULES) == set(Verdict)
    assert all(rule.en and rule.zh for rule in RULES.values())


def test_what_may_be_repeated_is_never_false() -> None:
    assert not [verdict for verdict in Verdict if verdict.stands and verdict.is_false]
    assert {verdict for verdict in Verdict if verdict.is_false} == {
        Verdict.CONTRADICTED,
        Verdict.WRONG_UNIT,
        Verdict.WRONG_PERIOD,
        Verdict.WRONG_SIGN,
    }


@pytest.mark.parametrize("rate", ["54.4", "10", "-5"])
def test_growth_is_never_judged_from_levels(only: Only, china: Ledger, rate: str) -> None:
    """847 and 1308 thousand new energy vehicles in September of 2023 and 2024: no rate was published."""
    verb = "下降" if rate.startswith("-") else "增长"
    judged = only(f"2024年9月，新能源汽车产量同比{verb}{rate.lstrip('-')}%。", said="2024-12-01")
    assert judged.verdict is Verdict.NOT_CHECKABLE
    for year, level in (("2023", "84.7"), ("2024", "130.8")):
        month = only(f"{year}年9月，新能源汽车产量{level}万辆。", said="2024-12-01")
        assert month.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    "text",
    [
        "2022年，全国机器人产业园达到100个。",  # no series
        "2024年，储能型锂电池产量同比增长99%。",  # levels, but no rate
        "1995年10月，规模以上工业增加值同比增长99%。",  # too early
        "前三季度，PPI上涨99%。",  # not published so
        "In 2022 the number of robot parks rose to 100.",
    ],
)
def test_what_the_ledger_cannot_judge_is_never_false(check: Checked, text: str) -> None:
    claims = check(text, said="2025-06-01").claims
    assert claims
    assert {each.verdict for each in claims} == {Verdict.NOT_CHECKABLE}


@pytest.mark.parametrize(("share", "verdict"), [(70, Verdict.NOT_CHECKABLE), (50, Verdict.CONTRADICTED)])
def test_a_bound_that_was_published_decides_on_one_side_only(
    only: Only, share: int, verdict: Verdict
) -> None:
    """More than 60 percent of the world's stations: 70 may be true, 50 cannot be."""
    assert only(f"截至2023年9月末，我国5G基站数占全球的{share}%。", said="2023-12-01").verdict is verdict


def test_a_first_announcement_that_was_revised_is_no_falsehood(toyland: Callable[..., Ledger]) -> None:
    ledger = toyland(
        ("IVA", "2024-06", "yoy", 4.5, "2024-07-17"), ("IVA", "2024-06", "yoy", 4.9, "2024-10-01")
    )
    text = "In June 2024, the value added of industry grew by {} percent year on year."
    verdicts = {
        (rate, day): checked(text.format(rate), ledger=ledger, said="2024-07-20", as_of=day).claims[0].verdict
        for rate in ("4.5", "4.9")
        for day in ("2024-07-20", "2024-11-01")
    }
    assert verdicts["4.5", "2024-07-20"].stands
    assert verdicts["4.5", "2024-11-01"] is Verdict.STALE
    assert verdicts["4.9", "2024-11-01"].stands
    assert not verdicts["4.9", "2024-07-20"].stands
