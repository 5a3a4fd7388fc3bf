"""Breaks of coverage: those that the patent panel is known for, planted ones, and none elsewhere."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from forerun.foresight.counts import Counts
from forerun.foresight.fields.breaks import Turn, breaks, coverage


def with_values(counts: Counts, values: np.ndarray) -> Counts:
    return replace(counts, values=values, present=values.any(axis=2))


def largest(counts: Counts, number: int) -> list[str]:
    since = np.array(counts.years) >= 1990
    order = np.argsort(-counts.values[since].sum(axis=(0, 2)))
    return [counts.places[at] for at in order[:number]]


def test_china_2010_and_korea_2006_break(with_2010: Counts) -> None:
    found = {(each.place, each.year): each for each in breaks(with_2010)}
    china, korea = found["CHN", 2010], found["KOR", 2006]
    assert (china.before, round(china.after), china.kind) == (612_720, 16_763, Turn.DROP)
    assert (korea.before, korea.after, korea.kind) == (73_058, 186_482, Turn.JUMP)
    assert china.ratio == pytest.approx(0.0274, abs=1e-4)


def test_no_large_country_breaks_more_than_twice_from_1990_on(with_2010: Counts) -> None:
    since = Counter(each.place for each in breaks(with_2010) if each.year >= 1990)
    assert all(since[place] <= 2 for place in largest(with_2010, 30))
    assert sum(since[place] == 0 for place in largest(with_2010, 30)) >= 15


def test_korea_breaks_in_the_panel_as_it_is(patents: Counts) -> None:
    assert 2006 in {each.year for each in breaks(patents) if each.place == "KOR"}


def test_a_gap_that_closes_is_one_break_with_its_end(patents: Counts) -> None:
    """Russia counts 47,378 in 1997, 5,177 in 1998, 4,143 in 2003 and 58,863 in 2004."""
    (gap,) = (each for each in breaks(patents) if each.place == "RUS" and each.year == 1998)
    assert (gap.kind, gap.until) == (Turn.DROP, 2003)


def test_years_in_which_all_places_change_are_breaks_of_the_table(patents: Counts) -> None:
    """All places count a fifth of 1973 in 1974 and 1975 (60,713; 11,110; 10,024) and more again in 1976."""
    found = coverage(patents)
    assert {(each.year, each.kind) for each in found.common} >= {(1974, Turn.DROP), (1976, Turn.JUMP)}
    assert not any(each.recent for each in found.common)
    assert not [
        each for each in found.breaks if each.year in (1974, 1976) and each.place in ("USA", "JPN", "DEU")
    ]


def test_panels_without_breaks_are_left_in_peace(panel: Callable[..., Counts]) -> None:
    found = [coverage(panel(seed)) for seed in range(12)]
    place_years = 12 * 25 * 29
    assert sum(len(each.breaks) + len(each.lesser) for each in found) <= 0.003 * place_years
    assert not [each for one in found for each in one.common]


@pytest.mark.parametrize("factor", [0.05, 0.25, 3.0, 20.0])
def test_a_planted_break_is_found(panel: Callable[..., Counts], factor: float) -> None:
    for seed in range(6):
        counts = panel(seed)
        values = counts.values.copy()
        values[15:, seed] = np.round(values[15:, seed] * factor)
        found = coverage(with_values(counts, values))
        (hit,) = (each for each in (*found.breaks, *found.edges) if each.place == counts.places[seed])
        assert hit.year == counts.years[15]
        assert hit.kind is (Turn.DROP if factor < 1 else Turn.JUMP)
        assert hit.until is None


def test_a_boom_of_some_fields_is_no_break(panel: Callable[..., Counts]) -> None:
    counts = panel(3)
    values = counts.values.copy()
    third = np.argsort(-values[15, 4])[:7]
    values[15:, 4, third] *= 6
    assert not [each for each in breaks(with_values(counts, values)) if each.place == counts.places[4]]


def test_a_last_year_that_is_not_complete_is_said_once_of_the_table(panel: Callable[..., Counts]) -> None:
    counts = panel(5)
    values = counts.values.copy()
    values[-2:] = np.round(values[-2:] * np.array([0.6, 0.3])[:, None, None])
    found = coverage(with_values(counts, values))
    assert [each.year for each in found.common if each.recent] == [2018, 2019]
    assert not [each for each in found.breaks if each.year >= 2018]


def test_the_order_of_places_does_not_matter(with_2010: Counts) -> None:
    order = np.arange(len(with_2010.places))[::-1]
    turned = replace(
        with_2010,
        places=tuple(with_2010.places[at] for at in order),
        values=with_2010.values[:, order],
        present=with_2010.present[:, order],
    )
    assert set(breaks(turned)) == set(breaks(with_2010))


def test_at_most_two_in_any_thirty_years_and_the_others_apart(panel: Callable[..., Counts]) -> None:
    counts = panel(8)
    values = counts.values.copy()
    for start, factor in ((5, 3.0), (11, 4.0), (17, 5.0), (24, 6.0)):
        values[start:, 0] = np.round(values[start:, 0] * factor)
    found = coverage(with_values(counts, values))
    held = [each.year for each in found.breaks if each.place == counts.places[0]]
    assert len(held) == 2
    assert [each for each in found.lesser if each.place == counts.places[0]]


@pytest.mark.parametrize(
    "shape", [(0, 2, 2), (1, 2, 2), (2, 0, 3), (2, 2, 0), (30, 1, 1), (30, 3, 2)], ids=str
)
def test_small_and_empty_tables_break_nothing_and_raise_nothing(shape: tuple[int, int, int]) -> None:
    years, places, fields = shape
    names = tuple("abc"[:places]), tuple("xyz"[:fields])
    counts = Counts(tuple(range(2000, 2000 + years)), *names, np.full(shape, 40.0), np.ones(shape[:2], bool))
    assert coverage(counts).breaks == ()


def test_a_place_of_zeros_breaks_nothing(panel: Callable[..., Counts]) -> None:
    counts = panel(1)
    values = counts.values.copy()
    values[:, 2] = 0
    values[10] = 0
    found = coverage(with_values(counts, values))
    assert counts.places[2] not in {each.place for each in (*found.breaks, *found.lesser, *found.edges)}
