"""Formulas of exposure, by the published appendix and by hand."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.foresight.ai.build import summary
from forerun.foresight.ai.exposure import (
    ability_exposure,
    bounds,
    hidden_share,
    occupation_exposure,
    standardised,
    weighted_mean,
)
from forerun.foresight.ai.matrix import read_abilities
from forerun.foresight.ai.tables import ExposureTable, read_occupations


def test_exposure_of_abilities_is_the_published_one(shared: Path) -> None:
    folder = shared / "data" / "foresight"
    related = read_abilities(folder / "ai_application_ability.csv")
    assert related.related.shape == (52, 10)
    with (folder / "ai_ability_exposure.csv").open(encoding="utf-8") as file:
        known = {
            row["O*NET Abilities"]: float(row["Ability-Level AI Exposure"]) for row in csv.DictReader(file)
        }
    assert set(known) == set(related.abilities)
    found = dict(zip(related.abilities, related.exposure(), strict=True))
    largest = max(abs(found[name] - known[name]) for name in known)
    assert largest == pytest.approx(0.0112, abs=5e-5)


def test_what_the_published_tables_say_of_themselves(published: ExposureTable, shared: Path) -> None:
    """Over all 250 industries mean 0 and deviation 1, manufacturing -0.484; part of the rows is here."""
    found = summary(published)
    assert (found.rows, found.factories) == (153, 40)
    assert found.mean == pytest.approx(0, abs=0.1)
    assert found.deviation == pytest.approx(1, abs=0.1)
    assert found.factories_mean == pytest.approx(-0.484, abs=0.05)
    highest = sorted(published.factories, key=lambda row: -row.value)[:2]
    assert [(row.naics.code, round(row.value, 4)) for row in highest] == [("3341", 1.5961), ("3343", 1.1611)]
    occupations = read_occupations(shared / "data" / "foresight" / "aioe_soc6.csv")
    assert len(occupations.values) == 453
    assert occupations.values["11-1011"] == 1.334246


def test_standard_scores_by_hand() -> None:
    assert standardised(np.array([1.0, 2.0, 3.0])) == pytest.approx([-1.0, 0.0, 1.0])
    assert standardised(np.array([4.0, 4.0])).tolist() == [0.0, 0.0]
    assert standardised(np.array([4.0])).tolist() == [0.0]


def test_weights_of_applications_change_the_order() -> None:
    related = np.array([[1.0, 0.0], [0.5, 0.4], [0.0, 1.0]])
    assert np.argmax(ability_exposure(related, np.array([1.0, 0.0]))) == 0
    assert np.argmax(ability_exposure(related, np.array([0.0, 1.0]))) == 2
    assert ability_exposure(related, np.array([2.0, 2.0])) == pytest.approx(ability_exposure(related))


def test_exposure_of_an_occupation_by_hand() -> None:
    """(2*3*1.5 + 4*1*(-1)) / (2*3 + 4*1) = 0.5; an occupation without any ability has no exposure."""
    exposed = np.array([1.5, -1.0])
    level, importance = np.array([[2.0, 4.0], [0.0, 0.0]]), np.array([[3.0, 1.0], [5.0, 5.0]])
    found = occupation_exposure(exposed, level, importance)
    assert found[0] == pytest.approx(0.5)
    assert np.isnan(found[1])


def test_bounds_by_hand() -> None:
    values = np.array([0.0, 1.0, 4.0])
    free = bounds(values, np.zeros(3), np.full(3, np.inf))
    assert free == (0.0, 4.0)
    # one sure of weight 2 at 1, two shared ones of at most 1: (0 + 2)/3 and (2 + 4)/3
    assert bounds(values, np.array([0.0, 2.0, 0.0]), np.array([1.0, 2.0, 1.0])) == pytest.approx((2 / 3, 2.0))
    assert bounds(values, np.ones(3), np.ones(3)) == pytest.approx((5 / 3, 5 / 3))


def tenths(low: int, high: int) -> st.SearchStrategy[float]:
    return st.integers(10 * low, 10 * high).map(lambda each: each / 10)


weights = st.lists(
    st.tuples(tenths(-3, 3), tenths(0, 5), tenths(1, 5), tenths(0, 1)), min_size=1, max_size=7
)  # value, lower bound, how much higher the upper one is, and where between them the weight lies


@given(weights)
def test_no_weights_within_their_bounds_give_a_mean_beyond(rows: list[tuple[float, ...]]) -> None:
    values, low, extra, part = (np.array(column) for column in zip(*rows, strict=True))
    high = low + extra
    least, most = bounds(values, low, high)
    mean = float(weighted_mean(values, low + part * extra)) if (low + part * extra).sum() else values[0]
    assert least - 1e-9 <= mean <= most + 1e-9


def test_hidden_share_by_hand() -> None:
    """Two groups of one and three around means 2 and 6: within 1 of 1 + 4."""
    values, groups = np.array([1.0, 3.0, 5.0, 7.0]), np.array(["a", "a", "b", "b"])
    assert hidden_share(values, np.ones(4), groups) == pytest.approx(1 / 5)
    assert np.isnan(hidden_share(np.ones(4), np.ones(4), groups))
