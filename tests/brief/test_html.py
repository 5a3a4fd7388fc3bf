"""The page: self-contained, escaped, traced."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from lxml import html
from lxml.html import HtmlElement

from forerun.brief.blocks import Brief
from forerun.brief.files import files_of
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import Monitor
from forerun.types import Names

from .conftest import BEFORE_RELEASE, INTERVIEW, YEAR_CLOSED

Page = Callable[[str, str, str], str]
HOSTILE = "<img src=x onerror=alert(1)>{{ 7*7 }}\"'&"
ADDRESS = re.compile(r"""(?:src|href)=["'](?!#|data:)|url\(|@import""")


def tree(page: str) -> HtmlElement:
    return html.document_fromstring(page)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_leaves_the_machine_and_nothing_runs(page: Page, lang: str) -> None:
    shown = page("china", YEAR_CLOSED, lang)
    document = tree(shown)
    policy = document.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy == ["default-src 'none'; style-src 'unsafe-inline'; img-src data:"]
    assert document.xpath("//script | //iframe | //object | //embed | //form | //link[@rel!='icon']") == []
    assert [
        name for each in document.iter(tag=html.etree.Element) for name in each.attrib if name[:2] == "on"
    ] == []
    assert ADDRESS.findall(shown) == []


def test_language_and_title(page: Page) -> None:
    english, chinese = (tree(page("china", INTERVIEW, lang)) for lang in ("en", "zh"))
    assert (english.get("lang"), chinese.get("lang")) == ("en", "zh-CN")
    assert english.findtext(".//title") == "China: the industrial economy, 4 November 2023"
    assert chinese.findtext(".//h1") == "中国工业经济运行简报"


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_number_can_be_reached_and_says_where_it_comes_from(page: Page, lang: str) -> None:
    numbers = tree(page("china", INTERVIEW, lang)).xpath("//*[@class='n']")
    assert len(numbers) > 300
    for number in numbers:
        assert number.get("tabindex") == "0"
        (card,) = number.xpath("./*[@class='card']")
        labels = card.xpath("./*[@class='pair']/*[1]/text()")
        assert labels
        assert "forerun " in card.findtext("code")


def test_no_figure_in_a_table_stands_without_its_trace(page: Page) -> None:
    document = tree(page("china", INTERVIEW, "en"))
    for cell in document.xpath("//td[contains(@class, 'number')]"):
        bare = "".join(cell.xpath("./text()"))
        assert not re.search(r"\d", bare), bare


def test_before_the_release_no_card_or_cell_tells_september(page: Page) -> None:
    text = tree(page("china", BEFORE_RELEASE, "en")).text_content()
    assert "In January–August 2023 it grew 3.9%" in text
    assert "4.5% in September 2023" not in text
    assert "18 October 2023" not in re.sub(r"due [^.]*|Day.*", "", text)


def test_tables_are_headed_and_charts_are_named(page: Page) -> None:
    document = tree(page("china", YEAR_CLOSED, "en"))
    assert document.xpath("//table[not(caption)]") == []
    assert document.xpath("//thead//th[not(@scope='col')] | //tbody//th[not(@scope='row')]") == []
    assert document.xpath("//figure[not(.//table) and not(.//ul)]") == []
    assert all(each.get("aria-label") for each in document.xpath("//*[@role='img']"))
    names = [each.get("id") for each in document.xpath("//*[@id]")]
    assert len(names) == len(set(names))
    assert {each.get("href") for each in document.xpath("//nav//a")} <= {f"#{name}" for name in names}


def test_names_from_outside_are_shown_as_they_are(
    known: Callable[[str, str], tuple[Monitor, Snapshot]], composed: Callable[[str, str, str], Brief]
) -> None:
    brief = composed("toyland", "2024-07-30", "en")
    hostile = replace(brief, title=HOSTILE, sections=(replace(brief.sections[0], title=HOSTILE),))
    (page,) = files_of(hostile, known("toyland", "2024-07-30")[1].catalog, pdf=False).values()
    document = tree(page.decode())
    assert document.findtext(".//h1") == HOSTILE
    assert document.findtext(".//h2") == HOSTILE
    assert document.xpath("//img") == []


def test_names_of_the_monitor_are_shown_as_they_are(
    known: Callable[[str, str], tuple[Monitor, Snapshot]],
) -> None:
    from forerun.brief.compose import compose

    monitor, snapshot = known("toyland", "2024-07-30")
    rows = tuple(replace(row, names=Names(HOSTILE, HOSTILE)) for row in monitor.demand.rows)
    part = replace(monitor.demand, names=Names(HOSTILE, HOSTILE), rows=rows)
    brief = compose(replace(monitor, demand=part), snapshot, "en")
    (page,) = files_of(brief, snapshot.catalog, pdf=False).values()
    document = tree(page.decode())
    assert HOSTILE in document.xpath("string(//section[@id='demand'])")
    assert document.xpath("//img | //*[@onerror]") == []


def test_the_same_brief_is_the_same_page(
    page: Page,
    known: Callable[[str, str], tuple[Monitor, Snapshot]],
    composed: Callable[[str, str, str], Brief],
) -> None:
    again = files_of(composed("china", INTERVIEW, "zh"), known("china", INTERVIEW)[1].catalog, pdf=False)
    assert again == {"brief-2023-11-04-zh.html": page("china", INTERVIEW, "zh").encode()}
