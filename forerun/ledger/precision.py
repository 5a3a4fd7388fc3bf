"""How precise a published number is, and how many digits a number derived from it may show.

A publisher rounds; a recipe carries that rounding on.  What a float cannot say (``33.0`` and ``33`` are the
same) is settled by convention: rates and indices are published to one decimal; a level has as many
decimals as the levels of its unit beside it; three or more zeros at its end, or any in a figure said to be
``about`` or whose note begins with ``rounded``, are rounding ("1.36 trillion yuan"), not digits.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from decimal import Decimal

from forerun.types import Comparator, Observation

POINTS = "percentage points"
IN_TENTHS = frozenset({"percent", POINTS, "index 50=no change"})
"""Units whose figures are published to one decimal."""

_WIDTH = 2.1  # twice the error, and a little, so that an error of 0.0499 does not earn another digit
_ZEROS = 3  # zeros at the end of a level that are no accident
_TIMES = 100.0  # growth of 130 or 150 percent is what "1.3 times" says: rounded to tens


def half_unit(observation: Observation, beside: Iterable[Observation] = ()) -> float:
    """Half a unit of the last digit that the publisher vouches for, in the observation's unit.

    Args:
        observation: the published figure.
        beside: figures used together with it; those of its unit show how many decimals there are.
    """
    exponent = _exponent(observation)
    if exponent > 0:
        return 0.5 * 10.0**exponent
    return 0.5 * 10.0 ** min(
        exponent, *(_exponent(each) for each in beside if each.unit == observation.unit), 0
    )


def _exponent(observation: Observation) -> int:
    """Power of ten of the last digit as it stands; positive where zeros at the end are rounding."""
    last = int(Decimal(f"{observation.value:.12g}").normalize().as_tuple().exponent)
    if observation.unit in IN_TENTHS:
        said_in_times = abs(observation.value) >= _TIMES and last >= 1
        return 1 if said_in_times else min(last, -1)
    is_round = observation.comparator is Comparator.ABOUT or observation.note.startswith("rounded")
    counted = 1 if is_round else _ZEROS
    return last if last <= 0 or last >= counted else 0


def justified(value: float, error: float) -> float:
    """``value`` with the digits that an error of at most ``error`` leaves standing.

    The unit of the last digit kept is at most the width of the error, ``2 * error``: a mean of rates with
    one decimal (error 0.05) keeps one decimal, a difference of two levels rounded to hundreds keeps
    hundreds.
    """
    if error <= 0 or not math.isfinite(error):
        return value
    decimals = -math.floor(math.log10(_WIDTH * error))
    return round(value, decimals) + 0.0
