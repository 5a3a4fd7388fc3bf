"""One line of the table, and how a command is timed."""

from __future__ import annotations

import statistics
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A measured value beside its goal, both in ``unit``; ``at_least`` when more is better."""

    what: str
    value: float
    goal: float
    unit: str
    at_least: bool = False
    note: str = ""

    @property
    def met(self) -> bool:
        """Whether the goal is reached."""
        return self.value >= self.goal if self.at_least else self.value <= self.goal


def seconds(command: Sequence[str], *, runs: int = 5) -> float:
    """Median wall time of a command in new processes, after one that warms the caches.

    Raises:
        subprocess.CalledProcessError: the command failed.
    """
    return statistics.median([_once(command) for _ in range(runs + 1)][1:])


def _once(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start
