"""The outlook of a table: its claims and their marks, and tables with everything that can be wrong."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from forerun.errors import InputError
from forerun.foresight.counts import Counts
from forerun.foresight.fields.emergence import Sign, emergence, sign_scores
from forerun.foresight.fields.outlook import FieldOutlook, field_outlook
from forerun.foresight.fields.signals import Plan
from forerun.foresight.fields.study import Asked, study_counts
from forerun.foresight.left_out import Why, counted
from forerun.foresight.recording import observed, score_of
from forerun.views.foresight_field_objects import fields_object
from forerun.views.objects import to_json

DAY = date(2026, 6, 1)
THREE = Plan(3, 3)


def told(counts: Counts, plan: Plan = THREE, place: str = "") -> FieldOutlook:
    return field_outlook(counts, plan, DAY, place)


def of_values(values: np.ndarray, first: int = 2000) -> Counts:
    years, places, fields = values.shape
    names = tuple(f"p{at}" for at in range(places)), tuple(f"f{at:02d}" for at in range(fields))
    return Counts(tuple(range(first, first + years)), *names, values, values.any(axis=2), "t.csv", "0" * 64)


def test_claims_say_what_they_rest_on(patents: Counts) -> None:
    found = told(patents, Plan(5, 3))
    assert len(found.claims) == 35
    first = found.fields[0]
    assert first.claim.series == f"world/forward_growth/{first.field}"
    assert (str(first.claim.origin), str(first.claim.period)) == ("2009", "2014")
    assert first.claim.data == patents.data
    assert first.claim.may_lead
    assert [each.level for each in first.claim.intervals] == [0.5, 0.8, 0.95]
    assert all(each.low < first.expected < each.high for each in first.claim.intervals)
    assert sum(each.share for each in found.fields) == pytest.approx(100, abs=0.01)
    assert score_of(observed(first.claim, "forerun foresight fields")) is not None
    assert "CHN" in found.unsettled
    assert counted(found.left_out)[Why.BREAK] == len(found.unsettled)


def test_without_skill_nothing_leads(patents: Counts) -> None:
    """Taiwan's fields at three years: past growth and return to the mean did worse than no change."""
    found = told(patents, THREE, "TWN")
    assert found.score is not None
    assert found.score.skill < 0
    assert not any(each.may_lead for each in found.claims)
    assert '"mark": "no demonstrated skill"' in to_json(
        fields_object(study_counts(patents, Asked(THREE, DAY, "TWN")), "en")
    )


def test_a_place_that_has_just_broken_has_no_score(patents: Counts) -> None:
    found = told(patents, THREE, "CHN")
    assert found.score is None
    assert found.unsettled == ("CHN",)
    assert not any(each.may_lead for each in found.claims)


def test_a_table_too_short_for_a_hindcast_is_told_without_score(panel: Callable[..., Counts]) -> None:
    counts = panel(1)
    short = replace(counts, years=counts.years[:6], values=counts.values[:6], present=counts.present[:6])
    found = told(short)
    assert found.score is None
    assert found.calibration == ()
    assert all(each.claim.intervals == () for each in found.fields)


@pytest.mark.parametrize(
    ("years", "plan", "said"),
    [
        (1, THREE, "1 year .2000. are too few"),
        (5, THREE, "5 years .2000 to 2004. are too few"),
        (20, Plan(0, 3), "horizon of 0"),
        (20, Plan(3, 31), "window of 31"),
    ],
)
def test_what_cannot_be_told_is_refused(years: int, plan: Plan, said: str) -> None:
    with pytest.raises(InputError, match=said):
        told(of_values(np.full((years, 2, 5), 30.0)), plan)


def test_other_tables_that_are_refused() -> None:
    undated = replace(of_values(np.full((1, 2, 5), 30.0)), years=(0,))
    with pytest.raises(InputError, match="no column of years"):
        told(undated)
    with pytest.raises(InputError, match="no place 'Q'"):
        told(of_values(np.full((20, 2, 5), 30.0)), THREE, "Q")
    with pytest.raises(InputError, match="fewer than 3 fields"):
        told(of_values(np.full((20, 2, 2), 30.0)))
    with pytest.raises(InputError, match="fewer than 3 fields"):
        told(of_values(np.full((20, 1, 5), 0.5)))
    with pytest.raises(InputError, match="no years with counts are too few"):
        told(of_values(np.zeros((20, 2, 5))))


