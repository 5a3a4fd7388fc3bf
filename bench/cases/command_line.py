"""How long a person waits for the command line on the starter figures."""

from __future__ import annotations

import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.row import Row, seconds

FORERUN = (sys.executable, "-m", "forerun.cli.main")
AS_OF = ("--as-of", "2023-11-04")


def measure() -> Iterator[Row]:
    """Import, help, and the brief as JSON, page and print."""
    yield Row("import forerun", 1000 * statistics.median(_import() for _ in range(9)), 100, "ms")
    yield Row("forerun --help", 1000 * seconds((*FORERUN, "--help")), 300, "ms")
    yield Row("forerun brief --json", seconds((*FORERUN, "brief", *AS_OF, "--json")), 2, "s")
    with TemporaryDirectory() as folder:
        written = (*FORERUN, "brief", *AS_OF, "--out", folder)
        yield Row("forerun brief, page only", seconds((*written, "--no-pdf"), runs=3), 4, "s")
        yield Row("forerun brief, page and PDF", seconds(written, runs=3), 6, "s", note=_sizes(Path(folder)))


def _import() -> float:
    code = "from time import perf_counter as now; start = now(); import forerun; print(now() - start)"
    done = subprocess.run((sys.executable, "-c", code), capture_output=True, text=True, check=True)
    return float(done.stdout)


def _sizes(folder: Path) -> str:
    return ", ".join(f"{path.name} {path.stat().st_size / 1e6:.1f} MB" for path in sorted(folder.iterdir()))
