"""The Chinese profile against the tables that it was compiled from, read here independently."""

from __future__ import annotations

import csv
import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog, convert
from forerun.periods import Period
from forerun.types import Comparator, Measure

Row = dict[str, str]
Key = tuple[str, str, str]

UNITS = {
    "100m users": "100 million users",
    "100m connections": "100 million connections",
    "100m households": "100 million households",
    "10k stations": "10000 stations",
    "100m CNY": "CNY 100 million",
    "100m USD": "USD 100 million",
    "100m GB": "100 million GB",
    "10k units": "10000 units",
    "100m units": "100 million units",
    "10k t": "10000 tonnes",
    "10k persons": "10000 persons",
    "10k vehicles": "10000 units",
    "vehicles": "unit",
    "units": "unit",
    "billion USD": "USD billion",
    "million": "million users",
    "objects": "object",
    "cities": "city",
    "100m jin": "100 million jin",
}
ANNUAL_AS_YEAR_TO_DATE = {
    *("CAAM_AUTO_EXPORT", "CAAM_AUTO_OUT", "CAAM_AUTO_SALES", "CAAM_NEV_EXPORT", "CAAM_NEV_OUT"),
    *("CAAM_NEV_SALES", "EV_EXPORT_UNITS", "LIB_EXPORTS", "MIIT_LIB_OUT", "NEW3_EXPORTS"),
}


@dataclass(frozen=True)
class Shipped:
    """The profile's figures by key."""

    catalog: Catalog
    by_key: dict[Key, list[Row]]

    def rows(self, name: str, period: str, measure: str) -> list[Row]:
        return self.by_key.get((self.catalog.series_named(name).id, period, measure), [])

    def holds(self, name: str, period: str, measure: str, value: str, source: str) -> bool:
        """Whether the value is there from this source, by itself or named in the row that carries it."""
        return any(
            float(row["value"]) == float(value)
            and (row["source"] == source or f"also {source}" in row["note"].split("; "))
            for row in self.rows(name, period, measure)
        )


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    return load_catalog("china")


@pytest.fixture(scope="module")
def shipped(catalog: Catalog) -> Shipped:
    by_key: dict[Key, list[Row]] = defaultdict(list)
    for path in catalog.figure_files():
        for row in read(path):
            by_key[row["series"], row["period"], row["measure"]].append(row)
    return Shipped(catalog, by_key)


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def compiled(shared: Path) -> Iterable[Row]:
    for row in read(shared / "data/china/observations_compiled.csv"):
        if row["series_id"] in ANNUAL_AS_YEAR_TO_DATE and len(row["period"]) == 4:
            row |= {"period": f"{row['period']}-12", "measure": f"ytd_{row['measure']}"}
        yield row


def in_calendar(source: str) -> str:
    """The id of a source of the calendar tables; two ids stand for other files in the main table."""
    if source in ("jin10-ip", "jin10-exports"):
        return f"calendar:{source}"
    return source.removeprefix("china:")


def test_every_compiled_figure_is_there(shared: Path, shipped: Shipped) -> None:
    rows = list(compiled(shared))
    assert len(rows) == 2679
    for row in rows:
        found = shipped.holds(row["series_id"], row["period"], row["measure"], row["value"], row["source"])
        assert found, row


def test_compiled_figures_keep_unit_and_day(shared: Path, shipped: Shipped) -> None:
    for row in compiled(shared):
        for each in shipped.rows(row["series_id"], row["period"], row["measure"]):
            if each["source"] == row["source"]:
                assert each["unit"] == row["unit"], row
                assert each["published"] == row["published"], row


def test_every_first_announcement_is_there_with_its_day(shared: Path, shipped: Shipped) -> None:
    days = {(each.release, str(each.period)): each.published for each in shipped.catalog.release_days}
    rows = read(shared / "data/calendar/first_vintages.csv")
    assert len(rows) == 425
    for row in rows:
        first = [
            each
            for each in shipped.rows(row["series_id"], row["period"], row["measure"])
            if each["vintage"] == "first" and each["source"] == in_calendar(row["source"])
        ]
        day = "" if row["basis"].endswith("releases.csv") else row["published"]
        assert [(float(each["value"]), each["published"]) for each in first] == [(float(row["value"]), day)]
        if not day:
            told = days[shipped.catalog.series_named(row["series_id"]).release, row["period"]]
            assert told == date.fromisoformat(row["published"])


