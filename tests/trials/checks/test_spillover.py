"""Spillover to neighbours."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError, SpecError
from forerun.trials.checks.check import Verdict
from forerun.trials.checks.exposure import exposure, per_share
from forerun.trials.checks.spillover import spillover, spillover_check
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Inference


def ring(size: int) -> dict[str, list[str]]:
    """Each place borders on the next; the border is named on one side only."""
    return {f"p{i}": [f"p{(i + 1) % size}"] for i in range(size)}


def panel(
    size: int, treated: dict[int, int], seed: int = 0, *, effect: float = 5.0, spill: float = 0.0
) -> Panel:
    """Eight periods of a ring; a treated place's untreated neighbours get ``spill`` from its start on."""
    draw = np.random.default_rng(seed)
    outcome = (
        draw.standard_normal((size, 1)) + draw.standard_normal(8) + 0.5 * draw.standard_normal((size, 8))
    )
    start = np.full(size, NEVER)
    for place, when in treated.items():
        start[place] = when
        outcome[place, when:] += effect
        for near in {(place + 1) % size, (place - 1) % size} - set(treated):
            outcome[near, when:] += spill
    names = tuple(f"p{i}" for i in range(size))
    return Panel(names, tuple(str(2001 + t) for t in range(8)), outcome, start)


def test_who_borders_on_whom() -> None:
    found = exposure(panel(6, {0: 3, 2: 5}), ring(6))
    assert found.start.tolist() == [NEVER, 3, NEVER, 5, NEVER, 3]
    assert found.share[1].tolist() == [0, 0, 0, 0.5, 0.5, 1, 1, 1]
    assert not found.share[[0, 2, 4]].any()


def test_the_numbers_are_differences_of_means() -> None:
    one = panel(8, {2: 4}, seed=3, spill=1.0)
    change = one.outcome[:, 4:].mean(axis=1) - one.outcome[:, :4].mean(axis=1)
    apart = [0, 4, 5, 6, 7]
    found = spillover(one, ring(8))
    assert found.neighbours == ("p1", "p3")
    assert found.apart == tuple(f"p{i}" for i in apart)
    assert found.on_neighbours.estimate == pytest.approx(change[[1, 3]].mean() - change[apart].mean())
    assert found.naive.estimate == pytest.approx(change[2] - change[[*apart, 1, 3]].mean())
    assert found.excluded.estimate == pytest.approx(change[2] - change[apart].mean())


def test_p_counts_every_way_to_choose_the_neighbours() -> None:
    one = panel(9, {2: 4}, seed=5, spill=0.3)
    change = np.delete(one.outcome[:, 4:].mean(axis=1) - one.outcome[:, :4].mean(axis=1), 2)
    every = [
        change[list(chosen)].mean() - np.delete(change, chosen).mean() for chosen in combinations(range(8), 2)
    ]
    found = spillover(one, ring(9)).on_neighbours
    assert found.inference is Inference.PLACEBO
    assert found.least_p == 1 / 28
    assert found.p == pytest.approx(np.mean(np.abs(every) >= abs(found.estimate) - 1e-12))


def test_the_interval_holds_the_effects_that_the_same_test_does_not_reject() -> None:
    """Effects within the ends, taken out of the neighbours' outcome, are not rejected; beyond they are."""
    one = panel(12, {2: 3, 7: 5}, seed=8, spill=1.0)
    exposed = exposure(one, ring(12)).start
    found = spillover(one, ring(12), level=0.9).on_neighbours

    def p_of(effect: float) -> float:
        begun = np.arange(8) >= exposed[:, None]
        taken = Panel(one.places, one.periods, one.outcome - effect * begun, one.start)
        part = spillover(taken, ring(12)).on_neighbours
        assert part.p is not None
        return part.p

    assert found.interval is not None
    assert [
        p_of(end + step) > 0.1 for end in (found.interval.low, found.interval.high) for step in (-1e-6, 1e-6)
    ] == [False, True, True, False]


