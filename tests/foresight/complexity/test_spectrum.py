"""ECI and PCI as eigenvectors."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.compiled import Array
from forerun.errors import ConventionError
from forerun.foresight.complexity import spectrum as module
from forerun.foresight.complexity.spectrum import spectrum


def table(places: int = 30, activities: int = 50) -> Array:
    """Able places hold more activities, and the rarer ones."""
    rng = np.random.default_rng(3)
    able, hard = np.linspace(-2, 2, places)[:, None], np.linspace(-2, 2, activities)
    strong: Array = able - hard + rng.normal(0, 1.0, (places, activities)) > 0
    strong[0, 0] = strong[-1, -1] = True
    return strong[:, strong.any(axis=0)][strong.any(axis=1)]


@pytest.mark.parametrize("transposed", [False, True])
def test_each_is_the_mean_of_the_other(transposed: bool) -> None:
    """k_p = mean of k_a over activities, lambda k_a = mean of k_p over places (Hidalgo and Hausmann 2009)."""
    strong = table().T if transposed else table()
    found = spectrum(strong)
    held = strong.astype(float)
    assert held @ found.activities / held.sum(axis=1) == pytest.approx(found.places, abs=1e-12)
    back = held.T @ found.places / held.sum(axis=0)
    assert back == pytest.approx(found.eigenvalues[1] * found.activities, abs=1e-12)
    assert found.eigenvalues[0] == pytest.approx(1.0)
    assert np.corrcoef(found.places, held.sum(axis=1))[0, 1] > 0
    assert not found.tied
    assert found.signed


def test_eigenvalues_are_those_of_the_plain_matrix() -> None:
    held = table().astype(float)
    plain = (held / held.sum(axis=1)[:, None]) @ (held / held.sum(axis=0)).T
    values = np.sort(np.linalg.eigvals(plain).real)[::-1]
    assert spectrum(held > 0).eigenvalues == pytest.approx(values[:3], abs=1e-10)


def test_lanczos_steps_find_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = spectrum(table())
    monkeypatch.setattr(module, "LARGEST_DENSE", 10)
    steps = spectrum(table())
    assert steps.eigenvalues == pytest.approx(whole.eigenvalues, abs=1e-10)
    assert steps.places == pytest.approx(whole.places, abs=1e-8)


def test_places_alike_have_no_order() -> None:
    with pytest.raises(ConventionError, match="strong in the same activities"):
        spectrum(np.ones((4, 5), bool))


def test_equal_eigenvalues_are_told() -> None:
    """Five places around a ring share one activity with each neighbour: two equal second eigenvalues."""
    ring = np.eye(5, dtype=bool) | np.roll(np.eye(5, dtype=bool), 1, axis=1)
    found = spectrum(ring)
    assert found.eigenvalues[1] == pytest.approx((1 + np.cos(2 * np.pi / 5)) / 2)
    assert found.tied
    assert not found.signed
