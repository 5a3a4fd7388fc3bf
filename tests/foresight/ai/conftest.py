"""Small tables of exposure made for the tests, and a catalog."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.foresight.ai.names import Directory, directory
from forerun.foresight.ai.tables import ExposureTable, read_industries


@pytest.fixture(scope="session")
def china() -> Directory:
    """The names of the China profile."""
    return directory(load_catalog("china"))


@pytest.fixture
def written(tmp_path: Path) -> Callable[..., Path]:
    """A writer of small text files."""

    def write(text: str, name: str = "table.csv") -> Path:
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def published(shared: Path) -> ExposureTable:
    """The published exposure of industries, as far as it lies beside the checkout."""
    return read_industries(shared / "data" / "foresight" / "aiie_naics4.csv")
