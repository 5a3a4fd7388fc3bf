"""500 staggered trials whose truth is known: how often tests reject and intervals cover."""

from __future__ import annotations

import numpy as np

from forerun.trials.did.aggregate import event_study, overall
from forerun.trials.did.att_cells import group_time_of_cells
from forerun.trials.did.cells import cells_of
from forerun.trials.panel import NEVER, Panel

UNITS, PERIODS, TRIALS = 240, 7, 500


def trial(rng: np.random.Generator, growth: float) -> tuple[Panel, np.ndarray]:
    """A panel with persistent errors; the effect is ``growth`` by period since the start."""
    start = rng.permutation(np.repeat([NEVER, 2, 4, 5], [90, 50, 50, 50]))
    since = np.arange(PERIODS) - np.where(start == NEVER, PERIODS, start)[:, None] + 1
    errors = rng.normal(size=(UNITS, PERIODS))
    for t in range(1, PERIODS):
        errors[:, t] += 0.5 * errors[:, t - 1]
    outcome = rng.normal(size=(UNITS, 1)) * 2 + 0.1 * np.arange(PERIODS) + errors
    names = tuple(str(i) for i in range(UNITS))
    periods = tuple(str(t) for t in range(PERIODS))
    return Panel(names, periods, outcome + growth * np.maximum(since, 0), start), since


def rates(seed: int) -> dict[str, float]:
    """Size at 0.1 without an effect; coverage of 90 % interval and band with one."""
    rng = np.random.default_rng(seed)
    size, interval, band = [], [], []
    for _ in range(TRIALS):
        none = group_time_of_cells(cells_of(trial(rng, 0.0)[0]))
        size.append((overall(none).p_value or 0.0) < 0.1)
        panel, since = trial(rng, 0.3)
        groups = group_time_of_cells(cells_of(panel))
        [found] = overall(groups).intervals
        truth = 0.3 * since[(since > 0)].mean()
        interval.append(found.low <= truth <= found.high)
        study = event_study(groups)
        effects = 0.3 * np.maximum(study.at + 1, 0)
        bands = study.bands
        band.append(bool(((bands.uniform_low <= effects) & (effects <= bands.uniform_high)).all()))
    return {"size": float(np.mean(size)), "interval": float(np.mean(interval)), "band": float(np.mean(band))}


def test_size_and_coverage() -> None:
    found = rates(2026)
    assert 0.08 <= found["size"] <= 0.12
    assert 0.87 <= found["interval"] <= 0.93
    assert 0.87 <= found["band"] <= 0.93
