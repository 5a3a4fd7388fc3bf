"""The page of a check: every claim marked and led to, nothing from outside ever markup, bounded in size."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from lxml import html
from lxml.html import HtmlElement

from forerun.brief.checkpage import CLAIMS, SENTENCES, compose_check
from forerun.brief.files import write_page
from forerun.documents.statement import Unread
from forerun.errors import InputError
from forerun.statements.result import Check, Claim, Judged, Verdict
from forerun.types import Names
from forerun.views.words import words
from tests.sample_check import TEXT, check, claim, judged, ledger

HOSTILE = "</mark></p><script>alert(1)</script>{{ 7*7 }}\"'&<img src=x onerror=alert(1)>"


def drawn(found: Check, lang: str = "en") -> str:
    path = Path("page.html")
    command = ("forerun", "check", found.name, "--speaker", found.speaker)
    write_page(compose_check(found, ledger().catalog, lang, command), ledger().catalog, path)
    return path.read_text(encoding="utf-8")


def page(lang: str = "en", **changes: Any) -> HtmlElement:
    return html.document_fromstring(drawn(check(**changes), lang))


def text_of(found: HtmlElement, path: str) -> list[str]:
    return [" ".join(each.text_content().split()) for each in found.xpath(path)]


def test_every_claim_is_marked_and_leads_to_its_verdict_and_back() -> None:
    shown = page()
    marks = shown.xpath("//*[@id='text']//a")
    assert [each.get("href") for each in marks] == [
        "#claim-2",
        "#claim-1",
        "#claim-3",
        "#claim-4",
        "#claim-5",
    ]
    ids = [each.get("id") for each in shown.xpath("//*[@id]")]
    assert len(ids) == len(set(ids))
    assert {each.get("href") for each in shown.xpath("//a")} <= {f"#{name}" for name in ids}
    assert shown.xpath("//mark//mark | //mark//a") == []
    words_shown = "".join(shown.xpath("//*[@id='text']//p//text()[not(ancestor::a)]"))
    assert words_shown.replace("\n", "") == TEXT.replace("\n", "")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_verdict_is_told_by_a_word(lang: str) -> None:
    shown, say = page(lang), words(lang)
    told = [say[f"verdict.{each.verdict.value}"] for each in judged()]
    assert text_of(shown, "//*[@id='claims']//*[contains(@class, 'state')]") == told
    assert text_of(shown, "//*[@id='summary']//*[contains(@class, 'tally')]/li") == [
        f"1{say[f'verdict.{each.value}']}" for each in Verdict if each in {one.verdict for one in judged()}
    ]
    assert shown.get("lang") == say["page.lang"]
    assert shown.findtext(".//h1") == say.fill("check.title", {"name": "interview.txt"})


def test_figures_show_their_cards_and_their_sources_are_listed() -> None:
    shown = page()
    numbers = shown.xpath("//*[@id='claim-3']//*[@class='n']")
    assert [each.text for each in numbers] == ["3.189 million stations"]
    assert numbers[0].findtext(".//code") == "forerun trace BASE_STATIONS_5G 2023-09 --as-of 2023-11-04"
    assert len(shown.xpath("//*[@id='sources']//tbody/tr")) >= 2


def test_rules_are_those_of_the_verdicts_that_occur() -> None:
    told = text_of(page(claims=judged()[:1]), "//*[@id='rules']//dt")
    assert told == ["stands"]


def test_what_the_text_says_again_bears_the_number_again() -> None:
    first = judged()[0]
    again = TEXT.index("exports were 30 billion dollars")
    repeated = replace(first, claim=replace(first.claim, repeated=((again, again + 31),)))
    marks = page(claims=(repeated,)).xpath("//*[@id='text']//a")
    assert [(each.get("href"), each.get("id")) for each in marks] == [
        ("#claim-1", "said-1"),
        ("#claim-1", None),
    ]


def test_without_a_claim_the_page_says_so_and_shows_the_text() -> None:
    shown = page(claims=(), not_claims=())
    assert [each.get("id") for each in shown.xpath("//section")] == ["summary", "text", "method"]
    assert words("en")["check.none"] in shown.text_content()
    assert shown.xpath("//mark") == []


def hostile() -> Check:
    """A check in which everything from outside is an attack, with spans that cut the attack."""
    text = f"From {HOSTILE} to\x1b[31m \u202eend\x00.\n"
    quote = HOSTILE[3:40]
    names = Names(HOSTILE, HOSTILE)
    first = Judged(claim(HOSTILE[:20], text), Verdict.SUPPORTED, names, judged()[0].figure, caution=names)
    second = Judged(claim(quote, text), Verdict.WRONG_SIGN, names)
    return check(
        name=f"{HOSTILE}\r\x1b.txt",
        text=text,
        speaker=HOSTILE,
        publisher=HOSTILE,
        claims=(first, second, replace(second, claim=Claim(first.claim.statement, repeated=((0, 999),)))),
        not_claims=(Unread(HOSTILE, HOSTILE, HOSTILE),),
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_from_outside_is_markup_or_steers(lang: str) -> None:
    drawing = drawn(hostile(), lang)
    shown = html.document_fromstring(drawing)
    assert shown.xpath("//script | //img | //iframe") == []
    assert [
        name for each in shown.iter(tag=html.etree.Element) for name in each.attrib if name[:2] == "on"
    ] == []
    assert re.findall(r"""(?:src|href)=["'](?!#|data:)|url\(|@import""", drawing) == []
    assert HOSTILE in "".join(shown.xpath("//*[@id='text']//p//text()[not(ancestor::a)]"))
    assert HOSTILE.rpartition("/")[2] in shown.findtext(".//h1")
    assert not set(drawing) & set("\x00\x1b\u202e\r")
    assert shown.xpath("//mark//mark") == []


