"""A random choice among sets of places that are as good, and the inference that it makes possible.

When a set is drawn with equal chance from a list that was written down before, the test of no effect on
anybody needs no model: the statistic of the drawn set is held against that of every set of the list (Fisher
1935; Rosenbaum 2002, section 2.4).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError
from forerun.trials.panel import Panel


@dataclass(frozen=True, slots=True)
class Choice:
    """A set of places drawn from a list.

    Attributes:
        sets: the list, of distinct sets.
        chosen: position in it of the one that was drawn.
        seed: with which it was drawn.
        inclusion: (place, share of the sets that hold it), ascending by place.
    """

    sets: tuple[tuple[str, ...], ...]
    chosen: int
    seed: int
    inclusion: tuple[tuple[str, float], ...]

    @property
    def places(self) -> tuple[str, ...]:
        """The set that was drawn."""
        return self.sets[self.chosen]

    @property
    def least_p(self) -> float:
        """The smallest p-value that randomisation inference over the list can give."""
        return 1.0 / len(self.sets)

    @property
    def certain(self) -> tuple[str, ...]:
        """Places that every set holds: nothing is random about them."""
        return tuple(place for place, share in self.inclusion if share == 1.0)


def choose(sets: Sequence[tuple[str, ...]], seed: int) -> Choice:
    """Draw one of the sets, each with the same chance.

    Raises:
        SpecError: no set, or one that stands twice.
    """
    ordered = tuple(sorted(tuple(sorted(each)) for each in sets))
    if not ordered:
        raise SpecError("no set to choose from", where="choice", advice="Widen the tolerance")
    if len(set(ordered)) < len(ordered):
        raise SpecError("a set stands twice", where="choice", advice="Name each set once")
    chosen = int(np.random.default_rng(seed).integers(len(ordered)))
    places = sorted(set(chain.from_iterable(ordered)))
    held = tuple((place, sum(place in each for each in ordered) / len(ordered)) for place in places)
    return Choice(ordered, chosen, seed, held)


def randomisation_p(panel: Panel, choice: Choice, statistic: Callable[[Panel, Array], float]) -> float:
    """The exact two-sided p-value of no effect on any place.

    Args:
        panel: outcomes, with the trial in it.
        choice: how the treated were drawn.
        statistic: of a panel and a mask (N,) of those treated, large in size when there is an effect.

    Returns:
        The share of the sets whose statistic is at least as large in size as the drawn one's.

    Raises:
        SpecError: a place of the sets that is not in the panel.
    """
    place = {name: i for i, name in enumerate(panel.places)}
    sizes = np.empty(len(choice.sets))
    for k, each in enumerate(choice.sets):
        if lost := [name for name in each if name not in place]:
            raise SpecError(
                "a place of the sets is not in the panel", where=lost[0], advice="Add its outcomes"
            )
        mask = np.zeros(len(place), bool)
        mask[[place[name] for name in each]] = True
        sizes[k] = abs(statistic(panel, mask))
    return float((sizes >= sizes[choice.chosen] * (1.0 - 1e-12)).mean())


def difference_in_differences(first: int) -> Callable[[Panel, Array], float]:
    """The statistic: change of the treated's mean at position ``first``, less that of the others."""

    def statistic(panel: Panel, treated: Array) -> float:
        change = panel.outcome[:, first:].mean(axis=1) - panel.outcome[:, :first].mean(axis=1)
        return float(change[treated].mean() - change[~treated].mean())

    return statistic
