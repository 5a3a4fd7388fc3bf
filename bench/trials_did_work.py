"""One estimate in a process of its own: ``python -m bench.trials_did_work PROGRAM FILE`` prints it as JSON.

Programs: forerun's ``cells`` (Callaway-Sant'Anna) and ``twfe`` (two-way fixed effects), and two peers.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from pathlib import Path

import numpy as np

COHORTS, PERIODS = (0, 4, 6, 8, 10), 10
Found = tuple[float, float]


def write_panel(path: Path, units: int) -> None:
    """A row for each unit and period: four cohorts and the never treated, effects that grow by a half."""
    import polars as pl

    rng = np.random.default_rng(7)
    start = rng.choice(COHORTS, units, p=[0.4, 0.15, 0.15, 0.15, 0.15]).astype(np.int32)
    period = np.arange(1, PERIODS + 1, dtype=np.int32)
    since = np.where(start[:, None] > 0, np.maximum(period - start[:, None] + 1, 0), 0)
    outcome = rng.normal(size=(units, 1)) + 0.1 * period + rng.normal(size=(units, PERIODS)) + 0.5 * since
    columns = {
        "unit": np.repeat(np.arange(units, dtype=np.int32), PERIODS),
        "period": np.tile(period, units),
        "start": np.repeat(start, PERIODS),
        "y": outcome.ravel(),
    }
    pl.DataFrame(columns).write_parquet(path)


def cells(path: Path) -> Found:
    """Overall effect and error, with event study and uniform band on the way."""
    from forerun.engine import LocalEngine
    from forerun.trials.did.aggregate import event_study, overall
    from forerun.trials.did.att_cells import group_time_of_cells
    from forerun.trials.did.columns import Columns
    from forerun.trials.did.query import cells_from

    engine = LocalEngine(workers=2, memory="300MB")
    groups = group_time_of_cells(cells_from(engine, [path], Columns("unit", "period", "y", "start")))
    assert event_study(groups).bands.critical > 1.0
    effect = overall(groups)
    return effect.att, effect.error or 0.0


def twfe(path: Path) -> Found:
    """Coefficient and error without unit effects in the degrees of freedom, as pyfixest has it."""
    from forerun.engine import LocalEngine
    from forerun.trials.did.columns import Columns
    from forerun.trials.did.counting import Counted
    from forerun.trials.did.query import cells_from
    from forerun.trials.did.twfe import twfe_of_cells

    engine = LocalEngine(workers=2, memory="300MB")
    found = cells_from(engine, [path], Columns("unit", "period", "y", "start"))
    effect = twfe_of_cells(found, Counted.NESTED).effect
    return effect.att, effect.error or 0.0


def diff_diff(path: Path) -> Found:
    """Analytic errors only; its uniform band would need a bootstrap over units."""
    import pandas as pd
    from diff_diff import CallawaySantAnna

    frame = pd.read_parquet(path)
    found = CallawaySantAnna(estimation_method="reg").fit(
        frame, outcome="y", unit="unit", time="period", first_treat="start"
    )
    return float(found.overall_att), float(found.overall_se)


def pyfixest(path: Path) -> Found:
    """One dummy, errors clustered by unit."""
    import pandas as pd
    import pyfixest as pf

    frame = pd.read_parquet(path)
    frame["d"] = ((frame["start"] > 0) & (frame["period"] >= frame["start"])).astype("int8")
    options = {"copy_data": False, "store_data": False, "lean": True}
    found = pf.feols("y ~ d | unit + period", frame, vcov={"CRV1": "unit"}, **options)
    return float(found.coef().iloc[0]), float(found.se().iloc[0])


PROGRAMS = {"cells": cells, "twfe": twfe, "diff_diff": diff_diff, "pyfixest": pyfixest}


def main() -> None:
    """Estimate and print."""
    warnings.simplefilter("ignore")
    start = time.perf_counter()
    att, error = PROGRAMS[sys.argv[1]](Path(sys.argv[2]))
    spent = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"att": att, "error": error, "seconds": spent, "peak": peak}))


if __name__ == "__main__":
    main()
