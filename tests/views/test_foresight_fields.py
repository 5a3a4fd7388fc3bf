"""Views of fields: order, marks and the chart."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from forerun.foresight.fields.gathering import OTHER
from forerun.foresight.fields.outlook import FieldOutlook, field_outlook
from forerun.foresight.fields.signals import Plan
from forerun.types import Names
from forerun.views.foresight_fields import (
    field_name,
    fields_table,
    growth_chart,
    ordered,
    outlook_lines,
    score_sentence,
    signed,
)
from forerun.views.render import svg
from tests.foresight.fields.conftest import made_panel


@pytest.fixture(scope="module")
def found() -> FieldOutlook:
    return field_outlook(made_panel(3, 12, 24), Plan(3, 3), date(2026, 6, 1))


def skilled(found: FieldOutlook, skill: float) -> FieldOutlook:
    assert found.score is not None
    score = replace(found.score, skill=skill, interval=None)
    fields = tuple(replace(each, claim=replace(each.claim, score=score)) for each in found.fields)
    return replace(found, score=score, fields=fields)


def test_fields_with_skill_are_ordered_by_what_is_told_and_others_by_size(found: FieldOutlook) -> None:
    told = [each.expected for each in ordered(skilled(found, 0.2))]
    assert told == sorted(told, reverse=True)
    sizes = [each.count for each in ordered(skilled(found, -0.2))]
    assert sizes == sorted(sizes, reverse=True)


@pytest.mark.parametrize(("lang", "mark"), [("en", "no demonstrated skill"), ("zh", "无已证实的预测能力")])
def test_the_caption_says_that_there_is_no_skill(found: FieldOutlook, lang: str, mark: str) -> None:
    assert mark in fields_table(skilled(found, -0.2), lang).caption
    assert mark not in fields_table(skilled(found, 0.2), lang).caption
    assert score_sentence(None, lang) != score_sentence(found.score, lang)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_lines_say_what_it_rests_on(found: FieldOutlook, lang: str) -> None:
    text = " ".join(str(item) for _, line in outlook_lines(found, lang) for item in line)
    assert "2019" in text
    assert "2022" in text
    assert "{" not in text


def test_the_chart_shows_the_ends_of_many_and_draws(found: FieldOutlook) -> None:
    drawn = growth_chart(skilled(found, 0.2), "en")
    rows = drawn["data"]["values"]
    shown = [each["value"] for each in rows]
    assert len(shown) == 20
    assert shown[0] == max(each.expected for each in found.fields)
    assert shown[-1] == min(each.expected for each in found.fields)
    assert all(each["low"] < each["value"] < each["high"] for each in rows)
    assert svg(drawn).startswith("<svg")


def test_nothing_stands_out_without_skill(found: FieldOutlook) -> None:
    colours = {each["colour"] for each in growth_chart(skilled(found, -0.2), "en")["data"]["values"]}
    assert len(colours) == 1


def test_names_of_fields() -> None:
    names = {"hydrogen": Names("Hydrogen", "氢能")}
    assert field_name("hydrogen", "zh", names) == "氢能"
    assert field_name("hydrogen", "zh") == "hydrogen"
    assert field_name(OTHER, "zh") == "其他"
    assert (signed(-3.04), signed(0.0), signed(12.0)) == ("−3.0", "+0.0", "+12.0")
