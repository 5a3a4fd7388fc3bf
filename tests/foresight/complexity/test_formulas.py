"""Cases small enough to be reckoned by hand."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.foresight.complexity import formulas
from forerun.foresight.complexity.components import components
from forerun.foresight.complexity.fitness import fitness
from forerun.foresight.complexity.method import Convention

NESTED = np.array([[1, 1, 1], [1, 1, 0], [1, 0, 0]], bool)


def test_advantage_is_share_over_share() -> None:
    values = np.array([[6.0, 2.0], [1.0, 1.0]])  # shares 3/4 and 1/2 of the first activity, 7/10 of all
    by_hand = [[(6 / 8) / 0.7, (2 / 8) / 0.3], [(1 / 2) / 0.7, (1 / 2) / 0.3]]
    for convention in Convention:
        assert formulas.advantage(values, None, convention) == pytest.approx(np.array(by_hand))


def test_an_advantage_of_one_is_one() -> None:
    """Shares of thirds and sevenths: divided one after another, many fall short of one by rounding."""
    rows, columns = np.arange(1.0, 50)[:, None], np.array([3.0, 7, 11, 49, 93])
    assert (formulas.advantage(rows * columns) == 1).all()


def test_proximity_and_density_of_a_nested_table() -> None:
    near = formulas.proximity(NESTED)
    assert near == pytest.approx(np.array([[0, 2 / 3, 1 / 3], [2 / 3, 0, 1 / 2], [1 / 3, 1 / 2, 0]]))
    assert np.diag(formulas.proximity(NESTED, Convention.PYTHON)) == pytest.approx(np.ones(3))
    close = formulas.density(NESTED, near)
    assert close[0] == pytest.approx(np.ones(3))
    assert close[1, 2] == pytest.approx(1.0)
    assert close[2, 1:] == pytest.approx([4 / 7, 2 / 5])


def test_outlook_of_a_nested_table() -> None:
    near, complexity = formulas.proximity(NESTED), np.array([-1.0, 0.0, 2.0])
    close = formulas.density(NESTED, near)
    assert formulas.outlook_index(NESTED, close, complexity) == pytest.approx([0, 2.0, 4 / 5])
    gain = formulas.outlook_gain(NESTED, near, complexity)
    # the third place lacks the last two; from the last, 2 / (5/6) is gained by half for the second
    assert gain[2] == pytest.approx([0, 0.5 * 2 / (5 / 6), 0.5 * 0])
    assert not gain[0].any()


def test_deviation_over_the_rows_of_a_long_table() -> None:
    index, repeated = np.array([1.0, 2.0, 6.0]), 4
    rows = np.repeat(index, repeated)
    assert formulas.centre_and_scale(index, repeated, Convention.STATA) == pytest.approx(
        (rows.mean(), rows.std(ddof=1))
    )
    assert formulas.centre_and_scale(index, repeated, Convention.PYTHON) == pytest.approx(
        (rows.mean(), rows.std())
    )


def test_fitness_of_two_places() -> None:
    strong = np.array([[1, 1], [1, 0]])
    second = fitness(strong, 2)
    assert second.places == pytest.approx([4 / 3, 2 / 3])
    assert second.activities == pytest.approx([2 / 3, 4 / 3])
    third = fitness(strong, 3)
    assert third.places == pytest.approx([3 / 2, 1 / 2])
    assert third.change == pytest.approx(1 / 6)


def test_parts_are_numbered_by_their_size() -> None:
    strong = np.zeros((5, 5), bool)
    strong[0, 4] = True
    strong[1:, 0] = strong[1, 1:3] = True
    strong[3, 3] = True
    places, activities = components(strong)
    assert places.tolist() == [1, 0, 0, 0, 0]
    assert activities.tolist() == [0, 0, 0, 0, 1]
