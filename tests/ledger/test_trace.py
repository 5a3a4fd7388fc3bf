"""The chain behind a figure: vintages, what replaced or contradicts them, and where they were read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents.archive import Archive
from forerun.documents.document import Document, make_document
from forerun.documents.reader import read
from forerun.documents.statement import Statement
from forerun.errors import UnknownNameError
from forerun.ledger.ledger import Ledger
from forerun.ledger.trace import TraceChain, trace
from forerun.periods import Period
from forerun.types import Basis, Comparator, Measure, Observation, Status

Observe = Callable[..., Observation]
Starter = Callable[[str], Ledger]


@pytest.fixture
def filled(ledger: Ledger, observe: Observe) -> Ledger:
    """September exports: a first announcement, a repost of it, another body's value, and a revision."""
    first = observe("xx/exports", "2023-09", "2023-10-13", -6.2, measure="yoy")
    ledger.append(
        [
            first,
            replace(first, source="repost"),
            observe(
                "xx/exports", "2023-09", "2023-10-20", -5.0, measure="yoy", publisher="BUREAU", source="b"
            ),
            observe("xx/exports", "2023-09", "2024-02-01", -6.8, measure="yoy", status=Status.REVISED),
            observe("xx/exports", "2022-09", "2022-10-24", 5.7, measure="yoy"),
        ]
    )
    return ledger


def chain(ledger: Ledger, period: str = "2023-09", day: date = date(2024, 3, 1)) -> TraceChain:
    return trace(ledger, "EXPORTS", Period.parse(period), as_of=day)


def test_every_vintage_with_what_became_of_it(filled: Ledger) -> None:
    (yoy,) = chain(filled).figures
    assert (yoy.figure.measure, yoy.figure.value) == (Measure.YOY, -6.8)
    told = [(each.observation.value, each.observation.source) for each in yoy.links]
    assert told == [(-6.2, "page"), (-6.2, "repost"), (-5.0, "b"), (-6.8, "page")]
    assert [each.shown for each in yoy.links] == [False, False, False, True]
    assert (yoy.revised.changed, round(yoy.revised.mean, 1)) == (1, -0.6)
    assert [each.conflicts for each in yoy.links] == [False, False, True, False]
    replaced = [each.superseded_by.value if each.superseded_by else None for each in yoy.links]
    assert replaced == [-6.8, -6.8, None, None]
    assert [each.source.tier if each.source else None for each in yoy.links] == [
        "official",
        "mirror",
        None,
        "official",
    ]


def test_the_chain_as_of_a_day_does_not_know_what_came_later(filled: Ledger) -> None:
    (yoy,) = chain(filled, day=date(2023, 10, 15)).figures
    assert [each.observation.value for each in yoy.links] == [-6.2, -6.2]
    assert yoy.links[0].shown
    assert not any(each.superseded_by for each in yoy.links)
    assert chain(filled, day=date(2023, 10, 12)).figures == ()


def test_the_release_is_named_with_its_day_when_that_could_be_known(filled: Ledger) -> None:
    known = chain(filled)
    assert known.release is not None
    assert (known.release.id, known.day.published if known.day else None) == (
        "customs-trade",
        date(2023, 10, 13),
    )
    assert chain(filled, day=date(2023, 10, 12)).day is None


def test_measures_without_a_figure_say_why(filled: Ledger) -> None:
    absent = {figure.measure: figure.missing for figure in chain(filled).absent}
    assert set(absent) == {Measure.LEVEL, Measure.YTD_YOY}
    assert "the ledger holds no figure" in absent[Measure.LEVEL]


def test_recipes_come_with_what_they_give(filled: Ledger) -> None:
    average = next(each for each in chain(filled).derivations if each.recipe.name == "two-year-average")
    assert average.figure is not None
    assert average.figure.value == -0.7


