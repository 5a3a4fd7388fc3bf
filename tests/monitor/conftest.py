"""Small ledgers with chosen figures, and the monitors of the shipped profiles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.ledger.ledger import Ledger
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import Monitor, monitor
from forerun.periods import Period
from forerun.settings import Settings
from forerun.types import Basis, Comparator, Figure, Measure, Observation, Status, Target
from forerun.workspace import Workspace

Row = tuple[str, str, str, float, str]
Known = Callable[..., Snapshot]


@pytest.fixture
def toyland() -> Catalog:
    return load_catalog("toyland")


@pytest.fixture
def known(tmp_path: Path, toyland: Catalog) -> Known:
    """A snapshot of Toyland that holds only the rows given: series code, period, measure, value, day."""

    def build(as_of: str, *rows: Row, comparator: str = "=", catalog: Catalog | None = None) -> Snapshot:
        held = catalog or toyland
        ledger = Ledger.open(tmp_path / "ledger", held)
        ledger.append([_observation(held, *row, comparator) for row in rows])
        return ledger.snapshot(date.fromisoformat(as_of))

    return build


def _observation(
    catalog: Catalog, code: str, period: str, measure: str, value: float, day: str, comparator: str
) -> Observation:
    series = catalog.series_named(code)
    return Observation(
        series=series.id,
        period=Period.parse(period),
        measure=Measure(measure),
        value=value,
        unit=series.units[Measure(measure)],
        comparator=Comparator(comparator),
        status=Status.PRELIMINARY,
        published=date.fromisoformat(day),
        basis=Basis.STATED,
        recorded=datetime(2024, 8, 1, tzinfo=UTC),
        publisher=series.publisher,
        source="page",
    )


@pytest.fixture
def target(toyland: Catalog) -> Callable[..., Target]:
    """A target of Toyland's first plan with some of its fields replaced; periods as text."""

    def build(first: str = "2023", last: str = "", **changes: Any) -> Target:
        span = {"first": Period.parse(first), "last": Period.parse(last or first)}
        return replace(toyland.targets[0], **span, **changes)

    return build


@pytest.fixture
def look() -> Callable[[str, str], Monitor]:
    """The monitor of a shipped profile as known on a day, built once."""
    return _look


@cache
def _look(profile: str, day: str) -> Monitor:
    return monitor(_ledger(profile).snapshot(date.fromisoformat(day)))


@cache
def _ledger(profile: str) -> Ledger:
    return Workspace.open(Settings(profile=profile)).ledger


def figures_of(value: Any) -> Iterator[Figure]:
    """Every figure anywhere in a result."""
    if isinstance(value, Figure):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from figures_of(each)
    elif is_dataclass(value):
        for field in fields(value):
            yield from figures_of(getattr(value, field.name))


def rows_behind(figure: Figure) -> tuple[Observation, ...]:
    """Every published row that a figure carries."""
    return (*figure.trace.observations, *figure.previous, *figure.conflicts)
