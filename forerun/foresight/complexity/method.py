"""What the published definitions of economic complexity differ in, and which of them is used."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forerun.errors import SpecError


class Convention(StrEnum):
    """Whose definitions are used.

    ``STATA`` is the Stata package ``ecomplexity`` of the Growth Lab: no activity is near itself, and indices
    are scaled by the sample deviation (n - 1) over all rows of place and activity.  ``PYTHON`` is the
    Python package of that name in version 0.5.3: every activity is next to itself, and indices are scaled
    by the deviation of the population (n).
    """

    STATA = "stata"
    PYTHON = "python-0.5.3"

    @property
    def diagonal(self) -> float:
        """Proximity of an activity to itself."""
        return 0.0 if self is Convention.STATA else 1.0

    @property
    def lost(self) -> int:
        """Degrees of freedom that the deviation gives up."""
        return 1 if self is Convention.STATA else 0


@dataclass(frozen=True, slots=True)
class Method:
    """How the indices are reckoned.

    Attributes:
        convention: whose definitions.
        threshold: revealed comparative advantage from which a place counts as strong in an activity.
    """

    convention: Convention = Convention.STATA
    threshold: float = 1.0

    def __post_init__(self) -> None:
        """Refuse a threshold that nothing or everything meets.

        Raises:
            SpecError: it is not above zero and finite.
        """
        if not 0 < self.threshold < float("inf"):
            raise SpecError(
                f"an advantage of {self.threshold:g} cannot be a threshold", advice="Use a number above zero"
            )


BALASSA = Method()
"""The Stata definitions with advantage from one on (Balassa 1965)."""
