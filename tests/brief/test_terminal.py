"""The summary on a terminal."""

from __future__ import annotations

import io
from collections.abc import Callable

import pytest
from rich.console import Console

from forerun.brief.blocks import Brief
from forerun.brief.terminal import on_terminal

from .conftest import INTERVIEW


@pytest.mark.parametrize(("lang", "stations"), [("en", "3.189 million stations"), ("zh", "318.9 万个")])
def test_fewer_than_22_lines_with_key_figures(
    composed: Callable[[str, str, str], Brief], lang: str, stations: str
) -> None:
    console = Console(file=io.StringIO(), width=80)
    console.print(on_terminal(composed("china", INTERVIEW, lang)))
    shown = console.file.getvalue()
    assert len(shown.splitlines()) < 22
    assert stations in shown
    assert shown.count("…\n") + shown.count("… ") >= 3  # what is cut says so
