from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.ledger.preference import Preference, agree, choose, ranked
from forerun.table import from_rows, to_frame
from forerun.types import Basis, Comparator, Observation


@pytest.fixture
def prefer(small):
    def among(*rows: Observation) -> Preference:
        return choose(tuple(from_rows(ranked(to_frame(rows), small).iter_rows())))

    return among


def _values(rows: Sequence[Observation]) -> list[float]:
    return [row.value for row in rows]


def test_a_revision_by_the_publisher_replaces_the_first_announcement(observe, prefer) -> None:
    # Exports in September 2023: -6.2 percent on 13 October 2023, -6.8 in the revised series.
    first = observe("xx/exports", "2023-09", "2023-10-13", -6.2, measure="yoy")
    later = observe("xx/exports", "2023-09", "2024-10-14", -6.8, measure="yoy")
    found = prefer(later, first)
    assert found.shown == later
    assert found.previous == (first,)
    assert found.conflicts == ()
    assert prefer(first).shown == first


def test_an_exact_number_stands_before_a_later_bound(observe, prefer) -> None:
    # 5G base stations at the end of September 2023: 3.189 million; speeches say "more than 3.18 million".
    exact = observe("xx/stations", "2023-09", "2023-10-20", 318.9)
    bound = observe("xx/stations", "2023-09", "2023-11-04", 318.0, comparator=Comparator.MORE)
    found = prefer(bound, exact)
    assert found.shown == exact
    assert found.previous == found.conflicts == ()


def test_a_bound_that_the_exact_number_breaks_is_a_conflict(observe, prefer) -> None:
    exact = observe("xx/stations", "2023-09", "2023-10-20", 318.9)
    bound = observe("xx/stations", "2023-09", "2023-11-04", 320.0, comparator=Comparator.MORE)
    assert prefer(bound, exact).conflicts == (bound,)


def test_what_another_body_quotes_later_does_not_override(observe, prefer) -> None:
    own = observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy")
    quoted = observe("xx/output", "2023-09", "2023-12-01", 4.6, measure="yoy", publisher="MINISTRY")
    found = prefer(quoted, own)
    assert found.shown == own
    assert found.conflicts == (quoted,)


def test_without_the_own_publisher_the_latest_quote_stands(observe, prefer) -> None:
    one = observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy", publisher="MINISTRY")
    two = observe("xx/output", "2023-09", "2023-10-20", 4.7, measure="yoy", publisher="CUSTOMS")
    found = prefer(one, two)
    assert found.shown == two
    assert found.conflicts == (one,)


def test_of_each_other_publisher_the_best_row_is_the_conflict(observe, prefer) -> None:
    own = observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy")
    older = observe("xx/output", "2023-09", "2023-10-19", 4.8, measure="yoy", publisher="MINISTRY")
    newer = observe("xx/output", "2023-09", "2023-10-20", 4.7, measure="yoy", publisher="MINISTRY")
    assert prefer(own, older, newer).conflicts == (newer,)


def test_on_one_day_the_better_source_then_the_later_record_stands(observe, prefer) -> None:
    repost = observe("xx/output", "2023-09", "2023-10-18", 4.4, measure="yoy", source="repost")
    page = observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy", source="page")
    assert prefer(repost, page).shown == page
    assert prefer(repost, page).conflicts == (repost,)
    corrected = observe(
        "xx/output", "2023-09", "2023-10-18", 4.6, measure="yoy", recorded=page.recorded.replace(day=9)
    )
    assert prefer(page, corrected).shown == corrected


def test_a_repeated_value_is_shown_where_it_was_said_first(observe, prefer) -> None:
    first = observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy")
    again = observe("xx/output", "2023-09", "2023-12-01", 4.5, measure="yoy", source="repost")
    guessed = observe("xx/output", "2023-09", "2023-10-17", 4.5, measure="yoy", basis=Basis.ESTIMATED)
    assert prefer(first, again).shown == first
    assert prefer(first, again, guessed).shown == first


def test_a_value_restored_is_shown_where_it_was_restored(observe, prefer) -> None:
    rows = [
        observe("xx/output", "2023-09", f"2023-{month}-18", value, measure="yoy")
        for month, value in ((10, 4.5), (11, 4.6), (12, 4.5))
    ]
    found = prefer(*rows)
    assert found.shown == rows[2]
    assert found.previous == (rows[1],)


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        (("=", 4.0), ("=", 4.04), True),
        (("=", 4.0), ("=", 4.1), False),
        (("=", 318.9), (">", 318.0), True),
        ((">=", 60.0), ("<", 60.0), True),
        (("<=", 59.0), ("=", 60.0), False),
        (("about", 2700.0), ("=", 2702.1), True),
        (("about", 2700.0), ("=", 3009.4), False),
    ],
)
def test_statements_agree_within_rounding_and_bounds(observe, one, other, together) -> None:
    rows = [
        observe("xx/output", "2023-09", "2023-10-18", value, measure="yoy", comparator=Comparator(comparator))
        if value < 100
        else observe("xx/stations", "2023-09", "2023-10-18", value, comparator=Comparator(comparator))
        for comparator, value in (one, other)
    ]
    assert agree(*rows) is together
    assert agree(*reversed(rows)) is together


@given(st.permutations(range(6)))
def test_the_order_of_the_rows_does_not_matter(observe, small, order) -> None:
    rows = [
        observe("xx/output", "2023-09", f"2023-10-{18 + number % 3}", 4.0 + number / 10, measure="yoy")
        if number < 4
        else observe("xx/output", "2023-09", "2023-10-30", 4.0, measure="yoy", publisher=f"OTHER{number}")
        for number in range(6)
    ]
    frame = to_frame([rows[place] for place in order])
    assert ranked(frame, small).equals(ranked(to_frame(rows), small))
