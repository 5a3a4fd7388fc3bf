"""S-curves that are known exactly, and paths made of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path as FilePath

import numpy as np
import pytest

from forerun.compiled import Array
from forerun.foresight.diffusion.curves import Model, Shape, inverse, share
from forerun.foresight.diffusion.path import Path
from forerun.foresight.industries import Kind
from forerun.ledger.snapshot import Snapshot
from forerun.periods import Frequency, Period
from forerun.settings import Settings
from forerun.workspace import Workspace

SHAPES = (Shape(Model.LOGISTIC), Shape(Model.GOMPERTZ), Shape(Model.BASS, 15.0))


def until(shape: Shape, maturity: float, count: int, speed: float = 0.4, ceiling: float = 80.0) -> Array:
    """(2, count) yearly dates from 2000 and values of a curve whose last value is a share of its ceiling."""
    dates = np.arange(2000.0, 2000.0 + count)
    end = float(inverse(shape, np.array([maturity]))[0])
    values = ceiling * share(shape, end + speed * (dates - dates[-1]))
    return np.array([dates[values > 0], values[values > 0]])


def shaken(values: Array, rng: np.random.Generator, noise: float, carried: float = 0.0) -> Array:
    """Values with errors of this size in the logarithm, of which a share lasts from one to the next."""
    errors = rng.normal(0, noise, values.size)
    for at in range(1, values.size):
        errors[at] += carried * errors[at - 1]
    moved: Array = values * np.exp(errors)
    return moved


def path(
    dates: Sequence[float] | Array,
    values: Sequence[float] | Array,
    kind: Kind = Kind.STOCK,
    ceilings: tuple[float, float] | None = None,
    name: str = "x",
) -> Path:
    """A path of years."""
    last = Period(Frequency.YEAR, int(np.ceil(dates[-1] - 1e-6)) - 1)
    return Path(name, "unit", np.array(dates), np.array(values, float), kind, Frequency.YEAR, last, ceilings)


@pytest.fixture
def snapshot() -> Callable[[str], Snapshot]:
    """The shipped figures as known on a day."""
    desk = Workspace.open(Settings(None, ""))
    return lambda day: desk.ledger.snapshot(date.fromisoformat(day))


@pytest.fixture
def table(tmp_path: FilePath) -> Callable[[str], FilePath]:
    """A file with this text."""

    def written(text: str) -> FilePath:
        file = tmp_path / "paths.csv"
        file.write_text(text, encoding="utf-8")
        return file

    return written
