"""Synthetic difference in differences with every placebo, beside diff-diff on the same panel.

The panel is California's tobacco law (39 places, 31 periods) where the reference material lies beside the
checkout, else one made up of the same shape.  Answers are compared first: diff-diff draws its placebos and
stops its descent early, so the estimate must agree to a hundredth of the standard error, and the error to a
quarter.  Without diff-diff there is no row of a peer, and the note says so.
"""

from __future__ import annotations

import csv
import statistics
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TypeVar

import numpy as np

from bench.row import Row
from forerun.trials.inference.placebo import Placebos, placebos
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic.method import Method

FILE = Path(__file__).parents[3] / "shared" / "data" / "trials" / "california_prop99.csv"
FIRST, RUNS, SECONDS, RATIO = 1989, 7, 0.05, 10.0
OF_ESTIMATE, OF_ERROR = 0.01, 0.25  # standard errors, share

T = TypeVar("T")


def measure() -> Iterator[Row]:
    """The estimate with all 38 placebos, warm; the same of diff-diff as a multiple."""
    panel, name = panel_of()
    ours, spent = timed(lambda: placebos(panel, Method(Estimator.SDID)))
    note = f"{name}, estimate {ours.att:.4f}, error {ours.error:.4f}, warm, machine may be shared"
    if find_spec("diff_diff") is None:
        yield Row(
            "trials: SDID and all placebos", spent, SECONDS, "s", note=f"{note}; diff-diff not installed"
        )
        return
    yield Row("trials: SDID and all placebos", spent, SECONDS, "s", note=note)
    yield from beside(panel, ours, spent)


def beside(panel: Panel, ours: Placebos, spent: float) -> Iterator[Row]:
    """diff-diff with 200 placebos that it draws."""
    (att, error), took = timed(lambda: diff_diff(panel))
    apart = abs(att - ours.att) / ours.error
    assert apart <= OF_ESTIMATE, f"diff-diff finds {att}, ours is {ours.att}"
    assert abs(error / ours.error - 1) <= OF_ERROR, f"diff-diff's error is {error}, ours is {ours.error}"
    note = f"diff-diff {took:.3f} s for 200 draws, estimate {att:.4f}, error {error:.4f}"
    yield Row("trials: SDID, times faster than diff-diff", took / spent, RATIO, "x", at_least=True, note=note)


def diff_diff(panel: Panel) -> tuple[float, float]:
    """Estimate and standard error of the peer."""
    import pandas as pd
    from diff_diff import SyntheticDiD

    count, length = panel.outcome.shape
    start = panel.cohorts[0]
    rows = pd.DataFrame(
        {
            "unit": np.repeat(panel.places, length),
            "time": np.tile(np.arange(length), count),
            "y": panel.outcome.ravel(),
            "treated": np.repeat(panel.treated.astype(int), length),
        }
    )
    names = {"outcome": "y", "treatment": "treated", "unit": "unit", "time": "time"}
    model = SyntheticDiD(variance_method="placebo", n_bootstrap=200, seed=1)
    found = model.fit(rows, **names, post_periods=list(range(start, length)))
    return float(found.att), float(found.se)


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What came of it, and the median time once it is warm."""
    found, times = work(), []
    for _ in range(RUNS):
        begun = time.perf_counter()
        found = work()
        times.append(time.perf_counter() - begun)
    return found, statistics.median(times)


def panel_of() -> tuple[Panel, str]:
    """The panel, and what it is."""
    if not FILE.is_file():
        return made_up(), "made-up panel"
    with FILE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    places, years = sorted({row["State"] for row in rows}), sorted({row["Year"] for row in rows})
    outcome = np.empty((len(places), len(years)))
    for row in rows:
        outcome[places.index(row["State"]), years.index(row["Year"])] = float(row["PacksPerCapita"])
    start = np.full(len(places), NEVER)
    start[places.index("California")] = years.index(str(FIRST))
    return Panel(tuple(places), tuple(years), outcome, start), "Proposition 99"


def made_up() -> Panel:
    """39 places that drift together."""
    random = np.random.default_rng(0)
    outcome = random.normal(size=(39, 2)) @ random.normal(size=(2, 31)).cumsum(axis=1)
    outcome += 100.0 + random.normal(size=(39, 31))
    start = np.array([NEVER] * 38 + [19])
    return Panel(tuple(f"p{i}" for i in range(39)), tuple(map(str, range(31))), outcome, start)
