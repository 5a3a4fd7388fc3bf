"""Curves of the reference material and curves made by hand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from forerun.foresight.costs.calibration import Calibration, calibrate
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.tables import CurveTable, read_curves

Maker = Callable[..., Curve]


@pytest.fixture(scope="session")
def pcdb(shared: Path) -> CurveTable:
    """46 technologies of the Performance Curve Database."""
    return read_curves(shared / "data" / "foresight" / "pcdb_cost_curves.csv")


@pytest.fixture(scope="session")
def own(pcdb: CurveTable) -> Calibration:
    """The calibration on them."""
    return calibrate(pcdb.curves)


@pytest.fixture
def make() -> Maker:
    """A curve from costs, yearly from 2000 unless years are given."""

    def made(
        costs: Sequence[float], years: Sequence[float] = (), unit: str = "USD", name: str = "x"
    ) -> Curve:
        first = np.arange(2000.0, 2000.0 + len(costs))
        return Curve(name, unit, np.array(years, float) if years else first, np.array(costs, float))

    return made


def falling(count: int, drift: float = -0.1, noise: float = 0.05, seed: int = 1) -> list[float]:
    """Costs that fall with noise from 100."""
    steps = np.random.default_rng(seed).normal(drift, noise, count - 1)
    return (100 * np.exp(np.concatenate([[0.0], np.cumsum(steps)]))).tolist()
