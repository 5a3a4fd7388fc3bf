"""Compilation of the inner loops, kept on disk from one run to the next."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ParamSpec, TypeVar

import numpy.typing as npt

Array = npt.NDArray[Any]

_P = ParamSpec("_P")
_R = TypeVar("_R")

FAST = {"contract", "reassoc", "nsz", "arcp"}  # not "nnan": NaN means missing


def compiled(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """The function as machine code, compiled when first called; only who uses this loads the compiler."""
    import numba

    made: Callable[_P, _R] = numba.njit(cache=True, fastmath=FAST)(function)
    return made
