"""The selection premium: by how much the trial's effect exceeds what the country would see."""

from __future__ import annotations

from dataclasses import dataclass

from forerun.trials.transport.effort import Corrected, over_range
from forerun.trials.transport.quantity import Linear, Quantity, Uncertainty


@dataclass(frozen=True, slots=True)
class Premium:
    """Trial effect minus national effect, and where it comes from, in the outcome's unit.

    The two are estimated from the same places, so the interval is that of the difference itself, not of a
    difference of independent numbers.  ``total`` is the sum of ``placement`` and ``effort``.

    Attributes:
        total: trial effect minus national effect at normal effort.
        placement: part that comes from where the trial was, both sides at normal effort.
        effort: part that comes from the extra effort in the trial places.
    """

    total: Quantity
    placement: Quantity
    effort: Quantity


def premium(naive: Linear, versions: tuple[Corrected, ...], known: Uncertainty, level: float) -> Premium:
    """The selection premium; with several versions of the national effect its intervals cover them all."""
    return Premium(
        total=over_range(tuple(naive - each.national for each in versions), known, level),
        placement=over_range(tuple(each.placement for each in versions), known, level),
        effort=over_range(tuple(each.effort for each in versions), known, level),
    )
