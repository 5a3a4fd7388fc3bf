"""87 cost curves hindcast in full: every method, origin and horizon, each technology's errors left out.

The table is that of the reference material where it lies beside the checkout, its technologies repeated with
other noise up to 87, else one made up of like sizes.  The time is that of a new process, imports included.
"""

from __future__ import annotations

import csv
import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from bench.row import Row

ROOT = Path(__file__).parents[2]
FILE = ROOT.parent / "shared" / "data" / "foresight" / "pcdb_cost_curves.csv"
TECHNOLOGIES, SECONDS = 87, 2.0
SIZES = (9, 11, 12, 13, 13, 14, 15, 15, 16, 17, 18, 20, 22, 24, 26, 29, 34, 37, 38, 79)


def measure() -> Iterator[Row]:
    """CPU seconds of one process that reads the table and hindcasts it."""
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "curves.csv"
        note = written(table)
        spent, printed = cpu_seconds([sys.executable, "-m", "bench.foresight_costs_work", str(table)])
    curves, pooled, forecasts = printed.split()
    assert int(curves) == TECHNOLOGIES
    told = f"{note}, {pooled} pooled, {int(forecasts):,} forecasts to 20 years, CPU, imports included"
    yield Row("foresight: 87 cost curves hindcast in full", spent, SECONDS, "s", note=told)


def cpu_seconds(command: list[str]) -> tuple[float, str]:
    """User and system time of a command, after one that warms the caches, and what it printed."""
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=ROOT)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime, done.stdout


def written(table: Path) -> str:
    """Write a table of 87 technologies, and say what it is."""
    random = np.random.default_rng(0)
    known, note = (
        (real(), "real curves and copies") if FILE.is_file() else (made_up(random), "made-up curves")
    )
    with table.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["tech", "year", "cost", "yearly", "previous"])
        for at in range(TECHNOLOGIES):
            noise = 1.0 if at < len(known) else float(np.exp(0.05 * random.normal()))
            for year, cost, *production in known[at % len(known)]:
                wobble = 1.0 if at < len(known) else noise * float(np.exp(0.02 * random.normal()))
                rows.writerow([f"technology {at}", year, float(cost) * wobble, *production])
    return note


def real() -> list[list[list[str]]]:
    """Year, cost, yearly and previous production of each technology of the reference material."""
    curves: dict[str, list[list[str]]] = {}
    with FILE.open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            told = [row["year"], row["cost"], row["yearly"], row["previous"]]
            curves.setdefault(row["tech"], []).append(told)
    return list(curves.values())


def made_up(random: np.random.Generator) -> list[list[list[str]]]:
    """Random walks with drift, of like lengths, with production that grows."""
    curves = []
    for size in SIZES:
        costs = np.exp(np.cumsum(random.normal(-0.06, 0.08, size)))
        yearly = np.exp(np.cumsum(random.normal(0.1, 0.1, size)))
        previous = 10 + np.concatenate([[0.0], np.cumsum(yearly[:-1])])
        table = zip(range(1950, 1950 + size), costs, yearly, previous, strict=True)
        curves.append([[str(cell) for cell in row] for row in table])
    return curves
