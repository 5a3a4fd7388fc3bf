"""GeoLift's panel, the simulated large one, and small ones made with a seed."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest

from forerun.compiled import Array
from forerun.trials.panel import NEVER, Panel


def panel_of(outcome: Array) -> Panel:
    """A panel without treatment; places are u000, u001 ..., periods t000, t001 ..."""
    places = tuple(f"u{i:03d}" for i in range(outcome.shape[0]))
    periods = tuple(f"t{i:03d}" for i in range(outcome.shape[1]))
    return Panel(places, periods, outcome, np.full(len(places), NEVER))


def factor_panel(places: int, periods: int, seed: int, noise: float = 1.0) -> Panel:
    """Levels about 100, a common factor with loadings, and noise that is independent."""
    draw = np.random.default_rng(seed)
    common = draw.normal(0, 0.5, periods).cumsum()
    loading = draw.normal(1, 0.3, (places, 1))
    level = draw.normal(100, 10, (places, 1))
    return panel_of(level + loading * common + draw.normal(0, noise, (places, periods)))


@pytest.fixture(scope="session")
def walkthrough(shared: Path) -> Panel:
    """GeoLift's pre-test data: 40 cities and 90 days."""
    with (shared / "data/trials/GeoLift_PreTest.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    places, days = (tuple(sorted({row[name] for row in rows})) for name in ("location", "date"))
    outcome = np.full((len(places), len(days)), np.nan)
    for row in rows:
        outcome[places.index(row["location"]), days.index(row["date"])] = float(row["Y"])
    return Panel(places, days, outcome, np.full(len(places), NEVER))


@pytest.fixture(scope="session")
def large() -> Panel:
    """340 places and 260 days of three factors, weeks and noise: the panel of the reference's third file."""
    draw = np.random.default_rng(3)
    factors = np.cumsum(draw.normal(0, 0.15, (3, 260)), 1)
    factors[2] = np.sin(np.arange(260) * 2 * np.pi / 7)
    level = np.exp(draw.normal(6, 0.8, 340))[:, None]
    path = 0.1 * draw.normal(0, 1, (340, 3)) @ factors * 0.3 + 0.05 * factors[0]
    return panel_of((level * (1 + path + draw.normal(0, 0.04, (340, 260)))).round(3))
