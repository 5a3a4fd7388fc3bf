from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog, profiles
from forerun.catalog.model import Catalog
from forerun.errors import SpecError
from forerun.ledger.starter import starter_frame, starter_hash
from forerun.table import checked, from_rows
from forerun.types import Basis, Measure, Observation, Status

HEAD = "series,period,measure,value,unit,comparator,published,precision,vintage,publisher,source,flag,note"
Read = Callable[..., tuple[Observation, ...]]


@pytest.fixture
def read(small: Catalog, tmp_path: Path) -> Read:
    """Reads lines of a figures file; a line gives value, then what stands from ``published`` to ``note``."""

    def lines(*told: str, series: str = "xx/output,2023-09,yoy") -> tuple[Observation, ...]:
        (tmp_path / "figures").mkdir(exist_ok=True)
        rows = [f"{series},{each.split(',', 1)[0]},percent,=,{each.split(',', 1)[1]}" for each in told]
        (tmp_path / "figures" / "all.csv").write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return tuple(from_rows(starter_frame(replace(small, root=tmp_path)).iter_rows()))

    return lines


@pytest.mark.parametrize(
    ("told", "published", "basis"),
    [
        ("2023-10-20,day,", date(2023, 10, 20), Basis.STATED),
        ("2023-10-20,page,", date(2023, 10, 18), Basis.CALENDAR),
        ("2023-10-17,page,", date(2023, 10, 17), Basis.BOUND),
        ("2023-10,month,", date(2023, 10, 18), Basis.CALENDAR),
        ("2023-11,month,", date(2023, 11, 30), Basis.BOUND),
        (",,", date(2023, 10, 18), Basis.CALENDAR),
        (",,later", date(2024, 3, 1), Basis.BOUND),
        ("2023-12-20,page,later", date(2023, 12, 20), Basis.BOUND),
    ],
)
def test_the_day_is_the_one_told_else_the_calendars(
    read: Read, told: str, published: date, basis: Basis
) -> None:
    (row,) = read(f"4.5,{told},BUREAU,page,,")
    assert (row.published, row.basis) == (published, basis)


def test_without_a_day_in_the_calendar_the_lag_estimates_it(read: Read) -> None:
    (row,) = read("4.5,,,,BUREAU,page,,", series="xx/output,2022-09,yoy")
    assert (row.published, row.basis) == (date(2022, 10, 17), Basis.ESTIMATED)
    assert row.published_is_estimated


def test_a_figure_that_ships_was_out_when_the_profile_was_compiled(read: Read) -> None:
    (row,) = read("4.5,,,,BUREAU,page,,", series="xx/output,2024-02,yoy")
    assert (row.published, row.basis) == (date(2024, 3, 1), Basis.BOUND)
    assert row.recorded == datetime(2024, 3, 1)


def test_the_status_is_the_one_told_else_what_the_order_shows(read: Read) -> None:
    def statuses(*told: str) -> list[Status]:
        return [row.status for row in read(*told)]

    first, later = Status.PRELIMINARY, Status.REVISED
    assert statuses("4.5,2023-10-18,day,first,BUREAU,page,,") == [first]
    assert statuses("4.5,2023-10-18,day,later,BUREAU,page,,") == [later]
    changed = ("4.6,2023-12-18,day,,BUREAU,page,,", "4.5,2023-10-18,day,,BUREAU,page,,")
    assert statuses(*changed) == [later, first]
    assert statuses("4.5,2023-12-18,day,,BUREAU,page,,", changed[1]) == [first, first]
    assert statuses("4.6,2023-12-18,day,,MINISTRY,page,,", changed[1]) == [first, first]


def test_flags_and_notes_stand_in_the_note(read: Read) -> None:
    (row,) = read("4.5,2023-10-18,day,,BUREAU,page,scope_break,members only")
    assert row.note == "scope_break; members only"


@pytest.mark.parametrize(
    "told",
    [
        "4.5,2023-13-40,day,,BUREAU,page,,",
        "many,2023-10-18,day,,BUREAU,page,,",
        "4.5,soon,month,,BUREAU,page,,",
    ],
)
def test_a_line_that_cannot_be_read_is_named(read: Read, told: str) -> None:
    with pytest.raises(SpecError, match=r"all\.csv:3"):
        read("4.5,2023-10-18,day,,BUREAU,page,,", told)


def test_the_hash_follows_the_files(tmp_path: Path) -> None:
    toyland = load_catalog("toyland")
    copy = tmp_path / "toyland"
    shutil.copytree(toyland.root, copy)
    moved = replace(toyland, root=copy)
    assert starter_hash(moved) == starter_hash(toyland)
    (copy / "lags.csv").write_text("changed", encoding="utf-8")
    assert starter_hash(moved) != starter_hash(toyland)


@pytest.mark.parametrize("profile", profiles())
def test_every_shipped_figure_is_an_observation_of_a_catalogued_series(profile: str) -> None:
    catalog = load_catalog(profile)
    frame = checked(starter_frame(catalog))
    assert frame.height > 1_000
    for series, measure, unit in frame.select("series", "measure", "unit").unique().iter_rows():
        assert catalog.series[series].units[Measure(measure)] == unit
    assert frame["published"].max() <= catalog.compiled
    assert set(frame["source"].unique()) <= catalog.sources.keys()
    assert set(frame["publisher"].unique()) <= catalog.publishers.keys()
