"""Claims keep their score in the ledger, whatever they are about."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from forerun.catalog.forward import Forward, forward_id, forward_series
from forerun.catalog.load import load_catalog
from forerun.errors import UnknownNameError
from forerun.foresight.recording import observed, score_of
from forerun.foresight.scores import Claim, Metric, Score, auc, auc_within, brier
from forerun.ledger.ledger import Ledger
from forerun.periods import Period
from forerun.types import Interval, Measure

SCORE = Score(Metric.BRIER, 0.05, "base_rate", 0.06, 1 / 6, 700, (1989, 2004, 4), Interval(0.9, 0.02, 0.3))
CLAIM = Claim(
    subject="Optics / lasers 100%",
    series=forward_id(Forward.ENTRY, "Optics / lasers 100%", "cn-440000"),
    period=Period.parse("2028"),
    measure=Measure.PROBABILITY,
    value=12.5,
    unit="percent",
    intervals=(Interval(0.8, 4, 20),),
    method="relatedness",
    origin=Period.parse("2023"),
    vintage=date(2024, 1, 5),
    data="ab12",
    score=SCORE,
)


def test_a_claim_of_names_that_no_catalog_holds_comes_back_with_its_score(tmp_path: Path) -> None:
    ledger = Ledger.open(tmp_path, load_catalog("china"))
    ledger.append([observed(CLAIM, "forerun foresight places")])
    (row,) = ledger.snapshot(date(2024, 1, 5)).rows(CLAIM.series)
    assert (row.value, row.period, row.source) == (12.5, CLAIM.period, "forerun:relatedness@0.1.0")
    assert ledger.snapshot(date(2024, 1, 4)).rows(CLAIM.series) == ()
    kept = score_of(row)
    assert kept is not None
    assert kept.skill == pytest.approx(SCORE.skill, rel=1e-8)
    assert replace(kept, skill=SCORE.skill) == SCORE


def test_a_claim_without_skill_says_so_in_the_ledger() -> None:
    worse = Score.of_errors(Metric.LOG_ERROR, 0.7, ("no_change", 0.6), (148, (1970, 2000, 30)))
    row = observed(replace(CLAIM, score=worse), "")
    assert not replace(CLAIM, score=worse).may_lead
    assert row.note.endswith("no demonstrated skill")
    assert observed(replace(CLAIM, score=None), "").note.endswith("no demonstrated skill")
    assert score_of(observed(replace(CLAIM, score=None), "")) is None


def test_a_forward_series_is_named_after_the_place_that_the_catalog_knows() -> None:
    catalog = load_catalog("china")
    found = catalog.series_named(CLAIM.series)
    assert found.names.en == "Probability of entry: Guangdong, Optics / lasers 100%"
    assert found.activity == "Optics / lasers 100%"
    assert forward_series("cn/forward_entry", {}) is None
    with pytest.raises(UnknownNameError):
        catalog.series_named("cn/forward_nothing/x")


def test_ties_count_half_and_groups_alike() -> None:
    import numpy as np

    said, came = np.array([0.1, 0.4, 0.4, 0.9]), np.array([0, 0, 1, 1])
    assert auc(said, came) == 3.5 / 4
    group = np.array([0, 1, 1, 0])
    assert auc_within(said, came, group) == (1 + 0.5) / 2
    assert brier(np.array([1.0, 0.5]), np.array([1, 0])) == 0.125
