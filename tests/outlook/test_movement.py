"""Why the forecast moved: lines that add up, in the units of the figures."""

from __future__ import annotations

from datetime import date
from math import isfinite

import pytest

from forerun.errors import InputError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.movement import Movement, movement
from forerun.outlook.news import ChangeKind
from forerun.periods import Period
from tests.outlook.conftest import ledger_of


def on(day: str) -> Snapshot:
    return ledger_of("china").snapshot(date.fromisoformat(day))


def between(first: str, second: str, period: str = "") -> Movement:
    return movement(on(first), on(second), period=Period.parse(period) if period else None)


@pytest.mark.parametrize(
    ("first", "second", "period"),
    [
        ("2023-10-04", "2023-11-04", ""),
        ("2023-10-04", "2023-11-20", "2023-Q4"),
        ("2023-10-04", "2023-11-20", "2023-11"),
        ("2020-01-31", "2020-04-30", "2020"),
        ("2021-01-31", "2021-05-31", "2021"),
        ("2023-11-04", "2024-02-04", "2023"),
        ("2023-12-04", "2024-01-04", "2024"),
    ],
)
def test_every_change_is_listed_and_they_add_up(first: str, second: str, period: str) -> None:
    found = between(first, second, period)
    assert found.news.residual == pytest.approx(0, abs=1e-8)
    assert found.news.changes
    cells = [(change.kind, change.series, change.period) for change in found.news.changes]
    assert len(set(cells)) == len(cells)


def test_november_2023() -> None:
    found = between("2023-10-04", "2023-11-04")
    changes = {(change.series, change.period): change for change in found.news.changes}
    assert str(found.period) == "2023"
    september = changes["cn/iva", "2023-09"]
    assert september.kind is ChangeKind.RELEASE
    assert september.after == pytest.approx(4.5)
    assert september.impact < 0
    assert changes["cn/pmi", "2023-10"].after == pytest.approx(49.5)
    assert changes["cn/pmi", "2023-10"].surprise < 0
    assert found.news.new < found.news.old


def test_a_month_that_closes_the_quarter_moves_it() -> None:
    found = between("2023-11-10", "2023-11-20", "2023-Q4")
    october = next(c for c in found.news.changes if (c.series, c.period) == ("cn/iva", "2023-10"))
    assert october.impact != 0
    assert found.news.new != found.news.old


def test_a_published_figure_is_the_new_forecast() -> None:
    found = between("2023-10-04", "2023-11-20", "2023-10")
    assert found.news.new == pytest.approx(4.6)
    assert between("2023-11-04", "2024-02-04", "2023").news.new == pytest.approx(4.6)


def test_what_the_model_leaves_out_still_counts_and_is_told() -> None:
    found = between("2020-01-31", "2020-03-31", "2020")
    assert ("cn/iva", "2020-02") in found.left_out
    february = next(c for c in found.news.changes if (c.series, c.period) == ("cn/iva", "2020-02"))
    assert february.after == pytest.approx(-13.5)
    assert february.weight == pytest.approx(2 / 12)
    assert february.impact < -2


def test_new_parameters_are_told_as_forecasts() -> None:
    found = between("2023-09-15", "2023-11-20")
    line = next(change for change in found.news.changes if change.kind is ChangeKind.PARAMETERS)
    assert line.after == pytest.approx(found.news.new)
    assert line.before == pytest.approx(found.news.new - found.news.parameter_impact)


def test_days_and_periods_that_make_no_sense() -> None:
    with pytest.raises(InputError, match="2023-11-04 is not before 2023-10-04"):
        between("2023-11-04", "2023-10-04")
    with pytest.raises(InputError, match="2023-05 of cn/iva was not to come on 2023-10-04"):
        between("2023-10-04", "2023-11-04", "2023-05")
    with pytest.raises(InputError, match="2023-H2 is a half year"):
        between("2023-10-04", "2023-11-04", "2023-H2")
    with pytest.raises(InputError, match="2029"):
        between("2023-10-04", "2023-11-04", "2029")


def test_a_series_that_comes_by_the_month_later_adds_up() -> None:
    """Exports have joint figures of January and February until growth of each is published for all years."""
    found = between("2023-11-04", "2026-11-04", "2023")
    assert all(isfinite(change.impact) for change in found.news.changes)
    assert found.news.residual == pytest.approx(0, abs=1e-8)
