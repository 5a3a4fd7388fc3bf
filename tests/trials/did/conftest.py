"""Panels with known answers: mpdta, the Chinese city panel, and a simulated one that moderndid has read."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from forerun.trials.panel import NEVER, Panel

REFERENCE = Path(__file__).parents[2] / "reference" / "trials_did"


def long_to_panel(
    rows: list[dict[str, str]], names: tuple[str, str, str, str], extra: tuple[str, ...]
) -> Panel:
    """A panel of text rows; an empty field is missing, a start of 0 or nothing is none."""
    unit, period, outcome, start = names
    units, periods = (tuple(sorted({row[name] for row in rows})) for name in (unit, period))
    arrays = {name: np.full((len(units), len(periods)), np.nan) for name in (outcome, *extra)}
    begins = np.full(len(units), NEVER)
    where = {each: i for i, each in enumerate(units)}
    when = {each: i for i, each in enumerate(periods)}
    for row in rows:
        i, t = where[row[unit]], when[row[period]]
        for name, values in arrays.items():
            values[i, t] = float(row[name]) if row[name] else np.nan
        if row[start] not in ("", "0"):
            begins[i] = sum(each < str(int(float(row[start]))) for each in periods)
    return Panel(units, periods, arrays[outcome], begins, {name: arrays[name] for name in extra})


@pytest.fixture(scope="session")
def mpdta(shared: Path) -> Panel:
    with (shared / "data/trials/mpdta.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return long_to_panel(rows, ("countyreal", "year", "lemp", "first.treat"), ("lpop",))


@pytest.fixture(scope="session")
def answers() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "moderndid.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def simulated(answers: dict[str, Any]) -> Panel:
    """150 units in 7 periods, cohorts 3, 5 and 6, with weights, a fixed covariate z and a changing one x."""
    held = {name: np.array(values, float).reshape(150, 7) for name, values in answers["panel"].items()}
    start = held["start"][:, 0].astype(np.int64)
    return Panel(
        places=tuple(f"u{i:03d}" for i in range(150)),
        periods=tuple(str(t) for t in range(1, 8)),
        outcome=held["y"],
        start=np.where(start == 0, NEVER, start - 1),
        covariates={"z": held["z"], "x": held["x"]},
        weights=held["w"][:, 0],
    )


@pytest.fixture(scope="session")
def gappy(simulated: Panel) -> Panel:
    """The simulated panel without every eleventh outcome."""
    unit, period = np.indices(simulated.outcome.shape)
    holes = (unit * 7 + period + 1) % 11 == 3
    return Panel(
        simulated.places,
        simulated.periods,
        np.where(holes, np.nan, simulated.outcome),
        simulated.start,
        simulated.covariates,
        simulated.weights,
    )


CITY_CONTROLS = (
    "ln_pgdp",
    "ln_pop_density",
    "industrial_advanced",
    "ln_road_area",
    "financial_development",
)


def _cities(path: Path, start: str) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig") as file:
        return [row for row in csv.DictReader(file) if row.get(start) is not None]


@pytest.fixture(scope="session")
def cities(shared: Path) -> Panel:
    """215 Chinese cities, 2007-2023, unbalanced; treated where the file's column ``did`` is one."""
    rows = _cities(shared / "data/trials/china_lowcarbon_edgar_2007_2023.csv", "did")
    begins = {row["city_name"]: "0" for row in rows}
    for row in sorted(rows, key=lambda row: row["year"], reverse=True):
        if row["did"] == "1":
            begins[row["city_name"]] = row["year"]
    rows = [row | {"start": begins[row["city_name"]]} for row in rows]
    return long_to_panel(rows, ("city_name", "year", "ln_carbon_intensity", "start"), CITY_CONTROLS)


OTHER_CONTROLS = (
    "ln_pgdp",
    "tertiary_share",
    "ln_fdi",
    "ln_pop",
    "industrial_upgrading",
    "ln_road_area",
    "fdi_openness",
)


@pytest.fixture(scope="session")
def balanced_cities(shared: Path) -> Panel:
    """The 215 cities of the sample with 17 years each; cohorts of 2010, 2013 and 2017; controls have gaps."""
    rows = _cities(shared / "data/trials/china_lowcarbon_full_2007_2023.csv", "pilot_year")
    rows = [row for row in rows if row["ln_carbon_intensity"] and row["treat"]]
    panel = long_to_panel(rows, ("city_name", "year", "ln_carbon_intensity", "pilot_year"), OTHER_CONTROLS)
    return panel.of(np.isfinite(panel.outcome).all(axis=1))


@pytest.fixture(scope="session")
def provinces(shared: Path, balanced_cities: Panel) -> tuple[str, ...]:
    """The province of each balanced city: the first two digits of its code."""
    rows = _cities(shared / "data/trials/china_lowcarbon_full_2007_2023.csv", "pilot_year")
    of = {row["city_name"]: row["city_code"][:2] for row in rows if row["treat"]}
    return tuple(of[city] for city in balanced_cities.places)
