from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from forerun.outlook.records import Aim, Record
from forerun.outlook.scoreboard import Rules, score, without
from forerun.outlook.spec import ExceptionalMonths
from forerun.periods import Period
from forerun.types import Names

RULES = Rules((0.5, 0.8), ("naive", "mean"), 2)


def records(name: str, errors: list[float], aim: Aim = Aim.MONTH) -> list[Record]:
    start, month = date(2020, 1, 31), Period.parse("2020-02")
    return [
        Record(
            start + timedelta(days=30 * n),
            aim,
            1,
            month.shift(n),
            name,
            0.0,
            1.0,
            1.0,
            error,
            date(2021, 1, 1),
        )
        for n, error in enumerate(errors)
    ]


def test_rows_hold_each_forecaster_against_the_best_benchmark() -> None:
    every = [
        *records("model", [0.5, -0.5] * 6),
        *records("naive", [1.0, -2.0] * 6),
        *records("mean", [1.0, -1.0] * 6),
    ]
    rows = {row.forecaster: row for row in score(every, RULES)}
    assert {row.against for row in rows.values()} == {"mean"}
    assert rows["model"].rmse == 0.5
    assert rows["model"].relative == pytest.approx(0.5)
    assert rows["naive"].mae == 1.5
    assert rows["mean"].statistic is None
    assert [cover.share for cover in rows["model"].coverage] == [1.0, 1.0]
    assert [cover.share for cover in rows["naive"].coverage] == [0.0, 0.5]


def test_calibrated_and_own_spreads_are_both_scored() -> None:
    wider = [replace(each, sd=4.0) for each in records("naive", [2.0] * 4)]
    (row,) = score(wider, RULES)
    assert (row.coverage[1].share, row.own_coverage[1].share) == (1.0, 0.0)


def test_forecasts_without_outcome_are_not_scored() -> None:
    assert score([replace(each, actual=None) for each in records("naive", [1.0])], RULES) == ()


def test_exceptional_months_are_left_out_with_their_years() -> None:
    spell = ExceptionalMonths(Names("", ""), Period.parse("2020-01"), Period.parse("2020-03"))
    months = without(records("naive", [1.0] * 4), [spell])
    assert [str(each.period) for each in months] == ["2020-04", "2020-05"]
    assert without(records("naive", [1.0] * 4, Aim.YEAR), [spell]) == ()
