"""One item of a parallel map, as it is worked on in another process."""

from __future__ import annotations

import pickle
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Done(Generic[R]):
    """What a function returned for an item, or what it raised instead."""

    result: R | None = None
    raised: Exception | None = None


def attempt(function: Callable[[T], R], item: T) -> Done[R]:
    """The function of an item; what it raises is kept, with a note that says where it was raised."""
    try:
        return Done(function(item))
    except Exception as problem:  # noqa: BLE001  handed to the caller of the map, who raises it
        return Done(raised=_portable(problem))


def result(done: Done[R]) -> R:
    """What was returned.

    Raises:
        Exception: what was raised.
    """
    if done.raised is not None:
        raise done.raised
    return done.result  # type: ignore[return-value]


def _portable(problem: Exception) -> Exception:
    """The exception with its lines as a note, or one of the same words where it cannot be pickled."""
    lines = "".join(traceback.format_exception(problem))
    try:
        same: Exception = pickle.loads(pickle.dumps(problem))  # noqa: S301  what was pickled in this line
    except Exception:  # noqa: BLE001  any class may fail in its own way
        same = RuntimeError("".join(traceback.format_exception_only(problem)).strip())
    same.add_note(f"Raised in another process:\n{lines}")
    return same
