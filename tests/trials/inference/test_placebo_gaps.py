"""Gaps of placebos are those whose means are the placebo effects, which the kernels compute another way."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import ConventionError
from forerun.trials.inference.asked import Asked
from forerun.trials.inference.placebo import placebo_gaps, placebos
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic.method import Method

START, LENGTH, PLACES = 9, 14, 16


def panel(treated: int = 3) -> Panel:
    random = np.random.default_rng(4)
    outcome = random.normal(size=(PLACES, LENGTH)).cumsum(axis=1) + random.normal(size=(PLACES, 1))
    start = np.where(np.arange(PLACES) < treated, START, NEVER)
    names = tuple(f"p{i}" for i in range(PLACES))
    return Panel(names, tuple(f"{2000 + t}" for t in range(LENGTH)), outcome, start)


@pytest.mark.parametrize("estimator", [Estimator.DID, Estimator.SDID, Estimator.DEMEANED])
def test_their_means_are_the_placebo_effects(estimator: Estimator) -> None:
    asked = Asked(draws=50, seed=2)
    paths = placebo_gaps(panel(), Method(estimator), 20, asked)
    effects = placebos(panel(), Method(estimator), asked).effects[:20]
    assert paths.shape == (20, LENGTH)
    assert paths[:, START:].mean(axis=1) == pytest.approx(effects, abs=1e-9)


def test_several_starts_have_no_common_path() -> None:
    start = panel().start.copy()
    start[0] += 1
    with pytest.raises(ConventionError, match="one start"):
        placebo_gaps(replace(panel(), start=start), Method(Estimator.DID), 5)