def test_a_year_is_found_as_the_year_to_date_of_its_last_month(ledger: Ledger, observe: Observe) -> None:
    ledger.append(
        [
            observe("xx/output", "2023-12", "2024-01-17", 4.6, measure="ytd_yoy"),
            observe("xx/output", "2023-12", "2024-01-17", 6.8, measure="yoy"),
            observe("xx/output", "2023-06", "2023-07-17", 3.8, measure="ytd_yoy"),
        ]
    )
    for period, values in (("2023", [4.6]), ("2023-12", [6.8, 4.6]), ("2023-H1", [3.8])):
        found = trace(ledger, "xx/output", Period.parse(period), as_of=date(2024, 3, 1))
        assert [each.figure.value for each in found.figures] == values


def test_an_unknown_series_is_refused(ledger: Ledger) -> None:
    with pytest.raises(UnknownNameError, match="OUTPUT"):
        trace(ledger, "OUTPUTS", Period.parse("2023-09"))


def test_a_bound_is_in_the_chain(ledger: Ledger, observe: Observe) -> None:
    row = observe("xx/stations", "2023-09", "2023-10-20", 318, comparator=Comparator.MORE)
    ledger.append([row])
    (level,) = trace(ledger, "STATIONS", Period.parse("2023-09"), as_of=date(2024, 3, 1)).figures
    assert level.links[0].observation.comparator is Comparator.MORE


def test_a_row_whose_document_is_not_kept_has_no_quotation(
    ledger: Ledger, observe: Observe, tmp_path: Path
) -> None:
    ledger.append([observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy", document="0" * 64)])
    archive = Archive(tmp_path / "documents")
    found = trace(ledger, "OUTPUT", Period.parse("2023-09"), as_of=date(2024, 3, 1), archive=archive)
    assert found.figures[0].links[0].quote == ""


def test_the_words_of_a_kept_document_are_quoted(data: Path, tmp_path: Path) -> None:
    """Three figures of Toyland's release of May 2024 stand in one sentence each."""
    catalog = load_catalog("toyland")
    page = make_document(
        (data / "toyland-release-2024-05.txt").read_bytes(),
        name="release.txt",
        publisher="TSO",
        published=date(2024, 6, 17),
    )
    archive = Archive(tmp_path / "documents")
    archive.keep(page)
    ledger = Ledger.open(tmp_path / "ledger", catalog)
    ledger.append(
        [_observed(each, page) for each in read(page, catalog).statements if each.value is not None]
    )
    chain = trace(ledger, "OUT_CELLS", Period.parse("2024-05"), as_of=date(2024, 7, 1), archive=archive)
    quotes = {each.figure.measure: each.links[0].quote for each in chain.figures}
    assert "16.0 GWh" in quotes[Measure.LEVEL]
    assert "20.3 percent" in quotes[Measure.YOY]


def _observed(statement: Statement, page: Document) -> Observation:
    assert statement.period is not None
    assert statement.value is not None
    return Observation(
        statement.series,
        statement.period,
        statement.measure,
        statement.value,
        statement.unit,
        statement.comparator,
        Status.PRELIMINARY,
        date(2024, 6, 17),
        Basis.STATED,
        datetime(2024, 6, 17, 9),
        "TSO",
        page.source,
        statement.locator,
        page.sha256,
    )


def test_september_exports_of_china(starter: Starter) -> None:
    """-6.2 on 13 October 2023, -6.8 in the table read later; the day of the brief knows the first only."""
    china = starter("china")
    september = Period.parse("2023-09")
    then = trace(china, "EXPORTS_USD", september, as_of=date(2023, 11, 4))
    now = trace(china, "EXPORTS_USD", september, as_of=china.catalog.compiled)
    assert [[link.observation.value for link in each.links] for each in then.figures] == [[-6.2]]
    assert [link.observation.value for each in now.figures for link in each.links][1:] == [-6.2, -6.8]
    assert then.day is not None
    assert then.day.published == date(2023, 10, 13)