def test_years_without_counts_are_listed_and_leave_the_others_alone(panel: Callable[..., Counts]) -> None:
    counts = panel(4)
    kept = [at for at in range(30) if at not in (9, 10, 11, 12)]
    gap = replace(
        counts,
        years=tuple(counts.years[at] for at in kept),
        values=counts.values[kept],
        present=counts.present[kept],
    )
    found = told(gap)
    listed = {each.what for each in found.left_out if each.why is Why.EMPTY}
    assert listed == {"1999", "2000", "2001", "2002"}
    zeros = counts.values.copy()
    zeros[[9, 10, 11, 12]] = 0
    assert [each.expected for each in told(replace(counts, values=zeros)).fields] == [
        each.expected for each in found.fields
    ]
    assert all(math.isfinite(each.expected) for each in found.fields)


def test_a_field_that_vanishes_and_one_that_never_was_are_listed(panel: Callable[..., Counts]) -> None:
    counts = panel(6)
    values = counts.values.copy()
    values[-4:, :, 3] = 0
    values[:, :, 5] = 0
    found = told(replace(counts, values=values))
    small = {each.what for each in found.left_out if each.why is Why.SMALL}
    assert small == {counts.activities[3], counts.activities[5]}
    assert not small & {each.field for each in found.fields}


def test_a_field_that_begins_is_told_within_bounds(panel: Callable[..., Counts]) -> None:
    counts = panel(7)
    values = counts.values.copy()
    values[:-2, :, 2] = 0
    found = {each.field: each for each in told(replace(counts, values=values)).fields}
    new = found[counts.activities[2]]
    assert new.past > 100
    assert math.isfinite(new.expected)
    signs = {each.field: each for each in emergence(replace(counts, values=values), THREE)}
    assert signs[new.field].first in (2018, 2019)
    assert signs[new.field].signs[Sign.NOVELTY] == 1


def test_multiplying_all_counts_of_all_years_changes_little(panel: Callable[..., Counts]) -> None:
    counts = panel(9)
    once, tenfold = told(counts), told(replace(counts, values=counts.values * 10))
    second = {each.field: each.expected for each in tenfold.fields}
    assert all(each.expected == pytest.approx(second[each.field], abs=1.5) for each in once.fields)


@settings(max_examples=25, deadline=None)
@given(st.integers(6, 14), st.integers(1, 4), st.integers(3, 6), st.floats(0, 1), st.integers(0, 2**32 - 1))
def test_any_table_is_told_in_finite_numbers_or_refused(
    years: int, places: int, fields: int, zeros: float, seed: int
) -> None:
    draws = np.random.default_rng(seed)
    values = np.round(draws.lognormal(3, 2, (years, places, fields)))
    values[draws.random(values.shape) < zeros] = 0
    try:
        study = study_counts(of_values(values), Asked(Plan(2, 2), DAY, by_place=True))
    except InputError:
        return
    to_json(fields_object(study, "zh"))  # refuses NaN and infinities
    assert all(each.expected >= -100 for each in study.outlook.fields)


def test_signs_by_hand() -> None:
    """Field 2 grows in one of two places: all its counts are of the last two years, breadth is 1 of 2."""
    values = np.full((8, 2, 3), 100.0)
    values[:, :, 2] = 0
    values[6:, 0, 2] = [20, 80]
    found = {each.field: each for each in emergence(of_values(values), Plan(3, 2))}
    signs = found["f02"].signs
    assert signs[Sign.NOVELTY] == 1
    assert signs[Sign.BREADTH] == pytest.approx(0.5)
    assert signs[Sign.PERSISTENCE] == pytest.approx(2 / 3)
    assert found["f02"].first == 2006
    assert found["f02"].emerging
    assert not found["f00"].emerging
    assert found["f00"].signs[Sign.BREADTH] == pytest.approx(1)


def test_a_sign_that_tells_nothing_has_no_skill(panel: Callable[..., Counts]) -> None:
    still = panel(2)
    draws = np.random.default_rng(6)
    values = draws.poisson(np.broadcast_to(still.values.mean(axis=0), still.values.shape)).astype(float)
    scores = sign_scores(replace(still, values=values), THREE)
    growth = scores[Sign.GROWTH]
    assert growth is not None
    assert growth.skill < 0.05  # growth by chance is undone
    assert growth.value == pytest.approx((1 + growth.skill) / 2)


def test_smallness_and_growth_tell_which_patent_fields_outgrow_the_median(patents: Counts) -> None:
    scores = sign_scores(patents, THREE)
    for sign in (Sign.SMALLNESS, Sign.GROWTH, Sign.EMERGING):
        score = scores[sign]
        assert score is not None
        assert score.interval is not None
        assert score.interval.low > 0
    breadth = scores[Sign.BREADTH]
    assert breadth is not None
    assert not breadth.demonstrated
