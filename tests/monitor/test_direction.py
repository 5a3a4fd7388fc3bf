"""The rule of rising, steady and falling, on published rates and at its edges."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.monitor.direction import Comparison, compare, decide
from forerun.monitor.result import Direction
from forerun.periods import Period

STEADY, BASE = 0.2, 2.5
Rates = dict[Period, float]


def rates(**cells: float) -> Rates:
    """Rates by month: ``rates(m2023_09=4.0)``."""
    return {Period.parse(name[1:].replace("_", "-")): value for name, value in cells.items()}


def read(shared: Path, measure: str) -> Rates:
    with (shared / "data/china/observations_compiled.csv").open(encoding="utf-8", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if (r["series_id"], r["measure"]) == ("IVA_TOTAL", measure)]
    return {Period.parse(row["period"]): float(row["value"]) for row in rows}


def known_at(all_rates: Rates, month: str) -> Rates:
    return {period: value for period, value in all_rates.items() if not Period.parse(month) < period}


def word(all_rates: Rates, month: str) -> Direction:
    return decide(compare(known_at(all_rates, month), BASE), None, STEADY)


@pytest.mark.parametrize(
    ("month", "expected"),
    [
        ("2016-10", Direction.STEADY),  # 6.0 in every release from June to December
        ("2018-11", Direction.FALLING),  # 6.3 after 6.5 in August
        ("2020-03", Direction.FALLING),  # the first lockdown
        ("2020-06", Direction.RISING),  # the recovery
        ("2021-06", Direction.STEADY),  # 15.9 after 24.5, but two-year averages of 7.0 and 6.8
        ("2022-05", Direction.FALLING),  # the Shanghai lockdown, against a base of 17.8
        ("2022-11", Direction.FALLING),  # 3.8 after 3.6, but two-year averages of 6.9 and 8.2
        ("2023-09", Direction.RISING),  # 4.0 after 3.8 at mid-year
        ("2024-11", Direction.STEADY),  # 5.8 since August
        ("2025-12", Direction.FALLING),  # 5.9 after 6.2 in September
    ],
)
def test_the_rule_tells_known_history(shared: Path, month: str, expected: Direction) -> None:
    assert word(read(shared, "ytd_yoy"), month) is expected


def test_ten_years_are_neither_one_word_nor_without_one(shared: Path) -> None:
    published = read(shared, "ytd_yoy")
    months = [str(period) for period in published if 2016 <= period.year <= 2025]
    counts = Counter(word(published, month) for month in months)
    assert counts == {Direction.FALLING: 44, Direction.RISING: 40, Direction.STEADY: 26}


def test_mid_2023_compares_one_year_and_mid_2021_two(shared: Path) -> None:
    published = read(shared, "ytd_yoy")
    calm = compare(known_at(published, "2023-09"), BASE)
    moved = compare(known_at(published, "2021-06"), BASE)
    assert calm is not None
    assert moved is not None
    assert (calm.years, calm.change, str(calm.earlier)) == (1, 0.2, "2023-06")
    assert moved.years == 2
    assert moved.rate == pytest.approx(((1.159 * 0.987) ** 0.5 - 1) * 100)


def test_a_missing_january_is_bridged_to_december() -> None:
    known = rates(m2022_12=3.6, m2023_02=2.4, m2023_04=3.6, m2021_12=4.0, m2022_04=4.0)
    found = compare(known, BASE)
    assert found is not None
    assert str(found.earlier) == "2022-12"


def test_no_word_without_a_calm_base() -> None:
    years = range(2017, 2024)
    jumpy = {Period.parse(f"{year}-{m:02d}"): (m - 6) * year % 97 for year in years for m in (6, 9)}
    assert compare(jumpy, BASE) is None
    assert decide(None, 5.0, STEADY) is Direction.UNKNOWN
    assert compare({}, BASE) is None
    assert compare(rates(m2023_09=4.0), BASE) is None
    assert compare(rates(m2023_09=4.0, m2023_06=3.8), BASE) is None


@pytest.mark.parametrize(
    ("change", "momentum", "expected"),
    [
        (0.2, 4.2, Direction.RISING),
        (0.2, None, Direction.RISING),
        (0.2, -0.1, Direction.STEADY),
        (0.19, 4.2, Direction.STEADY),
        (0.0, -0.1, Direction.FALLING),
        (-0.19, 0.0, Direction.STEADY),
        (-0.2, 4.2, Direction.FALLING),
    ],
)
def test_bands_and_momentum(change: float, momentum: float | None, expected: Direction) -> None:
    months = Period.parse("2023-09"), Period.parse("2023-06")
    compared = Comparison(months[0], 4 + change, months[1], 4.0, 1)
    assert decide(compared, momentum, STEADY) is expected


@given(rate=st.floats(-20, 20), step=st.floats(-1, 1), years=st.integers(2, 5))
def test_equal_bases_leave_the_plain_difference(rate: float, step: float, years: int) -> None:
    known = {
        Period.parse(f"{2023 - back}-{month:02d}"): rate + (step if (back, month) == (0, 9) else 0)
        for back in range(years)
        for month in (6, 9)
    }
    found = compare(known, BASE)
    assert found is not None
    assert (found.years, found.change) == (1, pytest.approx(step, abs=0.0051))


def test_the_table_of_the_documentation_is_what_the_rule_says(shared: Path, root: Path) -> None:
    signs = {Direction.RISING: "↑", Direction.STEADY: "→", Direction.FALLING: "↓"}
    published, page = read(shared, "ytd_yoy"), (root / "docs" / "monitor.md").read_text(encoding="utf-8")
    for year in range(2016, 2026):
        cells = []
        for month in range(2, 13):
            compared = compare(known_at(published, f"{year}-{month:02d}"), BASE)
            assert compared is not None
            years = str(compared.years) if compared.years > 1 else ""
            cells.append(signs[decide(compared, None, STEADY)] + years)
        assert f"| {year} | {' | '.join(cells)} |" in page
