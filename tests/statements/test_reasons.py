"""What the sentence behind a verdict says."""

from __future__ import annotations

import pytest

from forerun.catalog.load import load_catalog
from forerun.periods import Period
from forerun.statements.reasons import wrong_unit
from forerun.types import Figure, Measure


@pytest.mark.parametrize(
    ("power", "en", "zh"),
    [
        (-1, "what was said is too small by a factor of 10:", "偏小，相差10倍"),
        (4, "what was said is too large by a factor of 10,000:", "偏大，相差10000倍"),
    ],
)
def test_a_lost_unit_says_which_way_and_by_how_much(power: int, en: str, zh: str) -> None:
    toyland = load_catalog("toyland")
    series = toyland.series_named("OUT_TOYS")
    figure = Figure(series, Period.parse("2024-06"), Measure.LEVEL, 2078.0, "10000 units")
    reason = wrong_unit(figure, power, toyland)
    assert en in reason.en
    assert zh in reason.zh


def test_beside_an_amount_of_another_time_the_factor_is_rough() -> None:
    toyland = load_catalog("toyland")
    figure = Figure(toyland.series_named("OUT_TOYS"), None, Measure.LEVEL, 2078.0, "10000 units")
    reason = wrong_unit(figure, -1, toyland, near=True)
    assert "too small by a factor of about 10:" in reason.en
    assert "相差约10倍" in reason.zh
