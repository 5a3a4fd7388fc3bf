"""A judged claim in words, in both languages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from forerun.statements.result import Verdict
from forerun.types import Trace
from forerun.views.claims import (
    counted,
    document_name,
    facts,
    plain,
    quoted,
    reading,
    shortened,
    told,
    tone,
    verdict_state,
)
from forerun.views.items import Aside, Line, State
from forerun.views.text import Number
from tests.sample_check import check, claim, judged, ledger

CATALOG = ledger().catalog


def words_of(line: Line) -> str:
    texts = (each.text if isinstance(each, (Number, Aside)) else each for each in line)
    return "".join(text for text in texts if isinstance(text, str))


def in_words(lines: Iterable[tuple[str, Line]]) -> dict[str, str]:
    return {label: words_of(line) for label, line in lines}


def test_every_verdict_is_of_one_of_four_kinds_and_has_its_word() -> None:
    kinds = {verdict: tone(verdict) for verdict in Verdict}
    assert set(kinds.values()) == {"stands", "doubtful", "false", "open"}
    assert all((kinds[each] == "stands") == each.stands for each in Verdict)
    assert {each for each in Verdict if each.is_false} < {each for each in Verdict if kinds[each] == "false"}
    for lang in ("en", "zh"):
        assert len({verdict_state(each, lang).word for each in Verdict}) == len(Verdict)
    assert verdict_state(Verdict.SUPPORTED, "zh") == State("stands", "属实")


def test_a_claim_with_all_that_belongs_to_it() -> None:
    _, second, stations, *_ = judged()
    assert in_words(told(stations, CATALOG, "en")) == {
        "Read as": f"{CATALOG.series['cn/base_stations_5g'].names.en}, September 2023: "
        "more than 3.18 million stations",
        "Published": "3.189 million stations in Sep 2023 "
        "(Ministry of Industry and Information Technology, 20 October 2023)",
        "Because": "Only MIIT says so.",
        "Note": "Nobody else counts them.",
    }
    chinese = in_words(told(second, CATALOG, "zh"))
    assert list(chinese) == ["理解为", "公布数据", "理由", "另见"]
    assert chinese["公布数据"] == "+4.0%，2023年1—9月（国家统计局，2023年10月18日）"
    assert "+3.8%，2023年1—6月" in chinese["另见"]


@pytest.mark.parametrize(
    ("at", "english", "chinese"),
    [
        (1, "a year earlier, period not said; the last one", "累计同比，未说明时期，按最近公布的一期理解"),
        (3, ": more than 60%, period not said", "：超过60%，未说明时期"),
        (
            4,
            "a subject that is not named: rising, expected, period not said",
            "未指明对象：上升，预期，未说明时期",
        ),
    ],
)
def test_readings_say_what_was_understood_and_what_was_not_said(at: int, english: str, chinese: str) -> None:
    said = judged()[at].claim
    assert english in words_of(reading(said, CATALOG, "en"))
    assert chinese in words_of(reading(said, CATALOG, "zh"))


def test_what_has_no_series_is_named_by_what_is_known_of_it() -> None:
    auto = claim("momentum", activity="36", place="cn-110000", value=4.0, unit="percent", direction="up")
    place, indicator = CATALOG.places["cn-110000"].names.en, CATALOG.indicators["iva"].names.en
    assert words_of(reading(auto, CATALOG, "en")).startswith(
        f"{place}, {indicator}, {CATALOG.activities['36'].names.en}: "
    )


def test_a_missing_figure_says_why_and_a_derived_one_how() -> None:
    late = judged()[4]
    assert in_words(told(late, CATALOG, "en"))["Published"].startswith("no figure (no")
    assert in_words(told(late, CATALOG, "zh"))["公布数据"].startswith("暂无数据（截至2023-11-04")
    rows = judged()[0].figure.trace.observations
    derived = replace(judged()[0].figure, trace=Trace((*rows, *rows), "acceleration/1"))
    shown = in_words(told(replace(late, figure=derived), CATALOG, "en"))["Published"]
    assert shown.startswith("+4.0% in Jan–Sep 2023 (derived: growth rate")


@pytest.mark.parametrize(
    ("basis", "english", "chinese"),
    [
        ("given", "4 November 2023 (as given)", "2023年11月4日（由使用者给出）"),
        ("stated", "4 November 2023 (the text says so)", "2023年11月4日（据文本）"),
        ("name", "4 November 2023 (from the name of the file)", "2023年11月4日（据文件名）"),
        ("as_of", "day not known; read as if on 4 November 2023", "日期不详，按2023年11月4日理解"),
    ],
)
def test_how_the_day_is_known(basis: str, english: str, chinese: str) -> None:
    found = check(said_basis=basis)
    assert in_words(facts(found, CATALOG, "en"))["Said"] == english
    assert in_words(facts(found, CATALOG, "zh"))["发表日期"] == chinese


def test_who_said_it_as_far_as_that_is_known() -> None:
    miit = CATALOG.publishers["MIIT"].names.en
    for speaker, publisher, shown in (
        ("Jin Zhuanglong", "MIIT", f"Jin Zhuanglong, {miit}"),
        ("", "MIIT", miit),
        ("", "", "not known"),
    ):
        found = check(speaker=speaker, publisher=publisher)
        assert in_words(facts(found, CATALOG, "en"))["By"] == shown
    assert document_name(check(name="-"), "en") == "standard input"


def test_words_from_outside_stand_on_one_line_and_steer_nothing() -> None:
    assert plain("a\r\nb\tc \x1b[31m\u202ed") == "a b c �[31m�d"
    found = check(speaker="\x1b[2J\nroot", name="a\rb.txt")
    shown = in_words(facts(found, CATALOG, "en"))
    assert (shown["Text"], shown["By"].partition(",")[0]) == ("a b.txt", "�[2J root")


def test_long_quotes_lose_their_middle() -> None:
    assert shortened("short", 5) == "short"
    cut = shortened("one two three four five six seven", 20)
    assert len(cut) <= 20
    assert cut.startswith("one two")
    assert cut.endswith("seven")
    assert " … " in cut
    assert quoted(claim("3.18 million"), "en", 100) == "“3.18 million”"


def test_verdicts_are_counted_in_their_order() -> None:
    assert list(counted(check()).values()) == [1, 1, 1, 1, 1]
    assert counted(check(claims=())) == {}
