"""The report of a trial: answer first, its sections, what is missing is said, same bytes every time."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from lxml import html
from lxml.html import HtmlElement

from forerun.brief.blocks import Chart, TileMap
from forerun.brief.files import files_of
from forerun.brief.trial.donors import overall_weights
from forerun.brief.trial.material import Material, gather
from forerun.brief.trialpage import compose_trial
from forerun.catalog.model import Catalog
from forerun.settings import Settings
from forerun.trials.evaluate import ByLot, Desk, Standing, evaluate
from forerun.trials.files import trial_file
from forerun.trials.register import Change, Entry, Figures, Register
from forerun.trials.spec_file import read_trial
from forerun.types import Names
from forerun.views.words import words
from forerun.workspace import Workspace

DAY = date(2026, 11, 1)
SHIPPED = (("china", "low-carbon-2010"), ("china", "free-trade-zones"), ("toyland", "workshops"))
HOSTILE = "</h1><script>alert(1)</script>{{ 7*7 }}"


@cache
def known(profile: str, name: str) -> tuple[Material, Catalog]:
    desk = Workspace.open(Settings(profile=profile))
    snapshot = desk.ledger.snapshot(DAY)
    spec = read_trial(trial_file(name, desk.catalog), desk.catalog)
    found = evaluate(spec, Desk(snapshot, Register(Path("absent"))))
    return gather(found, snapshot), desk.catalog


def drawn(material: Material, catalog: Catalog, lang: str = "en") -> bytes:
    page = compose_trial(material, catalog, lang, ("forerun", "trial", "report"))
    (content,) = files_of(page, catalog, stem="trial-x", pdf=False).values()
    return content


def page(profile: str, name: str, lang: str = "en") -> HtmlElement:
    return html.document_fromstring(drawn(*known(profile, name), lang).decode())


def text_of(found: HtmlElement, path: str) -> str:
    return " ".join(" ".join(each.text_content().split()) for each in found.xpath(path))


@pytest.mark.parametrize(("profile", "name"), SHIPPED)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_shipped_trial_has_its_page(profile: str, name: str, lang: str) -> None:
    material, _ = known(profile, name)
    shown, say = page(profile, name, lang), words(lang)
    assert shown.findtext(".//h1") == material.found.spec.names.get(lang)
    ids = [each.get("id") for each in shown.xpath("//section")]
    assert ids == [
        *("summary", "course", "donors", "estimators", "checks"),
        *("design", "target", "register", "method"),
    ]
    outcome = say[f"trial.outcomes.{material.found.decision.outcome}"]
    assert outcome in text_of(shown, "//*[@id='summary']//*[contains(@class, 'state')]")
    assert material.found.spec.question in text_of(shown, "//*[@id='summary']")
    assert re.findall(r"cn-\d{6}", text_of(shown, "//main")) == []


def test_the_answer_says_that_zero_lies_in_the_interval_or_does_not() -> None:
    low_carbon = text_of(page("china", "low-carbon-2010"), "//*[@id='summary']")
    workshops = text_of(page("toyland", "workshops"), "//*[@id='summary']")
    assert "holds zero: chance alone" in low_carbon
    assert "does not hold zero" in workshops
    assert "higher than it would have been" in workshops
    assert "lower than it would have been" in text_of(page("china", "free-trade-zones"), "//*[@id='summary']")


def test_places_left_out_are_named_with_the_reason() -> None:
    told = text_of(page("china", "low-carbon-2010"), "//*[@id='summary']")
    assert "Tibet" in told
    assert "Hebei" in told


def test_places_that_no_lot_drew_are_said_to_be_chosen() -> None:
    material, catalog = known("toyland", "workshops")
    assert "Read the result as one about places that were chosen" in drawn(material, catalog).decode()
    lot = replace(material, found=replace(material.found, by_lot=ByLot(0.025, 40)))
    told = drawn(lot, catalog).decode()
    assert "drawn by lot from sets that were as good" in told
    assert "Of the 40 sets that might have been drawn, a share of 0.025" in told


def test_a_staggered_trial_has_no_synthetic_path_but_an_event_study() -> None:
    material, catalog = known("china", "free-trade-zones")
    brief = compose_trial(material, catalog, "en", ("forerun",))
    course = next(each for each in brief.sections if each.id == "course")
    assert [each.title for each in course.blocks if isinstance(each, Chart)] == [
        "Effect by periods since the start"
    ]


def test_the_index_of_the_treated_is_a_hundred_before_the_start() -> None:
    material, catalog = known("china", "low-carbon-2010")
    brief = compose_trial(material, catalog, "en", ("forerun",))
    course = next(each for each in brief.sections if each.id == "course")
    chart = course.blocks[0]
    assert isinstance(chart, Chart)
    rows = {row[0][0]: row[1][0] for row in chart.table.rows}
    assert rows["2010"] == "100.00"
    panel = material.found.panel
    treated = panel.outcome[panel.treated]
    grown = 100 * np.exp((treated[:, -1] - treated[:, panel.periods.index("2010")]).mean())
    assert rows["2019"] == f"{grown:.2f}"


def test_a_map_shows_who_is_treated_who_weighs_and_who_takes_no_part() -> None:
    material, catalog = known("china", "low-carbon-2010")
    brief = compose_trial(material, catalog, "en", ("forerun",))
    shown = next(each for one in brief.sections for each in one.blocks if isinstance(each, TileMap))
    tiles = {each.name: each for each in shown.tiles}
    assert (tiles["Tianjin"].number, tiles["Tianjin"].shade) == ("2011", 4)
    assert tiles["Tibet"].apart
    fit = material.found.main.fit
    assert fit is not None
    assert tiles["Hunan"].number == f"{100 * overall_weights(fit)['cn-430000']:.0f}%"
    assert sum(overall_weights(fit).values()) == pytest.approx(1.0)


def test_a_question_that_was_not_asked_is_said_to_be_none() -> None:
    assert "Not asked" in text_of(page("china", "free-trade-zones"), "//*[@id='target']")
    assert "Supported" in text_of(page("toyland", "workshops"), "//*[@id='target']")


def test_an_estimator_that_was_refused_says_why() -> None:
    told = text_of(page("china", "free-trade-zones"), "//*[@id='estimators']")
    assert "refused: placebos need more never treated places" in told
    assert "Goodman-Bacon" in told


def test_a_trial_without_a_design_says_why_and_a_hostile_name_is_text() -> None:
    material, catalog = known("toyland", "workshops")
    spec = replace(material.found.spec, names=Names(HOSTILE, HOSTILE), question=HOSTILE)
    changed = replace(
        material, found=replace(material.found, spec=spec), plan=None, unplanned="there is no duration"
    )
    content = drawn(changed, catalog).decode()
    assert "No search for places: there is no duration." in content
    assert "<script" not in content
    assert "{{ 7*7 }}" in content


def test_the_same_material_gives_the_same_bytes() -> None:
    material, catalog = known("china", "low-carbon-2010")
    brief = compose_trial(material, catalog, "zh", ("forerun",))
    once, again = (files_of(brief, catalog, stem="trial-low-carbon-2010") for _ in range(2))
    assert once == again
    assert list(once) == [
        "trial-low-carbon-2010-2026-11-01-zh.html",
        "trial-low-carbon-2010-2026-11-01-zh.pdf",
    ]


def test_entries_of_the_register_and_what_deviates_are_listed() -> None:
    material, catalog = known("toyland", "workshops")
    entry = Entry(
        1,
        "workshops",
        "2021-12-01T08:30:00+00:00",
        "0.1.0",
        "2021-12-01",
        "ab" * 32,
        Figures("", ()),
        "",
        False,
        "",
    )
    standing = Standing(
        (entry,), (Change("decision.matters", "0.02", "0.01"),), revised=("cn-440000",), hash="cd" * 32
    )
    changed = replace(material, found=replace(material.found, standing=standing))
    shown = html.document_fromstring(drawn(changed, catalog).decode())
    told = text_of(shown, "//*[@id='register']")
    assert "2021-12-01 08:30:00" in told
    assert "abababababab" in told
    assert "decision.matters 0.02 0.01" in " ".join(
        text_of(row, "./*") for row in shown.xpath("//*[@id='register']//tbody/tr")
    )
    assert "differ from what was registered: 2" in text_of(shown, "//*[@id='summary']")
