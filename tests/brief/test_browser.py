"""The page in a browser: quiet, within the screen, and every number shows its card."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from forerun.brief.checkpage import compose_check
from forerun.brief.files import write_page
from tests import sample_check

from .conftest import YEAR_CLOSED

pytestmark = pytest.mark.browser
PHONE, DESK = {"width": 390, "height": 844}, {"width": 1280, "height": 900}
Address = Callable[[str], str]


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=quiet)
        yield launched
        launched.close()


@pytest.fixture
def address(page: Callable[[str, str, str], str], tmp_path: Path) -> Address:
    def write(lang: str) -> str:
        path = tmp_path / f"{lang}.html"
        path.write_text(page("china", YEAR_CLOSED, lang), encoding="utf-8")
        return path.as_uri()

    return write


@pytest.fixture
def check_address(tmp_path: Path) -> Address:
    def write(lang: str) -> str:
        path = tmp_path / f"check-{lang}.html"
        catalog = sample_check.ledger().catalog
        write_page(compose_check(sample_check.check(), catalog, lang, ("forerun",)), catalog, path)
        return path.as_uri()

    return write


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[str, dict[str, int]], Page]]:
    contexts = []

    def go(where: str, size: dict[str, int]) -> Page:
        viewport = {"width": size["width"], "height": size["height"]}
        context = browser.new_context(viewport=viewport, reduced_motion="reduce")
        contexts.append(context)
        opened = context.new_page()
        opened.goto(where)
        return opened

    yield go
    for context in contexts:
        context.close()


def test_no_request_and_no_complaint(browser: Browser, address: Address) -> None:
    opened = browser.new_page()
    said: list[str] = []
    asked: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: asked.append(request.url))
    where = address("en")
    opened.goto(where)
    assert [url for url in asked if not url.startswith("data:")] == [where]
    assert said == []
    opened.close()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_is_as_wide_as_the_screen(
    visit: Callable[[str, dict[str, int]], Page], address: Address, lang: str, size: dict[str, int]
) -> None:
    opened = visit(address(lang), size)
    opened.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth") == size["width"]


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
def test_the_page_of_a_check_is_as_wide_as_the_screen_and_quiet(
    visit: Callable[[str, dict[str, int]], Page], check_address: Address, lang: str, size: dict[str, int]
) -> None:
    opened = visit(check_address(lang), size)
    said: list[str] = []
    opened.on("console", lambda message: said.append(message.text))
    opened.on("request", lambda request: said.append(request.url))
    opened.reload()
    assert [each for each in said if each != opened.url and not each.startswith("data:")] == []
    opened.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert opened.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_a_mark_leads_to_its_claim_and_back(
    visit: Callable[[str, dict[str, int]], Page], check_address: Address
) -> None:
    opened = visit(check_address("en"), PHONE)
    opened.locator("#text a").nth(3).click()
    assert opened.url.endswith("#claim-4")
    assert opened.locator("#claim-4").bounding_box()["y"] < PHONE["height"] / 2
    opened.locator("#claim-4 a").click()
    assert opened.url.endswith("#said-4")


def test_a_number_never_begins_the_line_after_its_mark(
    visit: Callable[[str, dict[str, int]], Page], check_address: Address
) -> None:
    for lang in ("en", "zh"):
        opened = visit(check_address(lang), PHONE)
        for number in opened.locator("#text a").all():
            box, mark = number.bounding_box(), number.locator("xpath=preceding-sibling::mark[1]")
            assert box is not None
            ends = mark.evaluate("each => [...each.getClientRects()].at(-1).bottom")
            assert abs(box["y"] + box["height"] - ends) < 12


def test_a_number_shows_its_card_to_pointer_and_keyboard(
    visit: Callable[[str, dict[str, int]], Page], address: Address
) -> None:
    opened = visit(address("en"), DESK)
    numbers = opened.locator("dd .n")
    first, second = numbers.nth(0), numbers.nth(1)
    assert not first.locator(".card").is_visible()
    first.hover()
    assert first.locator(".card").is_visible()
    assert "Published" in first.locator(".card").inner_text()
    second.focus()
    opened.mouse.move(0, 0)
    assert not first.locator(".card").is_visible()
    assert second.locator(".card").is_visible()


def test_cards_stay_on_the_screen(visit: Callable[[str, dict[str, int]], Page], address: Address) -> None:
    for size in (PHONE, DESK):
        opened = visit(address("zh"), size)
        for number in opened.locator("#summary .n, #prices .wide td .n").all()[::4]:
            number.focus()
            box = number.locator(".card").bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= size["width"]
            assert box["y"] + box["height"] <= size["height"] + 1


def test_on_a_phone_the_card_is_a_sheet_at_the_foot(
    visit: Callable[[str, dict[str, int]], Page], address: Address
) -> None:
    opened = visit(address("en"), PHONE)
    number = opened.locator("dd .n").first
    number.tap() if opened.evaluate("'ontouchstart' in window") else number.click()
    box = number.locator(".card").bounding_box()
    assert box is not None
    assert (box["x"], box["width"]) == (0, PHONE["width"])
    assert box["y"] + box["height"] == PHONE["height"]


def test_the_dark_page_is_dark_to_the_last_chart(browser: Browser, address: Address) -> None:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, color_scheme="dark")
    opened = context.new_page()
    opened.goto(address("en"))
    ink = opened.evaluate("getComputedStyle(document.body).color")
    assert ink == "rgb(231, 236, 242)"
    labels = "[...document.querySelectorAll('.picture text')].map(each => getComputedStyle(each).fill)"
    assert set(opened.evaluate(labels)) <= {"rgb(157, 171, 185)", "rgb(231, 236, 242)"}
    context.close()
