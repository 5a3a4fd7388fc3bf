"""Figures with chosen values, built from the shipped catalogs."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.periods import Period
from forerun.types import Basis, Comparator, Figure, Measure, Observation, Status, Trace

Build = Callable[..., Figure]


@pytest.fixture(scope="session")
def china() -> Catalog:
    return load_catalog("china")


@pytest.fixture(scope="session")
def build(china: Catalog) -> Build:
    """A published figure of a Chinese series: code, measure, period and value; the rest has defaults."""

    def make(
        code: str,
        measure: str,
        period: str,
        value: float | None,
        *,
        comparator: str = "=",
        published: str = "2023-10-18",
        basis: str = "stated",
        status: str = "preliminary",
        publisher: str = "NBS",
        recipe: str = "",
    ) -> Figure:
        series, of = china.series_named(code), Measure(measure)
        unit = series.units[of]
        if value is None:
            return Figure(series, Period.parse(period), of, None, unit, missing="no figure by 2023-11-04")
        row = Observation(
            series=series.id,
            period=Period.parse(period),
            measure=of,
            value=value,
            unit=unit,
            comparator=Comparator(comparator),
            status=Status(status),
            published=date.fromisoformat(published),
            basis=Basis(basis),
            recorded=datetime(2026, 1, 1, tzinfo=UTC),
            publisher=publisher,
            source="page-of-the-release",
        )
        return Figure(series, row.period, of, value, unit, Trace((row,), recipe))

    return make
