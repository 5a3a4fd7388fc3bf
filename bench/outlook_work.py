"""What the programs that measure factor models share: tasks on the command line, CPU time, peak memory."""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
ONE_THREAD = {f"{name}_NUM_THREADS": "1" for name in ("OPENBLAS", "OMP", "MKL", "NUMBA", "POLARS_MAX")}

Found = dict[str, Any]
Task = Callable[..., Found]


@dataclass(frozen=True)
class Bench:
    """Where programs work.

    Attributes:
        folder: of panels and results.
        cache: a folder for what numba compiles; beside the sources when None.
    """

    folder: Path
    cache: Path | None = None

    def run(self, module: str, *arguments: object) -> Found:
        """A task of ``bench.<module>`` in a process of its own with one thread.

        Raises:
            subprocess.CalledProcessError: the program failed; its messages have been shown.
        """
        command = (sys.executable, "-m", f"bench.{module}", *map(str, arguments), str(self.folder))
        cache = {"NUMBA_CACHE_DIR": str(self.cache)} if self.cache else {}
        done = subprocess.run(
            command, cwd=ROOT, env=os.environ | ONE_THREAD | cache, stdout=subprocess.PIPE, check=True
        )
        found: Found = json.loads(done.stdout)
        return found


def perform(tasks: Mapping[str, Task]) -> None:
    """Do the task that the command line names, ``TASK [NUMBER ...] FOLDER``, and print what it found."""
    name, *numbers, folder = sys.argv[1:]
    found = tasks[name](Path(folder), *map(int, numbers))
    print(json.dumps(found | {"peak": peak_memory()}))


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of a piece of work."""
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_memory() -> float:
    """The most memory that this process has had, in MB.

    Linux hands a parent's ``ru_maxrss`` down to the programs that it starts, so its own count is read there.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(line.split()[1]) / 1024
    unit = 1 if sys.platform == "darwin" else 1024  # bytes there, kilobytes elsewhere
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1024**2
