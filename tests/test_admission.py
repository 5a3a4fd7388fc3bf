from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from functools import partial

import pytest

from forerun.admission import Outcome, Refusal, Terms, Window, admit, by_page, on_day, publisher_called
from forerun.catalog.load import load_catalog
from forerun.documents.document import make_document
from forerun.documents.statement import Reading, Statement
from forerun.documents.tidy import RowStatement
from forerun.errors import DocumentError
from forerun.ledger.publication import ReleaseCalendar
from forerun.periods import Period
from forerun.types import Basis, Comparator, Measure, Status

CHINA = load_catalog("china")
DAY = date(2023, 10, 18)
TERMS = Terms(
    catalog=CHINA,
    calendar=ReleaseCalendar.of(CHINA),
    publisher=CHINA.publishers["NBS"],
    window=on_day(DAY),
    today=date(2024, 6, 1),
    recorded=datetime(2024, 6, 1, 12),
    find=partial(publisher_called, CHINA),
)


def said(
    code: str = "IVA_TOTAL", month: str = "2023-09", value: float | None = 4.5, **other: object
) -> Statement:
    """A statement of a sentence."""
    series = CHINA.series_named(code)
    statement = Statement(
        indicator=series.indicator,
        activity=series.activity,
        place=series.place,
        series=series.id,
        period=Period.parse(month),
        measure=Measure.YOY,
        comparator=Comparator.EQUAL,
        value=value,
        unit="percent",
        direction="",
        quote="words",
        span=(0, 5),
        locator="sentence 1",
    )
    return replace(statement, **other)


def row(**other: object) -> RowStatement:
    """The same statement as a row of a tidy table."""
    plain = said()
    fields = {name: getattr(plain, name) for name in Statement.__dataclass_fields__}
    return RowStatement(**fields | other)


def outcomes(*statements: Statement, terms: Terms = TERMS) -> tuple[Outcome, ...]:
    document = make_document(b"some words", name="release.txt")
    return admit(Reading(document, "some words", statements, (), ()), terms)


def only(statement: Statement, terms: Terms = TERMS) -> Outcome:
    (outcome,) = outcomes(statement, terms=terms)
    return outcome


def refusal(statement: Statement, terms: Terms = TERMS) -> Refusal | None:
    outcome = only(statement, terms)
    assert (outcome.observation is None) == bool(outcome.reason)
    return outcome.refusal


def test_a_statement_becomes_an_observation() -> None:
    found = only(said()).observation
    assert found is not None
    assert (found.series, str(found.period), found.measure, found.value) == (
        "cn/iva",
        "2023-09",
        Measure.YOY,
        4.5,
    )
    assert (found.published, found.basis, found.publisher) == (DAY, Basis.STATED, "NBS")
    assert (found.status, found.locator) == (Status.PRELIMINARY, "sentence 1")
    assert found.source == f"document:{found.document[:12]}"


def test_units_are_converted_to_those_of_the_series() -> None:
    cement = said("OUT_CEMENT", measure=Measure.LEVEL, value=1.92, unit="100 million tonnes", locator="x")
    assert refusal(cement) is Refusal.WRONG_UNIT
    found = only(replace(cement, value=192_050_000.0, unit="tonne")).observation
    assert found is not None
    assert (found.value, found.unit) == (19205, "10000 tonnes")


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"modality": "expected"}, Refusal.FUTURE),
        ({"modality": "target"}, Refusal.FUTURE),
        ({"value": None, "direction": "turned_positive"}, Refusal.NO_VALUE),
        ({"period": None}, Refusal.NO_PERIOD),
        ({"measure": Measure.SHARE}, Refusal.NO_MEASURE),
        ({"unit": "tonne"}, Refusal.WRONG_UNIT),
        ({"unit": ""}, Refusal.WRONG_UNIT),
        ({"period": Period.parse("2023-10")}, Refusal.TOO_EARLY),
        ({"period": Period.parse("2023")}, Refusal.TOO_EARLY),
    ],
)
def test_what_is_no_published_figure(change: dict[str, object], why: Refusal) -> None:
    assert refusal(said(**change)) is why


def test_only_official_publishers_make_observations() -> None:
    assert refusal(said(), replace(TERMS, publisher=None)) is Refusal.NO_PUBLISHER
    assert refusal(said(), replace(TERMS, publisher=CHINA.publishers["IFR"])) is Refusal.UNOFFICIAL
    assert refusal(row(publisher="The Daily Planet")) is Refusal.NO_PUBLISHER
    assert refusal(row(publisher="OWID")) is Refusal.UNOFFICIAL


def test_a_second_hand_figure_is_marked_and_keeps_its_publisher() -> None:
    outcome = only(said(), replace(TERMS, publisher=CHINA.publishers["MIIT"]))
    assert outcome.observation is not None
    assert outcome.observation.publisher == "MIIT"
    assert outcome.warning == "NBS publishes this series; entered as said by MIIT"
    assert only(said()).warning == ""


@pytest.mark.parametrize(
    ("words", "publisher"),
    [
        ("NBS", "NBS"),
        ("国家统计局", "NBS"),
        ("CAAM via MIIT", "CAAM"),
        ("MIIT (garbled)", "MIIT"),
        ("NBS/CFLP", "NBS"),
    ],
)
def test_cells_that_name_a_publisher(words: str, publisher: str) -> None:
    found = publisher_called(CHINA, words)
    assert found is not None
    assert found.id == publisher


