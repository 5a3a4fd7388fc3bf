"""The register holds every recipe."""

from __future__ import annotations

from forerun.ledger import recipes
from forerun.ledger.recipes import RECIPES, Recipe


def test_every_recipe_is_registered_under_an_id_of_its_own() -> None:
    written = [each for each in vars(recipes).values() if isinstance(each, Recipe)]
    assert list(RECIPES.values()) == written
    assert all(name == each.id for name, each in RECIPES.items())
