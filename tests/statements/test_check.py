"""A text in, verdicts out: the statements of an interview, and the day from which they are judged."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forerun.statements.result import Judged, Verdict
from tests.statements.conftest import Checked, reading

Only = Callable[..., Judged]
DAY = "2023-11-04"
BACKED = (Verdict.SUPPORTED, Verdict.SUPPORTED_SAME_PUBLISHER)

# series, period, measure, comparator, value; direction; verdicts on the day
SAID = [
    ("前三季度，工业经济企稳回升。", ("cn/iva", "2023-09", "ytd_yoy", "=", None), "up", BACKED),
    (
        "前三季度，“新三样”出口增长势头良好。",
        ("cn/exports/new_three", "2023-09", "ytd_yoy", "=", None),
        "up",
        BACKED,
    ),
    (
        "钢铁、机械等十个重点行业，工信部都出台了稳增长工作方案。",
        ("cn/steady_growth_plans", "2023-09", "level", "=", 10.0),
        "",
        BACKED,
    ),
    ("5G基站318万多座。", ("cn/base_stations_5g", "2023-09", "level", ">", 318.0), "", BACKED),
    (
        "截至9月末，5G基站数占全球60%以上。",
        ("cn/base_stations_5g_world_share", "2023-09", "share", ">=", 60.0),
        "",
        BACKED,
    ),
    (
        "今年工业经济将继续保持回升向好的势头。",
        ("cn/iva", "2023-12", "ytd_yoy", "=", None),
        "up",
        (Verdict.FORECAST_OPEN,),
    ),
]


@pytest.mark.parametrize(("text", "read", "direction", "verdicts"), SAID)
def test_a_statement_of_the_interview(
    only: Only,
    text: str,
    read: tuple[str, str, str, str, float | None],
    direction: str,
    verdicts: tuple[Verdict, ...],
) -> None:
    judged = only(text, as_of=DAY, publisher="MIIT")
    assert (reading(judged), judged.claim.statement.direction) == (read, direction)
    assert judged.verdict in verdicts


@pytest.mark.parametrize("text", ["村村通宽带。", "县县通5G。", "Every county has 5G."])
def test_a_slogan_is_a_share_of_one_hundred_percent(only: Only, text: str) -> None:
    judged = only(text, as_of=DAY, publisher="MIIT")
    assert (judged.claim.statement.measure.value, judged.claim.statement.value) == ("share", 100.0)
    assert judged.verdict not in (Verdict.CONTRADICTED, Verdict.WRONG_PERIOD)


def test_all_of_it_at_once_is_every_part_in_its_order(check: Checked) -> None:
    found = check("".join(text for text, *_ in SAID), as_of=DAY, publisher="MIIT").claims
    assert [reading(each)[0] for each in found] == [read[0] for _, read, *_ in SAID]


@pytest.mark.parametrize(
    ("as_of", "verdict"),
    [
        ("2023-11-04", Verdict.SUPPORTED),
        ("2023-11-21", Verdict.SUPPORTED),
        ("2023-11-22", Verdict.STALE),  # 321.5 at the end of October came out that day
        ("2024-01-24", Verdict.STALE),
        ("2022-12-31", Verdict.NOT_YET_KNOWN),  # 2.29 million at most
    ],
)
def test_the_number_of_stations_by_day(only: Only, as_of: str, verdict: Verdict) -> None:
    for text in ("5G基站318万多座。", "截至9月末，5G基站318万多座。"):
        assert only(text, said=DAY, as_of=as_of).verdict is verdict


def test_without_a_day_it_is_judged_for_when_it_was_said_with_all_that_is_known(check: Checked) -> None:
    """What came out since may confirm it, and does not make it stale."""
    found = check("5G基站318万多座。2023年12月，规模以上工业增加值同比增长6.8%。", said="2023-12-31")
    stations, rate = found.claims
    assert (found.as_of.year, found.said.year) == (2026, 2023)
    assert rate.verdict is Verdict.SUPPORTED
    assert stations.verdict is not Verdict.CONTRADICTED


def test_nothing_published_after_the_day_is_looked_at(check: Checked) -> None:
    text = (
        "前三季度，规模以上工业增加值同比增长4.0%。截至9月末，5G基站318.9万个。"
        "预计全年规模以上工业增加值增长5%。"
    )
    for day in ("2023-10-10", "2023-10-18", "2023-11-04", "2023-11-22"):
        found = check(text, said=DAY, as_of=day)
        assert len(found.claims) == 3
        for judged in found.claims:
            for figure in filter(None, (judged.figure, *judged.evidence)):
                row = figure.observation
                assert row is None or row.published <= found.as_of


def test_what_a_check_carries(check: Checked) -> None:
    found = check(
        "如果出口增长20%，就业会增加。截至9月末，5G基站318.9万个。",
        as_of=DAY,
        speaker="Jin Zhuanglong",
        publisher="MIIT",
        name="note.txt",
    )
    assert (found.name, found.speaker, found.publisher) == ("note.txt", "Jin Zhuanglong", "MIIT")
    assert found.ledger
    assert [each.reason for each in found.not_claims]
    (judged,) = found.claims
    assert found.text[slice(*judged.claim.span)] == judged.claim.quote


def test_the_same_text_gives_the_same_check(check: Checked) -> None:
    text = "".join(text for text, *_ in SAID)
    assert check(text, as_of=DAY) == check(text, as_of=DAY)


@pytest.mark.parametrize(
    "page",
    [
        "<p>截至2023年9月末，<b>5G</b>基站达318.9万个。</p>",
        "<html><head><title>Note</title></head><body><p>截至2023年9月末，5G基站达318.9万个。</p></body></html>",
        "# Note\n\n截至2023年9月末，5G基站达318.9万个。\n",
    ],
)
def test_pages_and_notes_are_read_like_text(only: Only, page: str) -> None:
    assert only(page).verdict is Verdict.SUPPORTED


def test_a_table_of_figures_is_checked_too(check: Checked) -> None:
    found = check("series,period,measure,value,unit\nIVA_TOTAL,2023-09,yoy,6.9,percent\n", name="t.csv")
    (judged,) = found.claims
    assert (reading(judged)[:3], judged.verdict) == (
        ("cn/iva", "2023-09", "yoy"),
        Verdict.CONTRADICTED,
    )


@pytest.mark.parametrize("smartphones", ["120万台", "100.1万台"])
def test_a_text_that_contradicts_itself(check: Checked, smartphones: str) -> None:
    """Nothing is published of 2013; all the same not more smartphones than handsets were made."""
    whole, part = check(f"2013年6月，手机产量100万台。2013年6月，智能手机产量{smartphones}。").claims
    assert {whole.verdict, part.verdict} == {Verdict.CONTRADICTED}
    assert "contradicts itself" in part.reason.en
    claims = check("2013年6月，手机产量100万台。2013年6月，智能手机产量90万台。").claims
    assert {each.verdict for each in claims} == {Verdict.NOT_CHECKABLE}
