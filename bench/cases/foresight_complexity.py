"""Economic complexity of a world of trade, beside two peers on the same values.

Seconds are CPU seconds of the reckoning with all indices of all years kept, peaks are of the whole process.
A peer that is not installed, or stops with an error, has no row, and the notes say so.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator

from bench.row import Row

RUNS = 3  # of ours; a peer runs once
PEERS = ("ecomplexity", "economic_complexity")
WHAT = "complexity, 226 x 785"

Answer = dict[str, float]


def measure(years: int = 25, wide: int = 5_000) -> Iterator[Row]:
    """A world in full, one year of many activities, equal answers, and how much longer peers take."""
    yield from ours((230, 1_240, years), f"complexity, 230 x 1,240 x {years}", (3.0, 250.0))
    yield from ours((230, wide, 1), f"complexity, 230 x {wide:,}, one year", (1.2, 400.0))
    size = (226, 785, 1)
    found, plain = best(size), run("floor", size)
    assert found is not None
    assert plain is not None
    gap = max(abs(found[name] / plain[name] - 1) for name in ("second", "density"))
    peers = {peer: run(peer, size) for peer in PEERS}
    failed = [f"{peer} is not installed or stops with an error" for peer, each in peers.items() if not each]
    yield Row(f"{WHAT}: gap to dense products", gap, 1e-9, "rel", note="; ".join(failed))
    for peer, theirs in peers.items():
        if theirs:
            ratio = theirs["seconds"] / found["seconds"]
            yield Row(f"{WHAT}: {peer} / ours, time", ratio, 10.0, "x", at_least=True)


def ours(size: tuple[int, int, int], what: str, goals: tuple[float, float]) -> Iterator[Row]:
    """Seconds and peak of ours."""
    found = best(size)
    assert found is not None
    yield Row(what, found["seconds"], goals[0], "CPU s")
    yield Row(f"{what}: peak memory", found["peak"], goals[1], "MB")


def best(size: tuple[int, int, int]) -> Answer | None:
    """The quickest of several runs of ours."""
    runs = [each for each in (run("ours", size) for _ in range(RUNS)) if each]
    return min(runs, key=lambda each: each["seconds"], default=None)


def run(program: str, size: tuple[int, int, int]) -> Answer | None:
    """What a program says of a world, in a new process; None when it fails."""
    command = (sys.executable, "-m", "bench.foresight_complexity_work", program, *map(str, size))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return None
    answer: Answer = json.loads(done.stdout.splitlines()[-1])
    return answer
