"""Make the figures of the invented country Toyland: ``python tests/reference/toyland.py FOLDER``.

The office that publishes them is simulated: on each day of its calendar it publishes what is new, computed
from the levels that it holds on that day; every 29 March it replaces the levels of the year before.  Levels
are at constant prices, so growth is the ratio of levels, which no real office's figures promise.
"""

from __future__ import annotations

import csv
import random
import statistics
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import NamedTuple

FIRST_YEAR, LAST = 2021, (2024, 6)
LAST_DAY = date(2024, 7, 30)
SEASON = (0.93, 0.82, 1.05, 1.01, 1.02, 1.06, 0.97, 0.98, 1.04, 1.02, 1.04, 1.06)
FIGURES = (
    *("series", "period", "measure", "value", "unit", "comparator", "published", "precision"),
    *("vintage", "publisher", "source", "flag", "note"),
)


@dataclass(frozen=True)
class Flow:
    """A monthly quantity: ``growth`` is the yearly rate in percent from 2021 on, ``scale`` units per step."""

    series: str
    unit: str
    base: float
    growth: tuple[float, float, float, float]
    release: str = "tso-industry"
    revised: bool = False
    decimals: int = 0
    measures: str = "level yoy ytd_level ytd_yoy"


class Figure(NamedTuple):
    """A published number."""

    series: str
    period: str
    measure: str
    value: float
    unit: str


class Event(NamedTuple):
    """A publication: ``period`` is a month; ``revision`` republishes that month's year."""

    day: date
    release: str
    year: int
    month: int
    revision: bool = False


VALUE, INDEX = "TYC million", "index 50=no change"
DIVISIONS = (
    Flow("ty/iva/B", VALUE, 310, (1.0, 0.9, 1.6, 1.4), revised=True),
    Flow("ty/iva/10", VALUE, 420, (3.2, 2.3, 2.9, 3.1), revised=True),
    Flow("ty/iva/24", VALUE, 380, (4.1, -2.6, 3.4, 2.2), revised=True),
    Flow("ty/iva/27", VALUE, 510, (9.4, 7.8, 10.6, 8.9), revised=True),
    Flow("ty/iva/29", VALUE, 640, (6.1, 4.2, 8.3, 7.4), revised=True),
    Flow("ty/iva/32", VALUE, 900, (5.0, -1.7, 2.1, 4.6), revised=True),
    Flow("ty/iva/D", VALUE, 260, (3.8, 3.1, 2.7, 3.5), revised=True),
)
MANUFACTURING = DIVISIONS[1:6]
TOTALS = {"ty/iva": DIVISIONS, "ty/iva/C": MANUFACTURING}
PRODUCTS = (
    Flow("ty/steel_output", "10000 tonnes", 41, (3.0, -3.1, 2.2, 1.4), decimals=1),
    Flow("ty/scooter_output", "10000 units", 7.4, (28.0, 31.0, 36.0, 24.0), decimals=1),
    Flow("ty/cell_output", "GWh", 5.2, (35.0, 40.0, 33.0, 21.0), decimals=1),
    Flow("ty/solar_output", "GW", 1.6, (30.0, 42.0, 51.0, 28.0), decimals=2),
    Flow("ty/toy_output", "10000 units", 1820, (4.4, -2.4, 1.7, 4.1)),
)
TRADE = (
    Flow("ty/exports", VALUE, 2450, (11.0, 3.6, -1.8, 5.2), "tcs-trade"),
    Flow("ty/scooter_exports", VALUE, 61, (44.0, 48.0, 39.0, 20.0), "tcs-trade"),
    Flow("ty/cell_exports", VALUE, 74, (50.0, 52.0, 31.0, 17.0), "tcs-trade"),
    Flow("ty/solar_exports", VALUE, 58, (38.0, 45.0, 28.0, 12.0), "tcs-trade"),
)
TOTALS["ty/new_three_exports"] = TRADE[1:]
SPENDING = (
    Flow("ty/retail_sales", VALUE, 3900, (7.0, 1.9, 5.1, 4.0)),
    Flow("ty/fixed_investment", VALUE, 2150, (6.0, 6.6, 5.4, 4.8), measures="ytd_level ytd_yoy"),
    Flow("ty/profits", VALUE, 405, (15.0, -4.2, 1.1, 4.0), "tso-profits", measures="ytd_level ytd_yoy"),
)
FLOWS = {flow.series: flow for flow in (*DIVISIONS, *PRODUCTS, *TRADE, *SPENDING)}
REGIONS = {"ty-01": 1900, "ty-02": 1350, "ty-03": 760, "ty-04": 2240, "ty-05": 2680, "ty-06": 540}
REGION_GROWTH = {"ty-01": 3.4, "ty-02": 4.6, "ty-03": -0.8, "ty-04": 4.1, "ty-05": 5.9, "ty-06": 2.2}
RATES = {  # first value, yearly drift, noise
    "ty/ppi": ("yoy", "percent", 4.2, -2.4, 0.4, "tso-prices"),
    "ty/cpi": ("yoy", "percent", 1.8, -0.4, 0.3, "tso-prices"),
    "ty/pmi": ("level", INDEX, 51.4, -0.6, 0.8, "tso-pmi"),
    "ty/new_orders": ("level", INDEX, 51.9, -0.8, 0.9, "tso-pmi"),
}
COUNTS = (
    ("ty/divisions_growing", DIVISIONS, "divisions of 7"),
    ("ty/products_growing", PRODUCTS, "kinds"),
)
CAPACITY = {"ty/capacity_use": 77.1, "ty/capacity_use/B": 75.3, "ty/capacity_use/C": 77.4}
NETWORK = {  # level at the end of 2020, growth per quarter, unit
    "ty/stations": (1180, 1.085, "station"),
    "ty/mobile_users": (612, 1.006, "10000 users"),
    "ty/gigabit_users": (18, 1.16, "10000 users"),
}


