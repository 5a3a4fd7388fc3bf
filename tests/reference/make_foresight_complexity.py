"""Writes ``foresight_complexity/ecomplexity.json``: what ecomplexity 0.5.3 says of a table of two years.

Run by hand in an environment of its own; the tests only read the file::

    python -m venv venv && venv/bin/pip install ecomplexity==0.5.3 "pandas<3"
    venv/bin/python tests/reference/make_foresight_complexity.py

The table (16 places, 40 activities, drawn with a seed, rounded to whole numbers) is kept in the file.
"""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from ecomplexity import ecomplexity

FOLDER = Path(__file__).parent / "foresight_complexity"
PLACES, ACTIVITIES, YEARS = 16, 40, (2001, 2002)
INDICES = ("rca", "mcp", "diversity", "ubiquity", "density", "eci", "pci", "coi", "cog")


def main() -> None:
    """The table, and every index by year."""
    warnings.simplefilter("ignore")
    values = {year: draw(year) for year in YEARS}
    frame = pd.concat(long(year, each) for year, each in values.items())
    names = {"time": "year", "loc": "place", "prod": "activity", "val": "value"}
    found = ecomplexity(frame, names, check_logsupermodularity=False, verbose=False)
    found = found.sort_values(["year", "place", "activity"])
    answers = {}
    for year, rows in found.groupby("year"):
        shaped = {name: rows[name].to_numpy(float).reshape(PLACES, ACTIVITIES) for name in INDICES}
        for name in ("diversity", "eci", "coi"):
            shaped[name] = shaped[name][:, 0]
        for name in ("ubiquity", "pci"):
            shaped[name] = shaped[name][0]
        answers[str(year)] = {name: np.round(each, 14).tolist() for name, each in shaped.items()}
    held = {str(year): each.tolist() for year, each in values.items()}
    FOLDER.mkdir(exist_ok=True)
    text = json.dumps({"values": held, "answers": answers})
    (FOLDER / "ecomplexity.json").write_text(text + "\n", encoding="utf-8")


def draw(seed: int) -> np.ndarray:
    """Places with more abilities make more of the activities, and more demanding ones."""
    rng = np.random.default_rng(seed)
    able, hard = rng.normal(size=(PLACES, 1)), rng.normal(size=(1, ACTIVITIES))
    values = np.exp(5 + 1.2 * able * hard + rng.normal(0, 1.2, (PLACES, ACTIVITIES)))
    values[rng.random(values.shape) < 0.3] = 0
    return np.round(values)


def long(year: int, values: np.ndarray) -> pd.DataFrame:
    """One row for each cell, zeros included."""
    place, activity = np.divmod(np.arange(values.size), ACTIVITIES)
    return pd.DataFrame({"year": year, "place": place, "activity": activity, "value": values.ravel()})


if __name__ == "__main__":
    main()
