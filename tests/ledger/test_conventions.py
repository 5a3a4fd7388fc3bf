"""The page on conventions says what the register of recipes and the audit say."""

from __future__ import annotations

from pathlib import Path

import pytest

from forerun.ledger.findings import Kind
from forerun.ledger.recipes import RECIPES, Recipe


@pytest.fixture(scope="module")
def sections(root: Path) -> dict[str, str]:
    page = (root / "docs" / "conventions.md").read_text(encoding="utf-8")
    parts = [part.partition("\n") for part in page.replace("\n## ", "\n### ").split("\n### ")]
    return {title: " ".join(text.split()) for title, _, text in parts}


@pytest.mark.parametrize("recipe", RECIPES.values(), ids=RECIPES)
def test_every_recipe_has_its_section(sections: dict[str, str], recipe: Recipe) -> None:
    told = sections[recipe.id].casefold()
    assert told.startswith(recipe.formula.en.casefold() + ".")
    if recipe.refuses.en != "nothing":
        assert f"*refused:* {recipe.refuses.en.casefold()}." in told


def test_no_section_is_of_a_recipe_that_is_gone(sections: dict[str, str]) -> None:
    assert {title for title in sections if "/" in title} == set(RECIPES)


def test_every_kind_of_finding_is_in_the_table(sections: dict[str, str]) -> None:
    assert all(f"| `{kind.value}` |" in sections["The audit"] for kind in Kind)
