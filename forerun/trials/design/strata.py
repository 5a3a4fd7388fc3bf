"""As evenly over the strata as a size allows."""

from __future__ import annotations

from collections.abc import Sequence


def by_stratum(order: Sequence[int], strata: Sequence[str], size: int, held: Sequence[int] = ()) -> list[int]:
    """The first ``size`` places of an order that takes from the least held stratum each time.

    Args:
        order: positions, in the order in which they are preferred.
        strata: (N,) the stratum of every place.
        size: how many are taken.
        held: positions that are held already.
    """
    count = dict.fromkeys((strata[i] for i in (*order, *held)), 0)
    for i in held:
        count[strata[i]] += 1
    left, taken = list(order), list[int]()
    while len(taken) < size:
        least = min(count[strata[i]] for i in left)
        place = next(i for i in left if count[strata[i]] == least)
        left.remove(place)
        count[strata[place]] += 1
        taken.append(place)
    return taken
