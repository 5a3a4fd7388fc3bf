"""The trials that ship run end to end and say what is known of them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forerun.ledger.snapshot import Snapshot
from forerun.trials.evaluate import Desk, Evaluation, evaluate
from forerun.trials.files import examples
from forerun.trials.planning import plan
from forerun.trials.reading import read_panel
from forerun.trials.register import Register
from forerun.trials.spec_file import read_trial
from tests.reference.toyland_trial import (
    ATTENTION_ENDS,
    BEGINS,
    BY_EFFORT,
    BY_WEALTH,
    EFFECT,
    EFFORT,
    QUARTERS,
)
from tests.reference.toyland_trial import main as make

SHIPPED = [("china", "free-trade-zones"), ("china", "low-carbon-2010"), ("toyland", "workshops")]


@pytest.fixture(scope="module")
def evaluated(
    snapshots: dict[str, Snapshot], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Evaluation]:
    found = {}
    for profile, name in SHIPPED:
        snapshot = snapshots[profile]
        spec = read_trial(examples(snapshot.catalog)[name], snapshot.catalog)
        found[name] = evaluate(spec, Desk(snapshot, Register.open(tmp_path_factory.mktemp("none"))))
    return found


def test_every_shipped_trial_is_tested(snapshots: dict[str, Snapshot]) -> None:
    shipped = [(profile, name) for profile, each in snapshots.items() for name in examples(each.catalog)]
    assert sorted(shipped) == sorted(SHIPPED)


def truth(found: Evaluation) -> float:
    """What the workshops really did in the districts that had them, on average over the periods after."""
    panel = found.panel
    wealth = panel.covariates["wealth"][panel.treated, 0]
    weights = panel.weights[panel.treated]
    attended = (ATTENTION_ENDS - BEGINS) / (len(QUARTERS) - BEGINS)
    return float(np.average(EFFECT + BY_WEALTH * wealth + BY_EFFORT * EFFORT * attended, weights=weights))


def test_the_interval_of_the_randomised_trial_holds_the_truth(evaluated: dict[str, Evaluation]) -> None:
    found = evaluated["workshops"]
    interval = found.main.effect.intervals[0]
    assert interval.low <= truth(found) <= interval.high


def test_what_the_country_may_expect_decides_and_not_what_the_pilots_had(
    evaluated: dict[str, Evaluation],
) -> None:
    found = evaluated["workshops"]
    assert found.main.effect.intervals[0].low >= found.spec.rule.scale_at
    assert found.decision.outcome == "extend"


def test_the_effort_of_the_randomised_trial_is_found_to_fade(evaluated: dict[str, Evaluation]) -> None:
    fadeout = next(each for each in evaluated["workshops"].checks if each.name == "fadeout")
    assert fadeout.verdict == "fails"


def test_the_national_interval_holds_the_truth_at_normal_effort(evaluated: dict[str, Evaluation]) -> None:
    found = evaluated["workshops"]
    assert found.transport is not None
    assert found.transport.national is not None
    interval = found.transport.national.effect.interval
    wealth = found.panel.covariates["wealth"][:, 0]
    national = float(np.average(EFFECT + BY_WEALTH * wealth, weights=found.panel.weights))
    assert interval.low <= national <= interval.high
    assert found.transport.premium is not None
    assert found.transport.premium.total.value > 0


@pytest.mark.parametrize("name", ["free-trade-zones", "low-carbon-2010"])
def test_of_provinces_that_were_chosen_little_can_be_told(
    name: str, evaluated: dict[str, Evaluation]
) -> None:
    found = evaluated[name]
    assert found.decision.outcome == "cannot_tell"
    assert found.standing.is_retrospective
    assert [each.name for each in found.checks] == list(found.spec.checks)


def test_provinces_with_a_pilot_city_are_no_controls(evaluated: dict[str, Evaluation]) -> None:
    found = evaluated["low-carbon-2010"]
    left_out = {each.place for each in found.reading.left_out}
    assert {"cn-130000", "cn-330000", "cn-350000", "cn-360000", "cn-520000", "cn-540000"} == left_out
    assert not left_out & set(found.panel.places)
    treated = {found.panel.places[i] for i in np.flatnonzero(found.panel.treated)}
    assert treated == {f"cn-{code}0000" for code in (12, 21, 42, 44, 50, 53, 61)}


def test_the_waves_of_the_free_trade_zones_begin_in_the_year_after(evaluated: dict[str, Evaluation]) -> None:
    panel = evaluated["free-trade-zones"].panel
    waves = {panel.periods[start]: int((panel.start == start).sum()) for start in panel.cohorts}
    assert waves == {"2014": 1, "2016": 3, "2018": 7, "2019": 1, "2020": 6, "2021": 3, "2024": 1}


@pytest.mark.parametrize(("profile", "name"), SHIPPED)
def test_places_are_searched_with_figures_from_before_alone(
    profile: str, name: str, snapshots: dict[str, Snapshot]
) -> None:
    snapshot = snapshots[profile]
    spec = read_trial(examples(snapshot.catalog)[name], snapshot.catalog)
    reading = read_panel(spec, snapshot)
    found = plan(spec, reading, snapshot.catalog)
    assert len(found.panel.periods) == min(reading.panel.cohorts)
    assert found.found.choice is not None
    assert {each.duration for each in found.tried} == set(spec.design.durations)


def test_the_randomised_table_is_the_one_that_its_script_makes(
    snapshots: dict[str, Snapshot], tmp_path: Path
) -> None:
    make(tmp_path)
    shipped = snapshots["toyland"].catalog.root / "trials" / "workshops.csv"
    assert (tmp_path / "workshops.csv").read_bytes() == shipped.read_bytes()
