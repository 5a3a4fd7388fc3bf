"""Periods: how they are written, the days that they cover, their order and their arithmetic."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.errors import InputError
from forerun.periods import Frequency, Period, month, span

PERIODS = st.builds(
    lambda frequency, year, part: Period(frequency, year, 1 + part % frequency.per_year),
    st.sampled_from(Frequency),
    st.integers(1850, 2150),
    st.integers(0, 11),
)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-H1", "2023-01-01", "2023-06-30"),
        ("2023-Q3", "2023-07-01", "2023-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("1900-02", "1900-02-01", "1900-02-28"),
    ],
)
def test_a_period_covers_the_days_of_the_calendar(text: str, first: str, last: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end) == (date.fromisoformat(first), date.fromisoformat(last))
    assert str(period) == text


@pytest.mark.parametrize(
    "text", ["", "23", "2023-13", "2023-00", "2023-Q5", "2023-H3", "2023-9", "1700", "2023\n"]
)
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is not a period"):
        Period.parse(text)


def test_a_cumulative_figure_covers_the_year_so_far() -> None:
    assert span(month(2023, 9), cumulative=True) == (date(2023, 1, 1), date(2023, 9, 30))
    assert span(month(2023, 9), cumulative=False) == (date(2023, 9, 1), date(2023, 9, 30))


def test_the_year_ends_with_its_last_period() -> None:
    assert [str(Period.parse(text).year_end) for text in ("2023-02", "2023-Q1", "2023-H1", "2023")] == [
        "2023-12",
        "2023-Q4",
        "2023-H2",
        "2023",
    ]
    assert Period.parse("2023-Q4").is_year_end
    assert not Period.parse("2023-11").is_year_end


def test_periods_are_in_the_order_of_their_ends_the_longest_first() -> None:
    mixed = [Period.parse(text) for text in ("2023-12", "2024-01", "2023", "2023-09", "2023-Q4", "2023-Q3")]
    assert [str(each) for each in sorted(mixed)] == [
        "2023-Q3",
        "2023-09",
        "2023",
        "2023-Q4",
        "2023-12",
        "2024-01",
    ]


@given(PERIODS, st.integers(-40, 40))
def test_a_shift_there_and_back_is_none(period: Period, steps: int) -> None:
    moved = period.shift(steps)
    assert moved.shift(-steps) == period
    assert (moved > period, moved >= period) == (steps > 0, steps >= 0)
    assert moved.ordinal - period.ordinal == steps


@given(PERIODS)
def test_a_year_before_is_a_year_of_steps_back(period: Period) -> None:
    assert period.year_before() == period.shift(-period.frequency.per_year)
