"""The values of news: what they add up to, and how they are written."""

from __future__ import annotations

import json
import math

import pytest

from forerun.outlook.news import Change, ChangeKind, News, impact_of

CHANGES = (
    Change(ChangeKind.RELEASE, "PMI", "2023-10", before=50.2, after=49.5, weight=0.1),
    Change(ChangeKind.REVISION, "EXPORTS", "2023-09", before=-6.2, after=-6.8, weight=0.05),
    Change(ChangeKind.WITHDRAWAL, "POWER", "2023-09", before=9.9, after=8.9, weight=0.02),
    Change(ChangeKind.PARAMETERS, "", "", before=4.3, after=4.4, weight=1.0),
)
NEWS = News("IVA", "2023-12", old=4.42, new=4.4, changes=CHANGES)


def test_an_impact_is_a_weight_times_a_surprise() -> None:
    assert CHANGES[0].surprise == pytest.approx(-0.7)
    assert CHANGES[0].impact == pytest.approx(-0.07)


def test_each_kind_has_its_sum_and_the_rest_is_the_residual() -> None:
    assert NEWS.release_impact == pytest.approx(-0.07)
    assert NEWS.revision_impact == pytest.approx(-0.03 - 0.02)
    assert NEWS.parameter_impact == pytest.approx(0.1)
    assert NEWS.residual == pytest.approx(0.0, abs=1e-12)
    assert News("IVA", "2023-12", 4.42, 4.5, CHANGES).residual == pytest.approx(0.1)


def test_a_kind_that_does_not_occur_adds_nothing() -> None:
    assert impact_of(CHANGES[:1], ChangeKind.REVISION) == 0


def test_news_are_plain_values() -> None:
    plain = json.loads(json.dumps(NEWS.to_dict(), allow_nan=False))
    assert plain["old"] == 4.42
    assert [change["kind"] for change in plain["changes"]] == [
        "release",
        "revision",
        "withdrawal",
        "parameters",
    ]
    assert plain["changes"][0]["surprise"] == pytest.approx(-0.7)


def test_what_is_no_number_is_written_as_missing() -> None:
    change = Change(ChangeKind.RELEASE, "PMI", "2023-10", before=math.nan, after=49.5, weight=0.1)
    assert change.to_dict()["impact"] is None
    assert change.to_dict()["after"] == 49.5
