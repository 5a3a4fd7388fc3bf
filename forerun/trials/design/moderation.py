"""Where an effect may be larger: slopes taken from how untreated change differs between places.

Before a trial nothing is known of its effects.  What can be seen is how much the outcome's untreated change
differs with a characteristic; the slopes below assume that an effect does so in the same proportion: a place
whose outcome grew by a tenth more than others' is taken to have a tenth more of the effect.  That is an
assumption, and stands in ``basis``; known slopes are given as :class:`Moderators` instead.
"""

from __future__ import annotations

import numpy as np

from forerun.errors import InputError, SpecError
from forerun.trials.design.target import Moderators, Target, positions, standardised
from forerun.trials.panel import Panel


def moderators_from_change(panel: Panel, target: Target, duration: int, effect: float) -> Moderators:
    """Slopes of the effect on the target's characteristics, from untreated change.

    The change of each place is the mean of its last ``duration`` periods less the mean of those before. It
    is regressed on all standardised characteristics by least squares, with White's errors (HC1).

    Args:
        panel: outcomes before any treatment.
        target: places of the panel that are not in it are not used.
        duration: periods under treatment.
        effect: that a typical place is taken to have, in the unit in which the bias is wanted.

    Raises:
        SpecError: a duration as long as the panel, or not enough places for the characteristics.
        InputError: an outcome that is missing, or a typical change of zero.
    """
    if not 0 < duration < len(panel.periods):
        what = f"a duration of {duration} in a panel of {len(panel.periods)} periods"
        raise SpecError(what, where="duration", advice="Shorten it")
    if not np.isfinite(panel.outcome).all():
        i, t = np.argwhere(~np.isfinite(panel.outcome))[0]
        where = f"{panel.places[i]}, {panel.periods[t]}"
        raise InputError("the outcome is missing or no number", where=where, advice="Leave the place out")
    known = [i for i, place in enumerate(panel.places) if place in set(target.places)]
    outcome = panel.outcome[known]
    values = standardised(target)[0][positions(target, [panel.places[i] for i in known])]
    regressors = np.column_stack([np.ones(len(values)), values])
    spare = len(values) - regressors.shape[1]
    if spare < 1:
        what = f"{len(values)} places for {values.shape[1]} characteristics"
        raise SpecError(what, where="moderators", advice="Use fewer characteristics")
    change = outcome[:, -duration:].mean(axis=1) - outcome[:, :-duration].mean(axis=1)
    inverse = np.linalg.pinv(regressors.T @ regressors)
    fitted = inverse @ regressors.T @ change
    if abs(fitted[0]) <= 1e-12 * np.abs(change).max(initial=1e-300):
        raise InputError("the typical change is zero", where="moderators", advice="State the slopes instead")
    scores = regressors * (change - regressors @ fitted)[:, None]
    covariance = inverse @ (scores.T @ scores) @ inverse * len(values) / spare
    factor = effect / fitted[0]
    basis = "assumed: effects differ between places in proportion to their untreated change"
    return Moderators(
        tuple(target.characteristics), factor * fitted[1:], factor**2 * covariance[1:, 1:], basis
    )
