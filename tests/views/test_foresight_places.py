"""Places in words, charts and tiles."""

from __future__ import annotations

from datetime import date

import pytest

from forerun.catalog.load import load_catalog
from forerun.foresight.entry.hindcast import PREDICTORS
from forerun.foresight.left_out import LeftOut, Why
from forerun.foresight.location import location
from forerun.foresight.places import Asked, PlacesStudy, study_places
from forerun.foresight.readiness import Standing
from forerun.settings import Settings
from forerun.views.charts import NARROW
from forerun.views.foresight_places import (
    complexity_table,
    left_out_text,
    place_name,
    readiness_chart,
    ready_table,
    tiles,
)
from forerun.views.render import svg
from forerun.views.words import words
from forerun.workspace import Workspace
from tests.foresight.entry.conftest import made_up

DAY = date(2026, 11, 30)


@pytest.fixture(scope="module")
def study() -> PlacesStudy:
    asked = Asked(DAY, ("a03",), 3, 4, 100, complexity=True)
    return study_places(made_up(), asked, (None, load_catalog("china")))


def test_every_reason_predictor_and_standing_has_its_words() -> None:
    met = (
        Why.EMPTY, Why.UNNAMED, Why.NOT_A_NUMBER, Why.NEGATIVE, Why.REPEATED, Why.SMALL, Why.NO_ADVANTAGE,
        Why.BREAK, Why.LATER, Why.UNCONNECTED, Why.UNCHOSEN, Why.TOO_FEW, Why.OVERLAPPING,
    )  # fmt: skip
    for lang in ("en", "zh"):
        say = words(lang)
        assert left_out_text([LeftOut("x", why) for why in met], lang).count("x") >= len(met)
        for name in PREDICTORS:
            assert say[f"foresight_places.predictors.{name}"]
        assert say[f"foresight_places.standing.{Standing.THERE}"]
        assert say[f"foresight_places.standing.{Standing.BETWEEN}"]


def test_places_that_the_catalog_knows_have_its_names() -> None:
    catalog = load_catalog("china")
    assert place_name("cn-110000", catalog, "zh") == "北京"
    assert place_name("<b>Atlantis</b>", catalog, "en") == "<b>Atlantis</b>"


def test_the_table_and_the_chart_show_the_same_places_in_the_same_order(study: PlacesStudy) -> None:
    catalog = load_catalog("china")
    table = ready_table(study, catalog, "en", first=5)
    assert study.readiness is not None
    ready = study.readiness.those(Standing.ABSENT)[:5]
    assert [row[1][0] for row in table.rows] == [each.place for each in ready]
    chart = readiness_chart(study, catalog, "en", NARROW)
    values = chart["data"]["values"]
    assert [each["value"] for each in values[:5]] == [100 * (each.probability or 0) for each in ready]
    assert "svg" in svg(chart)
    assert "stata" in complexity_table(study, catalog, "en").caption


def test_tiles_are_shaded_by_the_quotient_and_stand_where_the_catalog_puts_them() -> None:
    snapshot = Workspace.open(Settings(None, "china")).ledger.snapshot(DAY)
    (glass,) = location(snapshot, ["flat_glass"]).products
    shown = tiles(glass, snapshot.catalog, "en")
    assert len(shown) == 30
    assert len({(each["column"], each["row"]) for each in shown}) == 30
    by = {each["name"]: each for each in shown}
    assert by["Hebei"]["shade"] == 4
    assert all(each["shade"] == 0 for each in shown if each["value"] < 0.5)
