from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.trials.panel import NEVER, Panel
from forerun.trials.transport.places import effects_by_place


def panel(start: list[int], outcome: np.ndarray) -> Panel:
    places = tuple(f"p{i}" for i in range(len(start)))
    periods = tuple(str(2000 + t) for t in range(outcome.shape[1]))
    return Panel(places, periods, outcome, np.array(start))


def test_each_effect_is_a_difference_of_differences() -> None:
    outcome = np.array([
        [1.0, 3.0, 10.0, 12.0], [0.0, 0.0, 0.0, 6.0],
        [1.0, 1.0, 2.0, 2.0], [2.0, 2.0, 2.0, 2.0], [0.0, 0.0, 3.0, 1.0],
    ])  # fmt: skip
    found = effects_by_place(panel([2, 3, NEVER, NEVER, NEVER], outcome))
    early, late = np.array([1.0, 0.0, 2.0]), np.array([2 - 4 / 3, 0.0, 0.0])  # changes of the controls
    assert found.places == ("p0", "p1")
    assert found.effect == pytest.approx([9.0 - early.mean(), 6.0 - late.mean()])
    between = np.cov(early, late)
    assert found.covariance[0, 0] == pytest.approx(between[0, 0] * (1 + 1 / 3))
    assert found.covariance[0, 1] == pytest.approx(between[0, 1] / 3)


def test_errors_are_those_of_a_random_walk() -> None:
    """On average over draws: the walk's own covariance, once for a place and a twelfth for its controls."""
    random = np.random.default_rng(0)
    told = np.zeros((3, 3))
    for _ in range(2000):
        outcome = np.cumsum(random.standard_normal((15, 10)), axis=1)
        told += effects_by_place(panel([4, 4, 6, *[NEVER] * 12], outcome)).covariance / 2000
    early, late = np.r_[np.full(4, -1 / 4), np.full(6, 1 / 6)], np.r_[np.full(6, -1 / 6), np.full(4, 1 / 4)]
    contrast = np.array([early, early, late])
    walk = np.minimum.outer(np.arange(1, 11), np.arange(1, 11))
    expected = contrast @ walk @ contrast.T * (np.eye(3) + 1 / 12)
    assert told == pytest.approx(expected, rel=0.05)


@pytest.mark.parametrize(
    ("start", "at", "message"),
    [
        ([2, NEVER, NEVER, NEVER], (1, 2), "p1, 2002: the outcome is missing"),
        ([NEVER] * 4, None, "no place is treated"),
        ([0, NEVER, NEVER, NEVER], None, "p0, 2000: there is no period before"),
        ([2, 2, NEVER, NEVER], None, "fewer than three places"),
    ],
)
def test_panels_of_no_use(start: list[int], at: tuple[int, int] | None, message: str) -> None:
    outcome = np.random.default_rng(0).standard_normal((4, 4))
    if at:
        outcome[at] = np.nan
    with pytest.raises(InputError, match=message):
        effects_by_place(panel(start, outcome))