@cache
def path(series: str) -> dict[tuple[int, int], float]:
    """Settled levels of a flow by (year, month), from 2020."""
    flow, draw = FLOWS[series], random.Random(series)
    levels = {(2020, m): flow.base * SEASON[m - 1] for m in range(1, 13)}
    for year in range(FIRST_YEAR, 2025):
        for m in range(1, 13):
            rate = flow.growth[year - FIRST_YEAR] + 0.12 * (m - 6.5) + draw.uniform(-0.9, 0.9)
            levels[year, m] = levels[year - 1, m] * (1 + rate / 100)
    return levels


@cache
def revision(series: str, year: int) -> float:
    """First value of a year's months as a multiple of the settled one."""
    return 1 - random.Random(f"{series} {year}").uniform(-0.002, 0.006)


def level(series: str, year: int, m: int, day: date) -> float:
    """Level as the office held it on ``day``; a total is the sum of its parts."""
    if series in TOTALS:
        return sum(level(part.series, year, m, day) for part in TOTALS[series])
    flow = FLOWS[series]
    settled = not flow.revised or day >= date(year + 1, 3, 29)
    return round(path(series)[year, m] * (1 if settled else revision(series, year)), flow.decimals)


def figures_of(series: str, flow: Flow, event: Event, year: int, m: int) -> Iterator[Figure]:
    """What the office says about a month: nothing but year-to-date figures for February."""

    def total(y: int, first: int) -> float:
        return round(sum(level(series, y, each, event.day) for each in range(first, m + 1)), flow.decimals)

    for measure in flow.measures.split():
        first = 1 if measure.startswith("ytd") else m
        if m == 1 or (m == 2 and first == m):
            continue
        value, unit = total(year, first), flow.unit
        if measure.endswith("yoy"):
            if year == FIRST_YEAR:
                continue
            value, unit = round(100 * (value / total(year - 1, first) - 1), 1) + 0.0, "percent"
        yield Figure(series, f"{year}-{m:02d}", measure, value, unit)


def counts(figures: list[Figure], year: int, m: int) -> Iterator[Figure]:
    """How many divisions and products grow."""
    period, measure = f"{year}-{m:02d}", "ytd_yoy" if m == 2 else "yoy"
    for series, flows, unit in COUNTS:
        names = {flow.series for flow in flows}
        mine = [f for f in figures if f[:3] in {(name, period, measure) for name in names}]
        if mine:
            yield Figure(series, period, "count", sum(f.value > 0 for f in mine), unit)
            if flows is PRODUCTS:
                yield Figure("ty/products_total", period, "count", len(mine), unit)


def momentum(year: int, m: int) -> Iterator[Figure]:
    """Seasonally adjusted growth on the month before."""
    for each in (1, 2) if m == 2 else (m,):
        now, before = ((year, each), (year, each - 1) if each > 1 else (year - 1, 12))
        sizes = [sum(path(f.series)[at] for f in DIVISIONS) / SEASON[at[1] - 1] for at in (now, before)]
        rate = round(100 * (sizes[0] / sizes[1] - 1), 2) + 0.0
        yield Figure("ty/iva", f"{year}-{each:02d}", "mom_sa", rate, "percent")


def monthly(event: Event, year: int, m: int) -> list[Figure]:
    """Everything that a release says about one month."""
    series = {name: flow for name, flow in FLOWS.items() if flow.release == event.release}
    series |= {name: parts[0] for name, parts in TOTALS.items() if parts[0].release == event.release}
    found = [f for name, flow in series.items() for f in figures_of(name, flow, event, year, m)]
    if event.release == "tso-industry":
        found += counts(found, year, m)
    return found


