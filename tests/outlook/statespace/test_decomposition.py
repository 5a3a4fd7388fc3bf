"""News add up, whatever was withdrawn, revised and released, and each line is what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError, UnknownNameError
from forerun.outlook.news import ChangeKind, News
from forerun.outlook.statespace.decomposition import Standardised, nowcast, nowcast_news
from forerun.outlook.statespace.model import Array, Start
from forerun.outlook.statespace.published import published_news
from forerun.outlook.statespace.vintage import Scale, Vintage
from tests.outlook.statespace.dense import given, random_data, random_model

NAMES = ("A", "B", "C")
MONTHS = tuple(f"2023-0{month}" for month in range(1, 8))
SCALE = Scale(np.array([1.0, -2.0, 100.0]), np.array([0.5, 2.0, 30.0]))


def model(seed: int) -> Standardised:
    return Standardised(random_model(seed, Start.BEFORE), SCALE)


def vintages(seed: int) -> tuple[Vintage, Vintage]:
    """Months 6 and 7 are unknown in the old one; one figure was withdrawn, two were revised."""
    new = SCALE.restore(random_data(seed))
    new[:3] = SCALE.restore(np.random.default_rng(seed).normal(size=(3, 3)))
    new[6, 0] = np.nan
    old = new.copy()
    old[5:] = np.nan
    new[1, 2] = np.nan
    old[0, 0] += 1
    old[2, 1] -= 3
    return Vintage(NAMES, MONTHS[:5], old[:5]), Vintage(NAMES, MONTHS, new)


def expectation(seed: int, values: Array, cell: tuple[int, int]) -> float:
    standard = np.vstack([SCALE.standardise(values), np.full((7 - len(values), 3), np.nan)])
    return float(SCALE.restore(given(model(seed).space, standard)[2])[cell])


def of_kind(news: News, kind: ChangeKind) -> list[tuple[str, str]]:
    return [(change.series, change.period) for change in news.changes if change.kind is kind]


@pytest.mark.parametrize("seed", range(5))
def test_news_add_up_between_the_two_conditional_means(seed: int) -> None:
    old, new = vintages(seed)
    news = nowcast_news(model(seed), old, new, ("A", "2023-07"))
    assert news.old == pytest.approx(expectation(seed, old.values, (6, 0)), abs=1e-9)
    assert news.new == pytest.approx(expectation(seed, new.values, (6, 0)), abs=1e-9)
    assert abs(news.new - news.old) > 1e-4
    assert news.residual == pytest.approx(0, abs=1e-10)


def test_every_change_is_listed_once() -> None:
    old, new = vintages(0)
    news = nowcast_news(model(0), old, new, ("A", "2023-07"))
    assert of_kind(news, ChangeKind.WITHDRAWAL) == [("C", "2023-02")]
    assert of_kind(news, ChangeKind.REVISION) == [("A", "2023-01"), ("B", "2023-03")]
    cells = np.argwhere(np.isfinite(new.values[5:]).T)
    assert of_kind(news, ChangeKind.RELEASE) == [(NAMES[column], MONTHS[5 + row]) for column, row in cells]
    assert len(cells) > 2


def test_a_line_shows_figures_in_their_own_unit() -> None:
    old, new = vintages(0)
    news = nowcast_news(model(0), old, new, ("A", "2023-07"))
    revised = next(change for change in news.changes if change.kind is ChangeKind.REVISION)
    assert (revised.before, revised.after) == (old.values[0, 0], new.values[0, 0])
    withdrawn = next(change for change in news.changes if change.kind is ChangeKind.WITHDRAWAL)
    without = old.values.copy()
    without[1, 2] = np.nan
    assert withdrawn.before == old.values[1, 2]
    assert withdrawn.after == pytest.approx(expectation(0, without, (1, 2)))
    assert withdrawn.impact == pytest.approx(
        expectation(0, without, (6, 0)) - expectation(0, old.values, (6, 0)), abs=1e-10
    )


def test_a_revision_alone_has_the_effect_of_changing_the_figure() -> None:
    old, _ = vintages(1)
    values = old.values.copy()
    values[2, 1] += 4
    news = nowcast_news(model(1), old, replace(old, values=values), ("B", "2023-06"))
    assert [change.kind for change in news.changes] == [ChangeKind.REVISION]
    moved = expectation(1, values, (5, 1)) - expectation(1, old.values, (5, 1))
    assert news.changes[0].impact == pytest.approx(moved, abs=1e-10)
    assert abs(moved) > 1e-6


def test_the_targets_own_release_explains_everything() -> None:
    old, new = vintages(2)
    values = new.values.copy()
    values[6, 0] = 7.0
    news = nowcast_news(model(2), old, replace(new, values=values), ("A", "2023-07"))
    weights = {
        (change.series, change.period): change.weight
        for change in news.changes
        if change.kind is ChangeKind.RELEASE
    }
    assert news.new == 7
    assert weights.pop(("A", "2023-07")) == pytest.approx(1)
    assert set(weights.values()) == {0.0}
    assert news.residual == pytest.approx(0, abs=1e-10)


def test_the_same_vintage_twice_is_no_news() -> None:
    old, _ = vintages(3)
    news = nowcast_news(model(3), old, old, ("C", "2023-09"))
    assert news.changes == ()
    assert news.old == news.new == nowcast(model(3), old, ("C", "2023-09"))


def test_new_parameters_are_a_line_of_their_own() -> None:
    old, new = vintages(4)
    news = nowcast_news(model(4), old, new, ("A", "2023-07"), former=model(5))
    assert news.old == pytest.approx(expectation(5, old.values, (6, 0)))
    assert news.changes[0].kind is ChangeKind.PARAMETERS
    assert news.parameter_impact == pytest.approx(expectation(4, old.values, (6, 0)) - news.old)
    assert news.residual == pytest.approx(0, abs=1e-10)


def test_the_published_table_keeps_the_latest_release_of_each_series() -> None:
    old, new = vintages(0)
    news = nowcast_news(model(0), old, new, ("A", "2023-07"))
    table = published_news(news)
    latest: dict[str, str] = {}
    for series, period in of_kind(news, ChangeKind.RELEASE):
        latest[series] = max(period, latest.get(series, ""))
    assert {line.series: line.period for line in table.lines} == latest
    assert table.revised == pytest.approx(news.old + news.revision_impact)
    assert table.release_impact != pytest.approx(news.release_impact)


def test_vintages_that_do_not_fit_are_refused() -> None:
    old, new = vintages(0)
    with pytest.raises(InputError, match="two vintages"):
        nowcast_news(model(0), replace(old, series=("A", "B", "D")), new, ("A", "2023-07"))
    with pytest.raises(InputError, match="two vintages"):
        nowcast_news(model(0), Vintage(NAMES, MONTHS[1:5], old.values[1:]), new, ("A", "2023-07"))
    with pytest.raises(UnknownNameError):
        nowcast_news(model(0), old, new, ("D", "2023-07"))
    with pytest.raises(InputError, match="2022-12"):
        nowcast_news(model(0), old, new, ("A", "2022-12"))