def test_export_growth_announced_and_revised_are_two_vintages(shared: Path, shipped: Shipped) -> None:
    differing = [
        row
        for row in read(shared / "data/calendar/first_vintages.csv")
        if row["series_id"] == "EXPORTS_USD" and row["differs"] == "true"
    ]
    assert len(differing) == 81
    for row in differing:
        vintages = {
            each["vintage"]: float(each["value"])
            for each in shipped.rows("EXPORTS_USD", row["period"], "yoy")
        }
        assert vintages == {"first": float(row["value"]), "later": float(row["starter_value"])}


def test_every_extra_division_figure_is_there(shared: Path, shipped: Shipped) -> None:
    for row in read(shared / "data/calendar/divisions_extra.csv"):
        source = in_calendar(row["source"])
        assert shipped.holds(row["series_id"], row["period"], row["measure"], row["value"], source), row


@pytest.mark.parametrize(("table", "count"), [("ict/observations.csv", 415), ("plans/new_three.csv", 266)])
def test_every_figure_of_communications_and_the_new_three_is_there(
    shared: Path, shipped: Shipped, table: str, count: int
) -> None:
    rows = read(shared / "data" / table)
    assert len(rows) == count
    for row in rows:
        same = [
            each
            for each in shipped.rows(row["series_id"], row["period"], row["measure"])
            if float(each["value"]) == float(row["value"]) and each["source"] == row["source"]
        ]
        assert len(same) == 1, row
        assert same[0]["unit"] == UNITS.get(row["unit"], row["unit"]), row
        assert same[0]["flag"] == row["flag"], row
        if len(row["published"]) > 4:
            assert same[0]["published"] == row["published"], row


def test_bounds_and_roundings_are_not_exact_figures(shared: Path, shipped: Shipped) -> None:
    comparators = {"lower_bound": ">", "upper_bound": "<", "rounded": "about"}
    for table in ("ict/observations.csv", "plans/new_three.csv"):
        for row in read(shared / "data" / table):
            for each in shipped.rows(row["series_id"], row["period"], row["measure"]):
                if each["source"] == row["source"]:
                    assert each["comparator"] == comparators.get(row["flag"], "="), row


def test_every_coverage_fact_is_there(shared: Path, shipped: Shipped) -> None:
    for row in read(shared / "data/ict/coverage_facts.csv"):
        series = shipped.catalog.series_named(row["fact_id"])
        same = [
            each
            for measure in series.units
            for each in shipped.rows(row["fact_id"], row["as_of"], measure)
            if each["source"] == row["source"]
        ]
        assert [(float(each["value"]), each["comparator"]) for each in same] == [
            (float(row["value"]), row["comparator"])
        ], row


def test_provinces_hold_the_official_rows_and_only_those(shared: Path, shipped: Shipped) -> None:
    official = [
        row for row in read(shared / "data/provinces/observations.csv") if row["source"].startswith("nbs-")
    ]
    indicators = {
        "gdp": ("gdp", "level"),
        "gdp_before_census5": ("gdp", "level"),
        "population_resident": ("population", "level"),
        "fai_funds_growth": ("fai_funds", "yoy"),
    }
    for row in official:
        indicator, measure = indicators[row["indicator"]]
        name = f"cn-{row['place']}/{indicator}"
        assert shipped.holds(name, row["year"], measure, row["value"], row["source"]), row
    provincial = [
        row
        for (series, _, _), rows in shipped.by_key.items()
        if "0000/" in series and "/output/" not in series
        for row in rows
    ]
    assert len(provincial) == len(official) == 1240


def test_products_of_provinces_are_those_of_the_yearbooks_but_for_gas_that_contradicts_itself(
    shared: Path, shipped: Shipped
) -> None:
    read_there = [
        row for row in read(shared / "data/provinces/products.csv") if row["product"] != "natural_gas"
    ]
    for row in read_there:
        name = f"cn-{row['place']}/output/{row['product']}"
        assert shipped.holds(name, row["year"], "level", row["value"], row["source"]), row
    kept = [
        row for (series, _, _), rows in shipped.by_key.items() if "0000/output/" in series for row in rows
    ]
    assert len(kept) == len(read_there) == 1477


