"""The examples of docs/seasonal.md run as they stand; its tables name what the code has."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path

from forerun.outlook.seasonal.recipes import RECIPES
from forerun.outlook.seasonal.result import Diagnostics

EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_run(root: Path) -> None:
    examples = EXAMPLE.findall((root / "docs" / "seasonal.md").read_text(encoding="utf-8"))
    assert len(examples) == 2
    exec("\n".join(examples), {"__name__": "example"})  # noqa: S102


def test_recipes_and_diagnostics_are_described(root: Path) -> None:
    page = (root / "docs" / "seasonal.md").read_text(encoding="utf-8")
    assert {name for name in RECIPES if f"`{name}`" not in page} <= {"seasonally-adjusted/1"}
    assert {each.name for each in fields(Diagnostics) if f"`{each.name}`" not in page} == set()
