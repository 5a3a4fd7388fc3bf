"""Placebos in time and space, and places left out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError
from forerun.trials.checks.check import Verdict
from forerun.trials.checks.placebos import (
    in_space_check,
    in_time,
    in_time_check,
    leave_one_out_check,
    without_each_donor,
    without_each_treated,
)
from forerun.trials.estimates import Estimated
from forerun.trials.inference.infer import infer
from forerun.trials.panel import Panel
from forerun.trials.result import Estimator, Inference
from forerun.trials.synthetic.estimate import fit, fit_staggered
from forerun.trials.synthetic.method import Method

METHOD = Method(Estimator.DEMEANED)


@pytest.fixture
def panel(made: Any) -> Panel:
    found: Panel = made(np.random.default_rng(3), 39, ((20, 1),), 26, 6.0)
    return found


def estimated(panel: Panel) -> Estimated:
    return Estimated(infer(panel, METHOD, Inference.PLACEBO), fit_staggered(panel, METHOD))


def test_an_earlier_date_sees_only_the_periods_before_treatment(panel: Panel) -> None:
    found = in_time(panel, METHOD, ("t015",))[0]
    early = replace(panel.until(20), start=np.where(panel.treated, 15, panel.start))
    assert found.att == pytest.approx(fit(early, METHOD).att)
    assert found.least_p == 1 / 40
    assert len(in_time(panel, METHOD)) == 3


def test_a_date_that_is_none(panel: Panel) -> None:
    for date in ("t001", "t019", "t020", "2001"):
        with pytest.raises(InputError, match=f"^{date}: it is no possible earlier date"):
            in_time(panel, METHOD, (date,))
    with pytest.raises(InputError, match=r"^t003: 3 periods before treatment are too few"):
        in_time(replace(panel, start=np.where(panel.treated, 3, panel.start)), METHOD)


def test_the_effect_without_one_place(panel: Panel, made: Any) -> None:
    left = {each.place: each.att for each in without_each_donor(panel, METHOD)}
    assert set(left) == set(fit(panel, METHOD).weights)
    name = next(iter(left))
    kept = [place != name for place in panel.places]
    assert left[name] == pytest.approx(fit(panel.of(np.flatnonzero(kept)), METHOD).att)
    two = made(np.random.default_rng(3), 8, ((6, 2),), 10, 1.0)
    alone = [fit(two.of([*range(8), i]), METHOD).att for i in (9, 8)]
    assert [each.att for each in without_each_treated(two, METHOD)] == pytest.approx(alone)
    with pytest.raises(ConventionError, match="only one treated place"):
        without_each_treated(panel, METHOD)
    with pytest.raises(ConventionError, match="only one donor"):
        without_each_donor(panel.of([0, 39]), METHOD)


def test_a_large_effect_passes_every_check(panel: Panel) -> None:
    found = estimated(panel)
    for check in (in_time_check, in_space_check, leave_one_out_check):
        assert check(panel, found, 0.9).verdict is Verdict.PASSES


def test_an_effect_before_treatment_fails_in_time(panel: Panel) -> None:
    early = replace(panel, outcome=panel.outcome.copy())
    early.outcome[39, 14:20] += 8.0
    assert in_time_check(early, estimated(early), 0.9).verdict is Verdict.FAILS


def test_no_effect_does_not_stand_out(made: Any) -> None:
    panel = made(np.random.default_rng(5), 39, ((20, 1),), 26, 0.0)
    assert in_space_check(panel, estimated(panel), 0.9).verdict is Verdict.FAILS


def test_an_effect_that_hangs_on_one_place_fails(made: Any) -> None:
    panel = made(np.random.default_rng(4), 10, ((20, 2),), 26, -1.0)
    panel.outcome[11, 20:] += 9.0
    assert leave_one_out_check(panel, estimated(panel), 0.9).verdict is Verdict.FAILS


def test_few_places_cannot_tell(made: Any) -> None:
    panel = made(np.random.default_rng(4), 6, ((20, 1),), 26, 9.0)
    assert in_space_check(panel, estimated(panel), 0.9).verdict is Verdict.CANNOT_TELL
    assert in_time_check(panel, estimated(panel), 0.9).verdict is Verdict.CANNOT_TELL
