"""How like the target population the chosen places are, and what that does to the answer.

Trials that are placed where effects are large say too much about the country (Allcott 2015, QJE 130; Wang
and Yang 2025, JPE 133).  The predicted selection bias is the difference of the chosen places' characteristics
from the target's, times how the effect changes with each.

The generalisability index (Tipton 2014, Journal of Educational and Behavioral Statistics 39, equation 8) is
the Bhattacharyya coefficient of the densities of the propensity score's logit s among the chosen and in the
target population,

    B = integral of sqrt(f_chosen(s) f_target(s)) ds,

1 for a miniature of the population, 0 for no overlap; above 0.9 is called very high, below 0.5 low.  The
score is a logistic regression of being chosen against the population, with a ridge penalty of one on the
slopes of standardised characteristics, without which a few places are separated perfectly; densities are
Gaussian kernels of one bandwidth, Silverman's rule for the population's logits.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError
from forerun.trials.design.target import Moderators, Target, positions, standardised
from forerun.types import Interval

GRID, STEPS, RANDOM_SETS = 128, 25, 500


@dataclass(frozen=True, slots=True)
class Difference:
    """A characteristic of the chosen beside the target; ``standardised`` is in the target's deviations."""

    name: str
    chosen: float
    target: float
    standardised: float


@dataclass(frozen=True, slots=True)
class SelectionBias:
    """By how much the effect in the chosen places is predicted to exceed that in the target population."""

    value: float
    interval: Interval
    basis: str


@dataclass(frozen=True, slots=True)
class Representativeness:
    """A set of places beside the target population.

    Attributes:
        differences: of each characteristic's mean.
        index: generalisability index.
        index_of_random: its median over random sets of as many places of the target.
        distance: Mahalanobis distance of the means.
        bias: predicted selection bias; None without moderators.
    """

    differences: tuple[Difference, ...]
    index: float
    index_of_random: float
    distance: float
    bias: SelectionBias | None

    @property
    def largest(self) -> Difference:
        """The characteristic that differs most."""
        return max(self.differences, key=lambda each: abs(each.standardised))


def representativeness(
    target: Target, sets: Sequence[tuple[str, ...]], seed: int, level: float = 0.9
) -> tuple[Representativeness, ...]:
    """How like the target each set of places is.

    Args:
        target: the population and its characteristics.
        sets: ids of the chosen places, C sets.
        seed: of the random sets that the index is held against.
        level: of the interval of the predicted selection bias.

    Raises:
        UnknownNameError: a chosen place that is not in the target.
        SpecError, InputError: a target that cannot be used, or moderators of no characteristic.
    """
    values, means, spread = standardised(target)
    share = target.weights / target.weights.sum()
    members = np.zeros((len(sets), len(target.places)))
    for row, each in zip(members, sets, strict=True):
        row[positions(target, each)] = 1.0 / len(each)
    apart = members @ values
    index = generalisability(values, share, members)
    random = {n: _index_of_random(values, share, n, seed) for n in {len(each) for each in sets}}
    distance = np.sqrt(
        np.einsum("ci,ij,cj->c", apart, np.linalg.pinv((values * share[:, None]).T @ values), apart)
    )
    moderators = _moderators(target)
    names = tuple(target.characteristics)
    return tuple(
        Representativeness(
            tuple(
                Difference(name, float(m + a * s), float(m), float(a))
                for name, m, s, a in zip(names, means, spread, row, strict=True)
            ),
            float(index[c]),
            random[len(sets[c])],
            float(distance[c]),
            _bias(moderators, names, row, level) if moderators else None,
        )
        for c, row in enumerate(apart)
    )


