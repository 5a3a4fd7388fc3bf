"""Which claims may stand first."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forerun.foresight.leading import MOST, leading_claims
from forerun.foresight.scores import Claim, Metric, Score
from forerun.periods import Period
from forerun.types import Interval, Measure

GOOD = Score(Metric.LOG_ERROR, 0.1, "no_change", 0.2, 0.5, 100, (1990, 2010, 21), Interval(0.9, 0.3, 0.6))
CLAIM = Claim(
    "x", "s", Period.parse("2028"), Measure.LEVEL, 1.0, "percent", (), "m", Period.parse("2023"),
    date(2024, 1, 1), "", GOOD,
)  # fmt: skip


def claims(*years: int) -> list[Claim]:
    return [replace(CLAIM, period=Period.parse(str(year))) for year in years]


def test_of_one_series_the_year_nearest_to_five_ahead_is_told() -> None:
    assert [each.period.year for each in leading_claims(claims(2024, 2026, 2029, 2033), 2024)] == [2029]


def test_a_claim_whose_year_is_over_does_not_lead() -> None:
    assert list(leading_claims(claims(2028, 2029), 2029)) == []
    assert [each.period.year for each in leading_claims(claims(2027, 2030, 2031), 2029)] == [2030]


def test_without_skill_or_with_an_interval_that_reaches_zero_nothing_leads() -> None:
    unsure = replace(GOOD, interval=Interval(0.9, -0.1, 0.9))
    worse = Score.of_errors(Metric.LOG_ERROR, 0.3, ("no_change", 0.2), (100, (1990, 2010, 21)))
    marked = [replace(CLAIM, score=score) for score in (None, unsure, worse)]
    assert list(leading_claims(marked, 2024)) == []


def test_few_of_one_method_are_told_in_their_own_order() -> None:
    many = [replace(CLAIM, series=f"s{number}") for number in range(MOST + 3)]
    other = replace(CLAIM, series="o", method="other")
    told = [each.series for each in leading_claims([*many, other], 2024)]
    assert told == [*(f"s{number}" for number in range(MOST)), "o"]
