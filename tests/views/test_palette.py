"""Colours: text is legible on every ground in both themes, and a chart follows the page."""

from __future__ import annotations

import pytest

from forerun.views.palette import DARK, LIGHT, themed, variables

AA_TEXT, AA_SHAPE = 4.5, 3.0


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2 defines it."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mixed(colour: str, ground: str, share: float) -> str:
    """What CSS ``color-mix`` makes of two colours in sRGB."""
    pairs = ((int(colour[at : at + 2], 16), int(ground[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(share * one + (1 - share) * other):02x}" for one, other in pairs)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("ground", ["page", "paper", "wash"])
@pytest.mark.parametrize("text", ["ink", "muted", "accent", "warn", "good", "doubt", "bad"])
def test_text_is_legible(theme: dict[str, str], ground: str, text: str) -> None:
    assert contrast(theme[text], theme[ground]) >= AA_TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("tone", ["good", "doubt", "bad", "muted"])
def test_marked_words_are_legible(theme: dict[str, str], tone: str) -> None:
    assert contrast(theme["ink"], mixed(theme[tone], theme["paper"], 0.12)) >= AA_TEXT
    assert contrast(theme["paper"], theme[tone]) >= AA_TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_tiles_are_legible(theme: dict[str, str]) -> None:
    assert contrast(theme["on-soft"], theme["soft"]) >= AA_TEXT
    assert contrast(theme["paper"], theme["accent"]) >= AA_TEXT


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("shape", ["soft", "accent", "warn", "muted"])
def test_bars_and_lines_stand_out(theme: dict[str, str], shape: str) -> None:
    assert contrast(theme[shape], theme["paper"]) >= AA_SHAPE


def test_a_chart_takes_its_colours_from_the_page() -> None:
    drawn = "".join(f'<path fill="{colour}"/>' for colour in LIGHT.values())
    shown = themed(drawn)
    assert "#" not in shown
    assert all(f"var(--{name})" in shown for name in LIGHT)


def test_both_themes_name_the_same_variables() -> None:
    assert list(LIGHT) == list(DARK)
    assert variables({"ink": "#000000", "page": "#ffffff"}) == "--ink:#000000;--page:#ffffff;"
