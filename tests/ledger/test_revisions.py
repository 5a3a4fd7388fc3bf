"""First announcements against later values, on figures as they were published."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from forerun.ledger.ledger import Ledger
from forerun.ledger.revisions import RevisionKind, revisions, summarise
from forerun.types import Comparator, Measure, Observation, Status

Observe = Callable[..., Observation]


def test_gdp_of_the_third_quarter_was_raised(ledger: Ledger, observe: Observe) -> None:
    """913027 (CNY 100 million) on 2023-10-18, 937047 in the table of 2026."""
    ledger.append(
        [
            observe("xx/output", "2023-09", "2023-10-18", 913027),
            observe("xx/output", "2023-09", "2024-02-26", 937047, status=Status.REVISED),
        ]
    )
    (found,) = revisions(ledger.snapshot(date(2024, 3, 1)), "OUTPUT", Measure.LEVEL)
    assert (found.kind, found.change, found.vintages) == (RevisionKind.REVISION, 24020, 2)
    assert found.first.value == 913027
    assert revisions(ledger.snapshot(date(2024, 2, 25)), "OUTPUT", Measure.LEVEL) == ()


def test_a_correction_is_told_from_a_revision(ledger: Ledger, observe: Observe) -> None:
    ledger.append(
        [
            observe("xx/output", "2023-08", "2023-09-15", 4.5, measure="yoy"),
            observe("xx/output", "2023-08", "2023-09-18", 4.6, measure="yoy", status=Status.CORRECTED),
            observe("xx/output", "2023-09", "2023-10-18", 4.5, measure="yoy"),
            observe("xx/output", "2023-09", "2023-11-15", 4.5, measure="yoy", status=Status.REVISED),
        ]
    )
    found = revisions(ledger.snapshot(date(2024, 3, 1)), "xx/output", Measure.YOY)
    assert [each.kind for each in found] == [RevisionKind.CORRECTION, RevisionKind.UNCHANGED]
    assert found[0].change == 0.1


def test_other_bodies_bounds_and_forecasts_are_no_revisions(ledger: Ledger, observe: Observe) -> None:
    ledger.append(
        [
            observe("xx/stations", "2023-09", "2023-10-20", 318.9),
            observe("xx/stations", "2023-09", "2023-11-20", 320.1, publisher="BUREAU"),
            observe("xx/stations", "2023-09", "2023-11-21", 318, comparator=Comparator.MORE),
            observe("xx/stations", "2023-09", "2023-10-01", 317.0, status=Status.FORECAST),
        ]
    )
    assert revisions(ledger.snapshot(date(2024, 3, 1)), "STATIONS", Measure.LEVEL) == ()


def test_exports_of_china_are_revised_downwards(starter: Callable[[str], Ledger]) -> None:
    """81 of 99 first announcements were changed later; September 2023 was -6.2, then -6.8."""
    snapshot = starter("china").snapshot(starter("china").catalog.compiled)
    found = revisions(snapshot, "EXPORTS_USD", Measure.YOY)
    september = next(each for each in found if str(each.first.period) == "2023-09")
    assert (september.first.value, september.latest.value, september.change) == (-6.2, -6.8, -0.6)
    summary = summarise(found)
    assert summary.changed == 81
    assert summary.mean < 0 < summary.mean_absolute


def test_a_summary_of_nothing_has_no_largest() -> None:
    assert summarise(()).largest is None


def test_mean_and_mean_absolute_revision(ledger: Ledger, observe: Observe) -> None:
    """Changes of +2 and -1: mean 0.5, mean absolute 1.5, largest +2."""
    for period, first, later in (("2023-07", 10.0, 12.0), ("2023-08", 11.0, 10.0)):
        ledger.append([observe("xx/output", period, "2023-10-18", first)])
        ledger.append([observe("xx/output", period, "2023-11-15", later, status=Status.REVISED)])
    summary = summarise(revisions(ledger.snapshot(date(2024, 3, 1)), "OUTPUT", Measure.LEVEL))
    assert (summary.mean, summary.mean_absolute) == (pytest.approx(0.5), pytest.approx(1.5))
    assert summary.largest is not None
    assert summary.largest.change == 2
