"""Scores at the edges: ties, one outcome only, baselines of zero, and the way into the ledger and back."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, roc_auc_score

from forerun.errors import InputError
from forerun.foresight.recording import note_of, observed, score_of
from forerun.foresight.scores import Claim, Metric, Score, auc, auc_within, brier
from forerun.periods import Period
from forerun.types import Interval, Measure

CLAIM = Claim(
    subject="hydrogen",
    series="world/forward_cost/hydrogen",
    period=Period.parse("2030"),
    measure=Measure.LEVEL,
    value=80.0,
    unit="percent",
    intervals=(Interval(0.8, 60.0, 95.0), Interval(0.95, 50.0, 110.0)),
    method="damped_drift",
    origin=Period.parse("2023"),
    vintage=date(2024, 6, 30),
    data="ab12",
    score=None,
)
finite = st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12)
rows = st.lists(st.tuples(st.integers(0, 4), st.booleans(), st.integers(0, 3)), min_size=1, max_size=40)


@st.composite
def scores(draw: st.DrawFn) -> Score:
    low, high = sorted((draw(finite), draw(finite)))
    return Score(
        metric=draw(st.sampled_from(list(Metric))),
        value=draw(finite),
        baseline=draw(st.sampled_from(["no_change", "base_rate", "field_rate"])),
        baseline_value=draw(finite),
        skill=draw(finite | st.just(-math.inf)),
        n=draw(st.integers(0, 10**9)),
        origins=(draw(st.integers(1000, 2100)), draw(st.integers(1000, 2100)), draw(st.integers(1, 500))),
        interval=draw(st.none() | st.just(Interval(draw(st.sampled_from([0.5, 0.8, 0.95])), low, high))),
    )


def numbers(score: Score) -> list[float]:
    held = score.interval
    ends = [] if held is None else [held.level, held.low, held.high]
    return [score.value, score.baseline_value, score.skill, score.n, *score.origins, *ends]


@given(scores())
def test_a_score_comes_back_from_the_ledger_as_it_went_in(score: Score) -> None:
    kept = score_of(observed(replace(CLAIM, score=score), "forerun foresight costs"))
    assert kept is not None
    assert (kept.metric, kept.baseline, kept.n, kept.origins) == (
        score.metric, score.baseline, score.n, score.origins,
    )  # fmt: skip
    assert numbers(kept) == pytest.approx(numbers(score), rel=1e-8, abs=0)


@given(scores())
def test_a_note_warns_exactly_when_the_claim_may_not_lead(score: Score) -> None:
    claim = replace(CLAIM, score=score)
    surely = score.interval is None or score.interval.low > 0
    assert claim.may_lead == (score.n > 0 and math.isfinite(score.skill) and score.skill > 0 and surely)
    assert note_of(claim).endswith("no demonstrated skill") != claim.may_lead


@pytest.mark.parametrize("skill", [math.nan, math.inf, -math.inf, 0.0, -0.0])
def test_skill_that_is_no_number_or_none_demonstrates_nothing(skill: float) -> None:
    assert not Score(Metric.AUC, 0.7, "ubiquity", 0.6, skill, 100, (1990, 2000, 3)).demonstrated


def test_skill_without_forecasts_demonstrates_nothing() -> None:
    assert not Score(Metric.AUC, 0.7, "ubiquity", 0.6, 0.2, 0, (1990, 2000, 3)).demonstrated


@pytest.mark.parametrize(
    ("value", "reference", "skill"),
    [
        (0.6, 0.8, 0.25),
        (0.8, 0.8, 0.0),
        (1.6, 0.8, -1.0),
        (0.0, 0.8, 1.0),
        (0.0, 0.0, 0.0),
        (0.1, 0.0, -math.inf),
    ],
)
def test_skill_of_errors_by_hand(value: float, reference: float, skill: float) -> None:
    found = Score.of_errors(Metric.LOG_ERROR, value, ("no_change", reference), (10, (1990, 2000, 3)))
    assert found.skill == pytest.approx(skill)
    assert found.demonstrated == (skill > 0)


@pytest.mark.parametrize("note", ["", "as announced", "method: x; origin: 2023"])
def test_a_row_that_is_no_claim_has_no_score_to_read(note: str) -> None:
    with pytest.raises(InputError, match="no claim of foresight"):
        score_of(replace(observed(CLAIM, ""), note=note))


@given(rows)
def test_area_under_the_curve_with_ties_is_that_of_scikit_learn(found: list[tuple[int, bool, int]]) -> None:
    said, came, _ = (np.array(column) for column in zip(*found, strict=True))
    assume(0 < came.sum() < came.size)
    assert auc(said, came) == pytest.approx(roc_auc_score(came, said), abs=1e-12)
    assert auc(-said, came) == pytest.approx(1 - auc(said, came), abs=1e-12)


@given(rows)
def test_within_groups_it_is_their_mean_where_both_outcomes_are(found: list[tuple[int, bool, int]]) -> None:
    said, came, group = (np.array(column) for column in zip(*found, strict=True))
    both = [each for each in np.unique(group) if 0 < came[group == each].sum() < (group == each).sum()]
    within = auc_within(said, came, group)
    if not both:
        assert math.isnan(within)
        return
    alone = [roc_auc_score(came[group == each], said[group == each]) for each in both]
    assert within == pytest.approx(np.mean(alone), abs=1e-12)


def test_without_both_outcomes_there_is_no_area() -> None:
    said = np.array([0.1, 0.2, 0.3])
    for came in (np.zeros(3), np.ones(3)):
        assert math.isnan(auc(said, came))
        assert math.isnan(auc_within(said, came, np.array(["a", "a", "b"])))
    assert math.isnan(auc(np.array([]), np.array([])))
    assert math.isnan(auc_within(np.array([]), np.array([]), np.array([])))


@given(st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=30))
def test_brier_is_that_of_scikit_learn(found: list[tuple[float, bool]]) -> None:
    said, came = (np.array(column) for column in zip(*found, strict=True))
    assert brier(said, came) == pytest.approx(brier_score_loss(came, said, labels=[False, True]), abs=1e-12)
