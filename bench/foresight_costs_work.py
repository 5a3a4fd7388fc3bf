"""One hindcast of a table of costs in a process of its own: ``python -m bench.foresight_costs_work FILE``."""

from __future__ import annotations

import sys
from pathlib import Path

from forerun.foresight.costs.calibration import calibrate
from forerun.foresight.costs.hindcast import all_horizons
from forerun.foresight.costs.tables import read_curves


def main() -> None:
    """Print technologies, those pooled, and forecasts up to twenty years."""
    curves = read_curves(Path(sys.argv[1])).curves
    found = calibrate(curves)
    print(len(curves), found.pool.technologies, next(all_horizons(found.results)).n)


if __name__ == "__main__":
    main()
