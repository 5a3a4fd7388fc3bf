"""The figure object: the promised keys, honest nulls, stable bytes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from forerun.periods import Frequency, Period
from forerun.types import Basis, Comparator, Figure, Measure, Names, Observation, Series, Status, Trace
from forerun.views.objects import envelope, figure_object, to_json

PROMISED = {"series", "name", "place", "period", "measure", "value", "unit", "status", "published", "source"}
SERIES = Series(
    id="cn/iva/36",
    code="IVA_AUTO",
    place="cn",
    indicator="iva",
    activity="36",
    names=Names("Automobiles", "汽车制造业"),
    frequency=Frequency.MONTH,
    units={Measure.YOY: "percent"},
    publisher="NBS",
    release="nbs-iva",
    group="industry",
    flow=True,
)
ROW = Observation(
    series=SERIES.id,
    period=Period.parse("2023-09"),
    measure=Measure.YOY,
    value=9.0,
    unit="percent",
    comparator=Comparator.EQUAL,
    status=Status.PRELIMINARY,
    published=date(2023, 10, 18),
    basis=Basis.STATED,
    recorded=datetime(2026, 1, 1, tzinfo=UTC),
    publisher="NBS",
    source="nbs-2023-10-18",
)


def published(row: Observation = ROW) -> Figure:
    return Figure(SERIES, row.period, row.measure, row.value, row.unit, Trace((row,)))


def missing(reason: str) -> Figure:
    return Figure(SERIES, Period.parse("2023-09"), Measure.YOY, None, "percent", missing=reason)


def test_every_kind_of_figure_has_the_promised_keys_in_both_languages() -> None:
    derived = replace(published(), trace=Trace((ROW, ROW), "mean"))
    for lang in ("en", "zh"):
        shapes = [list(figure_object(each, lang)) for each in (published(), derived, missing("late"))]
        assert set(shapes[0]) > PROMISED
        assert shapes[0] == shapes[1] == shapes[2]
    assert figure_object(published(), "zh")["name"] == "汽车制造业"


def test_a_missing_figure_is_null_and_says_why() -> None:
    shown = figure_object(missing("not published yet"))
    assert (shown["value"], shown["published"], shown["source"]) == (None, None, None)
    assert (shown["kind"], shown["missing"]) == ("missing", "not published yet")


def test_a_missing_figure_does_not_borrow_the_origin_of_its_inputs() -> None:
    assert figure_object(replace(missing("refused"), trace=Trace((ROW,), "chain")))["published"] is None


def test_a_derived_figure_is_as_young_as_its_youngest_input() -> None:
    later = replace(ROW, published=date(2023, 11, 15), basis=Basis.ESTIMATED)
    shown = figure_object(replace(published(), trace=Trace((later, ROW), "two-year mean")))
    assert shown["published"] == "2023-11-15"
    assert shown["published_is_estimated"] is True
    assert (shown["source"], shown["recipe"], len(shown["inputs"])) == ("derived", "two-year mean", 2)


@pytest.mark.parametrize(
    ("figure", "vintage"),
    [
        (published(), "first"),
        (published(replace(ROW, status=Status.REVISED)), "later"),
        (replace(published(), previous=(replace(ROW, value=8.9),)), "later"),
        (missing("late"), None),
    ],
)
def test_vintage(figure: Figure, vintage: str | None) -> None:
    assert figure_object(figure)["vintage"] == vintage


def test_when_the_row_was_recorded_does_not_show() -> None:
    again = replace(ROW, recorded=datetime(2027, 1, 1, tzinfo=UTC))
    assert figure_object(published()) == figure_object(published(again))


def test_binary_dust_is_wiped_off() -> None:
    assert figure_object(published(replace(ROW, value=0.1 + 0.2)))["value"] == 0.3


def test_json_is_readable_and_strict() -> None:
    text = to_json(envelope("forerun.brief/1", date(2023, 11, 4), "abc") | {"name": "汽车"})
    assert "汽车" in text
    assert json.loads(text) == {
        "schema": "forerun.brief/1",
        "as_of": "2023-11-04",
        "ledger": "abc",
        "name": "汽车",
    }
    with pytest.raises(ValueError, match="JSON"):
        to_json({"value": float("nan")})
