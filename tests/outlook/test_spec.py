from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import SpecError
from forerun.outlook.spec import ExceptionalMonths, outlook_spec
from forerun.periods import Period
from forerun.types import Measure, Names


@pytest.mark.parametrize(("profile", "target"), [("china", "cn/iva"), ("toyland", "ty/iva")])
def test_shipped_profiles_say_what_is_forecast(profile: str, target: str) -> None:
    spec = outlook_spec(load_catalog(profile))
    assert spec.target.series.id == target
    assert spec.target.joint == 2
    assert spec.target.month is Measure.YOY
    assert spec.levels == (0.5, 0.8, 0.9)
    assert target not in {each.series.id for each in spec.panel}


def test_another_target_takes_the_measures_of_the_profiles_own() -> None:
    spec = outlook_spec(load_catalog("toyland"), "OUT_STEEL")
    assert spec.target.series.id == "ty/steel_output"
    assert "ty/steel_output" not in {each.series.id for each in spec.panel}


@pytest.mark.parametrize(
    ("table", "changes", "message"),
    [
        ("target", {"series": "IVA_TOYZ"}, "IVA_TOY"),
        ("target", {"month": "level"}, "growth"),
        ("target", {"start": "2022"}, "must be a month"),
        ("target", {"start": "soon"}, "must be a period"),
        ("target", {"joint": 12}, "from 1 to 11"),
        ("target", {"colour": "red"}, "is not one of"),
        ("forecast", {"levels": [0.8, 0.5]}, "ascend"),
        ("forecast", {"levels": ["much"]}, "list of numbers"),
        ("forecast", {"months": 0}, "at least 1"),
        ("forecast", {"months": float("nan")}, "'months' must be finite"),
        ("forecast", {"months": 10**400}, "'months' must be finite"),
        ("forecast", {"levels": [float("nan")]}, "'levels' must be finite"),
        ("model", {"factors": [float("inf")]}, "'factors' must be finite"),
        ("forecast", {"benchmarks": ["oracle"]}, "must be some of"),
        ("forecast", {"benchmarks": ["combination"]}, "more than the combination"),
        ("model", {"factors": [1.5]}, "whole"),
    ],
)
def test_a_spec_that_does_not_say_what_it_must_is_refused(
    table: str, changes: dict[str, Any], message: str
) -> None:
    catalog = load_catalog("toyland")
    changed = {**catalog.outlook, table: {**catalog.outlook[table], **changes}}
    with pytest.raises(SpecError, match=message):
        outlook_spec(replace(catalog, outlook=changed))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"series": "PMI", "measure": "level", "transform": "logarithm"}, "is not one of"),
        ({"series": "PMI", "measure": "yoy", "transform": "level"}, "is not a measure of PMI"),
        ({"series": "GDP", "measure": "level", "transform": "level"}, "must be monthly"),
        ({"series": "PPI", "measure": "yoy", "transform": "growth-from-levels"}, "series with a level"),
        ({"series": "NOBODY", "measure": "yoy", "transform": "level"}, "unknown series"),
    ],
)
def test_a_panel_series_that_cannot_be_used_is_refused(row: dict[str, str], message: str) -> None:
    catalog = load_catalog("toyland")
    with pytest.raises(SpecError, match=message):
        outlook_spec(replace(catalog, outlook={**catalog.outlook, "panel": [row]}))


def test_a_series_stands_once_in_the_panel() -> None:
    catalog = load_catalog("toyland")
    twice = [catalog.outlook["panel"][0]] * 2
    with pytest.raises(SpecError, match="twice"):
        outlook_spec(replace(catalog, outlook={**catalog.outlook, "panel": twice}))


def test_exceptional_months_do_not_end_before_they_begin() -> None:
    catalog = load_catalog("toyland")
    spell = {"name_en": "a", "name_zh": "b", "first": "2020-06", "last": "2020-01"}
    with pytest.raises(SpecError, match="'last' is before 'first'"):
        outlook_spec(replace(catalog, outlook={**catalog.outlook, "exceptional": [spell]}))


def test_a_profile_without_outlook_says_so() -> None:
    with pytest.raises(SpecError, match=r"no outlook\.toml"):
        outlook_spec(replace(load_catalog("toyland"), outlook={}))


def test_exceptional_months_cover_what_has_a_part_in_them() -> None:
    spell = ExceptionalMonths(Names("", ""), Period.parse("2020-01"), Period.parse("2020-06"))
    assert spell.covers(Period.parse("2020-06"))
    assert not spell.covers(Period.parse("2020-07"))
    assert spell.covers(Period.parse("2020"))
