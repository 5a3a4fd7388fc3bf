"""Toyland: what its figures promise to the tests that rest on them."""

from __future__ import annotations

import csv
import runpy
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.documents.sentences import read_text
from forerun.documents.statement import Context
from forerun.monitor.spec import monitor_spec
from forerun.periods import Period
from forerun.types import Measure

Key = tuple[str, str, str]
SECTORS = ["ty/iva/B", "ty/iva/C", "ty/iva/D"]
DIVISIONS = ["ty/iva/10", "ty/iva/24", "ty/iva/27", "ty/iva/29", "ty/iva/32"]
NEW_THREE = ["ty/scooter_exports", "ty/cell_exports", "ty/solar_exports"]


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog("toyland")


@pytest.fixture(scope="module")
def rows(catalog: Catalog) -> list[dict[str, str]]:
    return [row for path in catalog.figure_files() for row in _read(path)]


def _read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module", params=["2023-07-31", "2024-02-10", "2024-04-20", "2024-07-30"])
def known(request: pytest.FixtureRequest, rows: list[dict[str, str]]) -> dict[Key, float]:
    """The statistics office's figures as known on a day; the last row of a key is its last vintage."""
    seen = [row for row in rows if row["publisher"] in ("TSO", "TCS") and row["published"] <= request.param]
    return {(row["series"], row["period"], row["measure"]): float(row["value"]) for row in seen}


def _each(known: dict[Key, float], measure: str) -> list[tuple[str, str, float]]:
    found = [(series, period, value) for (series, period, what), value in known.items() if what == measure]
    assert len(found) > 20
    return found


def test_every_figure_is_of_a_series_measure_and_unit_of_the_catalog(
    catalog: Catalog, rows: list[dict[str, str]]
) -> None:
    for row in rows:
        series = catalog.series[row["series"]]
        assert series.units[Measure(row["measure"])] == row["unit"]
        assert row["unit"] in catalog.units
        assert row["source"] in catalog.sources
        assert row["publisher"] in catalog.publishers
        Period.parse(row["period"])


def test_every_series_has_figures_and_names_what_the_catalog_holds(
    catalog: Catalog, rows: list[dict[str, str]]
) -> None:
    assert {row["series"] for row in rows} == set(catalog.series)
    for series in catalog.series.values():
        assert series.indicator in catalog.indicators
        assert series.place in catalog.places
        assert series.activity in ("", *catalog.activities)
        assert series.publisher in catalog.publishers
        assert series.release in catalog.releases


def test_the_monitor_and_the_plans_name_series_that_exist(catalog: Catalog) -> None:
    assert monitor_spec(catalog).headline.series.id == "ty/iva"
    named = [target.series for target in catalog.targets if target.series]
    named += [code for industry in catalog.industries for code in (*industry.series, *industry.output)]
    assert all(catalog.series_named(code) for code in named)
    assert len(catalog.industries) == 4
    assert {target.industry for target in catalog.targets} <= {i.id for i in catalog.industries} | {
        "national"
    }


def test_six_regions_with_a_cell_each_and_links_both_ways(catalog: Catalog) -> None:
    regions = [place for place in catalog.places.values() if place.kind == "region"]
    assert len(regions) == len({(each.column, each.row) for each in regions}) == 6
    for place, links in catalog.adjacency.items():
        assert all((place, kind) in catalog.adjacency[neighbour] for neighbour, kind in links)


def test_the_year_to_date_is_the_sum_of_its_months(known: dict[Key, float]) -> None:
    """From March on, because January and February come together."""
    for series, period, value in _each(known, "ytd_level"):
        if "Q" in period or (series, period, "level") not in known:
            continue
        year, month = period.split("-")
        before = known[series, f"{year}-{int(month) - 1:02d}", "ytd_level"]
        assert value == pytest.approx(before + known[series, period, "level"], abs=1e-9)


@pytest.mark.parametrize(
    ("total", "parts"),
    [("ty/iva", SECTORS), ("ty/iva/C", DIVISIONS), ("ty/new_three_exports", NEW_THREE)],
)
def test_parts_add_up_to_their_total(known: dict[Key, float], total: str, parts: list[str]) -> None:
    for measure in ("level", "ytd_level"):
        for series, period, value in _each(known, measure):
            if series == total:
                assert value == sum(known[part, period, measure] for part in parts)


def test_regions_add_up_to_the_country(known: dict[Key, float], catalog: Catalog) -> None:
    regions = [place for place in catalog.places if place != catalog.home]
    for year in ("2021", "2022"):
        assert known["ty/gdp", year, "level"] == sum(known[f"{p}/gdp", year, "level"] for p in regions)


