"""Trials as Wang and Yang (2025) found them: in better-off places, with effort that fades, and a known truth.

N places differ in wealth z and openness o, independent standard normal.  The effect of the policy in a
place at normal effort is  base + slope z + slope_openness o + spread v ; the country's effect is its mean.
The n places with the largest  rho z + sqrt(1 - rho^2) e  are chosen, so that the richer they are the
likelier.  Officials put in excess effort x ~ N(effort, effort_spread^2), worth ``response`` a unit, in full
for ``attention`` periods and then fading.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.trials.panel import NEVER, Panel
from forerun.trials.transport.question import Effort, PlaceEffects, Population, TransportQuestion


@dataclass(frozen=True, slots=True)
class WangYang:
    """A country and how it places its trials; effects are in the outcome's unit.

    Attributes:
        places: N.
        trials: n, places in the trial.
        before: periods before the first start.
        after: periods from the first start on.
        cohorts: starts, two periods apart.
        selection: rho, -1 to 1; at 0.5 with 40 of 300 places, 82 in 100 trial places are richer
            than the median.
        base: mean effect.
        slope: effect per standard deviation of wealth.
        slope_openness: effect per standard deviation of openness.
        spread: standard deviation of what is left of the effects.
        effort: mean excess effort.
        effort_spread: its standard deviation.
        response: effect of a unit of excess effort.
        attention: periods of full effort.
        fade: what is left of the effort from one period to the next afterwards.
        noise: standard deviation of the outcome's own noise.
    """

    places: int = 300
    trials: int = 40
    before: int = 8
    after: int = 8
    cohorts: int = 1
    selection: float = 0.5
    base: float = 1.0
    slope: float = 0.5
    slope_openness: float = 0.2
    spread: float = 0.3
    effort: float = 1.0
    effort_spread: float = 0.5
    response: float = 0.5
    attention: int = 4
    fade: float = 0.5
    noise: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """A simulated trial with its truth.

    Attributes:
        panel: the outcome by place and period.
        values: (N, 2) wealth and openness.
        effort: of the trial places, in the order of the panel.
        effects: (N,) of the policy at normal effort.
        national: their mean, the truth.
    """

    panel: Panel
    values: Array
    effort: Effort
    effects: Array
    national: float

    def question(self, effects: PlaceEffects, level: float = 0.9) -> TransportQuestion:
        """What an analyst would ask, who has estimated ``effects`` from the panel."""
        return TransportQuestion(
            effects=effects,
            characteristics=("wealth", "openness"),
            values=self.values[self.panel.treated],
            target=Population(self.panel.places, self.values),
            effort=self.effort,
            level=level,
        )


def wang_yang(seed: int, setting: WangYang = WangYang()) -> Simulated:
    """One draw of a trial.

    Raises:
        InputError: the setting is impossible.
    """
    _check(setting)
    random = np.random.default_rng(seed)
    size = setting.places
    wealth, openness, luck, left = random.standard_normal((4, size))
    rank = setting.selection * wealth + np.sqrt(1.0 - setting.selection**2) * luck
    chosen = np.sort(np.argsort(-rank)[: setting.trials])
    effects = (
        setting.base + setting.slope * wealth + setting.slope_openness * openness + setting.spread * left
    )
    start = np.full(size, NEVER)
    start[chosen] = setting.before + 2 * (np.arange(setting.trials) % setting.cohorts)
    excess = setting.effort + setting.effort_spread * random.standard_normal(setting.trials)
    attention = attention_by_period(setting, start[chosen])
    length = setting.before + setting.after
    outcome = random.standard_normal((size, 1)) + 0.1 * np.arange(length) + random.standard_normal(length)
    outcome += setting.noise * random.standard_normal((size, length))
    under = np.arange(length)[None, :] >= start[:, None]
    outcome += effects[:, None] * under
    outcome[chosen] += setting.response * excess[:, None] * attention
    average = excess * attention.sum(axis=1) / under[chosen].sum(axis=1)
    return Simulated(
        panel=Panel(
            places=tuple(f"place {i:03d}" for i in range(size)),
            periods=tuple(str(2000 + t) for t in range(length)),
            outcome=outcome,
            start=start,
        ),
        values=np.column_stack([wealth, openness]),
        effort=Effort("effort", average, np.zeros(setting.trials)),
        effects=effects,
        national=float(effects.mean()),
    )


def attention_by_period(setting: WangYang, start: Array) -> Array:
    """(n, T) the share of excess effort that places with given starts (n,) put in."""
    since = np.arange(setting.before + setting.after)[None, :] - start[:, None]
    late = np.maximum(since - setting.attention + 1, 0)
    return np.where(since >= 0, setting.fade**late, 0.0)


def expected_bias(setting: WangYang) -> float:
    """By how much the trial's average effect exceeds the national effect, in expectation and exactly.

    slope times the expected wealth of trial places, rho times the mean of the n largest of N normal order
    statistics, plus response times mean effort times the mean attention while treated.
    """
    starts = setting.before + 2 * (np.arange(setting.trials) % setting.cohorts)
    attention = attention_by_period(setting, starts).sum(axis=1) / (setting.before + setting.after - starts)
    wealth = setting.selection * mean_of_largest(setting.trials, setting.places)
    return setting.slope * wealth + setting.response * setting.effort * float(attention.mean())


def mean_of_largest(count: int, size: int) -> float:
    """Expected mean of the ``count`` largest of ``size`` standard normal draws.

    size / count  times the integral of  z f(z) P(at most count - 1 of the other draws are larger)  (David and
    Nagaraja 2003, section 3.1).
    """
    from scipy.special import bdtr, ndtr

    z = np.linspace(-9.0, 9.0, 20001)
    density = np.exp(-0.5 * z**2) / np.sqrt(2.0 * np.pi)
    chance = bdtr(count - 1, size - 1, ndtr(-z)) if count < size else np.ones_like(z)
    return float(size / count * np.sum(z * density * chance) * (z[1] - z[0]))


def _check(setting: WangYang) -> None:
    last = 2 * (setting.cohorts - 1)
    if not 2 <= setting.trials <= setting.places - 3:
        raise InputError(f"{setting.trials} trial places of {setting.places}", advice="Leave three untreated")
    if setting.before < 1 or setting.cohorts < 1 or setting.after <= last:
        raise InputError("no period before the first or after the last start", where="simulated trial")
    if not -1.0 <= setting.selection <= 1.0:
        raise InputError(f"the selection {setting.selection} is not between -1 and 1")
