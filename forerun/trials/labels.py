"""Labels of periods in a person's own table: their order, and where a start falls among them.

Labels are numbers, or texts written alike that sort by time, the year first: 2023-09-30, 2023-Q3, t01.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from itertools import pairwise

from forerun.errors import InputError
from forerun.trials.panel import NEVER

WHOLE = re.compile(r"^(-?\d+)\.0+$")
"""A whole number with decimals; the group is the number."""
_DIGITS = re.compile(r"\d+")
_FORMS = "Write all alike, the year first: 2023, 2023-09, 2023-09-30 or 2023-Q3"


def plain_label(label: str) -> str:
    """A label without the decimals of a whole number: 2004.0 is 2004."""
    whole = WHOLE.fullmatch(label)
    return whole[1] if whole else label


def in_order(labels: Iterable[str], where: str) -> tuple[str, ...]:
    """Distinct labels, ascending: as numbers where all are numbers, else as text.

    Raises:
        InputError: labels that are written differently, stand for the same number, or do not sort by time.
    """
    known = sorted(set(labels))
    if all(_number(label) is not None for label in known):
        ordered = sorted(known, key=float)
        for one, other in pairwise(ordered):
            if float(one) == float(other):
                raise InputError(f"periods {one} and {other} are the same", where=where, advice=_FORMS)
        return tuple(ordered)
    for label in known:
        if _shape(label) != _shape(known[0]):
            raise InputError(
                f"periods {known[0]!r} and {label!r} are written differently", where=where, advice=_FORMS
            )
    if not _year_first(known[0]):
        raise InputError(f"periods such as {known[0]!r} do not sort by time", where=where, advice=_FORMS)
    return tuple(known)


def position_of(start: str, periods: Sequence[str], where: str) -> int:
    """The position of the first period not before ``start``; NEVER when all are before it.

    Args:
        start: when treatment begins, written as the periods are.
        periods: labels, ascending.
        where: names it in messages.

    Raises:
        InputError: it is not written as they are, or no period is before it.
    """
    begins = _number(start)
    numeric = all(_number(label) is not None for label in periods)
    if (begins is None) if numeric else _shape(start) != _shape(periods[0]):
        raise InputError(
            f"treatment begins in {start!r}, which is not written as the periods are",
            where=where,
            advice=f"Write it as {periods[0]}",
        )
    at = (
        i for i, label in enumerate(periods) if (float(label) >= float(start) if numeric else label >= start)
    )
    position = next(at, NEVER)
    if position == 0:
        raise no_period_before(start, where)
    return int(position)


def no_period_before(start: str, where: str) -> InputError:
    """That a treatment begins with or before the panel."""
    return InputError(
        f"treatment begins in {start}, and there is no period before",
        where=where,
        advice="Exclude the place, or give earlier periods",
    )


def _number(label: str) -> float | None:
    try:
        number = float(label)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _shape(label: str) -> str:
    return re.sub(r"\d", "9", label)


def _year_first(label: str) -> bool:
    lengths = [len(group) for group in _DIGITS.findall(label)]
    return bool(lengths) and not (lengths[0] < 4 and 4 in lengths[1:])
