"""Series that are taken for one another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forerun.ledger.ledger import Ledger
from forerun.statements.result import Judged, Verdict

Only = Callable[..., Judged]
TRAP = Verdict.DEFINITION_TRAP


@pytest.mark.parametrize(
    ("text", "said", "values"),
    [
        # carriers count packages, the ministry phones: 428 million
        (
            "At the end of May 2022 there were 899.3 million subscribers in the 5G segment.",
            "2022-07-05",
            {4.28},
        ),
        # 20.3 trillion yuan with photovoltaics and batteries, as the plan counts, and not the bulletin
        ("2022年，电子信息制造业营业收入20.3万亿元。", "2023-09-05", {203_000.0}),
    ],
)
def test_a_number_of_the_other_series_is_a_trap(only: Only, text: str, said: str, values: set[float]) -> None:
    judged = only(text, said=said)
    assert judged.verdict is TRAP
    shown = {each.value for each in (judged.figure, *judged.evidence) if each}
    assert set(values) <= shown


def test_both_series_are_shown(only: Only) -> None:
    """Terminals are not phones: 355 million of the latter at the end of 2021."""
    judged = only("5G终端用户达到4.97亿户。", said="2021-12-20", publisher="MIIT")
    assert judged.verdict is TRAP
    assert [each.series.code for each in judged.evidence] == ["MOBILE_USERS_5G"]
    assert "another and smaller number" in judged.reason.en
    assert "另一口径" in judged.reason.zh


def test_a_figure_of_its_own_series_is_none(only: Only) -> None:
    judged = only("截至2023年9月末，5G移动电话用户达7.37亿户。", said="2023-11-04")
    assert judged.verdict is Verdict.SUPPORTED


def test_what_holds_is_told_apart_from_its_sibling(only: Only) -> None:
    """The statistics office counted 24.5 percent more vehicles in December 2023."""
    judged = only("2023年，汽车产量3016.1万辆。", said="2024-02-01")
    assert judged.verdict.stands
    holds = only("截至2022年12月末，5G基站达231.2万个。", said="2023-02-01")
    assert "two numbers" in holds.caution.en  # 88.7 of them built in that year
    assert only("2023年9月，PPI同比下降2.5%。").caution.en == ""


def test_every_trap_of_the_profile_names_series_and_says_why(china: Ledger) -> None:
    catalog = china.catalog
    assert catalog.traps
    for trap in catalog.traps:
        assert catalog.series_named(trap.series).id != (trap.other and catalog.series_named(trap.other).id)
        assert trap.note.en
        assert trap.note.zh
        assert trap.other or trap.words
