"""The monitor's TOML: both shipped profiles, and what is wrong with a broken one."""

from __future__ import annotations

import copy
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from forerun.catalog.load import load_catalog, profiles
from forerun.catalog.model import Catalog
from forerun.errors import SpecError
from forerun.monitor.spec import PARTS, monitor_spec
from forerun.types import Measure

Change = Callable[[dict[str, Any]], object]


@pytest.mark.parametrize("profile", profiles())
def test_shipped_profiles_can_be_read(profile: str) -> None:
    spec = monitor_spec(load_catalog(profile))
    assert tuple(part.id for part in spec.parts) == PARTS
    assert all(part.rows for part in spec.parts)


def test_what_is_written_is_what_is_read(toyland: Catalog) -> None:
    spec = monitor_spec(toyland)
    assert spec.headline.series.code == "IVA"
    assert spec.headline.steady_band == 0.2
    assert spec.breadth.divisions_total == len(spec.breadth.divisions) == 7
    assert [each.growth for each in spec.maps] == [False, True]
    sectors = spec.parts[0]
    assert [row.series.code for row in sectors.rows] == ["IVA_MINING", "IVA_MANUFACTURING", "IVA_UTILITIES"]
    assert sectors.rows[0].companions == (Measure.YTD_YOY,)
    assert [row.series.code for part in spec.parts for row in part.rows if row.lasting] == ["VILLAGES"]


def test_the_series_of_breadth_may_be_left_out(toyland: Catalog) -> None:
    content = copy.deepcopy(dict(toyland.monitor))
    for key in ("published", "products_growing", "products_total", "places_indicator"):
        del content["breadth"][key]
    breadth = monitor_spec(replace(toyland, monitor=content)).breadth
    assert (breadth.published, breadth.products_growing, breadth.places_indicator) == (None, None, "")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda m: m.pop("headline"), r"monitor\.toml: 'headline' must be a table"),
        (lambda m: m.update(extra={}), "'extra' is not one of headline"),
        (lambda m: m["headline"].update(series="IVAA"), r"\[headline\]: unknown series 'IVAA'.*Did you mean"),
        (lambda m: m["headline"].update(month="index"), "'index' is not a measure of IVA: level, yoy"),
        (lambda m: m["headline"].update(steady_band="0.2"), "'steady_band' must be a number"),
        (lambda m: m["headline"].update(base_band=True), "'base_band' must be a number"),
        (lambda m: m["parts"].pop("survey"), r"\[parts\]: 'survey' must be a table"),
        (lambda m: m["parts"].update(weather={}), "'weather' is not one of sectors"),
        (lambda m: m["parts"]["prices"].update(rows="PPI"), "'rows' must be a list of tables"),
        (lambda m: m["parts"]["prices"].update(rows=["PPI"]), "'rows' must be a list of tables"),
        (
            lambda m: m["parts"]["prices"]["rows"][1].pop("series"),
            r"\[prices\] rows 2: 'series' must be a text",
        ),
        (lambda m: m["parts"]["prices"]["rows"][0].update(lasting="yes"), "'lasting' must be true or false"),
        (lambda m: m["parts"]["prices"]["rows"][0].update(companions="yoy"), "must be a list of texts"),
        (lambda m: m["breadth"].update(divisions=[1]), "'divisions' must be a list of texts"),
        (lambda m: m["maps"][0].update(measure="yoy"), "'measure' must be level or growth"),
        (lambda m: m["targets"].update(tolerance=1), "'tolerance' is not one of growth_tolerance"),
    ],
)
def test_one_sentence_says_what_is_wrong_and_where(toyland: Catalog, change: Change, told: str) -> None:
    content = copy.deepcopy(dict(toyland.monitor))
    change(content)
    with pytest.raises(SpecError, match=told):
        monitor_spec(replace(toyland, monitor=content))
