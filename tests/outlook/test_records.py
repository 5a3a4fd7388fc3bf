from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forerun.outlook.records import (
    LEAST_TO_CALIBRATE,
    NARROWEST,
    WIDEST,
    Aim,
    Record,
    calibrate,
    choose,
    common,
    factor,
)
from forerun.periods import Period

DAY = date(2020, 1, 31)
MONTH = Period.parse("2020-02")


def record(number: int, name: str = "last-value", error: float = 1.0, aim: Aim = Aim.MONTH) -> Record:
    origin = DAY + timedelta(days=30 * number)
    known = origin + timedelta(days=15)
    return Record(origin, aim, 1, MONTH.shift(number), name, 0.0, 1.0, 1.0, error, known)


def test_spreads_follow_outcomes_known_by_the_day() -> None:
    records = [record(number, error=1.2815515655 * 1.5) for number in range(LEAST_TO_CALIBRATE + 5)]
    held = calibrate(records)
    assert [each.sd for each in held[:LEAST_TO_CALIBRATE]] == [1.0] * LEAST_TO_CALIBRATE
    assert held[-1].sd == pytest.approx(1.5)
    assert all(each.own_sd == 1.0 for each in held)


def test_an_outcome_that_comes_later_does_not_count() -> None:
    records = [record(number, error=1.2815515655 * 1.5) for number in range(LEAST_TO_CALIBRATE + 5)]
    late = [replace(each, known=date(2030, 1, 1)) for each in records]
    assert {each.sd for each in calibrate(late)} == {1.0}


def test_the_factor_is_bounded_and_pools_the_year_over_horizons() -> None:
    wild = [record(number, error=50.0, aim=Aim.YEAR) for number in range(30)]
    spread_out = [replace(each, horizon=number % 12) for number, each in enumerate(wild)]
    assert factor(spread_out, "last-value", Aim.YEAR, 5, date(2030, 1, 1)) == WIDEST
    tame = [replace(each, actual=0.001) for each in spread_out]
    assert factor(tame, "last-value", Aim.YEAR, 5, date(2030, 1, 1)) == NARROWEST
    assert factor(tame, "nobody", Aim.YEAR, 5, date(2030, 1, 1)) == 1.0


def test_the_choice_is_made_by_scores_known_on_the_day() -> None:
    good = [record(number, "good", 0.1) for number in range(20)]
    turns = [record(number, "turns", 2.0 if number < 10 else 0.0) for number in range(20)]
    early = choose((*good, *turns), Aim.MONTH, 1, DAY + timedelta(days=300), fallback="good")
    assert (early.chosen, early.count) == ("good", 10)
    assert early.scores["turns"] > early.scores["good"]
    bad_at_last = [replace(each, actual=9.0) if each.origin > early_day() else each for each in good]
    same = choose((*bad_at_last, *turns), Aim.MONTH, 1, DAY + timedelta(days=300), fallback="good")
    assert same == early


def early_day() -> date:
    return DAY + timedelta(days=300)


def test_too_few_outcomes_choose_nobody() -> None:
    few = [record(number, "good", 0.1) for number in range(3)]
    found = choose(few, Aim.MONTH, 1, date(2030, 1, 1), fallback="combination")
    assert (found.chosen, found.count) == ("combination", 3)
    assert choose((), Aim.MONTH, 1, DAY, fallback="combination").scores == {}


def test_a_wider_spread_than_needed_costs() -> None:
    honest = [record(number, "honest", 1.0) for number in range(20)]
    vague = [replace(each, forecaster="vague", sd=10.0) for each in honest]
    assert choose((*honest, *vague), Aim.MONTH, 1, date(2030, 1, 1), fallback="").chosen == "honest"


def test_only_what_everybody_forecast_counts() -> None:
    both = (record(0, "one"), record(1, "one"), record(1, "two"))
    assert [(each.forecaster, each.origin) for each in common(both)] == [
        ("one", both[1].origin),
        ("two", both[1].origin),
    ]


def test_neighbouring_horizons_count_for_the_year() -> None:
    records = [replace(record(number, aim=Aim.YEAR), horizon=number % 12) for number in range(24)]
    assert choose(records, Aim.YEAR, 5, date(2030, 1, 1), fallback="").count == 2 * 5
