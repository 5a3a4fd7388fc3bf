"""A small country for the ledger's tests, and short ways to write its figures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog, Lag, Release, ReleaseDay
from forerun.ledger.ledger import Ledger
from forerun.ledger.starter import starter_frame
from forerun.periods import Frequency, Period
from forerun.types import Basis, Comparator, Measure, Names, Observation, Series, Source, Status, Target

Observe = Callable[..., Observation]

GROWTH = dict.fromkeys((Measure.YOY, Measure.YTD_YOY), "percent")
RECORDED = datetime(2024, 3, 1, 12)


def _series(name: str, publisher: str, release: str, units: dict[Measure, str], frequency: str) -> Series:
    return Series(
        id=f"xx/{name}",
        code=name.upper(),
        place="xx",
        indicator=name,
        activity="",
        names=Names(name, name),
        frequency=Frequency(frequency),
        units=units,
        publisher=publisher,
        release=release,
        group="",
        flow=True,
    )


SERIES = (
    _series("output", "BUREAU", "bureau-output", {Measure.LEVEL: "10000 tonnes", **GROWTH}, "month"),
    _series("exports", "CUSTOMS", "customs-trade", {Measure.LEVEL: "USD 100 million", **GROWTH}, "month"),
    _series("stations", "MINISTRY", "ministry-network", {Measure.LEVEL: "10000 stations"}, "month"),
    _series("capacity", "BUREAU", "bureau-capacity", {Measure.LEVEL: "percent"}, "quarter"),
)
RELEASES = (
    Release("bureau-output", "BUREAU", Names("Output", "产量"), "month"),
    Release("customs-trade", "CUSTOMS", Names("Trade", "贸易"), "month"),
    Release("ministry-network", "MINISTRY", Names("Network", "网络"), "month"),
    Release("bureau-capacity", "BUREAU", Names("Capacity", "产能"), "quarter"),
)
DAYS = (
    ("bureau-output", "2022-12", "2023-01-17", False),
    ("bureau-output", "2023-02", "2023-03-15", False),
    ("bureau-output", "2023-03", "2023-04-18", False),
    ("bureau-output", "2023-06", "2023-07-17", False),
    ("bureau-output", "2023-07", "2023-08-15", False),
    ("bureau-output", "2023-08", "2023-09-15", False),
    ("bureau-output", "2023-09", "2023-10-18", False),
    ("bureau-output", "2023-11", "2023-12-15", True),
    ("customs-trade", "2023-09", "2023-10-13", False),
    ("bureau-capacity", "2023-Q3", "2023-10-18", True),
)
LAGS = (
    Lag("bureau-output", "other months", 54, 15, 12, 19),
    Lag("bureau-output", "quarter-end month", 28, 17, 15, 20),
    Lag("bureau-output", "December", 9, 17, 17, 21),
    Lag("bureau-output", "January-February together", 9, 15, 14, 18),
    Lag("customs-trade", "all", 108, 8, 7, 14),
    Lag("bureau-capacity", "first to third quarter", 12, 17, 15, 18),
    Lag("bureau-capacity", "fourth quarter", 4, 17, 17, 17),
    Lag("ministry-network", "upper bounds only", 5, 23, 19, 29),
)


@pytest.fixture(scope="session")
def small() -> Catalog:
    """A catalog of four series, two publishers' calendars and one target."""
    target = Target(
        plan="plan-2023",
        round="2023-2024",
        industry="output",
        title="Plan",
        issuers="MINISTRY",
        indicator="output",
        series="xx/output",
        first=Period.parse("2023"),
        last=Period.parse("2023"),
        comparator=">=",
        value=5.0,
        unit="percent",
        basis="annual_growth",
        scope="",
        known_from=date(2023, 9, 1),
        known_is_estimated=False,
        source="plan",
    )
    return Catalog(
        profile="small",
        names=Names("Small", "小"),
        home="xx",
        compiled=date(2024, 3, 1),
        root=Path("nowhere"),
        series={each.id: each for each in SERIES},
        codes={each.code: each.id for each in SERIES},
        indicators={},
        activities={},
        places={},
        adjacency={},
        units={},
        publishers={},
        sources={
            "page": Source("page", "BUREAU", "Page", "", None, "official"),
            "repost": Source("repost", "BUREAU", "Repost", "", None, "mirror"),
        },
        releases={each.id: each for each in RELEASES},
        release_days=tuple(
            ReleaseDay(release, Period.parse(period), date.fromisoformat(day), scheduled, "page")
            for release, period, day, scheduled in DAYS
        ),
        lags=LAGS,
        industries=(),
        targets=(target,),
        breaks=(),
        pilots=(),
        monitor={},
        series_aliases={},
    )


def published(series: str, period: str, measure: str, value: float, unit: str, **changes: Any) -> Observation:
    """A row as its publisher first stated it, with some of its fields replaced."""
    plain = Observation(
        series=series,
        period=Period.parse(period),
        measure=Measure(measure),
        value=value,
        unit=unit,
        comparator=Comparator.EQUAL,
        status=Status.PRELIMINARY,
        published=date(2023, 10, 18),
        basis=Basis.STATED,
        recorded=RECORDED,
        publisher="NBS",
        source="page",
    )
    return replace(plain, **changes)


@pytest.fixture(scope="session")
def observe() -> Observe:
    """Makes one observation: ``observe("xx/output", "2023-09", "2023-10-18", 4.5, ...)``."""

    def make(series: str, period: str, day: str, value: float, **changes: Any) -> Observation:
        found = next(each for each in SERIES if each.id == series)
        measure = Measure(changes.pop("measure", next(iter(found.units))))
        told = {"published": date.fromisoformat(day), "publisher": found.publisher} | changes
        return published(series, period, measure, value, found.units[measure], **told)

    return make


@pytest.fixture
def ledger(tmp_path: Path, small: Catalog) -> Ledger:
    """An empty ledger of the small country."""
    return Ledger.open(tmp_path / "ledger", small)


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Ledger]:
    """The ledger with the starter figures of a shipped profile; for reading only."""

    @cache
    def of(profile: str) -> Ledger:
        catalog = load_catalog(profile)
        ledger = Ledger.open(tmp_path_factory.mktemp(profile), catalog)
        ledger.append(starter_frame(catalog))
        return ledger

    return of
