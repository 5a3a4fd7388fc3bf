"""Vintages with chosen figures, ledgers of the shipped profiles, and small ledgers of Toyland."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.ledger.ledger import Ledger
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.realtime import RealTime, read
from forerun.outlook.spec import outlook_spec
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period
from forerun.settings import Settings
from forerun.types import Basis, Comparator, Measure, Observation, Status
from forerun.workspace import Workspace

Row = tuple[str, str, str, float, str]
LATE = date(2026, 12, 31)


@cache
def ledger_of(profile: str) -> Ledger:
    return Workspace.open(Settings(profile=profile)).ledger


@cache
def real_time_of(profile: str) -> RealTime:
    snapshot = ledger_of(profile).snapshot(LATE)
    return read(snapshot, outlook_spec(snapshot.catalog))


@pytest.fixture
def toyland() -> Catalog:
    return load_catalog("toyland")


@pytest.fixture
def known(tmp_path: Path, toyland: Catalog) -> Callable[..., Snapshot]:
    """A snapshot of Toyland that holds only the rows given: series code, period, measure, value, day."""

    def build(as_of: str, *rows: Row) -> Snapshot:
        ledger = Ledger.open(tmp_path / "ledger", toyland)
        ledger.append([_observation(toyland, *row) for row in rows])
        return ledger.snapshot(date.fromisoformat(as_of))

    return build


def _observation(
    catalog: Catalog, code: str, period: str, measure: str, value: float, day: str
) -> Observation:
    series = catalog.series_named(code)
    return Observation(
        series=series.id,
        period=Period.parse(period),
        measure=Measure(measure),
        value=value,
        unit=series.units[Measure(measure)],
        comparator=Comparator.EQUAL,
        status=Status.PRELIMINARY,
        published=date.fromisoformat(day),
        basis=Basis.STATED,
        recorded=datetime(2024, 8, 1, tzinfo=UTC),
        publisher=series.publisher,
        source="page",
    )


def vintage(
    growth: Sequence[float], to_date: Sequence[float] = (), *, start: str = "2020-01", joint: int = 1
) -> Vintage:
    """The target alone, month by month from ``start`` to the month after its last; None is NaN."""
    first = Period.parse(start)
    values = np.array([*growth, np.nan], float)
    year_to_date = np.full(len(values), np.nan)
    year_to_date[: len(to_date)] = to_date
    months = tuple(first.shift(step) for step in range(len(values)))
    assert first.frequency is Frequency.MONTH
    return Vintage(
        as_of=months[-1].end,
        months=months,
        names=("ty/iva",),
        values=values[:, None],
        joint=np.zeros((len(values), 1), bool),
        to_date=year_to_date,
        joint_months=joint,
    )
