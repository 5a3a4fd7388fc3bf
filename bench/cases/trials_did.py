"""Difference-in-differences of a million units in ten periods, beside peers on the same rows.

Every program reads the same Parquet file in a process of its own; seconds hold imports and reading.  A peer
that is not installed has no rows, and the notes say so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.row import Row
from bench.trials_did_work import write_panel

UNITS = 1_000_000
RUNS = 3  # of ours; a peer runs once

Answer = dict[str, float]


def measure(units: int = UNITS) -> Iterator[Row]:
    """Equal answers, then seconds and memory, for staggered effects and for two-way fixed effects."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "panel.parquet"
        write_panel(path, units)
        yield from beside(path, "cells", "diff_diff", (f"Callaway-Sant'Anna, {units:,} units x 10", 3.0))
        yield from beside(path, "twfe", "pyfixest", (f"two-way fixed effects, {units * 10:,} rows", 2.0))


def beside(path: Path, ours: str, peer: str, of: tuple[str, float]) -> Iterator[Row]:
    """Ours and a peer's; ``of`` is what, and the goal in seconds."""
    what, goal = of
    answers = [run(ours, path) for _ in range(RUNS)]
    found = min(answers, key=lambda answer: answer["seconds"])
    known = find_spec(peer) is not None
    note = "" if known else f"{peer} is not installed"
    if known:
        theirs = run(peer, path)
        gap = max(abs(found[name] / theirs[name] - 1.0) for name in ("att", "error"))
        yield Row(f"{what}: gap to {peer}", gap, 1e-10 if peer == "diff_diff" else 1e-6, "rel")
        yield Row(
            f"{what}: {peer} / ours, time", theirs["seconds"] / found["seconds"], 1.0, "x", at_least=True
        )
        yield Row(f"{what}: {peer} / ours, memory", theirs["peak"] / found["peak"], 1.0, "x", at_least=True)
    yield Row(what, found["seconds"], goal, "s", note=note)
    yield Row(f"{what}: peak memory", max(answer["peak"] for answer in answers), 500.0, "MB", note=note)


def run(program: str, path: Path) -> Answer:
    """What a program says of the panel, in a new process."""
    command = (sys.executable, "-m", "bench.trials_did_work", program, str(path))
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer
