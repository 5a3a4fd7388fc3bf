"""What counts as an entry, and which places and activities are looked at."""

from __future__ import annotations

from dataclasses import dataclass

from forerun.errors import InputError


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
        exclude: places that are left out, such as those with a break of coverage.
    """

    window: int = 5
    horizon: int = 5
    absent: float = 0.5
    present: float = 1.0
    least: float = 300.0
    both_ends: bool = False
    exclude: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.window < 1 or self.horizon < 1:
            raise InputError(
                "window and horizon are whole years", advice="Give at least one year for each of them"
            )
        if not 0 < self.absent <= self.present:
            raise InputError(
                f"an entry from RCA {self.absent:g} to {self.present:g} is none",
                advice="Absence must end at or below the RCA at which presence begins",
            )
