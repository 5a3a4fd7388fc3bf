"""Roll-outs in waves: who begins when, drawn by lot, and what could be seen.

The estimate is the mean of the difference-in-differences of every wave in every period since it began,
against the places that have not begun by then, weighted by the places of the wave (the simple aggregate of
Callaway and Sant'Anna 2021, section 3, with the mean of all earlier periods as the base).  The test holds it
against the same estimate under other orders of the places: a lot justifies that without a model.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError, UnknownNameError
from forerun.trials.design.evidence import ends, sizes, smallest
from forerun.trials.design.power import checked
from forerun.trials.design.question import Simulation
from forerun.trials.design.result import PowerPoint
from forerun.trials.panel import Panel

ORDERS, TRIALS = 999, 200
"""Orders of the places, and simulated roll-outs in each window, at most; all where there are fewer."""


@dataclass(frozen=True, slots=True)
class Rollout:
    """Places in waves.

    Attributes:
        waves: places of each wave.
        starts: ascending, periods from the beginning of the first wave to that of each; the first is 0.
        reserve: places that do not begin within the trial.
        seed: with which places were drawn; None when they were given.
    """

    waves: tuple[tuple[str, ...], ...]
    starts: tuple[int, ...]
    reserve: tuple[str, ...]
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class RolloutPower:
    """What a roll-out could show.

    Attributes:
        duration: periods from the beginning of the first wave to the end.
        mde: smallest effect detected with the power asked for; None when none offered is.
        size: share of roll-outs without effect in which one is detected.
        curve: power by effect, ascending.
        least_p: the smallest p-value that the lot allows.
        orders: orders of the places that the estimate is held against.
        exact: whether these are all of them.
    """

    duration: int
    mde: float | None
    size: float
    curve: tuple[PowerPoint, ...]
    least_p: float
    orders: int
    exact: bool


def randomised_rollout(
    places: Sequence[str], sizes: Sequence[int], starts: Sequence[int], seed: int
) -> Rollout:
    """Draw which places begin in which wave; those that are left are the reserve.

    Args:
        places: that may begin.
        sizes: places of each wave.
        starts: as in :class:`Rollout`.
        seed: of the lot.

    Raises:
        SpecError: sizes and starts that do not fit one another or the places.
    """
    drawn = [
        str(each)
        for each in np.random.default_rng(seed).permutation(np.array(sorted(set(places)), dtype=object))
    ]
    if sum(sizes) > len(drawn):
        what = f"waves of {sum(sizes)} places out of {len(drawn)}"
        raise SpecError(what, where="waves", advice="Shrink them or allow more places")
    at = np.concatenate([[0], np.cumsum(np.asarray(sizes, np.int64))])
    waves = tuple(tuple(sorted(drawn[at[w] : at[w + 1]])) for w in range(len(sizes)))
    made = Rollout(waves, tuple(starts), tuple(sorted(drawn[at[-1] :])), seed)
    _checked(made)
    return made


def rollout_power(
    panel: Panel, rollout: Rollout, simulation: Simulation, seed: int
) -> tuple[RolloutPower, ...]:
    """Power of a roll-out, for each duration.

    Args:
        panel: outcomes before any treatment.
        rollout: waves and starts; the power is that of any order of its places, as the lot decides.
        simulation: durations count from the first wave to the end; the method is not used.
        seed: of the orders, where there are too many to take all.

    Raises:
        UnknownNameError: a place that is not in the panel.
        SpecError: waves that do not fit, or a wave that begins after the end.
        InputError: an outcome that is missing or never changes.
    """
    _checked(rollout)
    roles = _roles(panel, rollout)
    checked(panel, roles[None], simulation)
    for duration in simulation.durations:
        if rollout.starts[-1] >= duration:
            what = f"a wave begins {rollout.starts[-1]} periods after the first of {duration}"
            raise SpecError(what, where="starts", advice="Begin earlier or go on longer")
    rows = np.flatnonzero(roles >= 0)
    return tuple(
        _power(panel.outcome[rows], rollout, duration, (simulation, seed))
        for duration in simulation.durations
    )


def _checked(rollout: Rollout) -> None:
    """Refuse waves that cannot be compared with anything."""
    starts, waves = rollout.starts, rollout.waves
    every = [place for each in (*waves, rollout.reserve) for place in each]
    for wrong, what, where in (
        (not waves or len(starts) != len(waves), f"{len(starts)} starts for {len(waves)} waves", "starts"),
        (any(not each for each in waves), "a wave without places", "waves"),
        (list(starts) != sorted(set(starts)) or starts[:1] != (0,), "not ascending from zero", "starts"),
        (len(set(every)) < len(every), "a place stands in two waves", "waves"),
        (len(waves) == 1 and not rollout.reserve, "one wave of all places has no comparison", "reserve"),
    ):
        if wrong:
            raise SpecError(what, where=where, advice="Correct the roll-out")


def _roles(panel: Panel, rollout: Rollout) -> Array:
    """(N,) 1 where a place begins, 0 where it is in reserve, -1 elsewhere."""
    place = {name: i for i, name in enumerate(panel.places)}
    roles = np.full(len(place), -1, np.int8)
    for role, names in ((1, sum(rollout.waves, ())), (0, rollout.reserve)):
        for name in names:
            if name not in place:
                raise UnknownNameError("place", name, panel.places, where="roll-out")
            roles[place[name]] = role
    if panel.treated[roles >= 0].any():
        name = panel.places[int(np.argmax(panel.treated & (roles >= 0)))]
        raise SpecError("a place is already treated in the panel", where=name, advice="Leave it out")
    return roles


def _power(outcome: Array, rollout: Rollout, duration: int, drawn: tuple[Simulation, int]) -> RolloutPower:
    simulation, seed = drawn
    effects = sizes(simulation)
    counts = [len(each) for each in rollout.waves] + [len(rollout.reserve)]
    orders, exact = wave_orders(counts, seed)
    trials = (
        orders[:TRIALS]
        if not exact
        else orders[np.linspace(0, len(orders) - 1, min(TRIALS, len(orders))).astype(int)]
    )
    p = list[Array]()
    for end in ends(outcome.shape[1], simulation):
        window, counts_for = outcome[:, :end], coefficients(rollout, duration, end)
        scores = counts_for @ window.T
        null = _estimates(scores, orders)
        for trial in trials:
            gained = (
                coefficients(rollout, duration, end)
                @ _treated(window, trial, rollout, (duration, simulation)).T
            )
            moved = null + effects[:, None] * _estimates(gained, orders)
            own = _estimates(scores, trial[None]) + effects * _estimates(gained, trial[None])
            above = (np.abs(moved) >= np.abs(own)[:, None] * (1.0 - 1e-12)).sum(axis=1)
            p.append(above / len(orders) if exact else (1.0 + above) / (1.0 + len(orders)))
    power = (np.array(p) < simulation.alpha).mean(axis=0)
    found = float(smallest(power[None], effects, simulation.power)[0])
    curve = tuple(PowerPoint(float(effects[e]), float(power[e]), None) for e in np.argsort(effects))
    least = 1.0 / (len(orders) + (not exact))
    return RolloutPower(
        duration, found if np.isfinite(found) else None, float(power[0]), curve, least, len(orders), exact
    )


def coefficients(rollout: Rollout, duration: int, end: int) -> Array:
    """(W + 1, T) what an outcome counts in the estimate, by wave, the reserve last, and period."""
    first = end - duration
    counts = np.array([*(len(each) for each in rollout.waves), len(rollout.reserve)], float)
    begin = np.array([*(first + start for start in rollout.starts), end])
    cells = [
        (w, t) for w in range(len(rollout.waves)) for t in range(begin[w], end) if counts[begin > t].sum() > 0
    ]
    found = np.zeros((len(counts), end))
    total = sum(counts[w] for w, _ in cells)
    for w, t in cells:
        change = np.zeros(end)
        change[t] = 1.0
        change[: begin[w]] -= 1.0 / begin[w]
        others = begin > t
        found[w] += change / total
        found[others] -= change * counts[w] / total / counts[others].sum()
    return found


def wave_orders(counts: Sequence[int], seed: int) -> tuple[Array, bool]:
    """(O, N) the wave of each place, the reserve last, in every order or in a sample, and whether it is all.

    Args:
        counts: places of each wave and of the reserve.
        seed: of the sample.
    """
    total, left = 1, sum(counts)
    for count in counts:
        total *= comb(left, count)
        left -= count
    if total <= ORDERS:
        every = [tuple(each) for each in _arrangements(tuple(counts), (len(counts),) * sum(counts))]
        return np.array(every, np.int64), True
    draw = np.random.default_rng(seed)
    labels = np.repeat(np.arange(len(counts)), counts)
    return np.stack([draw.permutation(labels) for _ in range(ORDERS)]), False


def _arrangements(counts: tuple[int, ...], held: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
    """All ways of giving places to waves, the last wave first; ``len(counts)`` stands for no wave yet."""
    if not counts:
        yield held
        return
    wave, free = len(counts) - 1, [i for i, each in enumerate(held) if each == max(held)]
    for chosen in combinations(free, counts[-1]):
        taken = tuple(wave if i in chosen else each for i, each in enumerate(held))
        yield from _arrangements(counts[:-1], taken)


def _estimates(scores: Array, orders: Array) -> Array:
    """(O,) the estimate under each order, from what each place counts in each wave (W + 1, N)."""
    return np.asarray(scores[orders, np.arange(scores.shape[1])].sum(axis=1))


def _treated(window: Array, trial: Array, rollout: Rollout, what: tuple[int, Simulation]) -> Array:
    """(N, T) what an effect of one adds when places begin as in a trial."""
    duration, simulation = what
    end = window.shape[1]
    begin = np.array([*(end - duration + start for start in rollout.starts), end])
    under = np.arange(end) >= begin[trial][:, None]
    return np.where(under, 1.0 if simulation.additive else window, 0.0)
