"""The hindcast as one result, and who is left out of it."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.entry.candidates import Candidates, candidates
from forerun.foresight.entry.hindcast import Told, scored, tell
from forerun.foresight.entry.resampling import means
from forerun.foresight.entry.setting import Setting
from forerun.foresight.entry.study import entry_hindcast, possible, usual_setting
from forerun.foresight.left_out import LeftOut, Why
from forerun.foresight.scores import Metric, auc, auc_within
from tests.foresight.entry.conftest import made_up

SETTING = Setting(window=3, horizon=4, least=100)


def test_where_places_enter_what_is_related_density_tells_and_the_blend_tells_more(world: Counts) -> None:
    found = entry_hindcast(world, SETTING)
    by = {each.predictor: each for each in found.averages}
    assert (by["density"].within_field or 0) > 0.55
    assert (by["blend"].pooled or 0) > max(by["density"].pooled or 0, by["ubiquity"].pooled or 0)
    assert found.score is not None
    assert found.score.metric is Metric.BRIER
    assert found.score.baseline == "base_rate"
    assert found.score.demonstrated
    assert found.means is not None
    assert found.score.skill == pytest.approx(1 - found.means.brier / found.means.base_brier)
    learned = [each for each in found.origins if each.brier is not None]
    assert found.score.n == sum(each.candidates for each in learned)
    assert found.score.origins == (learned[0].origin, learned[-1].origin, len(learned))


def test_the_unit_of_a_table_changes_no_score() -> None:
    for unit in (1e6, 1.5):
        amounts = made_up(unit=unit)
        again = replace(amounts, values=amounts.values * 1.75)
        first = entry_hindcast(amounts, replace(SETTING, least=100 * unit))
        second = entry_hindcast(again, replace(SETTING, least=175 * unit))
        assert first.score is not None
        assert second.score is not None
        assert second.score.value == pytest.approx(first.score.value, rel=1e-3)


def test_a_place_whose_counts_break_is_left_out_at_the_origins_that_span_it(world: Counts) -> None:
    values = world.values.copy()
    values[14:, 5] = np.round(values[14:, 5] / 40)
    broken = replace(world, values=values)
    setting = replace(usual_setting(broken, window=3, horizon=4), least=10)
    year = world.years[14]
    for origin, out in (
        (year - 5, False),
        (year - 4, True),
        (year, True),
        (year + 1, True),
        (year + 2, False),
    ):
        found = candidates(broken, origin, setting)
        assert (LeftOut("p05", Why.BREAK, str(origin)) in found.left_out) is out, origin
    entry = next(each for each in entry_hindcast(broken, setting).left_out if each.what == "p05")
    assert entry.why is Why.BREAK
    assert entry.count > 1


def test_a_break_that_is_yet_to_come_leaves_nobody_out_of_a_forecast(world: Counts) -> None:
    last = world.years[-1]
    found = candidates(world, last, usual_setting(world, window=3))
    assert found.came is None
    assert not [each for each in found.left_out if each.why is Why.BREAK and int(each.where) != last]


def test_a_table_without_years_or_with_few_cannot_be_looked_back_on(world: Counts) -> None:
    one = replace(world, years=(UNDATED,), values=world.values[:1], present=world.present[:1])
    assert usual_setting(one).window == 1
    assert not possible(one, usual_setting(one))
    two = replace(world, years=(2000, 2001), values=world.values[:2], present=world.present[:2])
    assert not possible(two, usual_setting(two))


@pytest.mark.parametrize("least", [float("nan"), -1.0, float("inf")])
def test_a_smallest_volume_is_a_number(least: float, world: Counts) -> None:
    with pytest.raises(InputError, match="Use zero for no limit"):
        usual_setting(world, least=least)


def test_usual_sizes_follow_what_is_counted(world: Counts) -> None:
    assert usual_setting(world).least == 300
    amounts = replace(world, values=world.values * 1234.5)
    whole = amounts.window(world.years[-1], 5).sum()
    assert usual_setting(amounts).least == pytest.approx(1e-4 * whole)


def test_weighted_scores_of_all_places_once_are_the_plain_ones(world: Counts) -> None:
    told = tell(world, SETTING, (2005,))
    found = means(told, len(world.places), draws=10)
    assert found is not None
    (one,) = told
    came = one.candidates.came
    assert came is not None
    assert found.pooled.value == pytest.approx(auc(one.said["blend"], came))
    expected = auc_within(one.said["blend"], came, one.candidates.activity)
    assert found.within_field is not None
    assert found.within_field.value == pytest.approx(expected)


def test_auc_within_groups_is_the_mean_of_their_aucs() -> None:
    draw = np.random.default_rng(0)
    said, came = draw.integers(0, 5, 200).astype(float), draw.random(200) < 0.2
    group = draw.integers(0, 9, 200)
    alone = []
    for each in range(9):
        ours, others = said[came & (group == each)], said[~came & (group == each)]
        pairs = [(a > b) + 0.5 * (a == b) for a in ours for b in others]
        alone.append(np.mean(pairs) if pairs else np.nan)
    assert auc(said, came) == pytest.approx(
        np.mean([(a > b) + 0.5 * (a == b) for a in said[came] for b in said[~came]])
    )
    assert auc_within(said, came, group) == pytest.approx(np.nanmean(alone))
    assert np.isnan(auc_within(np.zeros(0), np.zeros(0, bool), np.zeros(0)))


def _told(activity: list[int], came: list[bool]) -> Told:
    size = len(activity)
    flat, outcome = np.zeros(size), np.array(came, bool)
    parts = np.arange(size), np.array(activity, int), flat, flat, np.zeros((size, 3)), outcome, size
    names = "density", "ubiquity", "place_effect", "field_effect", "rca", "volume", "blend"
    return Told(Candidates(2005, *parts), dict.fromkeys(names, flat + 0.5), 0.5)


def test_a_score_that_cannot_be_had_is_none_and_not_nan() -> None:
    """Within an activity nothing can be compared where each has one candidate; nor where there is none."""
    found = means([_told([0, 1], [True, False])], 2, draws=20)
    assert found is not None
    assert found.pooled.value == 0.5
    assert found.within_field is None
    empty = scored(_told([], []))
    assert (empty.candidates, empty.brier, empty.base_brier) == (0, None, None)
