"""The ledger of the figures that ship with forerun, within a process that has its libraries loaded."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.row import Row
from forerun.catalog.load import load_catalog
from forerun.engine import LocalEngine
from forerun.ledger.ledger import Ledger
from forerun.ledger.snapshot import Snapshot
from forerun.ledger.starter import starter_frame
from forerun.types import Measure

AS_OF = date(2023, 11, 4)
RUNS = 7


def measure() -> Iterator[Row]:
    """Reading the figures, opening a ledger of them for the first figure, and the hash of a day."""
    catalog = load_catalog("china")
    frame = starter_frame(catalog)
    note = f"{frame.height:,} rows"
    yield Row(
        "starter figures into rows", _milliseconds(lambda: starter_frame(catalog)), 150, "ms", note=note
    )
    with TemporaryDirectory() as folder:
        engine = LocalEngine()
        Ledger.open(Path(folder), catalog, engine).append(frame)

        def snapshot() -> Snapshot:
            return Ledger.open(Path(folder), catalog, engine).snapshot(AS_OF)

        assert snapshot().latest("IVA_TOTAL", Measure.YTD_YOY).value == 4.0
        first = _milliseconds(lambda: snapshot().latest("IVA_TOTAL", Measure.YTD_YOY))
        yield Row("open, snapshot and first figure", first, 30, "ms")
        yield Row("hash of a day", _milliseconds(lambda: snapshot().hash), 100, "ms")


def _milliseconds(work: Callable[[], object]) -> float:
    return 1000 * statistics.median([_once(work) for _ in range(RUNS)])


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