def gdp(event: Event, year: int, quarter: int) -> Iterator[Figure]:
    """Quarterly product of the country; with the fourth quarter the year, also by region."""
    grown = {(p, y): _region(p, y, event.day) for p in REGIONS for y in (year - 1, year)}
    now, before = (sum(sum(grown[p, y][:quarter]) for p in REGIONS) for y in (year, year - 1))
    single = sum(grown[p, year][quarter - 1] for p in REGIONS)
    period = f"{year}-Q{quarter}"
    yield Figure("ty/gdp", period, "level", single, VALUE)
    yield Figure("ty/gdp", period, "ytd_level", now, VALUE)
    if year > FIRST_YEAR:
        yield Figure("ty/gdp", period, "ytd_yoy", round(100 * (now / before - 1), 1), "percent")
    if quarter == 4:
        yield Figure("ty/gdp", str(year), "level", now, VALUE)
        for place in REGIONS:
            yield Figure(f"{place}/gdp", str(year), "level", sum(grown[place, year]), VALUE)


def _region(place: str, year: int, day: date) -> list[int]:
    growth = (1 + REGION_GROWTH[place] / 100) ** (year - FIRST_YEAR)
    settled = 1.0 if day >= date(year + 1, 3, 29) else revision(place, year)
    return [round(3 * REGIONS[place] * growth * settled * s) for s in (0.94, 1.0, 1.01, 1.05)]


def rates(event: Event) -> Iterator[Figure]:
    """Prices and surveys, which have a figure for every month."""
    for series, (measure, unit, first, drift, noise, release) in RATES.items():
        if release == event.release:
            months = (event.year - FIRST_YEAR) * 12 + event.month - 1
            swing = random.Random(f"{series} {months}").uniform(-noise, noise)
            value = round(first + drift * months / 12 + swing, 1) + 0.0
            yield Figure(series, f"{event.year}-{event.month:02d}", measure, value, unit)


def quarterly(event: Event) -> Iterator[Figure]:
    """Use of capacity and the network."""
    quarter = event.month // 3
    period, steps = f"{event.year}-Q{quarter}", (event.year - FIRST_YEAR) * 4 + quarter
    if event.release == "tso-capacity":
        for series, start in CAPACITY.items():
            swing = random.Random(f"{series} {steps}").uniform(-0.6, 0.6)
            yield Figure(series, period, "level", round(start - 0.15 * steps + swing, 1), "percent")
    if event.release == "tmi-network":
        for series, (start, step, unit) in NETWORK.items():
            redefined = 1.3 if series == "ty/gigabit_users" and event.year >= 2023 else 1
            decimals = 0 if unit == "station" else 1
            yield Figure(series, period, "level", round(start * step**steps * redefined, decimals), unit)


LAGS = {  # days after the end of the period; releases that carry every month or only quarters
    "tso-industry": 17,
    "tso-profits": 27,
    "tcs-trade": 8,
    "tso-prices": 10,
    "tso-pmi": 0,
    "tso-gdp": 18,
    "tso-capacity": 18,
    "tmi-network": 22,
}
QUARTERLY = ("tso-gdp", "tso-capacity", "tmi-network")
EVERY_MONTH = ("tso-prices", "tso-pmi")


