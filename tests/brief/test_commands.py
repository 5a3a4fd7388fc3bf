"""The commands that a brief prints beside its numbers do what they say."""

from __future__ import annotations

import shlex
from collections.abc import Callable

import pytest
from lxml import html

from forerun.cli.main import main

EVERY = 12


@pytest.mark.parametrize(("profile", "day"), [("china", "2023-11-04"), ("toyland", "2024-07-30")])
def test_commands_on_the_cards_run(
    page: Callable[[str, str, str], str], profile: str, day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    cards = html.document_fromstring(page(profile, day, "en")).xpath("//*[@class='card']")
    commands = sorted({card.findtext("code") for card in cards})
    assert len(commands) > EVERY
    for command in commands[::EVERY]:
        program, *words = shlex.split(command)
        assert program == "forerun"
        assert main(words) == 0, (command, capsys.readouterr().err)
