"""What must hold in every profile: references lead somewhere, figures follow the layout, files are tidy."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from forerun.catalog.load import HERE, load_catalog, profiles
from forerun.catalog.model import Catalog
from forerun.monitor.spec import monitor_spec
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Measure

FIGURE = [
    *("series", "period", "measure", "value", "unit", "comparator", "published", "precision", "vintage"),
    *("publisher", "source", "flag", "note"),
]


@pytest.fixture(params=profiles())
def catalog(request: pytest.FixtureRequest) -> Catalog:
    return load_catalog(request.param)


def figures(catalog: Catalog) -> Iterator[tuple[str, dict[str, str]]]:
    for path in catalog.figure_files():
        with path.open(encoding="utf-8", newline="") as handle:
            reader = csv.DictReader(handle)
            assert reader.fieldnames == FIGURE
            yield from ((f"{path.name}:{reader.line_num}", row) for row in reader)


def test_series_lead_to_known_places_indicators_activities_units_publishers_and_releases(
    catalog: Catalog,
) -> None:
    for series in catalog.series.values():
        assert series.place in catalog.places, series.id
        assert series.indicator in catalog.indicators, series.id
        assert series.activity in {"", *catalog.activities}, series.id
        assert series.publisher in catalog.publishers, series.id
        assert series.release in catalog.releases, series.id
        assert series.units, series.id
        assert set(series.units.values()) <= set(catalog.units), series.id
        assert series.names.en, series.id
        assert series.names.zh, series.id


def test_growth_is_in_percent_and_changes_of_shares_in_points(catalog: Catalog) -> None:
    for series in catalog.series.values():
        for measure, unit in series.units.items():
            if measure.is_growth:
                assert catalog.units[unit].dimension == "percent", series.id
            if measure in (Measure.CHANGE_PP, Measure.YTD_CHANGE_PP):
                assert catalog.units[unit].dimension == "percentage point", series.id


def test_releases_sources_days_and_lags_lead_to_known_ones(catalog: Catalog) -> None:
    assert {each.publisher for each in catalog.releases.values()} <= set(catalog.publishers)
    assert {each.publisher for each in catalog.sources.values()} <= {"", *catalog.publishers}
    assert {each.frequency for each in catalog.releases.values()} <= {"", *Frequency}
    assert {each.release for each in catalog.release_days} <= set(catalog.releases)
    assert {each.source for each in catalog.release_days} <= set(catalog.sources)
    assert {each.release for each in catalog.lags} <= set(catalog.releases)
    assert {each.release for each in catalog.series.values()} <= {each.release for each in catalog.lags}


def test_a_lag_lies_within_its_bounds_and_a_rule_of_thumb_says_so(catalog: Catalog) -> None:
    for lag in catalog.lags:
        assert lag.min_days <= lag.median_days <= lag.max_days, lag
        assert lag.count > 0 or "rule of thumb" in lag.note, lag


def test_a_release_comes_out_once_a_period(catalog: Catalog) -> None:
    times = Counter((day.release, day.period) for day in catalog.release_days)
    assert max(times.values()) == 1


def test_industries_targets_breaks_and_identities_name_known_things(catalog: Catalog) -> None:
    for industry in catalog.industries:
        assert set(industry.activities) <= set(catalog.activities)
        for name in (*industry.series, *industry.output):
            catalog.series_named(name)
    for target in catalog.targets:
        assert target.source in catalog.sources
        assert not target.unit or target.unit in catalog.units
        assert not target.first.end > target.last.end
        if target.series:
            catalog.series_named(target.series)
    for broken in catalog.breaks:
        assert set(broken.measures) <= set(catalog.series_named(broken.series).units)
        assert broken.before.end < broken.after.start
    for identity in catalog.identities:
        for name in (identity.whole, *identity.parts):
            catalog.series_named(name)


def test_neighbours_are_known_and_mutual(catalog: Catalog) -> None:
    links = {(place, other, kind) for place, others in catalog.adjacency.items() for other, kind in others}
    assert {place for place, _, _ in links} <= set(catalog.places)
    assert {(other, place, kind) for place, other, kind in links} == links


def test_tiles_do_not_overlap(catalog: Catalog) -> None:
    tiles = Counter((each.column, each.row) for each in catalog.places.values() if each.column >= 0)
    assert tiles
    assert max(tiles.values()) == 1


def test_pilots_and_treatments_are_in_known_places(catalog: Catalog) -> None:
    assert {each.province for each in catalog.pilots} <= set(catalog.places)
    assert {each.place for each in catalog.treatments} <= set(catalog.places)
    assert {each.source for each in catalog.treatments} <= {"", *catalog.sources}


def test_holidays_have_names_a_rule_and_ascending_dates(catalog: Catalog) -> None:
    assert catalog.holidays
    for holiday in catalog.holidays.values():
        assert holiday.names.en, holiday.id
        assert holiday.names.zh, holiday.id
        assert holiday.rule, holiday.id
        assert all(min(lengths) >= 0 < sum(lengths) for lengths in holiday.windows), holiday.id
        assert holiday.dates, holiday.id
        assert list(holiday.dates) == sorted(set(holiday.dates)), holiday.id


def test_the_monitor_names_known_series(catalog: Catalog) -> None:
    assert monitor_spec(catalog).headline.series.id in catalog.series


@pytest.mark.parametrize("kind", ["indicators", "places", "publishers"])
def test_no_word_names_two_things_of_a_kind(catalog: Catalog, kind: str) -> None:
    terms = getattr(catalog, kind).values()
    spoken = {
        (term.id, word.casefold())
        for term in terms
        for word in (term.names.en, term.names.zh, *term.aliases_en, *term.aliases_zh)
        if word
    }
    times = Counter(word for _, word in spoken)
    assert [word for word, count in times.items() if count > 1] == []


def test_no_word_names_two_activities_of_a_scheme(catalog: Catalog) -> None:
    spoken = {
        (term.scheme, term.id, word.casefold())
        for term in catalog.activities.values()
        for word in (term.names.en, term.names.zh, *term.aliases_en, *term.aliases_zh)
        if word
    }
    times = Counter((scheme, word) for scheme, _, word in spoken)
    assert [key for key, count in times.items() if count > 1] == []


def test_figures_follow_the_layout(catalog: Catalog) -> None:
    dates = {"": r"", "day": r"\d{4}-\d\d-\d\d", "page": r"\d{4}-\d\d-\d\d", "month": r"\d{4}-\d\d"}
    seen = 0
    for where, row in figures(catalog):
        series = catalog.series.get(row["series"])
        assert series is not None, where
        Period.parse(row["period"])
        assert row["unit"] == series.units.get(Measure(row["measure"])), where
        float(row["value"])
        assert row["comparator"] in set(Comparator), where
        assert re.fullmatch(dates[row["precision"]], row["published"]), where
        assert row["vintage"] in ("", "first", "later"), where
        assert row["publisher"] in catalog.publishers, where
        assert row["source"] in catalog.sources, where
        seen += 1
    assert seen > 100


def test_no_figure_stands_twice(catalog: Catalog) -> None:
    columns = ("series", "period", "measure", "value", "published", "source")
    times = Counter(tuple(row[name] for name in columns) for _, row in figures(catalog))
    assert [key for key, count in times.items() if count > 1] == []


def test_no_figure_is_younger_than_the_profile(catalog: Catalog) -> None:
    assert max(row["published"] for _, row in figures(catalog)) <= catalog.compiled.isoformat()


def test_every_file_is_tidy() -> None:
    for path in (*HERE.glob("*.csv"), *(HERE / "profiles").rglob("*.csv")):
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n"), path
        assert "\r" not in text, path
        assert not re.search(r"[ \t]\n|\n\n", text), path


@pytest.mark.parametrize("name", sorted(p.name for p in (HERE / "profiles/china/figures").glob("*.csv")))
def test_chinese_figures_are_sorted(name: str) -> None:
    lines = Path(HERE / "profiles/china/figures" / name).read_text(encoding="utf-8").splitlines()[1:]
    keys = [tuple(line.split(",", 3)[:3]) for line in lines]
    assert keys == sorted(keys)