def test_the_census_revision_is_a_vintage(shipped: Shipped) -> None:
    beijing = {row["source"]: row for row in shipped.rows("cn-110000/gdp", "2019", "level")}
    assert {source: float(row["value"]) for source, row in beijing.items()} == {
        "nbs-gdp-old": 35445.1,
        "nbs-gdp-rev5": 37767.0,
    }
    assert beijing["nbs-gdp-rev5"]["vintage"] == "later"


def test_every_technology_figure_is_there(shared: Path, shipped: Shipped) -> None:
    values = defaultdict(set)
    for rows in shipped.by_key.values():
        for row in rows:
            values[row["source"], row["period"]].add((float(row["value"]), row["unit"]))
    rows = read(shared / "data/technologies/technologies.csv")
    assert len(rows) == 634
    for row in rows:
        source = row["source"].split(":")[-1]
        unit = UNITS.get(row["unit"], row["unit"])
        periods = (row["period"], f"{row['period']}-12")
        assert any((float(row["value"]), unit) in values[source, period] for period in periods), row


def test_technology_series_hold_their_rows(shared: Path, shipped: Shipped) -> None:
    held = {key[0]: 0 for key in shipped.by_key}
    for (series, _, _), rows in shipped.by_key.items():
        held[series] += len(rows)
    assert held["world/module_price/solar_pv"] == 47
    assert held["cn/cumulative_capacity/solar_pv"] == 24
    assert held["us/objects_launched/space_launch"] == 50
    assert held["cn/annual_installations/industrial_robots"] == 8
    assert "cn/sales/new_energy_vehicles" not in held


def test_every_release_day_and_lag_is_there(shared: Path, catalog: Catalog) -> None:
    days = {(each.release, str(each.period)): each for each in catalog.release_days}
    rows = read(shared / "data/calendar/releases.csv")
    assert len(rows) == 342
    assert days.keys() - {(row["release"], row["period"]) for row in rows} == {("miit-telecom", "2023-10")}
    for row in rows:
        day = days[row["release"], row["period"]]
        assert day.published == date.fromisoformat(row["published"])
        assert day.scheduled == (row["scheduled"] == "true")
        assert day.source == in_calendar(row["source"])
    lags = {(each.release, each.case): each for each in catalog.lags}
    for row in read(shared / "data/calendar/lags.csv"):
        if row["case"] == "upper bounds only" and (row["release"], "all") in lags:
            continue
        lag = lags[row["release"], row["case"]]
        assert (lag.count, lag.median_days) == (int(row["n"]), float(row["median_days"]))


def test_every_source_of_the_shipped_tables_is_there(shared: Path, catalog: Catalog) -> None:
    for folder in ("china", "calendar", "ict", "plans", "technologies"):
        for row in read(shared / "data" / folder / "sources.csv"):
            named = row.get("source") or row["source_id"]
            ours = in_calendar(named) if folder == "calendar" else named.split(":")[-1]
            address = row.get("address") or row["address_or_repo"]
            assert catalog.sources[ours].address == address, row


def test_every_target_is_there(shared: Path, catalog: Catalog) -> None:
    rows = read(shared / "data/plans/plans.csv")
    assert len(rows) == len(catalog.targets) == 75
    for row, target in zip(rows, catalog.targets, strict=True):
        assert (target.plan, target.indicator, target.source) == (
            row["plan_id"],
            row["indicator"],
            row["source"],
        )
        first, last = str(target.first), str(target.last)
        assert row["target_period"] == (first if first == last else f"{first}-{last}")
        assert target.unit == UNITS.get(row["unit"], row["unit"])
        if row["comparator"] == "decline>=":
            assert (target.comparator, target.value) == (Comparator.AT_MOST, -float(row["value"]))
        elif row["comparator"] == "direction":
            assert (target.basis, target.value) == ("direction", None)
        else:
            assert (target.comparator, target.value) == (row["comparator"], float(row["value"]))
        if len(row["issued"]) == 10:
            assert target.known_from == date.fromisoformat(row["issued"])
        assert target.known_is_estimated == (len(row["issued"]) != 10)


