"""The JSON of the brief against published facts of three days."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from forerun.brief.ahead import look_ahead
from forerun.brief.payload import payload
from forerun.foresight.survey import survey
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import Monitor
from forerun.types import Json
from forerun.views.objects import to_json

from .conftest import BEFORE_RELEASE, INTERVIEW, YEAR_CLOSED, figures_in

JsonOf = Callable[[str, str, str], Json]
Known = Callable[[str, str], tuple[Monitor, Snapshot]]
HEAVY = {"vl_convert", "typst", "jinja2", "rich", "httpx"}


def told(data: Json, code: str, measure: str, period: str) -> Json:
    """The figure object of a key, which must stand in the data with one value only."""
    key = (code, measure, period, "published")
    found = [f for f in figures_in(data) if (f["code"], f["measure"], f["period"], f["kind"]) == key]
    assert len({each["value"] for each in found}) == 1
    return found[0]


@pytest.mark.parametrize(
    ("day", "code", "measure", "period", "value"),
    [
        # Industrial value added: NBS releases of 18 October 2023, 15 September 2023 and 17 January 2024.
        (INTERVIEW, "IVA_TOTAL", "ytd_yoy", "2023-09", 4.0),
        (INTERVIEW, "IVA_TOTAL", "yoy", "2023-09", 4.5),
        (BEFORE_RELEASE, "IVA_TOTAL", "ytd_yoy", "2023-08", 3.9),
        (YEAR_CLOSED, "IVA_TOTAL", "ytd_yoy", "2023-12", 4.6),
        # MIIT, press conference of 20 October 2023.
        (INTERVIEW, "BASE_STATIONS_5G", "level", "2023-09", 318.9),
        # First announcements: GACC of 13 October 2023, NBS of 13 and 31 October 2023.
        (INTERVIEW, "EXPORTS_USD", "yoy", "2023-09", -6.2),
        (INTERVIEW, "PPI", "yoy", "2023-09", -2.5),
        (INTERVIEW, "PMI_MFG", "index", "2023-10", 49.5),
        # Exports of the new three: GACC of 13 July 2023 for the first half, of 12 January 2024 for the year.
        (INTERVIEW, "NEW3_EXPORTS", "ytd_yoy", "2023-06", 61.6),
        (YEAR_CLOSED, "NEW3_EXPORTS", "ytd_yoy", "2023-12", 29.9),
        # CAAM of 11 January 2024.
        (YEAR_CLOSED, "CAAM_AUTO_SALES", "ytd_level", "2023-12", 3009.4),
    ],
)
def test_published_facts(
    json_of: JsonOf, day: str, code: str, measure: str, period: str, value: float
) -> None:
    figure = told(json_of("china", day, "en"), code, measure, period)
    assert figure["value"] == value
    assert figure["published"] <= day
    assert figure["source"]


def test_the_headline_is_the_latest_release_of_its_day(json_of: JsonOf) -> None:
    headline = json_of("china", INTERVIEW, "en")["headline"]
    assert (headline["year_to_date"]["period"], headline["month"]["period"]) == ("2023-09", "2023-09")
    assert headline["month"]["published"].startswith("2023-10")
    earlier = json_of("china", BEFORE_RELEASE, "en")["headline"]
    assert (earlier["year_to_date"]["period"], earlier["year_to_date"]["value"]) == ("2023-08", 3.9)


def test_the_share_of_the_world_is_a_bound_and_attributed(json_of: JsonOf) -> None:
    share = told(json_of("china", INTERVIEW, "en"), "BS_5G_WORLD_SHARE", "share", "2023-09")
    assert (share["value"], share["comparator"], share["publisher"]) == (60.0, ">", "MIIT")


def targets(data: Json, plan: str) -> dict[str, Json]:
    rows = (row for industry in data["industries"] for row in industry["targets"])
    return {row["target"]["indicator"]: row for row in rows if row["target"]["plan"] == plan}


def test_the_plan_of_the_car_industry(json_of: JsonOf) -> None:
    aims = targets(json_of("china", INTERVIEW, "en"), "auto-23")
    cars, electric = aims["auto_sales"]["target"], aims["nev_sales"]["target"]
    assert (cars["comparator"], cars["value"], cars["unit"]) == ("about", 2700.0, "10000 units")
    assert (electric["comparator"], electric["value"], electric["first"]) == ("about", 900.0, "2023")
    met = targets(json_of("china", YEAR_CLOSED, "en"), "auto-23")["auto_sales"]
    assert (met["actual"]["value"], met["state"]) == (3009.4, "ahead")


def test_before_the_release_no_value_added_of_september_exists(json_of: JsonOf) -> None:
    september = [
        figure
        for figure in figures_in(json_of("china", BEFORE_RELEASE, "en"))
        if figure["series"].startswith("cn/iva") and figure["period"] in ("2023-09", "2023-Q3")
    ]
    assert [each["value"] for each in september if each["value"] is not None] == []


@pytest.mark.parametrize("profile", ["china", "toyland"])
def test_nothing_is_younger_than_the_day(json_of: JsonOf, profile: str) -> None:
    rows = [
        row
        for figure in figures_in(json_of(profile, INTERVIEW, "en"))
        for row in (figure, *figure["inputs"], *figure["previous"], *figure["conflicts"])
    ]
    assert max(row["published"] for row in rows if row["published"]) <= INTERVIEW


def test_every_source_that_is_named_is_listed(json_of: JsonOf) -> None:
    content = json_of("china", INTERVIEW, "en")
    listed = {source["id"] for source in content["sources"]}
    used = {figure["source"] for figure in figures_in(content)} - {None, "derived"}
    assert used <= listed
    assert all(source["title"] and source["address"] and source["tier"] for source in content["sources"])


def test_calendar_and_gaps_are_told(json_of: JsonOf) -> None:
    content = json_of("china", INTERVIEW, "zh")
    assert {event["release"]["id"] for event in content["calendar"]["came_out"]} >= {
        "nbs-industrial-production"
    }
    assert all(gap["value"] is None and gap["missing"] for gap in content["gaps"])


def test_the_same_day_gives_the_same_bytes_in_another_process(known: Known) -> None:
    command = [sys.executable, "-m", "forerun.cli.main", "brief", "--as-of", INTERVIEW, "--json"]
    out = subprocess.run(command, capture_output=True, check=True, encoding="utf-8").stdout
    found, snapshot = known("china", INTERVIEW)
    assert out == to_json(payload(found, snapshot, "en", look_ahead(snapshot), survey(snapshot)))


def test_json_needs_neither_charts_nor_templates() -> None:
    script = (
        "import sys\n"
        "from forerun.cli.main import main\n"
        f"assert main(['brief', '--profile', 'toyland', '--as-of', '{INTERVIEW}', '--json']) == 0\n"
        f"print(sorted({HEAVY!r} & set(sys.modules)), file=sys.stderr)\n"
    )
    done: Any = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert done.stderr.splitlines()[-1] == "[]"  # before it may stand that a model is compiled