def test_the_effect_on_neighbours_is_covered() -> None:
    """300 trials in a ring of 14: the exact interval at 0.8 covers in at least that share."""
    covered = []
    for seed in range(300):
        interval = spillover(
            panel(14, {2: 4, 8: 4}, seed, spill=1.0), ring(14), level=0.8
        ).on_neighbours.interval
        assert interval is not None
        covered.append(interval.low <= 1.0 <= interval.high)
    assert 0.75 < np.mean(covered) < 0.9


def test_effects_are_corrected_and_covered_where_neighbours_bias_them() -> None:
    """100 trials in a ring of 40, seven treated at three times: neighbours as controls hide some of it."""
    treated = {1: 3, 6: 3, 12: 4, 17: 4, 22: 5, 28: 5, 34: 5}
    found = [spillover(panel(40, treated, seed, spill=2.0), ring(40), level=0.9) for seed in range(100)]
    hidden = np.mean([_moved(own, other) for own in treated.values() for other in treated.values()])
    biased = 5.0 - 2.0 * hidden * 14 / 33
    assert np.mean([each.naive.estimate for each in found]) == pytest.approx(biased, abs=0.05)
    for part in ("excluded", "modelled"):
        assert np.mean([getattr(each, part).estimate for each in found]) == pytest.approx(5.0, abs=0.05)
        intervals = [getattr(each, part).interval for each in found]
        assert np.mean([each.low <= 5.0 <= each.high for each in intervals]) > 0.83
    nearby = [each.on_neighbours for each in found]
    assert nearby[0].inference is Inference.JACKKNIFE
    assert (
        np.mean([each.interval.low <= 2.0 <= each.interval.high for each in nearby if each.interval]) > 0.83
    )


def _moved(start: int, other: int) -> float:
    """How much a step at ``other`` moves the mean of eight periods from ``start`` on against that before."""
    begun = np.arange(8) >= other
    return float(begun[start:].mean() - begun[:start].mean())


def test_exposure_is_regressed_net_of_places_and_periods_also_with_gaps() -> None:
    """Least squares with one dummy for each place and period."""
    one = panel(10, {2: 3, 6: 5}, seed=4, spill=1.0)
    one.outcome[4, 2] = one.outcome[8, 6] = np.nan
    found = exposure(one, ring(10))
    rows, columns = np.nonzero(np.isfinite(one.outcome) & ~one.treated[:, None])
    dummies = np.column_stack([found.share[rows, columns], np.eye(10)[rows], np.eye(8)[columns]])
    expected = np.linalg.lstsq(dummies, one.outcome[rows, columns], rcond=None)[0][0]
    assert per_share(one, found.share) == pytest.approx(expected)


def test_verdicts() -> None:
    def verdict(spill: float, effect: float) -> Verdict:
        return spillover_check(
            spillover(panel(14, {2: 4, 8: 4}, effect=effect, spill=spill), ring(14))
        ).verdict

    assert verdict(spill=3.0, effect=5.0) is Verdict.FAILS
    assert verdict(spill=0.0, effect=5.0) is Verdict.PASSES
    assert verdict(spill=0.0, effect=0.1) is Verdict.CANNOT_TELL


def test_one_treated_place_gives_no_clustered_error() -> None:
    found = spillover(panel(12, {2: 4}), ring(12))
    assert (found.excluded.error, found.excluded.p, found.excluded.interval) == (None, None, None)


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(ConventionError, match="no treated place"):
        spillover(panel(6, {}), ring(6))
    with pytest.raises(ConventionError, match="no untreated place borders on a treated one"):
        spillover(panel(6, {0: 4}), {f"p{i}": [] for i in range(6)})
    with pytest.raises(ConventionError, match="every untreated place borders on a treated one"):
        spillover(panel(6, {0: 4, 3: 4}), ring(6))
    with pytest.raises(SpecError, match=r"p5: no neighbours are given"):
        spillover(panel(6, {0: 4}), {"p0": ["p1", "p2"], "p3": ["p4"]})
    with pytest.raises(InputError, match="p0, 2001: treated from the first period on"):
        spillover(panel(6, {0: 0}), ring(6))
    gap = panel(6, {0: 4})
    gap.outcome[3, :4] = np.nan
    with pytest.raises(InputError, match="p3, 2005: not observed"):
        spillover(gap, ring(6))
