"""The future industries of a profile, and what a file that says something else is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import SpecError, UnknownNameError
from forerun.foresight.industries import Kind, future_industries, industry_named

NAMED = {
    "artificial_intelligence",
    "humanoid_robots",
    "quantum",
    "six_g",
    "brain_computer",
    "hydrogen",
    "biomanufacturing",
    "new_energy_storage",
    "commercial_space",
    "low_altitude_economy",
}


def test_the_ten_future_industries_are_there_and_each_says_what_is_missing() -> None:
    found = future_industries(load_catalog("china"))
    assert {each.id for each in found if not each.established} == NAMED
    for each in found:
        assert each.missing, each.id
        assert each.doubts, each.id
        assert each.vocabulary.words_en, each.id
        assert each.vocabulary.words_zh, each.id


def test_toyland_shows_what_an_industry_without_evidence_looks_like() -> None:
    found = {each.id: each for each in future_industries(load_catalog("toyland"))}
    assert [each.established for each in found.values()] == [False, False, True]
    toys, networks = found["talking_toys"], found["fast_networks"]
    assert not toys.costs
    assert not toys.diffusion
    assert toys.missing
    assert [(each.series.code, each.kind, each.ceilings) for each in networks.diffusion] == [
        ("STATIONS", Kind.STOCK, None)
    ]


def test_an_industry_is_found_by_its_id_and_by_its_name_in_both_languages() -> None:
    catalog = load_catalog("china")
    found = industry_named("hydrogen", catalog)
    assert industry_named("氢能", catalog) == industry_named(" Hydrogen ", catalog) == found
    assert found.diffusion[0].kind is Kind.STOCK
    with pytest.raises(UnknownNameError, match="Did you mean hydrogen"):
        industry_named("hydrogn", catalog)


BARE = {"id": "x", "name_en": "X", "name_zh": "X"}


@pytest.mark.parametrize(
    ("added", "told"),
    [
        ({"activities": ["no such"]}, "'no such' is no activity"),
        ({"signals": [{"series": "IVA_TOTAL", "measure": "level"}]}, "measure"),
        ({"signals": [{"series": "nothing", "measure": "yoy"}]}, "unknown series"),
        ({"missing_en": ["a"]}, "as many texts"),
        ({"colour": "green"}, "is not one of"),
        (
            {
                "diffusion": [
                    {"series": "BASE_STATIONS_5G", "measure": "level", "kind": "stock", "ceilings": [9]}
                ]
            },
            "a lowest and a highest",
        ),
        ({"diffusion": [{"series": "BASE_STATIONS_5G", "measure": "level", "kind": "heap"}]}, "'heap'"),
    ],
)
def test_what_the_file_cannot_mean_is_refused(added: dict[str, Any], told: str) -> None:
    catalog = replace(load_catalog("china"), foresight={"industry": [{**BARE, **added}]})
    with pytest.raises(SpecError, match=told):
        future_industries(catalog)


def test_a_profile_without_the_file_has_none_and_one_that_repeats_itself_is_refused() -> None:
    catalog = load_catalog("china")
    assert future_industries(replace(catalog, foresight={})) == ()
    with pytest.raises(SpecError, match="twice"):
        future_industries(replace(catalog, foresight={"industry": [BARE, BARE]}))