def test_a_row_says_more() -> None:
    told = row(
        publisher="CAAM via MIIT",
        source="yearbook",
        status=Status.FINAL,
        note="rounded",
        day=date(2023, 10, 20),
    )
    found = only(told).observation
    assert found is not None
    assert (found.publisher, found.source, found.status, found.note) == (
        "CAAM",
        "yearbook",
        Status.FINAL,
        "rounded",
    )
    assert found.published == date(2023, 10, 20)


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ({}, (DAY, Basis.STATED)),  # the document's own day
        ({"day": date(2023, 10, 19)}, (date(2023, 10, 19), Basis.STATED)),
        (
            {"day": date(2023, 10, 25), "page": True},
            (DAY, Basis.CALENDAR),
        ),  # a later page, an earlier release
        ({"day": date(2023, 10, 18), "page": True}, (DAY, Basis.BOUND)),
        ({"day": date(2023, 12, 1), "page": True}, (date(2023, 12, 1), Basis.BOUND)),  # too late for a repost
        ({"day": date(2023, 10, 1), "page": True}, (date(2023, 10, 1), Basis.BOUND)),
        ({"day": Period.parse("2023-10")}, (DAY, Basis.CALENDAR)),
        ({"day": Period.parse("2023-11")}, (date(2023, 11, 30), Basis.BOUND)),
        ({"day": Period.parse("2023")}, (DAY, Basis.CALENDAR)),
        ({"day": Period.parse("2024")}, (date(2024, 6, 1), Basis.BOUND)),  # not later than today
    ],
)
def test_when_a_row_was_published(told: dict[str, object], expected: tuple[date, Basis]) -> None:
    found = only(row(**told)).observation
    assert found is not None
    assert (found.published, found.basis) == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        (by_page(date(2023, 10, 20), Basis.STATED), (DAY, Basis.CALENDAR)),
        (by_page(DAY, Basis.STATED), (DAY, Basis.STATED)),
        (by_page(date(2024, 1, 17), Basis.STATED), (date(2024, 1, 17), Basis.STATED)),  # a later statement
        (on_day(date(2023, 10, 20)), (date(2023, 10, 20), Basis.STATED)),
    ],
)
def test_when_a_document_was_published(window: Window, expected: tuple[date, Basis]) -> None:
    found = only(said(), replace(TERMS, window=window)).observation
    assert found is not None
    assert (found.published, found.basis) == expected


def test_without_any_day_the_calendar_and_then_the_usual_lag_tell() -> None:
    open_ = replace(TERMS, window=None)
    known = only(said(), open_).observation
    assert known is not None
    assert (known.published, known.basis) == (DAY, Basis.CALENDAR)
    old = only(said("IVA_AUTO", "2010-06"), open_).observation
    assert old is not None
    assert old.basis is Basis.ESTIMATED
    assert date(2010, 7, 10) < old.published < date(2010, 7, 25)


def test_an_estimated_day_is_never_in_the_future() -> None:
    eve = replace(TERMS, window=None, today=date(2010, 7, 5))
    found = only(said("IVA_AUTO", "2010-06"), eve).observation
    assert found is not None
    assert (found.published, found.basis) == (date(2010, 7, 5), Basis.BOUND)


def test_a_row_from_the_future_refuses_the_document() -> None:
    with pytest.raises(
        DocumentError, match=r"release\.txt, sentence 1: it was published on 2024-06-02, it says"
    ):
        only(row(day=date(2024, 6, 2)))


def test_a_survey_may_close_before_its_month_does() -> None:
    """The purchasing managers' index of January 2025 came out on the 27th, before the Spring Festival."""
    survey = said("PMI_MFG", "2025-01", 49.1, measure=Measure.INDEX, unit="index 50=no change")
    terms = replace(TERMS, window=on_day(date(2025, 1, 27)), today=date(2025, 6, 1))
    found = only(survey, terms).observation
    assert found is not None
    assert found.published == date(2025, 1, 27)
    assert refusal(survey, replace(terms, window=on_day(date(2025, 1, 20)))) is Refusal.TOO_EARLY
    assert refusal(said(month="2025-01"), terms) is Refusal.TOO_EARLY


def test_repeats_keep_the_most_exact() -> None:
    found = outcomes(
        said("OUT_AUTO", value=235, measure=Measure.LEVEL, unit="10000 units"),
        said("OUT_AUTO", value=234.6, measure=Measure.LEVEL, unit="10000 units", locator="table 1 row 3"),
        said("OUT_AUTO", value=230, measure=Measure.LEVEL, unit="10000 units", comparator=Comparator.MORE),
    )
    assert [each.refusal for each in found] == [Refusal.REPEATED, None, Refusal.REPEATED]
    assert found[0].reason == "table 1 row 3 says the same"


def test_a_document_that_contradicts_itself_is_not_believed() -> None:
    found = outcomes(said(value=4.5), said(value=4.6, locator="sentence 9"), said(month="2023-08", value=4.5))
    assert [each.refusal for each in found] == [Refusal.CONTRADICTED, Refusal.CONTRADICTED, None]
    assert found[0].reason == "the document also says 4.6 percent in sentence 9"


@pytest.mark.parametrize(
    ("bound", "value", "agrees"),
    [
        (Comparator.MORE, 4.0, True),
        (Comparator.MORE, 5.0, False),
        (Comparator.AT_MOST, 5.0, True),
        (Comparator.LESS, 4.0, False),
        (Comparator.ABOUT, 4.4, True),
        (Comparator.ABOUT, 9.0, False),
    ],
)
def test_bounds_agree_with_what_lies_within(bound: Comparator, value: float, agrees: bool) -> None:
    found = outcomes(said(), said(value=value, comparator=bound))
    assert (found[0].refusal is None) == agrees
