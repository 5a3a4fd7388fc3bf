"""Appends to a ledger from processes of its own, for the tests of storage.

``append NAME COUNT`` makes COUNT appends and prints the document of each as soon as it is in.
``killed TIMES`` starts one writer after another and kills each at a random moment.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from datetime import date, datetime
from pathlib import Path

import duckdb  # noqa: F401  loaded before the forks, as polars is
import polars as pl

from forerun.engine import LocalEngine
from forerun.ledger.storage import Store
from forerun.table import COLUMNS, schema

ROWS = 40


def rows(document: str) -> pl.DataFrame:
    """Forty rows that no other document has."""
    plain = {
        "measure": "level",
        "value": 1.0,
        "unit": "percent",
        "comparator": "=",
        "status": "preliminary",
        "published": date(2023, 10, 18),
        "basis": "stated",
        "recorded": datetime(2024, 3, 1),
        "publisher": "BUREAU",
        "source": document,
        "locator": "",
        "document": document,
        "note": "",
    }
    lines = [{"series": f"xx/{number % 5}", "period": f"{1990 + number}", **plain} for number in range(ROWS)]
    return pl.DataFrame(lines, schema=schema()).select(COLUMNS)


def append(root: Path, name: str, count: int) -> None:
    """Append documents of our own and, each time, one that every writer has."""
    store = Store(root, LocalEngine(workers=1))
    for number in range(count):
        document = f"{name}-{number}"
        store.append(pl.concat([rows(document), rows("shared")]), document)
        sys.stdout.write(f"{document}\n")
        sys.stdout.flush()


def killed(root: Path, times: int) -> None:
    """Fork writers before any thread has started; kill each at some moment after its first commit."""
    chance = random.Random(7)
    for trial in range(times):
        child = os.fork()
        if child == 0:
            append(root, f"trial{trial}", 1_000)
        before = _commits(root)
        while _commits(root) == before:
            time.sleep(0.002)
        time.sleep(chance.uniform(0, 0.04))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


def _commits(root: Path) -> int:
    return len(list((root / "commits").glob("*.json")))


if __name__ == "__main__":
    folder, verb, *rest = sys.argv[1:]
    if verb == "append":
        append(Path(folder), rest[0], int(rest[1]))
    else:
        killed(Path(folder), int(rest[0]))
