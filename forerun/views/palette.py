"""The colours of page, print and charts: one accent, states told by word and shape as well.

Charts are drawn once in the light colours; :func:`themed` replaces each by a CSS variable, so that the
same picture follows the reader's light or dark page.
"""

from __future__ import annotations

import re

LIGHT = {
    "page": "#f5f6f8",
    "paper": "#ffffff",
    "ink": "#17212c",
    "muted": "#566371",
    "line": "#dbe1e7",
    "wash": "#eef2f6",
    "accent": "#0f4c81",
    "soft": "#7596b5",
    "warn": "#a3401a",
    "on-soft": "#101923",
    "good": "#1c6b3c",
    "doubt": "#7d5700",
    "bad": "#b3261e",
}
DARK = {
    "page": "#0e141b",
    "paper": "#151d26",
    "ink": "#e7ecf2",
    "muted": "#9dabb9",
    "line": "#2c3845",
    "wash": "#1d2732",
    "accent": "#7db7ea",
    "soft": "#4f7398",
    "warn": "#f0a076",
    "on-soft": "#f4f7fa",
    "good": "#74cf97",
    "doubt": "#e3bd5a",
    "bad": "#ff938a",
}
_VARIABLE = {value: f"var(--{name})" for name, value in LIGHT.items()}
_COLOUR = re.compile("|".join(_VARIABLE))


def themed(svg: str) -> str:
    """A picture in the light colours as one whose colours are the page's CSS variables."""
    return _COLOUR.sub(lambda found: _VARIABLE[found.group()], svg)


def variables(colours: dict[str, str]) -> str:
    """The colours as CSS declarations."""
    return "".join(f"--{name}:{value};" for name, value in colours.items())
