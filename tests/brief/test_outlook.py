"""The brief's section on what is to come."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import cache

import pytest

from forerun.brief.ahead import Ahead, look_ahead, month_before
from forerun.brief.blocks import Brief, Chart, Note, Section, Sentences
from forerun.brief.compose import compose
from forerun.brief.files import files_of
from forerun.brief.payload import payload
from forerun.brief.shown import figures_shown
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import Monitor, monitor
from forerun.settings import Settings
from forerun.workspace import Workspace

Known = Callable[[str, str], tuple[Monitor, Snapshot]]


@cache
def summer() -> tuple[Monitor, Snapshot, Ahead]:
    snapshot = Workspace.open(Settings(profile="toyland")).ledger.snapshot(date(2024, 7, 30))
    return monitor(snapshot), snapshot, look_ahead(snapshot, goals=(4.5,))


@cache
def brief_of(lang: str) -> Brief:
    found, snapshot, ahead = summer()
    return compose(found, snapshot, lang, ahead)


def section(brief: Brief) -> Section:
    return next(each for each in brief.sections if each.id == "outlook")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_it_has_fans_news_and_a_record(lang: str) -> None:
    blocks = section(brief_of(lang)).blocks
    charts = [each for each in blocks if isinstance(each, Chart)]
    assert len(charts) == 4
    assert all(each.narrow for each in charts)
    assert sum(isinstance(each, Sentences) for each in blocks) == 2


def test_every_forecast_has_a_card_with_its_command() -> None:
    _, snapshot, _ = summer()
    (page, pdf) = files_of(brief_of("en"), snapshot.catalog).values()
    assert pdf.startswith(b"%PDF")
    text = page.decode()
    assert "forerun outlook --as-of 2024-07-30 --target IVA --profile toyland" in text
    assert "--goal 4.5" in brief_of("en").command
    forecasts = [each for each in figures_shown([section(brief_of("en"))]) if each.kind == "forecast"]
    assert forecasts
    assert all(each.trace.observations[0].source.startswith("forerun:") for each in forecasts)


def test_the_json_has_outlook_and_news() -> None:
    found, snapshot, ahead = summer()
    told = payload(found, snapshot, "en", ahead)["outlook"]
    assert told["found"]["years"][0]["period"] == "2024-12"
    assert told["news"]["from"] == "2024-06-30"
    assert told["why"] is None


def test_before_the_sample_it_says_why(known: Known) -> None:
    found, snapshot = known("toyland", "2022-01-20")
    brief = compose(found, snapshot, "en", look_ahead(snapshot))
    (note,) = section(brief).blocks
    assert isinstance(note, Note)
    assert note.text.startswith("There is no outlook for this day: ")


def test_a_brief_that_nobody_looked_ahead_for_has_no_such_section(known: Known) -> None:
    found, snapshot = known("toyland", "2024-04-20")
    assert all(each.id != "outlook" for each in compose(found, snapshot, "en").sections)


def test_the_month_before_a_long_month_ends_with_its_last_day() -> None:
    assert month_before(date(2024, 3, 31)) == date(2024, 2, 29)
    assert month_before(date(2024, 1, 4)) == date(2023, 12, 4)
