"""The two quick ways to density and gain against the formulas, which hold the whole matrix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.compiled import Array
from forerun.foresight.complexity import formulas, relatedness
from forerun.foresight.complexity.method import Convention

BOTH = (relatedness.by_columns, relatedness.by_outer_sums)


def drawn(places: int, activities: int, seed: int) -> Array:
    """A table in which every activity has a place; some activities stand alone."""
    rng = np.random.default_rng(seed)
    strong = rng.random((places, activities)) < rng.uniform(0, 0.6, (1, activities))
    strong[rng.integers(places, size=activities), np.arange(activities)] = True
    return strong


@given(st.integers(1, 12), st.integers(1, 40), st.integers(0, 10_000), st.sampled_from(list(Convention)))
def test_small_tables(places: int, activities: int, seed: int, convention: Convention) -> None:
    agree(drawn(places, activities, seed), seed, convention)


@pytest.mark.parametrize("convention", list(Convention))
@pytest.mark.parametrize(("places", "activities"), [(7, 700), (60, 513), (130, 257), (200, 90)])
def test_tables_of_several_blocks(places: int, activities: int, convention: Convention) -> None:
    agree(drawn(places, activities, 1), 2, convention)


def agree(strong: Array, seed: int, convention: Convention) -> None:
    complexity = np.random.default_rng(seed).normal(size=strong.shape[1])
    near = formulas.proximity(strong, convention)
    close = formulas.density(strong, near)
    gain = formulas.outlook_gain(strong, near, complexity)
    for way in (*BOTH, relatedness.related):
        found = way(strong, complexity, convention.diagonal)
        assert found[0] == pytest.approx(close, abs=1e-12)
        assert found[1] == pytest.approx(gain, abs=1e-11 * max(1.0, float(np.abs(gain).max())))


def test_an_activity_near_no_other_has_no_density() -> None:
    strong = np.array([[1, 1, 0], [1, 1, 0], [0, 0, 1]], bool)
    for way in BOTH:
        close, gain = way(strong, np.ones(3), 0.0)
        assert close[:, 2].tolist() == [0, 0, 0]
        assert np.isfinite(gain).all()


def test_the_way_chosen_depends_on_the_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    for way in BOTH:
        monkeypatch.setattr(relatedness, way.__name__, lambda *_, name=way.__name__: taken.append(name))
    relatedness.related(np.ones((230, 5_000), bool), np.ones(5_000), 0.0)
    relatedness.related(np.ones((215, 35), bool), np.ones(35), 0.0)
    assert taken == ["by_outer_sums", "by_columns"]
