"""Trials as text and tables to try them on, panels with known answers, and made-up ones of known truth."""

from __future__ import annotations

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from forerun.ledger.snapshot import Snapshot
from forerun.trials.panel import NEVER, Panel
from forerun.workspace import Workspace

TRIAL = """
[trial]
id = "one"
name_en = "One"
name_zh = "一"
question = "Does it work?"
decides = "The ministry"
[outcome]
file = "panel.csv"
place = "place"
period = "year"
value = "output"
start = "start"
[analysis]
estimator = "difference_in_differences"
inference = "placebo"
alpha = 0.3
[decision]
direction = "higher"
matters = 0.02
"""


@pytest.fixture
def trial(tmp_path: Path) -> Callable[..., Path]:
    """Writes a trial with some texts replaced, and its table: lines of place,year,output,start."""

    def write(table: str, *changes: tuple[str, str]) -> Path:
        text = TRIAL
        for old, new in changes:
            assert old in text
            text = text.replace(old, new)
        (tmp_path / "one.toml").write_text(text, "utf-8")
        (tmp_path / "panel.csv").write_text(table, "utf-8")
        return tmp_path / "one.toml"

    return write


@pytest.fixture(scope="session")
def snapshots(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Snapshot]:
    """The shipped ledgers of both profiles as known today."""
    found = {}
    for profile in ("china", "toyland"):
        desk = Workspace.create(tmp_path_factory.mktemp("desk") / profile, profile)
        found[profile] = desk.ledger.snapshot(date.today())
    return found


def table_of(rows: dict[str, list[float]], start: dict[str, str], first: int = 2001) -> str:
    """A table with a row for each place and year."""
    lines = ["place,year,output,start"]
    for place, values in rows.items():
        lines += [f"{place},{first + t},{value},{start.get(place, '')}" for t, value in enumerate(values)]
    return "\n".join(lines) + "\n"


BASQUE = "Basque Country (Pais Vasco)"
Made = Callable[..., Panel]


def wide(path: Path, names: tuple[str, str], *values: str, delimiter: str = ",") -> Panel:
    """An outcome and covariates by place and period; an empty cell is missing."""
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=delimiter))
    places, periods = (sorted({row[name] for row in rows}) for name in names)
    arrays = {name: np.full((len(places), len(periods)), np.nan) for name in values}
    for row in rows:
        for name, array in arrays.items():
            cell = row[name] or "nan"
            array[places.index(row[names[0]]), periods.index(row[names[1]])] = float(cell)
    outcome = arrays.pop(values[0])
    return Panel(tuple(places), tuple(periods), outcome, np.full(len(places), NEVER), arrays)


@pytest.fixture(scope="session")
def treated() -> Made:
    """A panel with some places treated from a period on."""

    def treat(panel: Panel, period: str, *names: str) -> Panel:
        start = panel.start.copy()
        start[[panel.places.index(name) for name in names]] = panel.periods.index(period)
        return Panel(panel.places, panel.periods, panel.outcome, start, panel.covariates)

    return treat


@pytest.fixture(scope="session")
def prop99(shared: Path, treated: Made) -> Panel:
    path = shared / "data/trials/california_prop99.csv"
    return treated(wide(path, ("State", "Year"), "PacksPerCapita", delimiter=";"), "1989", "California")


@pytest.fixture(scope="session")
def cities(shared: Path) -> Panel:
    """The test panel of the GeoLift walkthrough, nobody treated yet."""
    return wide(shared / "data/trials/GeoLift_Test.csv", ("location", "date"), "Y")


@pytest.fixture(scope="session")
def cities_before(shared: Path) -> Panel:
    return wide(shared / "data/trials/GeoLift_PreTest.csv", ("location", "date"), "Y")


@pytest.fixture(scope="session")
def walkthrough(cities: Panel, treated: Made) -> Panel:
    return treated(cities, "2021-04-01", "chicago", "portland")


@pytest.fixture(scope="session")
def basque(shared: Path, treated: Made) -> Panel:
    path = shared / "data/trials/basque.csv"
    with path.open(encoding="utf-8") as file:
        names = next(csv.reader(file))[4:]
    return treated(wide(path, ("regionname", "year"), "gdpcap", *names), "1970.0", BASQUE)


@pytest.fixture(scope="session")
def made() -> Made:
    """Places with levels, two common factors and noise; ``cohorts`` are pairs of a start and how many."""

    def make(
        random: np.random.Generator,
        donors: int,
        cohorts: tuple[tuple[int, int], ...],
        periods: int,
        effect: float,
        *,
        wandering: bool = True,
    ) -> Panel:
        begins = [start for start, count in cohorts for _ in range(count)]
        start = np.array([NEVER] * donors + begins)
        size = len(start)
        factors = 0.3 * random.normal(size=(3, periods))
        common = factors.cumsum(axis=1) if wandering else factors
        loadings = np.column_stack([random.normal(size=(size, 2)), np.ones(size)])
        outcome = (
            2.0 * random.normal(size=(size, 1)) + loadings @ common + random.normal(size=(size, periods))
        )
        outcome += effect * (np.arange(periods) >= start[:, None])
        places = tuple(f"p{i:03d}" for i in range(size))
        return Panel(places, tuple(f"t{t:03d}" for t in range(periods)), outcome, start)

    return make
