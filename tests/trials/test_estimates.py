"""What a trial file chooses reaches the estimator."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import SpecError
from forerun.trials.did.adjust import Adjustment
from forerun.trials.did.aggregate import overall
from forerun.trials.did.att import group_time
from forerun.trials.estimates import estimate
from forerun.trials.panel import NEVER, Panel
from forerun.trials.result import Estimator, Inference
from forerun.trials.spec import Analysis
from forerun.trials.spec_file import read_trial
from forerun.trials.synthetic.estimate import effect_of
from forerun.trials.synthetic.method import Method


def panel(treated: int) -> Panel:
    draw = np.random.default_rng(5)
    trait = np.repeat(draw.normal(size=(30, 1)), 8, axis=1)
    slope = 0.3 * trait * np.arange(8) + 0.2 * trait**2 * np.arange(8)
    outcome = 10 + draw.normal(size=(30, 1)) + slope + draw.normal(size=(30, 8))
    start = np.array([5] * treated + [NEVER] * (30 - treated))
    return Panel(tuple(f"p{i}" for i in range(30)), tuple("12345678"), outcome, start, {"trait": trait})


@pytest.mark.parametrize("levels", [True, False])
def test_the_ridge_fits_levels_where_the_trial_says_so(levels: bool) -> None:
    of = panel(1)
    chosen = Analysis(Estimator.RIDGE, Inference.PLACEBO, 0.1, levels=levels)
    asked, other = (
        effect_of(of, Method(Estimator.RIDGE, fixed_effects=each)) for each in (not levels, levels)
    )
    found = estimate(of, chosen).effect.att
    assert found == pytest.approx(asked, rel=1e-9)
    assert found != pytest.approx(other, rel=1e-3)


def test_covariates_are_used_as_the_trial_says() -> None:
    of, found = panel(10), {}
    for adjustment in Adjustment:
        chosen = Analysis(
            Estimator.CALLAWAY_SANTANNA, Inference.ANALYTIC, 0.1, covariates=("trait",), adjustment=adjustment
        )
        found[adjustment] = estimate(of, chosen).effect.att
        direct = overall(group_time(of, covariates=("trait",), adjustment=adjustment)).att
        assert found[adjustment] == pytest.approx(direct, rel=1e-12)
    assert len({round(each, 6) for each in found.values()}) == len(Adjustment)


def test_clusters_of_a_large_table_are_refused_and_not_ignored(trial: Callable[..., Path]) -> None:
    path = trial(
        "place,year,output,start\n",
        ('start = "start"', 'start = "start"\nlarge = true\ncluster = "place"'),
        ('"difference_in_differences"', '"callaway_santanna"'),
        ('"placebo"', '"analytic"'),
    )
    with pytest.raises(SpecError, match="clustered by unit"):
        read_trial(path, load_catalog("toyland"))
