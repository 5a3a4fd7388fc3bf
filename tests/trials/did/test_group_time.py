"""Group-time effects: published numbers of mpdta, and moderndid's of a simulated panel."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError
from forerun.trials.did.adjust import Adjustment
from forerun.trials.did.aggregate import by_cohort, by_period, event_study, overall, pre_test
from forerun.trials.did.att import group_time
from forerun.trials.did.att_cells import group_time_of_cells
from forerun.trials.did.cells import cells_of
from forerun.trials.did.rule import Base, Controls, Rule
from forerun.trials.panel import NEVER, Panel

ADJUSTMENTS = {
    "reg": Adjustment.REGRESSION,
    "ipw": Adjustment.WEIGHTING,
    "dr": Adjustment.DOUBLY_ROBUST,
}


def test_the_effects_of_the_minimum_wage_are_those_published(mpdta: Panel) -> None:
    """README of the R package did 2.5.1; simple average and its error: diff-diff 3.13.0."""
    found = group_time(mpdta)
    published = [
        -0.0105,
        -0.0704,
        -0.1373,
        -0.1008,
        0.0065,
        -0.0028,
        -0.0046,
        -0.0412,
        0.0305,
        -0.0027,
        -0.0311,
    ]
    assert found.att.round(4).tolist() == [*published, -0.0261]
    study = event_study(found)
    assert study.at.tolist() == [-3, -2, -1, 0, 1, 2, 3]
    assert study.att.round(4).tolist() == [0.0305, -0.0006, -0.0245, -0.0199, -0.0510, -0.1373, -0.1008]
    assert round(study.overall.att, 4) == -0.0772
    cohorts = by_cohort(found)
    assert cohorts.att.round(4).tolist() == [-0.0797, -0.0229, -0.0261]
    assert round(cohorts.overall.att, 4) == -0.0310
    simple = overall(found)
    assert simple.att == pytest.approx(-0.0399513, abs=1e-7)
    assert simple.error == pytest.approx(0.0120340, abs=1e-7)
    assert pre_test(found).p_value == pytest.approx(0.16812, abs=5e-6)


@pytest.mark.parametrize(
    ("adjustment", "att", "error", "dynamic", "dynamic_error"),
    [
        ("reg", -0.04196861242154325, 0.01144482976821507, -0.08078174533376156, 0.0187458547114755),
        ("ipw", -0.0417770821991317, 0.011499719363982943, -0.080376886645843, 0.018954250381889387),
        ("dr", -0.04175177205861638, 0.011502838151545078, -0.08035394974402435, 0.018957557244824917),
    ],
)
def test_with_population_as_covariate(
    mpdta: Panel, adjustment: str, att: float, error: float, dynamic: float, dynamic_error: float
) -> None:
    """moderndid 0.2.0, ``xformla="~lpop"``, ``boot=False``; reg and ipw equal diff-diff 3.13.0 too."""
    found = group_time(mpdta, None, ("lpop",), ADJUSTMENTS[adjustment])
    assert overall(found).att == pytest.approx(att, rel=1e-9)
    assert overall(found).error == pytest.approx(error, rel=1e-9)
    assert event_study(found).overall.att == pytest.approx(dynamic, rel=1e-9)
    assert event_study(found).overall.error == pytest.approx(dynamic_error, rel=1e-9)


def test_a_simulated_panel_under_every_rule(simulated: Panel, answers: dict[str, Any]) -> None:
    """See ``tests/reference/make_trials_did.py``."""
    for answer in answers["answers"]:
        case = answer["case"]
        found = _run(simulated, case)
        place = {(g + 1, t + 1): i for i, (g, t) in enumerate(zip(found.cohort, found.period, strict=True))}
        order = [place[int(g), int(t)] for g, t in zip(answer["cohort"], answer["period"], strict=True)]
        assert sorted(order) == list(range(len(found.att)))
        assert found.att[order] == pytest.approx(answer["att"], abs=1e-10), case
        errors = np.array([np.nan if each is None else each for each in answer["error"]], float)
        told = np.isfinite(errors)
        assert found.error[order][told] == pytest.approx(errors[told], rel=1e-10), case
        if "weightsname" not in case:  # moderndid weighs cohorts by their heads where units have weights
            _averages_agree(found, answer)


def _run(panel: Panel, case: dict[str, Any]) -> Any:
    if "weightsname" not in case:
        panel = replace(panel, weights=np.ones(150))
    if case.get("drop_never"):
        panel = panel.of(panel.start < NEVER)
    controls = Controls.NOT_YET if case.get("control_group") == "notyettreated" else Controls.NEVER
    rule = Rule(controls, Base(case.get("base_period", "varying")), case.get("anticipation", 0))
    names = tuple(case.get("xformla", "~").strip("~ ").split(" + "))
    return group_time(
        panel, rule, names if names != ("",) else (), ADJUSTMENTS[case.get("est_method", "reg")]
    )


def _averages_agree(found: Any, answer: dict[str, Any]) -> None:
    study = event_study(found)
    ours = {
        "simple": overall(found),
        "dynamic": study.overall,
        "group": by_cohort(found).overall,
        "calendar": by_period(found).overall,
    }
    for kind, effect in ours.items():
        assert [effect.att, effect.error] == pytest.approx(answer["overall"][kind], rel=1e-9), kind
    assert study.att == pytest.approx(answer["event_study"][0], abs=1e-9)
    errors = np.array([each or 0.0 for each in answer["event_study"][1]])
    assert study.error == pytest.approx(errors, abs=1e-9)


def test_weights_weigh_cohorts_too(simulated: Panel) -> None:
    """diff-diff 3.13.0 with SurveyDesign(weights, psu=unit), whose error counts 150/149."""
    simple = overall(group_time(simulated))
    assert simple.att == pytest.approx(0.9176709728632795, rel=1e-10)
    assert simple.error == pytest.approx(0.19140617703850346 * np.sqrt(149 / 150), rel=1e-10)


def test_units_take_part_where_both_periods_are_observed(gappy: Panel) -> None:
    """diff-diff 3.13.0 on the same rows, unweighted."""
    found = group_time(replace(gappy, weights=np.ones(150)))
    first = [0.7025094191522763, 0.62294, 0.5907175925925926, 1.3639749163879598, 1.3274905517762665]
    errors = [0.4027489893894009, 0.34098724514562123, 0.37232318245581125, 0.42769666590320266]
    assert found.att[:5] == pytest.approx(first, rel=1e-10)
    assert found.error[:4] == pytest.approx(errors, rel=1e-10)
    assert found.left_out[0].what == "17 units, cohort 3 in 2"


@pytest.mark.parametrize("covariates", [(), ("z",)])
@pytest.mark.parametrize("controls", list(Controls))
def test_cells_and_units_say_the_same(gappy: Panel, covariates: tuple[str, ...], controls: Controls) -> None:
    rule = Rule(controls, Base.UNIVERSAL, 1)
    of_cells = group_time_of_cells(cells_of(gappy, covariates), rule)
    of_units = group_time(gappy, rule, covariates, Adjustment.REGRESSION)
    assert of_cells.att == pytest.approx(of_units.att, abs=1e-11)
    assert np.abs(of_cells.covariance - of_units.covariance).max() < 1e-12
    assert of_cells.left_out == of_units.left_out
    assert of_cells.convention == of_units.convention


def test_clusters_above_the_unit(simulated: Panel) -> None:
    """Every unit copied within a cluster: the same effects, errors as if each counted once."""
    twice = simulated.of(np.repeat(np.arange(150), 2))
    alone = group_time(simulated)
    together = group_time(twice)
    assert together.att == pytest.approx(alone.att, abs=1e-12)
    assert together.error == pytest.approx(alone.error, rel=1e-10)
    assert "150 clusters of 300 units" in together.convention


def test_a_balanced_event_study_keeps_its_cohorts(mpdta: Panel) -> None:
    """Cohort 2007 is not observed one period later, so 2004 and 2006 remain, and relative periods of both."""
    found = group_time(mpdta)
    study = event_study(found, balance=1)
    assert study.at.tolist() == [-2, -1, 0, 1]
    share = found.shares[:2] / found.shares[:2].sum()
    at_one = found.att[(found.relative == 1)]
    assert study.att[-1] == pytest.approx(share @ at_one)
    with pytest.raises(InputError, match="no cohort is observed 9 periods"):
        event_study(found, balance=9)


def test_what_cannot_be_compared(simulated: Panel) -> None:
    treated = simulated.of(simulated.start < NEVER)
    with pytest.raises(InputError, match=r"every unit is treated in the end.*Use controls not_yet_treated"):
        group_time(treated)
    early = replace(simulated, start=np.where(simulated.start == 2, 0, simulated.start))
    found = group_time(early)
    assert found.left_out[0].what == "cohort 1"
    assert found.left_out[0].reason == "no period before its treatment"
    with pytest.raises(
        InputError, match=r"no cohort can be compared after its treatment.*cohort 1: no period before"
    ):
        group_time(early.of((early.start == 0) | (early.start == NEVER)))
    with pytest.raises(InputError, match="nobody is treated"):
        group_time(simulated.of(simulated.start == NEVER))
    with pytest.raises(InputError, match=r"no covariate 'gdp'.*It has z, x"):
        group_time(simulated, None, ("gdp",))
    last = group_time(treated, Rule(Controls.NOT_YET))
    assert {each.reason for each in last.left_out} == {"no control is left"}


def test_errors_that_do_not_exist(simulated: Panel) -> None:
    never, first = np.flatnonzero(simulated.start == NEVER), np.flatnonzero(simulated.start == 2)
    with pytest.raises(ConventionError, match="one treated unit"):
        group_time(simulated.of([*never, first[0]]))
    second = np.flatnonzero(simulated.start == 4)
    found = group_time(simulated.of([*never, first[0], *second]))
    assert found.convention.endswith("alone in its cohort, so that its own variance counts as zero: 3")


@pytest.mark.parametrize("adjustment", list(Adjustment))
def test_covariates_that_cannot_adjust(simulated: Panel, adjustment: Adjustment) -> None:
    double = replace(
        simulated, covariates=dict(simulated.covariates) | {"y": 2.0 * simulated.covariates["z"]}
    )
    with pytest.raises(ConventionError, match="cohort 3 in 2: covariates"):
        group_time(double, None, ("z", "y"), adjustment)
    if adjustment is not Adjustment.REGRESSION:
        marked = np.where(simulated.start < NEVER, 1.0, 0.0)[:, None] + 0.01 * simulated.covariates["z"]
        apart = replace(simulated, covariates={"d": marked})
        with pytest.raises(ConventionError, match="tell treated and controls apart"):
            group_time(apart, None, ("d",), adjustment)
