"""docs/brief.md describes the JSON that is really written."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from forerun.types import Json

from .conftest import INTERVIEW


def test_the_keys_of_the_json_are_those_described(
    root: Path, json_of: Callable[[str, str, str], Json]
) -> None:
    page = (root / "docs" / "brief.md").read_text(encoding="utf-8")
    table = page.split("| key | content |\n|---|---|\n")[1].split("\n\n")[0]
    described = {key for row in table.splitlines() for key in re.findall(r"`(\w+)`", row.split("|")[1])}
    assert described == set(json_of("china", INTERVIEW, "en"))
