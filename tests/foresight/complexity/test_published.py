"""Against other programs and published tables, all rows of each."""

from __future__ import annotations

import csv
import json
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from forerun.foresight.complexity.filters import Filter
from forerun.foresight.complexity.method import Convention, Method
from forerun.foresight.complexity.sensitivity import sensitivity
from forerun.foresight.complexity.year import Year, complexity_of_year, strengths
from forerun.foresight.complexity.years import complexity
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.counts_file import read_counts

REFERENCE = Path(__file__).parents[2] / "reference" / "foresight_complexity" / "ecomplexity.json"


@cache
def table(path: Path) -> Counts:
    return read_counts(path)


@pytest.fixture
def trade(shared: Path) -> Counts:
    return table(shared / "data" / "foresight" / "trade_sitc4_avg_1998_2000.csv.gz")


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_stata_package_on_all_rows_of_its_fixture(shared: Path) -> None:
    folder = shared / "data" / "foresight"
    found = complexity(table(folder / "stata_fixture_1995_input.csv")).of(1995)
    places = {name: at for at, name in enumerate(found.places)}
    activities = {name: at for at, name in enumerate(found.activities)}
    published = rows(folder / "stata_fixture_1995_reference.csv")
    assert len(published) > 5
    for row in published:
        p, a = places[row["origin"]], activities[row["hs92"]]
        assert found.strengths.advantage[p, a] == pytest.approx(float(row["rca"]), abs=1e-6)
        assert found.strengths.strong[p, a] == (row["M"] == "1")
        assert found.density[p, a] == pytest.approx(float(row["density"]), abs=1e-9)
        assert (found.diversity[p], found.ubiquity[a]) == (int(row["diversity"]), int(row["ubiquity"]))
        ours = (found.eci[p], found.pci[a], found.coi[p], found.cog[p, a])
        theirs = [float(row[name]) for name in ("eci", "pci", "coi", "cog")]
        assert ours == pytest.approx(theirs, abs=1e-6)


@pytest.mark.parametrize("year", [2001, 2002])
def test_the_python_package_0_5_3(year: int) -> None:
    """See ``tests/reference/make_foresight_complexity.py``."""
    held = json.loads(REFERENCE.read_text(encoding="utf-8"))
    values = np.array([held["values"][str(each)] for each in (2001, 2002)])
    counts = Counts((2001, 2002), names(16), names(40), values, values.any(axis=2))
    found = complexity_of_year(counts, year, method=Method(Convention.PYTHON))
    theirs = {name: np.array(each) for name, each in held["answers"][str(year)].items()}
    assert np.array_equal(found.strengths.strong, theirs["mcp"] == 1)
    for name, ours in indices(found).items():
        assert ours == pytest.approx(theirs[name], abs=1e-10), name


def names(number: int) -> tuple[str, ...]:
    return tuple(f"{at:02}" for at in range(number))


def indices(found: Year) -> dict[str, np.ndarray]:
    own = ("diversity", "ubiquity", "density", "eci", "pci", "coi", "cog")
    return {name: getattr(found, name) for name in own} | {"rca": found.strengths.advantage}


def test_eigenvalues_of_all_territories(trade: Counts) -> None:
    """The method of reflections on 226 territories; uninhabited islands lead."""
    found = complexity(trade)
    assert trade.values.shape == (1, 226, 785)
    assert found.eigenvalues[0] == pytest.approx([1, 0.179134, 0.120949], abs=1e-6)
    assert found.ranks(UNDATED)["sgs"] == 1


def test_the_130_largest_exporters(trade: Counts) -> None:
    found = complexity(trade, Filter(largest=130))
    assert found.eigenvalues[0, 1:] == pytest.approx([0.2012, 0.1229], abs=1e-4)
    published = {
        "jpn": 2.411,
        "gbr": 2.141,
        "deu": 2.116,
        "usa": 1.964,
        "swe": 1.848,
        "che": 1.841,
        "chn": 0.685,
    }
    ours = {name: found.eci[0, trade.places.index(name)] for name in published}
    assert ours == pytest.approx(published, abs=2e-3)
    assert found.ranks(UNDATED)["chn"] == 34
    assert len([each for each in found.left_out if each.what in trade.places]) == 96


def test_ranks_under_several_filters(trade: Counts) -> None:
    found = sensitivity(trade, UNDATED, Filter(largest=130))
    ranks = {each.compared: each.rank["chn"] for each in found.standings}
    assert {number: ranks[number] for number in (100, 130, 160, 200)} == {100: 31, 130: 34, 160: 33, 200: 46}
    assert found.standings[0].compared == 130
    assert found.ranks("chn") == (31, max(ranks.values()))
    assert found.ranks("atlantis") is None


def test_fitness_of_the_r_package(shared: Path, trade: Counts) -> None:
    """economiccomplexity 2.0.0 (R), to the last digit: its first iteration is the start."""
    folder = shared / "data" / "foresight"
    where = strengths(trade, UNDATED)
    found = where.fitness()
    for file, column, known, ours in (
        ("ref_fitness_country.csv", "fitness", where.places, found.places),
        ("ref_fitness_product.csv", "quality", where.activities, found.activities),
    ):
        at = {name: position for position, name in enumerate(known)}
        published = rows(folder / file)
        key = next(iter(published[0]))
        mine = [ours[at[row[key]]] for row in published]
        assert mine == pytest.approx([float(row[column]) for row in published], rel=1e-9)
    assert found.iterations == 20
    assert 0 < found.change < 1e-2
