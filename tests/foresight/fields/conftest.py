"""The panel of patents beside the checkout, read once, and panels made for the tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from forerun.foresight.counts import Counts
from forerun.foresight.counts_file import read_counts

YEARS = range(1990, 2020)


@pytest.fixture(scope="session")
def patents(shared: Path) -> Counts:
    """Patents of 216 places in 35 fields, 1970 to 2009."""
    return read_counts(shared / "data" / "foresight" / "patents_country_field_1970_2009.csv.gz")


@pytest.fixture(scope="session")
def with_2010(patents: Counts) -> Counts:
    """The same with a year 2010: China at 16,763 as in the full panel, others three percent above 2009."""
    china = patents.places.index("CHN")
    last = patents.values[-1] * 1.03
    last[china] = patents.values[-1, china] * 16_763 / patents.values[-1, china].sum()
    return replace(
        patents,
        years=(*patents.years, 2010),
        values=np.concatenate([patents.values, last[None]]),
        present=np.concatenate([patents.present, patents.present[-1:]]),
    )


@pytest.fixture(scope="session")
def panel() -> Callable[..., Counts]:
    """A maker of panels in which nothing breaks: random walks of places and fields, Poisson counts."""
    return made_panel


def made_panel(seed: int, places: int = 25, fields: int = 20, change: float = 0.1) -> Counts:
    draws = np.random.default_rng(seed)
    years = len(YEARS)
    level = draws.uniform(np.log(300), np.log(30_000), places)[:, None]
    level = level + np.cumsum(draws.normal(0.04, change, (places, years)), axis=1)
    field = draws.normal(0, 1, fields)[:, None] + np.cumsum(draws.normal(0, 0.15, (fields, years)), axis=1)
    own = draws.normal(0, 0.5, (places, fields))[:, :, None]
    own = own + np.cumsum(draws.normal(0, 0.1, (places, fields, years)), axis=2)
    share = np.exp(field[None] + own)
    share /= share.sum(axis=1, keepdims=True)
    values = draws.poisson(np.exp(level)[:, None] * share).transpose(2, 0, 1).astype(float)
    names = tuple(f"place {at:02d}" for at in range(places)), tuple(f"field {at:02d}" for at in range(fields))
    return Counts(tuple(YEARS), *names, values, values.any(axis=2), "made", "0" * 64)
