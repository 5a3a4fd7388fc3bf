"""The monitor of one day on the figures that ship, in a process that has its libraries loaded."""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from datetime import date, timedelta

from bench.row import Row
from forerun.monitor import monitor
from forerun.settings import Settings
from forerun.workspace import Workspace

FIRST = date(2023, 11, 4)
RUNS = 7


def measure() -> Iterator[Row]:
    """The median over days a month apart, each on a snapshot of its own."""
    ledger = Workspace.open(Settings()).ledger
    assert monitor(ledger.snapshot(FIRST)).headline.year_to_date.value == 4.0
    spent = []
    for back in range(RUNS):
        start = time.perf_counter()
        monitor(ledger.snapshot(FIRST - timedelta(days=30 * back)))
        spent.append(time.perf_counter() - start)
    yield Row(
        "monitor of a day on starter data", statistics.median(spent), 0.5, "s", note="snapshot included"
    )
