"""Run every case and print the table: ``python -m bench.run [--only CASE]``."""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

from bench.row import Row

CASES = Path(__file__).parent / "cases"


def main() -> None:
    """Measure, printing each line as soon as it is known."""
    names = sorted(each.name for each in iter_modules([str(CASES)]))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", choices=names, help="one case")
    chosen = parser.parse_args()
    print(f"{platform.platform()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'':60} {'measured':>10} {'':6} {'goal':>16}")
    for name in [chosen.only] if chosen.only else names:
        show(import_module(f"bench.cases.{name}").measure())


def show(rows: Iterable[Row]) -> None:
    """Print rows as lines of the table."""
    for row in rows:
        goal = f"{'>=' if row.at_least else '<='} {row.goal:,.10g} {row.unit}"
        verdict = "met" if row.met else "MISSED"
        print(f"{row.what:60} {number(row.value)} {row.unit:>6} {goal:>16}  {verdict}  {row.note}".rstrip())


def number(value: float) -> str:
    """A value in eight characters, with the digits that matter."""
    return f"{value:>10,.0f}" if abs(value) >= 100 else f"{value:>10.3g}"


if __name__ == "__main__":
    main()