def test_a_target_is_measured_in_the_unit_of_its_series(catalog: Catalog) -> None:
    """Levels convert into the series' unit; narrow and broad electronics stay apart."""
    for target in catalog.targets:
        if target.series and target.value is not None and target.basis in ("level", "count"):
            series = catalog.series_named(target.series)
            measure = next(each for each in (Measure.YTD_LEVEL, Measure.LEVEL) if each in series.units)
            convert(target.value, catalog.units[target.unit], catalog.units[series.units[measure]])
    revenue = {t.series for t in catalog.targets if t.industry == "electronics" and t.indicator == "revenue"}
    assert revenue == {"cn/industrial_revenue/electronic_information_broad"}
    assert not any(t.series for t in catalog.targets if t.industry == "machinery")


def test_comparable_outcomes_of_plans_are_there(shared: Path, shipped: Shipped) -> None:
    rows = [row for rows in shipped.by_key.values() for row in rows]
    values = {(row["source"], float(row["value"])) for row in rows}
    for row in read(shared / "data/plans/outcomes.csv"):
        if row["indicator"] != "share_of_industrial_value_added":
            assert (row["source"], float(row["value"])) in values, row


def test_every_pilot_and_treatment_is_there(shared: Path, catalog: Catalog) -> None:
    def told(name: str, place: str, batch: str) -> tuple[str, str, str]:
        return name, place, batch

    rows = read(shared / "data/policy/pilots.csv")
    assert len(rows) == len(catalog.pilots) == 191
    assert sorted(told(r["programme"], r["place"], r["batch"]) for r in rows) == sorted(
        told(p.names.zh, p.place, p.batch) for p in catalog.pilots
    )
    assert sum(each.batch_complete for each in catalog.pilots) == 184
    rows = read(shared / "data/provinces/treatments.csv")
    assert len(rows) == len(catalog.treatments) == 82
    assert sorted(told(r["programme"], f"cn-{r['place']}", r["pilot"]) for r in rows) == sorted(
        told(t.programme, t.place, t.pilot) for t in catalog.treatments
    )


def test_places_are_the_31_regions_with_their_tiles(shared: Path, catalog: Catalog) -> None:
    provinces = {each.id for each in catalog.places.values() if each.region}
    assert len(provinces) == 31
    assert provinces == {each.place for each in catalog.series.values() if each.indicator == "population"}
    for row in read(shared / "data/provinces/tiles.csv"):
        place = catalog.places[f"cn-{row['place']}"]
        assert (place.column, place.row) == (int(row["column"]), int(row["row"]))
    links = {
        (f"cn-{r['place']}", f"cn-{r['neighbour']}") for r in read(shared / "data/provinces/adjacency.csv")
    }
    assert links == {(place, other) for place, others in catalog.adjacency.items() for other, _ in others}


def test_every_figure_of_the_sample_releases_finds_its_series(shared: Path, catalog: Catalog) -> None:
    for path in sorted((shared / "data/releases").glob("*.json")):
        release = json.loads(path.read_text(encoding="utf-8"))
        assert len(release["figures"]) > 40
        for figure in release["figures"]:
            series = catalog.series_named(figure["series_id"])
            assert series.units[Measure(figure["measure"])] == figure["unit"], figure


def test_the_41_divisions_are_the_whole_of_industry(catalog: Catalog) -> None:
    sections = [catalog.activities[letter].members for letter in "BCD"]
    assert [len(members) for members in sections] == [7, 31, 3]
    divisions = {member for members in sections for member in members}
    assert divisions == {each.id for each in catalog.activities.values() if each.section in ("B", "C", "D")}
    for division in divisions:
        assert catalog.series_at("cn", "iva", division)
        assert catalog.series_at("cn", "profits", division)


@pytest.mark.parametrize("name", ["INTERNET_ENTERPRISE_REVENUE", "SOFTWARE_REVENUE", "MOBILE_USERS_5G"])
def test_measured_breaks_are_on_record(catalog: Catalog, name: str) -> None:
    series = catalog.series_named(name).id
    assert [each for each in catalog.breaks if each.series == series and "levels" in each.recipes]


def test_telecom_volume_breaks_at_every_turn_of_the_year(catalog: Catalog, shipped: Shipped) -> None:
    volume = catalog.series_named("TELECOM_VOLUME").id
    periods = [Period.parse(period) for series, period, _ in shipped.by_key if series == volume]
    broken = {each.after.year for each in catalog.breaks if each.series == volume}
    assert broken >= set(range(min(p.year for p in periods) + 1, max(p.year for p in periods) + 1))
