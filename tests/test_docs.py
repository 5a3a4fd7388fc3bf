"""The pages under docs/ are run: what they say to type works and prints what they show.

A block marked ``console`` holds command lines after ``$`` and, below each, what to look for: the lines, and
within a line the pieces between ``...``, must occur in the output in this order, however it is folded.  The
blocks of a page run in order in one folder.
"""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from forerun.cli.main import VERBS, main

BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
DOCS = Path(__file__).parent.parent / "docs"
PAGES = sorted(page.name for page in DOCS.glob("*.md") if "```console" in page.read_text(encoding="utf-8"))


class Step(NamedTuple):
    """A command line and the pieces that its output must show, in order."""

    command: str
    shown: list[str]


def steps(page: str) -> Iterator[Step]:
    for block in BLOCK.findall(page):
        for part in block.removeprefix("$ ").split("\n$ "):
            command, _, shown = part.partition("\n")
            pieces = (_plain(piece) for piece in re.split(r"\.\.\.|\n", shown))
            yield Step(command.strip(), [piece for piece in pieces if piece])


def _plain(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_as_it_is_written(
    name: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs").symlink_to(root / "docs")
    found = list(steps((DOCS / name).read_text(encoding="utf-8")))
    assert found
    for command, shown in found:
        program, *words = shlex.split(command)
        assert program == "forerun"
        code = main(words)
        printed = capsys.readouterr()
        assert code == 0, f"{command}: {printed.err}"
        _assert_in_order(shown, _plain(printed.out), command)


def _assert_in_order(pieces: list[str], text: str, command: str) -> None:
    place = 0
    for piece in pieces:
        found = text.find(piece, place)
        assert found >= 0, f"{command} does not show {piece!r} in\n{text}"
        place = found + len(piece)


def test_the_pages_that_must_be_kept_current_are_run() -> None:
    assert {"mission.md", "commands.md", "tutorial-toyland.md"} <= set(PAGES)


def test_a_page_that_promises_what_is_not_printed_would_fail() -> None:
    (step,) = steps("```console\n$ forerun x\none ...\ntwo\n```\n")
    assert step == Step("forerun x", ["one", "two"])
    _assert_in_order(step.shown, "one and two", step.command)
    with pytest.raises(AssertionError, match="does not show 'one'"):
        _assert_in_order(["two", "one"], "one and two", "x")


def section(verb: str) -> str:
    page = (DOCS / "commands.md").read_text(encoding="utf-8")
    return page.split(f"## forerun {verb}\n")[1].split("\n## ")[0]


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_section_with_its_options(verb: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([verb, "--help"]) == 0
    options = set(re.findall(r"^  (--[a-z-]+)", capsys.readouterr().out, re.MULTILINE)) - {"--help"}
    assert options == {option for option in options if f"`{option}" in section(verb)}


@pytest.mark.parametrize("verb", VERBS)
def test_the_top_level_of_its_json_is_described(
    verb: str, root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = {
        "ingest": [str(root / "docs" / "toyland-release-2024-07.txt"), "--dry-run"],
        "check": [str(root / "docs" / "statement-example.txt")],
        "trace": ["IVA", "2024-03"],
        "outlook": ["--as-of", "2024-07-30"],
        "catalog": ["units"],
        "init": ["desk"],
    }
    assert main([verb, *arguments.get(verb, []), "--profile", "toyland", "--json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    schema, keys = re.search(
        r"Top level of `(.+?)`: (.+?)\.$", section(verb), re.DOTALL | re.MULTILINE
    ).groups()
    assert printed["schema"] == schema
    assert list(printed) == re.findall(r"`(\w+)`", keys)


def test_every_page_and_picture_that_a_page_links_to_exists(root: Path) -> None:
    for page in [*root.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
            if "://" not in target:
                assert (page.parent / target).exists(), f"{page.name} links to {target}"
