"""Reads the nowcasting references beside the checkout, as the publishers' programs do."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from forerun.outlook.statespace.model import Array, StateSpace
from forerun.outlook.statespace.transformations import transform_all
from forerun.outlook.statespace.vintage import Scale, Vintage

FIRST = "2000-01"


class Spec(NamedTuple):
    """Codes of a specification, by series."""

    series: tuple[str, ...]
    codes: tuple[str, ...]
    frequencies: tuple[str, ...]

    @property
    def quarterly(self) -> NDArray[np.bool_]:
        return np.array([frequency == "q" for frequency in self.frequencies])


def table(path: Path) -> list[list[str]]:
    """Rows of a CSV file, packed or not."""
    if path.suffix == ".gz":
        with gzip.open(path, "rt", encoding="utf-8") as packed:
            return list(csv.reader(packed))
    with path.open(encoding="utf-8") as file:
        return list(csv.reader(file))


def numbers(rows: Sequence[Sequence[str]]) -> Array:
    return np.array([[float(cell) if cell not in ("", "NA") else np.nan for cell in row] for row in rows])


def new_york_spec(nowcast: Path, series: Sequence[str] = ()) -> Spec:
    """All series, or some in an order of one's own."""
    head, *rows = table(nowcast / "frbny" / "spec.csv")
    known = {row[0]: dict(zip(head, row, strict=True)) for row in rows}
    names = tuple(series) or tuple(known)
    return Spec(
        names,
        tuple(known[name]["Transformation"] for name in names),
        tuple(known[name]["Frequency"] for name in names),
    )


def vintage(path: Path, spec: Spec) -> Vintage:
    """One dated file of levels from 1985 on, transformed, from January 2000 on."""
    head, *rows = table(path)
    months = [_month(row[0]) for row in rows]
    levels = numbers([row[1:] for row in rows])[:, [head.index(name) - 1 for name in spec.series]]
    first = months.index(FIRST)
    values = transform_all(levels, spec.codes, spec.frequencies)
    return Vintage(spec.series, tuple(months[first:]), values[first:])


def matlab_model(path: Path) -> tuple[StateSpace, Scale]:
    """Parameters and scale as the New York Fed's program stores them."""
    kept = np.load(path)
    initial = (kept["V_0"] + kept["V_0"].T) / 2
    space = StateSpace(kept["C"], kept["A"], kept["R"], kept["Q"], kept["Z_0"][:, 0], initial)
    return space, Scale(kept["Mx"][0], kept["Wx"][0])


def _month(written: str) -> str:
    """``2016-06-01`` or ``6/1/16`` as ``2016-06``."""
    if "/" not in written:
        return written[:7]
    month, _, year = (int(part) for part in written.split("/"))
    return f"{year + (1900 if year > 50 else 2000)}-{month:02d}"
