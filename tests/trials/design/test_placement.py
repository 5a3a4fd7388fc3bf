"""Where real programmes were placed."""

from __future__ import annotations

from math import comb

import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import InputError, SpecError
from forerun.trials.design.placement import placement, programme_places

OUTPUT = {f"p{i}": float(i) for i in range(10)}


def test_the_share_above_the_median_is_held_against_a_lot() -> None:
    told = placement("x", ["p9", "p8", "p8", "p7", "p1", "far"], OUTPUT)
    assert (told.places, told.above, told.reached, told.reached_above) == (10, 5, 4, 3)
    assert (told.share, told.median, told.unknown) == (0.75, 4.5, ("far",))
    chances = [comb(5, x) * comb(5, 4 - x) / comb(10, 4) for x in range(5)]
    assert told.p_value == pytest.approx(sum(each for each in chances if each <= chances[3] + 1e-12))
    assert (told.pilots, told.pilots_above, told.pilots_share) == (5, 4, 0.8)
    assert told.pilots_p_value == pytest.approx(2 * (5 + 1) / 32)
    assert told.difference == pytest.approx((25 / 4 - 4.5) / 8.25**0.5)


def test_an_odd_number_of_places_leaves_the_middle_one_below() -> None:
    told = placement("x", ["p4"], {place: OUTPUT[place] for place in list(OUTPUT)[:9]})
    assert (told.above, told.reached_above) == (4, 0)


def test_the_free_trade_zones_of_china_are_read_from_the_register() -> None:
    places = programme_places(load_catalog("china"))
    assert len(set(places["free_trade_zone"])) == 22
    assert places["free_trade_zone"][0] == "cn-310000"
    assert {"cn-440000", "cn-420000"} <= set(places["low_carbon_pilot"])


def test_what_cannot_be_placed_is_refused() -> None:
    with pytest.raises(SpecError, match="x: no pilot lies in a known place"):
        placement("x", ["far"], OUTPUT)
    with pytest.raises(InputError, match="p3: the characteristic is no number"):
        placement("x", ["p1"], OUTPUT | {"p3": float("nan")})
    with pytest.raises(InputError, match="does not vary"):
        placement("x", ["p1"], {"p1": 1.0, "p2": 1.0})
