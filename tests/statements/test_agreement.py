"""How a number that was said stands to a published one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.documents.statement import Statement
from forerun.periods import Period
from forerun.statements.agreement import Agreement, Said, compare, power_of_ten, power_within
from forerun.statements.result import Judged, Verdict
from forerun.types import Basis, Comparator, Measure, Observation, Status

EXACT, LOOSE, NEAR, OPEN, OFF = Agreement
STATIONS, RATE = "10000 stations", "percent"
BOUNDS = ("<", "<=", ">", ">=")


def row(value: float, unit: str = STATIONS, comparator: str = "=") -> Observation:
    return Observation(
        series="cn/base_stations_5g",
        period=Period.parse("2023-09"),
        measure=Measure.YOY if unit == RATE else Measure.LEVEL,
        value=value,
        unit=unit,
        comparator=Comparator(comparator),
        status=Status.PRELIMINARY,
        published=date(2023, 10, 20),
        basis=Basis.STATED,
        recorded=datetime(2023, 11, 1, tzinfo=UTC),
        publisher="MIIT",
        source="page",
    )


def said(value: float, comparator: str = "=", digit: float = 1.0) -> Said:
    return Said(value, Comparator(comparator), digit)


@pytest.mark.parametrize(
    ("value", "digit", "agreement"),
    [
        (318.9, 0.1, EXACT),
        (318.94, 0.01, EXACT),  # rounds to what was published
        (319, 1, EXACT),  # what was published rounds to it
        (320, 10, EXACT),
        (318, 1, NEAR),  # cut
        (310, 10, NEAR),
        (300, 100, NEAR),  # rounds to it, but six percent away
        (317, 1, OFF),
        (318.7, 0.1, OFF),
        (350, 10, OFF),
    ],
)
def test_a_level_may_be_rounded_but_not_cut(value: float, digit: float, agreement: Agreement) -> None:
    assert compare(said(value, digit=digit), row(318.9)) is agreement


@pytest.mark.parametrize(
    ("value", "digit", "agreement"),
    [
        (4.5, 0.1, EXACT),
        (4.53, 0.01, NEAR),  # finer than published
        (5, 1, NEAR),  # rates are published to a tenth
        (4, 1, NEAR),
        (4.6, 0.1, OFF),
        (4.4, 0.1, OFF),
        (-4.5, 0.1, OFF),
        (6, 1, OFF),
    ],
)
def test_a_rate_agrees_to_the_tenth(value: float, digit: float, agreement: Agreement) -> None:
    assert compare(said(value, digit=digit), row(4.5, RATE)) is agreement


def test_the_same_digits_may_be_dropped_from_a_level_and_not_from_a_rate() -> None:
    assert compare(said(61), row(61.4, STATIONS)) is EXACT
    assert compare(said(61), row(61.4, RATE)) is NEAR


@pytest.mark.parametrize(
    ("value", "digit", "agreement"),
    [(320, 10, EXACT), (315, 1, EXACT), (305, 1, NEAR), (290, 1, OFF), (300, 100, NEAR), (400, 100, OFF)],
)
def test_about_is_within_two_percent_or_half_a_digit(
    value: float, digit: float, agreement: Agreement
) -> None:
    assert compare(said(value, "about", digit), row(318.9)) is agreement


@pytest.mark.parametrize(("value", "agreement"), [(284, EXACT), (288, NEAR), (290, OFF)])
def test_a_published_about_calls_nothing_false_within_two_percent(value: float, agreement: Agreement) -> None:
    assert compare(said(value), row(284, comparator="about")) is agreement
    assert compare(said(288), row(284)) is OFF


@pytest.mark.parametrize(
    ("comparator", "value", "digit", "agreement"),
    [
        (">", 318, 1, EXACT),
        (">=", 318, 1, EXACT),
        (">", 300, 100, EXACT),
        (">", 230, 1, LOOSE),
        (">=", 230, 1, LOOSE),
        (">=", 318.9, 0.1, EXACT),  # at least as much as itself
        (">", 318.9, 0.1, NEAR),  # but not more
        (">", 319, 1, NEAR),
        (">", 320, 10, NEAR),
        (">", 325, 1, OFF),
        (">=", 325, 1, OFF),
        ("<", 319, 1, EXACT),
        ("<", 400, 1, LOOSE),
        ("<=", 318.9, 0.1, EXACT),
        ("<", 318.9, 0.1, NEAR),
        ("<", 318, 1, OFF),
        ("<=", 300, 1, OFF),
    ],
)
def test_bounds_hold_on_their_side_only(
    comparator: str, value: float, digit: float, agreement: Agreement
) -> None:
    assert compare(said(value, comparator, digit), row(318.9)) is agreement


@pytest.mark.parametrize(
    ("published", "comparator", "value", "agreement"),
    [
        (">", ">", 60, EXACT),
        (">", ">=", 60, EXACT),
        (">", ">", 50, LOOSE),
        (">", ">", 70, OPEN),
        (">", "=", 60, NEAR),
        (">", "about", 60, EXACT),
        (">", "=", 70, OPEN),
        (">", "about", 59, OPEN),
        (">", "=", 50, OFF),
        (">", "about", 50, OFF),
        (">", "<", 60, OFF),
        (">", "<", 50, OFF),
        (">", "<", 70, OPEN),
        ("<", "<", 60, EXACT),
        ("<", "<", 70, LOOSE),
        ("<", "<", 50, OPEN),
        ("<", "=", 50, OPEN),
        ("<", "=", 70, OFF),
        ("<", ">", 60, OFF),
        ("<", ">", 50, OPEN),
        ("<=", "<=", 60, EXACT),
        (">=", ">=", 60, EXACT),
    ],
)
def test_where_only_a_bound_is_published(
    published: str, comparator: str, value: float, agreement: Agreement
) -> None:
    assert compare(said(value, comparator), row(60, RATE, published)) is agreement


@pytest.mark.parametrize("agreement", Agreement)
def test_what_is_exact_or_within_a_bound_holds(agreement: Agreement) -> None:
    assert agreement.holds == (agreement in (EXACT, LOOSE))


@pytest.mark.parametrize(
    ("value", "published", "power"),
    [
        (4.25, 42_500.0, 4),  # 4.25 亿 for 4.25 万亿
        (3.189, 318.9, 2),
        (31_890, 318.9, -2),
        (318.9, 318.9, 0),
        (3.2, 318.9, 0),  # 320 is near 318.9, and rounds from it only at its own digit
        (3.5, 318.9, 0),
        (0.0, 318.9, 0),
    ],
)
def test_the_decimal_point_that_is_off(value: float, published: float, power: int) -> None:
    assert power_of_ten(said(value, digit=0.001), row(published)) == power


def test_no_power_of_ten_is_told_from_a_bound() -> None:
    assert power_of_ten(said(6.0, ">"), row(60, RATE, ">")) == 0


@pytest.mark.parametrize(
    ("value", "low", "high", "power"),
    [
        (52.0, 40.0, 60.0, 0),
        (52.0, 4.0, 8.0, -1),
        (4.25, 30_000.0, 60_000.0, 4),
        (5.0, 4.0, 6_000.0, 0),  # several would do
        (5.0, 0.6, 0.9, 0),  # none would
    ],
)
def test_a_power_that_brings_a_number_between_two(value: float, low: float, high: float, power: int) -> None:
    assert power_within(said(value), low, high) == power


@pytest.mark.parametrize(
    ("comparator", "turned"),
    [(">", "<"), (">=", "<="), ("<", ">"), ("<=", ">="), ("=", "="), ("about", "about")],
)
def test_the_other_sign_turns_the_bound(comparator: str, turned: str) -> None:
    assert said(6.2, comparator).negated == said(-6.2, turned)
    assert said(6.2, comparator).negated.negated == said(6.2, comparator)


def test_a_number_said_without_its_digits_is_good_to_a_hundredth() -> None:
    plain = Statement(
        "x", "", "cn", "", None, Measure.LEVEL, Comparator.EQUAL, 250.0, "", "", "250", (0, 3), ""
    )
    assert Said.of(plain) == Said(250.0, Comparator.EQUAL, 2.5)
    assert Said.of(replace(plain, resolution=10.0)) == Said(250.0, Comparator.EQUAL, 10.0)
    assert Said.of(replace(plain, value=None)) is None


def tenths(least: int, most: int) -> st.SearchStrategy[int]:
    """Numbers whose last digit is no zero, so that it shows how exact they are."""
    return st.integers(least, most).filter(lambda number: number % 10 != 0)


UNITS = st.sampled_from([STATIONS, RATE])


@given(tenths(-99_999, 99_999), UNITS, st.sampled_from(["=", "about", ">=", "<="]))
def test_a_number_agrees_with_itself(number: int, unit: str, comparator: str) -> None:
    value = number / 10
    assert compare(said(value, comparator, 0.1), row(value, unit)) is EXACT


@given(tenths(1, 99_999), UNITS, st.sampled_from(BOUNDS))
def test_a_published_bound_agrees_with_itself(number: int, unit: str, comparator: str) -> None:
    value = number / 10
    assert compare(said(value, comparator, 0.1), row(value, unit, comparator)) is EXACT


@given(tenths(1, 99_999), st.integers(1, 99_999), UNITS, st.booleans())
def test_a_bound_holds_below_and_not_above(number: int, gap: int, unit: str, strict: bool) -> None:
    value, bound = number / 10, (number - gap) / 10
    floor, ceiling = (">", "<") if strict else (">=", "<=")
    assert compare(said(bound, floor, 0.1), row(value, unit)).holds
    assert not compare(said(bound, ceiling, 0.1), row(value, unit)).holds


@given(tenths(-9_999, 9_999), st.integers(-9_999, 9_999), UNITS, st.sampled_from(Comparator))
def test_turning_both_signs_changes_nothing(
    published: int, number: int, unit: str, comparator: Comparator
) -> None:
    mine = Said(number / 10, comparator, 0.1)
    assert compare(mine, row(published / 10, unit)) is compare(mine.negated, row(-published / 10, unit))


@given(tenths(1, 99_999), tenths(1, 99_999), st.sampled_from(Comparator), st.sampled_from((1, 10, 100)))
def test_moving_both_decimal_points_changes_nothing(
    published: int, number: int, comparator: Comparator, digit: int
) -> None:
    """As long as no zeros appear at the end, which would tell of rounding."""
    told = {
        compare(Said(number / scale, comparator, digit / scale), row(published / scale))
        for scale in (1, 10, 100, 1_000)
    }
    assert len(told) == 1


@given(st.integers(1, 99_999), st.integers(-4, 4))
def test_a_number_moved_and_moved_back_is_itself(number: int, power: int) -> None:
    there = said(number / 10, digit=0.1).times(power)
    back = there.times(-power)
    assert (back.value, back.resolution) == (number / 10, pytest.approx(0.1))


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("GDP hit 127 trillion yuan last year.", Verdict.IMPRECISE),
        ("2023年GDP超过126万亿元。", Verdict.SUPPORTED),
        ("2023年GDP超过127万亿元。", Verdict.CONTRADICTED),
        ("2023年GDP超过126亿元。", Verdict.WRONG_UNIT),
        ("2023年新能源汽车销量超900辆。", Verdict.WRONG_UNIT),
        ("2023年新能源汽车销量949.6万辆。", Verdict.IMPRECISE),
        ("2023年新能源汽车销量约900万辆。", Verdict.IMPRECISE),
        ("NEV sales in 2023 were about 9 million units.", Verdict.IMPRECISE),
        ("PMI in September 2023 was below 50.", Verdict.CONTRADICTED),
        ("12月PPI下降2%。", Verdict.CONTRADICTED),
        ("12月PPI下降3%。", Verdict.IMPRECISE),
        ("12月PPI下降2.65%。", Verdict.IMPRECISE),
        ("三季度工业产能利用率为76%。", Verdict.SUPPORTED),
        ("到2025年5G基站将达到500万个。", Verdict.FORECAST_MISSED),
    ],
)
def test_rounding_bounds_and_lost_units(text: str, verdict: Verdict, only: Callable[..., Judged]) -> None:
    assert only(text, said="2024-03-01").verdict is verdict


def test_a_bound_of_one_digit_holds_to_the_next(only: Callable[..., Judged]) -> None:
    assert only("全国5G基站300多万个。").verdict is Verdict.SUPPORTED