def generalisability(values: Array, share: Array, members: Array) -> Array:
    """The index described at the head of this module, for many sets at once.

    Args:
        values: (P, q) standardised characteristics.
        share: (P,) of each place in the target, summing to one.
        members: (C, P) of each place in each set, summing to one.

    Returns:
        (C,) from 0 to 1.
    """
    logits = _logits(values, share, members)
    middle = logits @ share
    spread = np.sqrt(((logits - middle[:, None]) ** 2) @ share)
    width = 1.06 * np.maximum(spread, 1e-9) * np.count_nonzero(share) ** -0.2
    low, high = logits.min(axis=1) - 4 * width, logits.max(axis=1) + 4 * width
    grid = low[:, None] + np.linspace(0.0, 1.0, GRID) * (high - low)[:, None]
    product = np.empty_like(grid)
    for c in range(len(members)):
        kernel = np.exp(-0.5 * ((grid[c, :, None] - logits[c]) / width[c]) ** 2)
        density = kernel @ np.column_stack([members[c], share]) / (width[c] * np.sqrt(2 * np.pi))
        product[c] = np.sqrt(density[:, 0] * density[:, 1])
    step = (high - low) / (GRID - 1)
    inside = product.sum(axis=1) - 0.5 * (product[:, 0] + product[:, -1])
    return np.asarray(np.minimum(inside * step, 1.0))


def _logits(values: Array, share: Array, members: Array) -> Array:
    """(C, P) logits of the score: each set's places as ones beside the whole population as zeros, by Newton.

    Both groups weigh one in the sum, times the number of chosen places, so that the penalty of one loses its
    say as more places are chosen.
    """
    design = np.column_stack([np.ones(len(values)), values])
    count = np.round(1.0 / (members**2).sum(axis=1))[:, None]
    ones, zeros = members * count, share * count
    penalty = np.diag([1e-9, *np.ones(values.shape[1])])
    slopes = np.zeros((len(members), design.shape[1]))
    for _ in range(STEPS):
        chance = 1.0 / (1.0 + np.exp(-slopes @ design.T))
        gradient = (ones - (ones + zeros) * chance) @ design - slopes @ penalty
        spread = (ones + zeros) * chance * (1.0 - chance)
        curvature = np.einsum("cp,pi,pj->cij", spread, design, design, optimize=True) + penalty
        step = np.linalg.solve(curvature, gradient[:, :, None])[:, :, 0]
        slopes += step
        if np.abs(step).max(initial=0.0) < 1e-9:
            break
    return np.asarray(slopes @ design.T)


def _index_of_random(values: Array, share: Array, count: int, seed: int) -> float:
    """The median index over random sets of ``count`` places, drawn without regard to weight."""
    draw = np.random.default_rng(seed)
    order = np.argsort(draw.random((RANDOM_SETS, len(share))) + (share == 0.0), axis=1)[:, :count]
    members = np.zeros((RANDOM_SETS, len(share)))
    np.put_along_axis(members, order, 1.0 / count, axis=1)
    return float(np.median(generalisability(values, share, members)))


def _moderators(target: Target) -> Moderators | None:
    """The target's moderators, checked against its characteristics."""
    moderators = target.moderators
    if moderators is None:
        return None
    for name in moderators.names:
        if name not in target.characteristics:
            raise SpecError(f"no characteristic {name!r}", where="moderators", advice="Add it to the target")
    size = len(moderators.names)
    if np.shape(moderators.slopes) != (size,) or np.shape(moderators.covariance) != (size, size):
        raise SpecError(
            "slopes and names differ in number", where="moderators", advice="Give one slope a name"
        )
    return moderators


def _bias(moderators: Moderators, names: tuple[str, ...], apart: Array, level: float) -> SelectionBias:
    """Differences times slopes; the interval carries the slopes' uncertainty only."""
    from scipy.stats import norm

    own = np.array([apart[names.index(name)] for name in moderators.names])
    value = float(own @ moderators.slopes)
    reach = float(norm.ppf(0.5 + level / 2) * np.sqrt(own @ moderators.covariance @ own))
    return SelectionBias(value, Interval(level, value - reach, value + reach), moderators.basis)
