"""Fitness of places and quality of activities (Tacchella, Cristelli, Caldarelli et al. 2012)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array

ITERATIONS = 20


@dataclass(frozen=True, slots=True, eq=False)
class Fitness:
    """The state after the last iteration.

    Attributes:
        places: (P,) fitness, of mean one.
        activities: (A,) quality, of mean one.
        iterations: how many states there are, the start at one being the first.
        change: largest change of a fitness in the last iteration; the values of weak places go on falling
            towards zero for ever, so that few tables converge in value.
        settled: since which iteration the places stand in the same order.
    """

    places: Array
    activities: Array
    iterations: int
    change: float
    settled: int


def fitness(strong: Array, iterations: int = ITERATIONS) -> Fitness:
    """F_p = sum_a M_pa Q_a, Q_a = 1 / sum_p M_pa / F_p, each divided by its mean (Scientific Reports 2, 723).

    Args:
        strong: (P, A) whether a place has advantage in an activity, no row or column empty.
        iterations: states, of which the start is the first, as the R package economiccomplexity counts.
    """
    held = np.asarray(strong, float)
    places, activities = np.ones(held.shape[0]), np.ones(held.shape[1])
    change, settled, order = np.inf, 0, np.arange(held.shape[0])
    for step in range(2, iterations + 1):
        before = places
        with np.errstate(divide="ignore"):
            places, activities = held @ activities, 1.0 / (1.0 / before @ held)
        places, activities = places / places.mean(), activities / activities.mean()
        change = float(np.abs(places - before).max())
        now = np.argsort(-places, kind="stable")
        if not np.array_equal(now, order):
            settled, order = step, now
    return Fitness(places, activities, iterations, change, settled)
