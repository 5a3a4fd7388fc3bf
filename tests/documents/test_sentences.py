"""The grammar on releases: every figure that a careful reader takes from a text, and no other."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.documents.roles import words
from forerun.documents.sentences import read_text
from forerun.documents.statement import Context, Parts, Statement
from forerun.periods import Period
from forerun.types import Measure

RELEASES = Path(__file__).parent.parent / "data" / "releases"
POINTS = (Measure.CHANGE_PP, Measure.YTD_CHANGE_PP)
Key = tuple[str, str, str, float | None, str, str]


@pytest.fixture(scope="module")
def china() -> Catalog:
    return load_catalog("china")


def key(statement: Statement, catalog: Catalog) -> Key:
    code = catalog.series[statement.series].code
    period = str(statement.period) if statement.period else "-"
    modality, comparator = statement.modality, statement.comparator.value
    return (code, period, statement.measure.value, statement.value, comparator, modality)


def expected(lines: list[str]) -> set[Key]:
    """Lines ``CODE PERIOD MEASURE VALUE [COMPARATOR [MODALITY]]``."""
    keys = set()
    for cells in map(str.split, lines):
        code, period, measure, value, comparator, modality, *_ = (*cells, *("=", "stated")[len(cells) - 4 :])
        keys.add((code, period, measure, float(value), comparator, modality))
    return keys


def marked(lines: list[str], mark: str) -> list[str]:
    """The phrases of the lines that begin with a mark."""
    found = (line[1:].split(" | ") for line in lines if line.startswith(mark))
    return [phrase.strip() for phrases in found for phrase in phrases]


def read(name: str, catalog: Catalog) -> tuple[str, list[str], Parts]:
    text = (RELEASES / f"{name}.txt").read_text(encoding="utf-8")
    head, *lines = (RELEASES / f"{name}.figures").read_text(encoding="utf-8").splitlines()
    _, publisher, published = head.split()
    return text, lines, read_text(text, catalog, Context(date.fromisoformat(published), publisher))


@pytest.mark.parametrize("name", sorted(path.stem for path in RELEASES.glob("*.figures")))
def test_figures_of_a_release(name: str, china: Catalog) -> None:
    _, lines, parts = read(name, china)
    found = {key(statement, china) for statement in parts.statements if statement.value is not None}
    assert found == expected([line for line in lines if line[0] not in "?!"])


@pytest.mark.parametrize("name", sorted(path.stem for path in RELEASES.glob("*.figures")))
def test_what_has_no_series_or_was_not_understood_is_told(name: str, china: Catalog) -> None:
    _, lines, parts = read(name, china)
    uncatalogued = [statement.quote for statement in parts.uncatalogued]
    assert [each for each in marked(lines, "?") if not any(each in quote for quote in uncatalogued)] == []
    unread = [each.text for each in parts.unread]
    assert [each for each in marked(lines, "!") if not any(each in text for text in unread)] == []
    assert all(each.reason for each in parts.unread)


@pytest.mark.parametrize("name", sorted(path.stem for path in RELEASES.glob("*.figures")))
def test_spans_and_units_of_a_release(name: str, china: Catalog) -> None:
    text, _, parts = read(name, china)
    for each in (*parts.statements, *parts.uncatalogued):
        assert text[slice(*each.span)] == each.quote
    for each in parts.statements:
        series = china.series[each.series]
        usual = {Measure.YTD_LEVEL: Measure.LEVEL, Measure.LEVEL: Measure.YTD_LEVEL}.get(
            each.measure, each.measure
        )
        fallback = "percentage points" if each.measure in POINTS else "percent"
        assert each.unit == series.units.get(each.measure, series.units.get(usual, fallback))


@pytest.mark.parametrize("name", ["nbs-iva-2022-06", "nbs-iva-2024-04"])
@pytest.mark.parametrize("told", [True, False], ids=["with its day", "by itself"])
def test_releases_as_published(name: str, told: bool, china: Catalog, shared: Path) -> None:
    truth = json.loads((shared / "data" / "releases" / f"{name}.json").read_text(encoding="utf-8"))
    text = (shared / "data" / "releases" / truth["text_file"]).read_text(encoding="utf-8")
    context = Context(date.fromisoformat(truth["published"]), "NBS") if told else Context()
    parts = read_text(text, china, context)
    found = {
        (china.series[s.series].code, str(s.period), s.measure.value, s.value, s.unit)
        for s in parts.statements
    }
    assert found == {
        (f["series_id"], f["period"], f["measure"], f["value"], f["unit"]) for f in truth["figures"]
    }


def on(text: str, catalog: Catalog, published: date = date(2023, 10, 18), publisher: str = "NBS") -> set[Key]:
    parts = read_text(text, catalog, Context(published, publisher))
    return {key(statement, catalog) for statement in parts.statements}


def test_nothing_is_read_from_nothing(china: Catalog) -> None:
    assert read_text("", china, Context()) == Parts()
    assert read_text(" \n\n ", china, Context()) == Parts()


def test_a_direction_without_a_number(china: Catalog) -> None:
    parts = read_text("8月份,规模以上工业企业利润由负转正。", china, Context(date(2023, 9, 27), "NBS"))
    (statement,) = parts.statements
    assert (statement.value, statement.direction) == (None, "turned_positive")
    assert china.series[statement.series].code == "PROFIT_TOTAL"


def test_the_document_gives_place_and_period(china: Catalog) -> None:
    text = "地区生产总值129118.58亿元。"
    context = Context(date(2023, 1, 20), "NBS", Period.parse("2022"), "cn-440000")
    (statement,) = read_text(text, china, context).statements
    assert (statement.series, str(statement.period), statement.value) == ("cn-440000/gdp", "2022", 129118.58)


def test_a_figure_for_a_time_to_come_is_not_stated(china: Catalog) -> None:
    assert on("2023年12月份,规模以上工业增加值同比增长4.5%。", china) == set()
    plan = on("预计2023年12月份,规模以上工业增加值同比增长4.5%。", china)
    assert plan == {("IVA_TOTAL", "2023-12", "yoy", 4.5, "=", "expected")}


def test_growth_of_an_industry_needs_an_indicator(china: Catalog) -> None:
    parts = read_text("9月份,纺织业增长5.0%。", china, Context(date(2023, 10, 18), "NBS"))
    assert parts.statements == ()
    assert parts.unread[0].reason == "it is not said what of it is meant"


def test_any_catalog_gives_its_own_names() -> None:
    toyland = load_catalog("toyland")
    text = "In June 2023, crude steel output was 1.2 million tonnes, up 3 percent year on year."
    found = {
        (toyland.series[each.series].code, str(each.period), each.measure.value, each.value)
        for each in read_text(text, toyland, Context()).statements
    }
    assert found == {("OUT_STEEL", "2023-06", "level", 120.0), ("OUT_STEEL", "2023-06", "yoy", 3.0)}


WRITINGS = (
    "9月份,新能源汽车产量{wan}万辆。",
    "9月份,新能源汽车产量 {wan} 万辆。",
    "９月份，新能源汽車產量{wide}萬輛。",
    "9月份,新能源汽车产量达{digits}辆。",
    "9月份,新能源汽车产量为{grouped}辆。",
    "In September, the output of NEVs was {grouped} units.",
    "NEV output reached {million} million units in September.",
    "NEV output stood at {thousand} thousand units in September 2023.",
)


@given(st.integers(1, 99_999), st.sampled_from(WRITINGS))
def test_a_level_survives_every_way_of_writing_it(hundreds: int, writing: str) -> None:
    count = Decimal(hundreds * 100)
    wan = count / 10_000
    text = writing.format(
        wan=f"{wan:f}",
        wide=f"{wan:f}".translate(str.maketrans("0123456789.", "０１２３４５６７８９．")),
        digits=f"{count:f}",
        grouped=f"{count:,f}",
        million=f"{count / 10**6:f}",
        thousand=f"{count / 1000:f}",
    )
    found = on(text, load_catalog("china"))
    assert found == {("OUT_NEV", "2023-09", "level", float(wan), "=", "stated")}


GROWTH = (
    "9月份,规模以上工业增加值同比{zh}{value}%。",
    "9月份，規模以上工業增加值比上年同期{zh}百分之{value}。",
    "9月份,规模以上工业增加值{zh} {value} ％(实际增长)。",
    "In September, industrial output {en} {value} percent year on year.",
    "Industrial output {en} by {value}% from a year earlier in September.",
    "Industrial output was {up_down} {value} per cent year-on-year in September 2023.",
)


@given(st.decimals(Decimal("0.1"), Decimal(99), places=1), st.booleans(), st.sampled_from(GROWTH))
def test_growth_survives_every_way_of_writing_it(value: Decimal, grew: bool, writing: str) -> None:
    zh, en, up_down = ("增长", "rose", "up") if grew else ("下降", "fell", "down")
    found = on(writing.format(zh=zh, en=en, up_down=up_down, value=value), load_catalog("china"))
    assert found == {("IVA_TOTAL", "2023-09", "yoy", float(value if grew else -value), "=", "stated")}


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 700), st.sampled_from(["nbs-iva-2022-06", "nbs-iva-2024-04"]), st.booleans())
def test_a_clipped_release_yields_no_figure_that_it_does_not_hold(
    shared: Path, at: int, name: str, at_the_end: bool
) -> None:
    truth = json.loads((shared / "data" / "releases" / f"{name}.json").read_text(encoding="utf-8"))
    text = (shared / "data" / "releases" / truth["text_file"]).read_text(encoding="utf-8")
    assume(at_the_end or text[at - 1] not in "1—")  # 6月份 is all that is left of 1—6月份: nobody could tell
    catalog = load_catalog("china")
    known = {(f["series_id"], f["measure"], f["value"]) for f in truth["figures"]}
    clipped = text[:at] if at_the_end else text[at:]
    parts = read_text(clipped, catalog, Context(date.fromisoformat(truth["published"]), "NBS"))
    for each in parts.statements:
        assert (catalog.series[each.series].code, each.measure.value, each.value) in known
        assert str(each.period) in (truth["period"], "None")


VOCABULARY = words(
    """
    规模以上工业增加值 汽车 出口 5G基站 占 全球 分别 其中 比 上月 由 至 同比 环比 增长 下降 持平 为 达 累计
    预计 如果 和 、 , 。 ; ( )
    6月份 1—6月份 截至9月末 前三季度 去年 4.5% 0.2个百分点 318.9万个 -3 1,234 亿元 种
    个行业 中有 value added rose percent of respectively
    """
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(VOCABULARY), max_size=40), st.sampled_from(["", " "]))
def test_no_order_of_words_breaks_it(spoken: list[str], between: str) -> None:
    text = between.join(spoken)
    parts = read_text(text, load_catalog("china"), Context(date(2023, 10, 18)))
    for each in (*parts.statements, *parts.uncatalogued):
        assert text[slice(*each.span)] == each.quote


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_it(text: str) -> None:
    parts = read_text(text, load_catalog("china"), Context())
    assert all(each.reason for each in parts.unread)


def test_noise_yields_nothing(china: Catalog) -> None:
    noise = "".join(chr(33 + (at * 7919) % 12_000) for at in range(30_000))
    assert read_text(noise, china, Context()).statements == ()
    assert read_text("9" * 30_000, china, Context()).unread[0].reason.startswith("no end of sentence")


def test_without_a_day_the_years_that_are_named_are_believed(china: Catalog) -> None:
    text = "2022年,国内生产总值比上年增长3.0%。2023年一季度,国内生产总值同比增长4.5%。"
    found = {key(each, china) for each in read_text(text, china, Context()).statements}
    assert found == {
        ("GDP", "2022-Q4", "ytd_yoy", 3.0, "=", "stated"),
        ("GDP", "2023-Q1", "yoy", 4.5, "=", "stated"),
    }


def test_a_month_whose_year_nobody_says_is_not_read(china: Catalog) -> None:
    parts = read_text("9月份,规模以上工业增加值同比增长4.5%。", china, Context())
    assert parts.statements == ()
    assert parts.unread[0].reason == "the year of IVA_TOTAL is not said"


def test_patience_with_a_long_text_about_something_else_ends(china: Catalog) -> None:
    wanted = "2023年9月份,规模以上工业增加值同比增长4.5%。"
    parts = read_text("苹果3个。" * 2_500 + wanted, china, Context())
    assert parts.statements == ()
    assert "2000 sentences in a row" in parts.unread[-1].reason
    assert len(read_text(("苹果3个。" * 1_500 + wanted) * 2, china, Context()).statements) == 2
