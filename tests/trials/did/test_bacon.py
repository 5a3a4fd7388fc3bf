"""The Goodman-Bacon decomposition: its mean is the regression's coefficient, its parts are known by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import ConventionError, InputError
from forerun.trials.did.bacon import Versus, bacon
from forerun.trials.did.cells import cells_of
from forerun.trials.did.twfe import twfe
from forerun.trials.panel import NEVER, Panel


def test_the_parts_average_to_the_regression(simulated: Panel, balanced_cities: Panel, mpdta: Panel) -> None:
    early = replace(simulated, start=np.where(simulated.start == 2, 0, simulated.start))  # always treated
    for panel in (simulated, early, simulated.of(simulated.start < NEVER), balanced_cities, mpdta):
        found = bacon(cells_of(panel))
        assert sum(part.weight for part in found.parts) == pytest.approx(1.0, abs=1e-12)
        assert found.att == pytest.approx(twfe(panel).effect.att, abs=1e-10)
        assert all(part.weight > 0 for part in found.parts)


def test_each_part_is_the_regression_of_its_two_groups(mpdta: Panel) -> None:
    """Goodman-Bacon 2021: a 2x2 estimate is two-way fixed effects of two groups in a window."""
    for part in bacon(cells_of(mpdta)).parts:
        pair = mpdta.of((mpdta.start == part.cohort) | (mpdta.start == part.control))
        if part.versus is Versus.LATER:
            pair = pair.until(part.control)
        if part.versus is Versus.EARLIER:
            since = part.control
            pair = replace(
                pair,
                periods=pair.periods[since:],
                outcome=pair.outcome[:, since:],
                start=np.where(pair.start == part.control, NEVER, pair.start - since),
                covariates={},
            )
        assert part.att == pytest.approx(twfe(pair).effect.att, abs=1e-10)


def test_growing_effects_and_forbidden_comparisons(simulated: Panel) -> None:
    """Two cohorts and nobody else: what is not with the not yet treated is forbidden."""
    found = bacon(cells_of(simulated.of(np.isin(simulated.start, (2, 5)))))
    assert [part.versus for part in found.parts] == [Versus.LATER, Versus.EARLIER]
    assert found.forbidden == pytest.approx(found.parts[1].weight)
    one = bacon(cells_of(simulated.of(np.isin(simulated.start, (2, NEVER)))))
    assert one.forbidden == 0.0


def test_what_cannot_be_decomposed(simulated: Panel, gappy: Panel) -> None:
    with pytest.raises(InputError, match=r"cohort 3, \d: the decomposition needs every unit in every period"):
        bacon(cells_of(gappy))
    with pytest.raises(ConventionError, match="no cohort can be compared"):
        bacon(cells_of(simulated.of(simulated.start == NEVER)))
