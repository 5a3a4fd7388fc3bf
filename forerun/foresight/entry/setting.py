"""What counts as an entry, and which places and activities are looked at."""

from __future__ import annotations

from dataclasses import dataclass, field

from forerun.errors import InputError
from forerun.foresight.fields.breaks import Coverage


@dataclass(frozen=True, slots=True)
class Setting:
    """A place enters an activity when its RCA rises from below ``absent`` to at least ``present``.

    Attributes:
        window: years that are summed, up to the origin.
        horizon: years from the origin to the window in which the entry is looked for.
        absent: RCA below which a place does not have an activity.
        present: RCA from which it does.
        least: volume that a place must have in the window at the origin.
        both_ends: whether it must have that volume at the horizon too; this looks ahead a little and is only
            for comparison with studies that did.
        exclude: places that are left out by name.
        coverage: where the counts of places broke; a place whose counts broke between the beginning of the
            window and the outcome is left out at that origin.
    """

    window: int = 5
    horizon: int = 5
    absent: float = 0.5
    present: float = 1.0
    least: float = 300.0
    both_ends: bool = False
    exclude: tuple[str, ...] = ()
    coverage: Coverage = field(default_factory=Coverage)

    def __post_init__(self) -> None:
        if self.window < 1 or self.horizon < 1:
            raise InputError(
                "window and horizon are whole years", advice="Give at least one year for each of them"
            )
        if not 0 <= self.least < float("inf"):
            raise InputError(
                "the smallest volume is no number of zero or more", advice="Use zero for no limit"
            )
        if not 0 < self.absent <= self.present < float("inf"):
            raise InputError(
                f"an entry from RCA {self.absent:g} to {self.present:g} is none",
                advice="Absence must end at or below the RCA at which presence begins",
            )

    def unsettled(self, origin: int, *, known: bool) -> frozenset[str]:
        """Places whose counts broke within the window, or up to the outcome where it is known."""
        return self.coverage.unsettled(origin - self.window + 1, origin + (self.horizon if known else 0))
