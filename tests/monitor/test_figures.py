"""The latest figure, the one before, what is missing and what is overdue."""

from __future__ import annotations

from dataclasses import replace

import pytest

from forerun.catalog.model import Catalog, Lag
from forerun.ledger.publication import TOGETHER as TOGETHER_CASE
from forerun.monitor.figures import at, before, is_stale, latest, newest, overdue
from forerun.periods import Period
from forerun.types import Measure

from .conftest import Known

MONTH, TO_DATE = Measure.YOY, Measure.YTD_YOY


def test_the_latest_figure_is_that_of_the_last_period(known: Known, toyland: Catalog) -> None:
    series = toyland.series_named("PPI")
    snapshot = known(
        "2023-05-30",
        ("PPI", "2023-03", "yoy", -1.0, "2023-04-12"),
        ("PPI", "2023-04", "yoy", -1.2, "2023-05-10"),
    )
    assert latest(snapshot, series, MONTH).value == -1.2


def test_a_figure_older_than_a_year_is_not_the_latest(known: Known, toyland: Catalog) -> None:
    series, row = toyland.series_named("PPI"), ("PPI", "2022-05", "yoy", -1.0, "2022-06-10")
    assert latest(known("2023-05-31", row), series, MONTH).value == -1.0
    stale = latest(known("2023-06-30", row), series, MONTH)
    assert stale.value is None
    assert stale.missing == "nothing by 2023-06-30 since 2022-05"
    assert str(stale.period) == "2023-05"
    assert latest(known("2023-06-30", row), series, MONTH, lasting=True).value == -1.0


def test_a_yearly_figure_lasts_two_years(known: Known) -> None:
    snapshot = known("2024-12-31", ("GDP_LAKELAND", "2022", "level", 16945.0, "2023-03-29"))
    figure = snapshot.latest("GDP_LAKELAND", Measure.LEVEL)
    assert not is_stale(snapshot, figure)
    assert is_stale(replace(snapshot, as_of=snapshot.as_of.replace(year=2025, month=1, day=1)), figure)


def test_a_series_without_figures_is_missing_for_the_period_due(known: Known, toyland: Catalog) -> None:
    figure = latest(known("2023-05-30"), toyland.series_named("PPI"), MONTH)
    assert (figure.value, str(figure.period)) == (None, "2023-04")


@pytest.mark.parametrize(("earlier", "value"), [("2022-12", 2.0), ("2022-11", None)])
def test_the_figure_before_is_at_most_half_a_year_back(
    known: Known, earlier: str, value: float | None
) -> None:
    snapshot = known(
        "2023-07-30", ("PPI", earlier, "yoy", 2.0, "2023-01-12"), ("PPI", "2023-06", "yoy", 1.0, "2023-07-10")
    )
    history = snapshot.history("PPI", MONTH)
    found = before(history, history[-1])
    assert found.value == value
    assert bool(found.missing) == (value is None)
    assert before(history, history[0]).missing == "nothing earlier is known"


def test_what_should_have_followed_is_overdue_from_its_release_day_on(known: Known, toyland: Catalog) -> None:
    row = ("PPI", "2023-04", "yoy", -1.2, "2023-05-10")
    day = next(
        each.published
        for each in toyland.release_days
        if (each.release, str(each.period)) == ("tso-prices", "2023-05")
    )
    early, late = (known(str(each), row) for each in (day.replace(day=day.day - 1), day))
    assert overdue(early, early.latest("PPI", MONTH)) is None
    gap = overdue(late, late.latest("PPI", MONTH))
    assert gap is not None
    assert (gap.value, str(gap.period)) == (None, "2023-05")


def test_january_and_february_are_told_in_sum(known: Known, toyland: Catalog) -> None:
    together = Lag("tso-industry", TOGETHER_CASE, 3, 15.0, 14, 18)
    catalog = replace(toyland, lags=(*toyland.lags, together))
    rows = (("IVA", "2022-12", "yoy", 3.0, "2023-01-17"), ("IVA", "2023-02", "ytd_yoy", 4.0, "2023-03-15"))
    snapshot = known("2023-03-20", *rows, catalog=catalog)
    series = catalog.series_named("IVA")
    for month in ("2023-01", "2023-02"):
        figure = at(snapshot, series, Period.parse(month), MONTH)
        assert figure.missing == "January and February are published together"
    assert at(snapshot, series, Period.parse("2023-02"), TO_DATE).value == 4.0
    assert overdue(snapshot, snapshot.latest("IVA", MONTH)) is None


def test_newest_passes_over_missing_figures(known: Known, toyland: Catalog) -> None:
    snapshot = known("2023-05-30", ("PPI", "2023-04", "yoy", -1.2, "2023-05-10"))
    absent = at(snapshot, toyland.series_named("PPI"), Period.parse("2023-05"), MONTH)
    assert newest([absent, *snapshot.history("PPI", MONTH)]) == Period.parse("2023-04")
    assert newest([absent]) is None