def events() -> list[Event]:
    """The office's calendar until half a year after the last figures, oldest day first."""
    found = []
    for year in range(FIRST_YEAR, 2025):
        for m in range(1, 13):
            end = date(year + m // 12, m % 12 + 1, 1) - timedelta(days=1)
            for release, lag in LAGS.items():
                if (m == 1 and release not in EVERY_MONTH) or (release in QUARTERLY and m % 3):
                    continue
                found.append(Event(_working_day(end + timedelta(days=lag), lag), release, year, m))
        found.append(Event(date(year + 1, 3, 29), "tso-revision", year, 12, revision=True))
    return sorted(found)


def _working_day(day: date, lag: int) -> date:
    weekend = max(0, day.weekday() - 4) if lag else 0
    return day + timedelta(days=3 - weekend if weekend else 0)


def publish(event: Event) -> list[Figure]:
    """What an event says."""
    if event.revision:
        return _revised(event)
    m = event.month
    found = [*monthly(event, event.year, m), *rates(event), *quarterly(event)]
    if event.release == "tso-industry":
        found += momentum(event.year, m)
    if event.release == "tso-gdp":
        found += gdp(event, event.year, m // 3)
    return found


def _revised(event: Event) -> list[Figure]:
    """The year's months again, and the growth since then that rests on them."""
    carried = event._replace(release="tso-industry")
    revised = {flow.series for flow in DIVISIONS} | {"ty/iva", "ty/iva/C", "ty/divisions_growing"}
    months = [(event.year, m) for m in range(2, 13)] + [(event.year + 1, 2)]
    found = [f for year, m in months for f in monthly(carried, year, m) if f.series in revised]
    return found + [f for quarter in (1, 2, 3, 4) for f in gdp(event, event.year, quarter)]


def rows() -> Iterator[dict[str, object]]:
    """Every figure as first published and whenever it changed."""
    known: dict[tuple[str, str, str], float] = {}
    for event in events():
        if event.day > LAST_DAY or (event.year, event.month) > LAST:
            continue
        for figure in publish(event):
            key = figure[:3]
            if known.get(key) != figure.value:
                yield _row(figure, event, "later" if key in known else "first")
            known[key] = figure.value
    yield from _extras()


def _row(figure: Figure, event: Event, vintage: str) -> dict[str, object]:
    source = event.release
    cells = dict(zip(FIGURES[:5], figure, strict=False)) | {
        "value": f"{figure.value:.12g}",
        "comparator": "=",
        "published": event.day.isoformat(),
        "precision": "day",
        "vintage": vintage,
        "publisher": source.split("-")[0].upper(),
        "source": source,
        "flag": "",
        "note": "",
    }
    if source in ("tso-pmi", "tso-capacity"):  # left to the calendar, or to the usual lag
        cells |= {"published": "", "precision": ""}
    if source == "tmi-network":
        cells |= {"published": f"{event.day:%Y-%m}", "precision": "month"}
    return cells


def _extras() -> Iterator[dict[str, object]]:
    """Figures that do not come out of a calculation: bounds, and an association that differs."""
    common = {"comparator": ">", "precision": "day", "vintage": "first", "publisher": "TMI", "flag": ""}
    for period, value, day in (("2022-Q4", 70, "2023-01-23"), ("2023-Q4", 80, "2024-01-22")):
        yield common | {
            "series": "ty/villages_covered", "period": period, "measure": "level", "value": value,
            "unit": "percent of administrative villages", "published": day, "source": "tmi-network",
            "flag": "lower_bound", "note": f'said as "more than {value} percent"',
        }  # fmt: skip
    yield common | {
        "series": "ty/scooter_output", "period": "2023-12", "measure": "ytd_level", "value": 231,
        "unit": "10000 units", "comparator": "=", "published": "2024-01-12", "publisher": "SMA",
        "source": "sma-scooters", "flag": "other_scope", "note": "members of the association only",
    }  # fmt: skip


def lags() -> Iterator[dict[str, object]]:
    """Days from the end of a period to its publication, by release."""
    held = [e for e in events() if e.day <= LAST_DAY and not e.revision]
    for release in LAGS:
        days = [(e.day - _end(e)).days for e in held if e.release == release]
        yield {
            "release": release, "case": "all", "n": len(days), "median_days": statistics.median(days),
            "min_days": min(days), "max_days": max(days), "note": "",
        }  # fmt: skip


def _end(event: Event) -> date:
    return date(event.year + event.month // 12, event.month % 12 + 1, 1) - timedelta(days=1)


def calendar() -> Iterator[dict[str, object]]:
    """Publication days; days after the last figures are a schedule, and capacity has none before 2022."""
    for event in events():
        if event.release == "tso-capacity" and event.year == FIRST_YEAR:
            continue
        period = f"{event.year}-{event.month:02d}"
        if event.release in QUARTERLY:
            period = f"{event.year}-Q{event.month // 3}"
        yield {
            "release": event.release, "period": str(event.year) if event.revision else period,
            "published": event.day.isoformat(), "scheduled": str(event.day > LAST_DAY).lower(),
            "source": event.release, "note": "",
        }  # fmt: skip


def write(folder: Path) -> None:
    """Write ``figures/*.csv``, ``calendar.csv`` and ``lags.csv`` of the profile."""
    (folder / "figures").mkdir(parents=True, exist_ok=True)
    every = sorted(rows(), key=lambda row: [str(row[name]) for name in ("series", "period", "measure")])
    files = {"trade": "tcs", "network": "tmi", "associations": "sma", "statistics": "tso"}
    for name, office in files.items():
        mine = [row for row in every if str(row["publisher"]).lower() == office]
        _save(folder / "figures" / f"{name}.csv", mine)
    _save(folder / "calendar.csv", list(calendar()))
    _save(folder / "lags.csv", list(lags()))


def _save(path: Path, rows_: list[dict[str, object]]) -> None:
    names = FIGURES if path.parent.name == "figures" else list(rows_[0])
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.DictWriter(handle, names, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows_)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
