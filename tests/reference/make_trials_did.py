"""Writes ``trials_did/moderndid.json``: what moderndid says about a small staggered panel.

Run by hand in an environment of its own; the tests only read the file::

    python -m venv venv && venv/bin/pip install moderndid==0.2.0 polars
    venv/bin/python tests/reference/make_trials_did.py

The panel (150 units, 7 periods, drawn with a seed, rounded) is kept in the file; ``z`` is fixed, ``x`` not.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import moderndid
import numpy as np
import polars as pl

FOLDER = Path(__file__).parent / "trials_did"
UNITS, PERIODS = 150, 7
CASES = [
    {"control_group": controls, "base_period": base, "anticipation": anticipation}
    for controls in ("nevertreated", "notyettreated")
    for base in ("varying", "universal")
    for anticipation in (0, 1)
] + [
    {"weightsname": "w"},
    {"weightsname": "w", "control_group": "notyettreated", "xformla": "~ z", "est_method": "reg"},
    {"weightsname": "w", "xformla": "~ z + x", "est_method": "ipw"},
    {"weightsname": "w", "xformla": "~ z + x", "est_method": "dr"},
    {"xformla": "~ z + x", "est_method": "reg", "base_period": "universal"},
    {"drop_never": True, "control_group": "notyettreated"},
]


def main() -> None:
    """All cases on one panel."""
    warnings.simplefilter("ignore")
    panel = draw()
    FOLDER.mkdir(exist_ok=True)
    held = {name: panel[name].to_list() for name in panel.columns}
    answers = [{"case": case} | answer(panel, case) for case in CASES]
    (FOLDER / "moderndid.json").write_text(
        json.dumps({"panel": held, "answers": answers}) + "\n", encoding="utf-8"
    )


def draw() -> pl.DataFrame:
    """Outcomes with unit effects, trends in z, and effects that grow."""
    rng = np.random.default_rng(5)
    start = rng.choice([0, 3, 5, 6], UNITS, p=[0.4, 0.25, 0.2, 0.15])
    z = rng.normal(size=UNITS) + 0.3 * (start > 0)
    x = rng.normal(size=(UNITS, PERIODS)) + z[:, None]
    t = np.arange(1, PERIODS + 1)
    effect = np.where((start[:, None] > 0) & (t >= start[:, None]), 0.4 * (t - start[:, None] + 1), 0.0)
    outcome = 3 * rng.normal(size=(UNITS, 1)) + 0.2 * t * (1 + z[:, None]) + 0.3 * x + effect
    outcome = outcome + rng.normal(size=(UNITS, PERIODS))
    weight = rng.uniform(0.5, 2.0, UNITS)
    return pl.DataFrame(
        {
            "unit": np.repeat(np.arange(UNITS), PERIODS),
            "period": np.tile(t, UNITS),
            "start": np.repeat(start, PERIODS),
            "w": np.repeat(weight.round(3), PERIODS),
            "z": np.repeat(z.round(3), PERIODS),
            "x": x.ravel().round(3),
            "y": outcome.ravel().round(3),
        }
    )


def answer(panel: pl.DataFrame, case: dict[str, object]) -> dict[str, object]:
    """Group-time effects and the four aggregates with their analytic errors."""
    options = dict(case)
    if options.pop("drop_never", False):
        panel = panel.filter(pl.col("start") > 0)
    options.setdefault("est_method", "reg")
    found = moderndid.att_gt(
        panel, yname="y", tname="period", idname="unit", gname="start", boot=False, **options
    )
    kinds = {kind: moderndid.aggte(found, type=kind) for kind in ("simple", "dynamic", "group", "calendar")}
    return {
        "cohort": numbers(found.groups),
        "period": numbers(found.times),
        "att": numbers(found.att_gt),
        "error": numbers(found.se_gt),
        "overall": {kind: [float(each.overall_att), float(each.overall_se)] for kind, each in kinds.items()},
        "event_study": [numbers(kinds["dynamic"].att_by_event), numbers(kinds["dynamic"].se_by_event)],
    }


def numbers(values: object) -> list[float | None]:
    """A list that JSON can hold."""
    return [None if np.isnan(each) else float(each) for each in np.asarray(values, float)]


if __name__ == "__main__":
    main()
