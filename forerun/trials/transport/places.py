"""The effect in each trial place from a panel, with the errors that places share through their controls."""

from __future__ import annotations

import numpy as np

from forerun.errors import InputError
from forerun.trials.panel import NEVER, Panel
from forerun.trials.transport.question import PlaceEffects


def effects_by_place(panel: Panel) -> PlaceEffects:
    """Change of each treated place from before to after its start, less the mean of never-treated places.

    Errors come from how much the changes of the never-treated places vary, which holds whatever the serial
    correlation within a place; those of two places share the controls' part (Conley and Taber 2011).

    Args:
        panel: balanced; places treated from the first period on have no effect that can be told.

    Raises:
        InputError: a value is missing, no place is treated, a treated place has no period before its start,
            or there are fewer than three never-treated places.
    """
    _check(panel)
    under = np.arange(len(panel.periods))[None, :] >= np.array(panel.cohorts)[:, None]
    after = under / under.sum(axis=1, keepdims=True)
    contrast = after - ~under / (~under).sum(axis=1, keepdims=True)
    change = panel.outcome @ contrast.T
    controls = change[panel.start == NEVER]
    rows = np.flatnonzero(panel.treated)
    cohort = np.searchsorted(panel.cohorts, panel.start[rows])
    effect = change[rows, cohort] - controls.mean(axis=0)[cohort]
    spread = np.atleast_2d(np.cov(controls, rowvar=False))
    shared = spread[np.ix_(cohort, cohort)] / len(controls)
    return PlaceEffects(
        places=tuple(panel.places[i] for i in rows),
        effect=effect,
        covariance=shared + np.diag(np.diag(spread)[cohort]),
        weights=panel.weights[rows],
    )


def _check(panel: Panel) -> None:
    for i, t in np.argwhere(~np.isfinite(panel.outcome))[:1]:
        where = f"{panel.places[i]}, {panel.periods[t]}"
        raise InputError("the outcome is missing or infinite", where=where, advice="Leave the place out")
    if not panel.treated.any():
        raise InputError("no place is treated in the panel")
    for i in np.flatnonzero(panel.start <= 0)[:1]:
        where = f"{panel.places[i]}, {panel.periods[0]}"
        raise InputError("there is no period before the treatment began", where=where, advice="Leave it out")
    if int((panel.start == NEVER).sum()) < 3:
        raise InputError(
            "fewer than three places are never treated, so errors cannot be told",
            advice="Bring errors of another estimator as PlaceEffects",
        )