def test_a_text_without_end_gives_a_page_of_a_sane_size() -> None:
    quote = "its output grew by 4 percent"
    noise = f"{quote} and so on {'x' * 4_000}\n" * 500
    places = [match.span() for match in re.finditer(quote, noise)]
    said = claim(quote, noise, value=4.0, unit="percent").statement
    claims = tuple(
        Judged(Claim(replace(said, span=span), repeated=tuple(places)), Verdict.STALE, Names("no", "否"))
        for span in places
    )
    unread = tuple(Unread("word " * 60, "sentence 1", "in brackets") for _ in range(2 * SENTENCES))
    drawing = drawn(check(text=noise, claims=claims, not_claims=unread))
    assert len(drawing) < 3_000_000
    shown = html.document_fromstring(drawing)
    assert len(shown.xpath("//*[@id='claims']//li")) == CLAIMS
    assert f"{CLAIMS} of 500 are shown here" in shown.text_content()
    ids = {each.get("id") for each in shown.xpath("//*[@id]")}
    assert {each.get("href")[1:] for each in shown.xpath("//a")} <= ids


def test_the_command_at_the_foot_can_be_typed_as_it_is() -> None:
    shown = page(name="a b.txt", speaker="O'Neill $(x)")
    foot = """forerun check 'a b.txt' --speaker 'O'"'"'Neill $(x)'"""
    assert shown.xpath("string(//footer//code)") == foot


def test_the_same_check_is_the_same_page() -> None:
    assert drawn(check(), "zh") == drawn(check(), "zh")


def test_a_page_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    brief = compose_check(check(), ledger().catalog, "en", ("forerun",))
    for where, why in ((tmp_path / "absent" / "page.html", "cannot write"), (tmp_path, "it is no file")):
        with pytest.raises(InputError, match=why):
            write_page(brief, ledger().catalog, where)
    assert list(tmp_path.iterdir()) == []


def test_a_page_may_be_read_by_whom_any_other_file_may(tmp_path: Path) -> None:
    brief = compose_check(check(), ledger().catalog, "en", ("forerun",))
    (tmp_path / "usual").touch()
    write_page(brief, ledger().catalog, tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_mode == (tmp_path / "usual").stat().st_mode
    (tmp_path / "page.html").chmod(0o640)
    write_page(brief, ledger().catalog, tmp_path / "page.html")
    assert (tmp_path / "page.html").stat().st_mode & 0o777 == 0o640
