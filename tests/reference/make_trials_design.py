"""Writes ``trials_design/*.json``: what augsynth-py says about the power of given designs.

Run by hand in an environment of its own; the tests only read the files::

    python -m venv venv && venv/bin/pip install augsynth-py==0.6.0 polars
    venv/bin/python tests/reference/make_trials_design.py GEOLIFT_PRETEST.csv BIG_PANEL.csv

Each file holds, for places drawn with a seed, the block conformal p-value of ``simulate_power(Synth())`` by
candidate, duration, window (0 is the last) and effect.  The first panel is GeoLift's, 40 places and 90 days;
the second is simulated, 340 and 260.
"""

from __future__ import annotations

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import polars as pl
from augsynth_py import Synth, simulate_power

FOLDER = Path(__file__).parent / "trials_design"
EFFECTS = [-0.15, -0.05, 0.0, 0.03, 0.05, 0.10, 0.20]
DURATIONS = [7, 10, 15]


def main() -> None:
    """Two panels: many small candidates and few large ones."""
    warnings.simplefilter("ignore")  # that the effect is larger than the misfit
    write("walkthrough", sys.argv[1], count=30, lookback=1)
    write("walkthrough_lookback", sys.argv[1], count=8, lookback=6)
    write("large", sys.argv[2], count=3, lookback=2)


def write(name: str, path: str, *, count: int, lookback: int) -> None:
    """The p-values of ``count`` candidates drawn with seed 11."""
    panel = (
        pl.read_csv(path)
        .with_columns(pl.col("date").rank("dense").cast(pl.Int64).alias("t"), pl.col("Y").cast(pl.Float64))
        .select(["location", "t", "Y"])
    )
    places = sorted(panel["location"].unique().to_list())
    draw = np.random.default_rng(11)
    drawn = [sorted(draw.choice(places, 1 + k % 5, replace=False).tolist()) for k in range(count)]
    cells = [one(panel, places, lookback) for places in drawn]
    FOLDER.mkdir(exist_ok=True)
    made = {
        "made_by": "augsynth-py 0.6.0, simulate_power(Synth())",
        "durations": DURATIONS,
        "effects": EFFECTS,
        "lookback": lookback,
        "candidates": drawn,
        "p": cells,
    }
    (FOLDER / f"{name}.json").write_text(json.dumps(made) + "\n")


def one(panel: pl.DataFrame, places: list[str], lookback: int) -> list[list[list[float]]]:
    """[duration][window][effect] of one candidate."""
    told = simulate_power(
        panel,
        estimator=Synth(),
        unit="location",
        time="t",
        outcome="Y",
        treated=places,
        durations=DURATIONS,
        effect_sizes=EFFECTS,
        lookback_window=lookback,
    ).simulations
    p = {(d, w, e): p for d, w, e, p in told["duration", "window", "effect_size", "pvalue"].iter_rows()}
    return [[[round(p[d, w, e], 10) for e in EFFECTS] for w in range(lookback)] for d in DURATIONS]


if __name__ == "__main__":
    main()
