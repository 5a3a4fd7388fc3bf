"""Trials as text and tables to try them on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from forerun.ledger.snapshot import Snapshot
from forerun.workspace import Workspace

TRIAL = """
[trial]
id = "one"
name_en = "One"
name_zh = "一"
question = "Does it work?"
decides = "The ministry"
[outcome]
file = "panel.csv"
place = "place"
period = "year"
value = "output"
start = "start"
[analysis]
estimator = "difference_in_differences"
inference = "placebo"
alpha = 0.3
[decision]
direction = "higher"
matters = 0.02
"""


@pytest.fixture
def trial(tmp_path: Path) -> Callable[..., Path]:
    """Writes a trial with some texts replaced, and its table: lines of place,year,output,start."""

    def write(table: str, *changes: tuple[str, str]) -> Path:
        text = TRIAL
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "one.toml").write_text(text, "utf-8")
        (tmp_path / "panel.csv").write_text(table, "utf-8")
        return tmp_path / "one.toml"

    return write


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """The shipped ledgers of both profiles as known today."""
    found = {}
    for profile in ("china", "toyland"):
        desk = Workspace.create(tmp_path_factory.mktemp("desk") / profile, profile)
        found[profile] = desk.ledger.snapshot(date.today())
    return found


def table_of(rows: dict[str, list[float]], start: dict[str, str], first: int = 2001) -> str:
    """A table with a row for each place and year."""
    lines = ["place,year,output,start"]
    for place, values in rows.items():
        lines += [f"{place},{first + t},{value},{start.get(place, '')}" for t, value in enumerate(values)]
    return "\n".join(lines) + "\n"