def test_growth_is_the_ratio_of_the_levels_known_on_the_day(known: dict[Key, float]) -> None:
    """One decimal, computed by the office from the levels that it then held."""
    for growth, level in (("yoy", "level"), ("ytd_yoy", "ytd_level")):
        for series, period, value in _each(known, growth):
            before = f"{int(period[:4]) - 1}{period[4:]}"
            if (series, period, level) in known:
                ratio = known[series, period, level] / known[series, before, level]
                assert value == pytest.approx(100 * (ratio - 1), abs=0.05 + 1e-9)


def test_january_and_february_come_together(rows: list[dict[str, str]], catalog: Catalog) -> None:
    joint = {s.id for s in catalog.series.values() if Measure.YTD_LEVEL in s.units and s.frequency == "month"}
    early = [row for row in rows if row["series"] in joint and row["period"][5:] in ("01", "02")]
    assert {row["measure"] for row in early} == {"ytd_level", "ytd_yoy", "mom_sa"}


def test_divisions_growing_counts_them(known: dict[Key, float]) -> None:
    for series, period, value in _each(known, "count"):
        if series == "ty/divisions_growing" and not period.startswith("2021"):
            measure = "ytd_yoy" if period.endswith("-02") else "yoy"
            rates = [known[each, period, measure] for each in ("ty/iva/B", "ty/iva/D", *DIVISIONS)]
            assert value == sum(rate > 0 for rate in rates)


def test_the_year_before_is_revised_every_march(rows: list[dict[str, str]]) -> None:
    key = ("ty/iva", "2023-12", "ytd_yoy")
    vintages = [row for row in rows if (row["series"], row["period"], row["measure"]) == key]
    assert [row["vintage"] for row in vintages] == ["first", "later"]
    assert [row["published"] for row in vintages] == ["2024-01-17", "2024-03-29"]


def test_every_way_of_knowing_the_day_occurs(rows: list[dict[str, str]], catalog: Catalog) -> None:
    days = {(day.release, str(day.period)) for day in catalog.release_days}
    unstated = {(catalog.series[r["series"]].release, r["period"]) for r in rows if not r["published"]}
    assert {row["precision"] for row in rows} == {"day", "month", ""}
    assert unstated & days
    assert unstated - days


def test_a_lower_bound_and_a_conflict_are_there_to_be_shown(rows: list[dict[str, str]]) -> None:
    assert any(row["comparator"] == ">" for row in rows)
    assert {r["publisher"] for r in rows if r["series"] == "ty/scooter_output"} == {"TSO", "SMA"}


def test_the_committed_files_are_what_the_script_makes(tmp_path: Path, root: Path, catalog: Catalog) -> None:
    write: Callable[[Path], None] = runpy.run_path(str(root / "tests/reference/toyland.py"))["write"]
    write(tmp_path)
    made = [path.relative_to(tmp_path) for path in tmp_path.rglob("*.csv")]
    assert len(made) == 6
    for path in made:
        assert (tmp_path / path).read_bytes() == (catalog.root / path).read_bytes(), path


def test_planted_errors_change_keys_that_exist_or_are_too_early(
    data: Path, rows: list[dict[str, str]]
) -> None:
    keys = {(row["series"], row["period"], row["measure"]) for row in rows}
    files = sorted((data / "toyland-errors").glob("*.csv"))
    planted = [(path.stem, row) for path in files for row in _read(path)]
    assert len(files) == 6
    for name, row in planted:
        known = (row["series"], row["period"], row["measure"]) in keys
        assert known != (name == "not-yet-over")
        assert row["note"].startswith("planted: ")


def test_the_release_reads_as_the_figures_that_ship(
    data: Path, catalog: Catalog, rows: list[dict[str, str]]
) -> None:
    """Every figure of the text and no other: what an ingest of it would add is there already."""
    told = [row for row in rows if row["published"] == "2024-06-17" and row["source"] == "tso-industry"]
    published = {(r["series"], r["period"], r["measure"]): (float(r["value"]), r["unit"]) for r in told}
    text = (data / "toyland-release-2024-05.txt").read_text(encoding="utf-8")
    reading = read_text(text, catalog, Context(date(2024, 6, 17), "TSO"))
    assert reading.unread == reading.uncatalogued == ()
    assert len(reading.statements) == 30  # 5 + 3 + 6 + 12 + 4 by paragraph
    for each in reading.statements:
        assert published[each.series, str(each.period), each.measure.value] == (each.value, each.unit)
