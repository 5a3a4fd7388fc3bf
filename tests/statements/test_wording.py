"""The rules of the verdicts, and the page that repeats them."""

from __future__ import annotations

from pathlib import Path

import pytest

from forerun.statements.result import Verdict
from forerun.statements.wording import RULES
from forerun.views.words import words


@pytest.fixture(scope="module")
def rows(root: Path) -> dict[str, list[str]]:
    """The table of verdicts of the page: the cells behind each verdict."""
    lines = (root / "docs" / "statements.md").read_text(encoding="utf-8").splitlines()
    cells = (
        [each.strip() for each in line.strip("|").split("|")] for line in lines if line.startswith("| `")
    )
    return {first.strip("`"): rest for first, *rest in cells if first.strip("`") in set(Verdict)}


def test_every_verdict_has_a_rule_in_both_languages() -> None:
    assert list(RULES) == list(Verdict)
    assert all(rule.en.endswith(".") and rule.zh.endswith("。") for rule in RULES.values())


@pytest.mark.parametrize("verdict", Verdict)
def test_the_page_has_every_verdict_with_its_word_and_rule(
    verdict: Verdict, rows: dict[str, list[str]]
) -> None:
    assert rows[verdict.value] == [words("en")[f"verdict.{verdict.value}"], RULES[verdict].en]
