"""The blend, and how sure its probabilities are."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.foresight.counts import Counts
from forerun.foresight.entry.blend import STRENGTH, Lesson, blend, lesson, redrawn
from forerun.foresight.entry.candidates import candidates
from forerun.foresight.entry.setting import Setting
from tests.foresight.entry.conftest import made_up

SETTING = Setting(window=3, horizon=3, least=100)


def taught(table: Counts) -> Lesson:
    past = [candidates(table, origin, SETTING) for origin in range(1992, 2008)]
    found = lesson(past, (len(table.places), len(table.activities)), 3)
    assert found is not None
    return found


def test_probabilities_are_calibrated_on_what_was_learned(world: Counts) -> None:
    learned = taught(world)
    fitted = blend(learned)
    rows = (learned.table - fitted.centre) / fitted.spread
    said = 1 / (1 + np.exp(-(fitted.constant + rows @ fitted.weights)))
    assert said.mean() == pytest.approx(learned.came.mean(), rel=1e-8)


def test_the_fit_is_that_of_another_solver(world: Counts) -> None:
    from sklearn.linear_model import LogisticRegression

    learned = taught(world)
    fitted = blend(learned)
    rows = (learned.table - fitted.centre) / fitted.spread
    other = LogisticRegression(C=STRENGTH, tol=1e-10, max_iter=5000).fit(rows, learned.came)
    assert fitted.weights == pytest.approx(other.coef_[0], abs=1e-4)
    assert fitted.constant == pytest.approx(other.intercept_[0], abs=1e-4)


def test_drawing_places_again_agrees_with_learning_again(world: Counts) -> None:
    """One Newton step stands in for a new fit: spreads of the logit agree within a third."""
    learned, now = taught(world), candidates(world, 2010, SETTING)
    fitted = blend(learned)
    quick = redrawn(fitted, learned, now, 300, 1)
    draw, known = np.random.default_rng(2), np.unique(learned.place)
    rows_of = {place: np.flatnonzero(learned.place == place) for place in known}
    slow = []
    for _ in range(60):
        rows = np.concatenate([rows_of[place] for place in draw.choice(known, known.size)])
        again = Lesson(learned.table[rows], learned.came[rows], learned.place[rows], learned.activity)
        slow.append(blend(again).probability(now))
    logits = [np.log(each / (1 - each)) for each in (quick, np.array(slow))]
    ratio = logits[0].std(axis=0) / logits[1].std(axis=0)
    assert 0.67 < np.median(ratio) < 1.5
    assert np.median(quick, axis=0) == pytest.approx(fitted.probability(now), rel=0.15)


def test_too_few_entries_teach_nothing() -> None:
    table = made_up(places=8)
    past = [candidates(table, 1995, Setting(window=3, horizon=3, least=1e9))]
    assert lesson(past, (8, 24), 3) is None
    assert lesson([], (8, 24), 3) is None
