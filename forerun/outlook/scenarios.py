"""What if: where the conditions of a scenario file would lead; its layout is in :mod:`.scenario_file`.

A condition is a figure that the model is given as if it had been published; the same filter forecasts the
rest.  How far a path lies from the model's own is its Mahalanobis distance under the joint forecast of all
its figures, whose square is chi-squared (Doan, Litterman and Sims 1984, for the idea).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from forerun.errors import InputError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.attempts import state_before
from forerun.outlook.base_effect import as_growth, without_base
from forerun.outlook.chances import HALF_UNIT
from forerun.outlook.factor.fit import Fit
from forerun.outlook.factor.panel import Panel
from forerun.outlook.factor.predict import Cell, Distribution, joint, with_values
from forerun.outlook.factor_model import FactorModel, Prepared, factor_models, with_base
from forerun.outlook.predictive import Predictive
from forerun.outlook.realtime import read
from forerun.outlook.scenario_file import Kind, Says, Scenario, read_scenarios
from forerun.outlook.spec import OutlookSpec, outlook_spec
from forerun.outlook.target import Aggregate, chance, distribution, of_month, quarter, year_end
from forerun.outlook.vintage import Floats, Vintage
from forerun.periods import Frequency, Period
from forerun.types import Measure, Series

__all__ = [
    "CaseResult",
    "Expected",
    "Kind",
    "PathPoint",
    "Says",
    "Scenario",
    "ScenarioStudy",
    "read_scenarios",
    "scenarios",
]

PLAUSIBLE = 0.05
"""A path at least as far off as one in twenty of the model's own is called plausible."""


@dataclass(frozen=True, slots=True)
class Expected:
    """A figure to come: mean in percent, sd in percentage points, the model's own spread."""

    period: Period
    measure: Measure
    mean: float
    sd: float


@dataclass(frozen=True, slots=True)
class PathPoint:
    """One figure of a path beside the model's own forecast of it; ``z`` is their distance in its sd."""

    series: Series
    period: Period
    value: float
    own: float
    sd: float
    z: float


@dataclass(frozen=True, slots=True)
class CaseResult:
    """Where a scenario leads.

    Attributes:
        scenario: the case.
        path: its figures, by series and month.
        distance: of the whole path from the model's own, in standard deviations.
        probability: that a path of the model lies at least as far off.
        plausible: whether that is at least :data:`PLAUSIBLE`.
        figures: the target's figures under the path, as in the baseline.
        differences: from the baseline, in percentage points.
        chances: of each goal for the running year.
    """

    scenario: Scenario
    path: tuple[PathPoint, ...]
    distance: float
    probability: float
    plausible: bool
    figures: tuple[Expected, ...]
    differences: tuple[float, ...]
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ScenarioStudy:
    """All cases of a file on one day; ``goals`` in percent, ``chances`` those of the baseline."""

    as_of: date
    ledger: str
    model: str
    target: Series
    baseline: tuple[Expected, ...]
    goals: tuple[float, ...]
    chances: tuple[float, ...]
    cases: tuple[CaseResult, ...]


def scenarios(
    snapshot: Snapshot,
    cases: Sequence[Scenario],
    target: str = "",
    goals: Sequence[float] = (),
    model: FactorModel | None = None,
) -> ScenarioStudy:
    """Forecasts of the target under each case, beside the one without conditions.

    Args:
        snapshot: the day.
        cases: what is assumed.
        target: id or code of the series; the profile's own when empty.
        goals: growth of the running year in percent, whose chance is asked for.
        model: the factor model; the profile's first when None.

    Raises:
        SpecError: the profile's ``outlook.toml`` does not say what it must.
        InputError: a condition on a month that is published, has no figure or lies beyond the forecast, or on
            a series with too few figures for the model.
    """
    spec = outlook_spec(snapshot.catalog, target)
    chosen = model or factor_models(spec)[0]
    real_time = read(snapshot, spec)
    vintage = real_time.vintage(snapshot.as_of)
    ready = chosen.prepared(vintage)
    fitted = chosen.estimate(ready, state_before(real_time, chosen, snapshot.as_of))
    desk = _Desk(spec, vintage, ready, fitted, tuple(goals))
    baseline = desk.figures(desk.fit.panel)
    return ScenarioStudy(
        as_of=snapshot.as_of,
        ledger=snapshot.hash,
        model=chosen.name,
        target=spec.target.series,
        baseline=baseline,
        goals=tuple(goals),
        chances=desk.chances(desk.fit.panel),
        cases=tuple(desk.case(each, baseline) for each in cases),
    )


@dataclass(frozen=True, eq=False)
class _Desk:
    """What every case of a day starts from."""

    spec: OutlookSpec
    vintage: Vintage
    ready: Prepared
    fit: Fit
    goals: tuple[float, ...]

    def case(self, scenario: Scenario, baseline: Sequence[Expected]) -> CaseResult:
        """Where one case leads."""
        cells = self._cells(scenario)
        own = joint(self.fit.panel, self.fit.parameters, list(cells), self.fit.spec.keep)
        values = np.array([_value(says, number, k, own) for k, (says, number) in enumerate(cells.values())])
        ratio = self._ratios(cells)
        paths = [k for k, (says, _) in enumerate(cells.values()) if says is Says.PATH]
        values[paths] = self._model_units(values, ratio)[paths]
        distance = _distance(values - own.mean, own.covariance)
        given = with_values(self.fit.panel, list(cells), values.tolist())
        figures = self.figures(given)
        probability = _at_least_as_far(distance, len(cells))
        return CaseResult(
            scenario=scenario,
            path=tuple(self._path(cells, values, own, ratio)),
            distance=distance,
            probability=probability,
            plausible=probability >= PLAUSIBLE,
            figures=figures,
            differences=tuple(b.mean - a.mean for a, b in zip(baseline, figures, strict=True)),
            chances=self.chances(given),
        )

    def figures(self, panel: Panel) -> tuple[Expected, ...]:
        """The next months, the running year's quarters to come, and its end."""
        predictive = self._predictive(panel)
        return tuple(
            Expected(period, measure, (found := distribution(figure, predictive)).mean, found.sd)
            for period, measure, figure in self._asked()
        )

    def chances(self, panel: Panel) -> tuple[float, ...]:
        """Of each goal for the running year."""
        year = distribution(year_end(self.vintage, self.vintage.ahead[0].year), self._predictive(panel))
        return tuple(chance(year, goal, HALF_UNIT) for goal in self.goals)

    def _asked(self) -> Iterable[tuple[Period, Measure, Aggregate]]:
        target, year = self.spec.target, self.vintage.ahead[0].year
        for month in self.vintage.ahead[: self.spec.months]:
            yield month, target.month, of_month(month)
        for number in range(1, 5):
            period = Period(Frequency.QUARTER, year, number)
            if period.last_month >= self.vintage.ahead[0]:
                yield period, target.month, quarter(self.vintage, period)
        yield Period(Frequency.YEAR, year), target.year_to_date, year_end(self.vintage, year)

    def _predictive(self, panel: Panel) -> Predictive:
        target, ahead = self.vintage.names[0], self.vintage.ahead
        found = joint(panel, self.fit.parameters, [(target, month) for month in ahead], self.fit.spec.keep)
        return with_base(Predictive(ahead, found.mean, found.covariance), self.ready)

    def _cells(self, scenario: Scenario) -> dict[Cell, tuple[Says, float]]:
        cells: dict[Cell, tuple[Says, float]] = {}
        for condition in scenario.conditions:
            for month, number in condition.months:
                cell = condition.series.id, month
                if cell in cells:
                    raise _refused(scenario, cell, "stands twice")
                cells[cell] = condition.says, number
        for cell in cells:
            self._check(scenario, cell)
        return cells

    def _check(self, scenario: Scenario, cell: Cell) -> None:
        name, month = cell
        panel = self.fit.panel
        if name not in panel.names:
            raise _refused(scenario, cell, "the series has too few figures for the model")
        if not panel.aggregations[panel.column(name)].rows[month.index - 1]:
            raise _refused(scenario, cell, "the month has no figure of its own")
        if month > self.vintage.ahead[-1]:
            raise _refused(scenario, cell, f"the forecast ends with {self.vintage.ahead[-1]}")
        row, column = panel.row(month), self.vintage.names.index(name)
        if row < 0:
            raise _refused(scenario, cell, f"the sample starts with {panel.start}")
        if row < len(self.vintage.months) and not np.isnan(self.vintage.values[row, column]):
            raise _refused(scenario, cell, f"the figure was published by {self.vintage.as_of}")

    def _ratios(self, cells: Mapping[Cell, object]) -> Floats:
        column = self.fit.panel.column
        return np.array([self.ready.ratio(column(name), month) for name, month in cells])

    def _model_units(self, values: Floats, ratio: Floats) -> Floats:
        return np.where(ratio == 1.0, values, without_base(values, ratio))

    def _path(
        self, cells: Mapping[Cell, object], values: Floats, own: Distribution, ratio: Floats
    ) -> Iterable[PathPoint]:
        spread = np.sqrt(own.covariance.diagonal())
        shown, expected = (np.where(ratio == 1.0, x, as_growth(x, ratio)) for x in (values, own.mean))
        series = {each.id: each for each in (self.spec.target.series, *(p.series for p in self.spec.panel))}
        for k, (name, month) in enumerate(cells):
            sd, z = float(spread[k] / ratio[k]), float((values[k] - own.mean[k]) / spread[k])
            yield PathPoint(series[name], month, float(shown[k]), float(expected[k]), sd, z)


def _value(says: Says, number: float, place: int, own: Distribution) -> float:
    """A condition's figure in the model's units, but a path's in its own."""
    if says is Says.PATH:
        return number
    unit = 1.0 if says is Says.ABOVE else math.sqrt(own.covariance[place, place])
    return float(own.mean[place] + number * unit)


def _distance(apart: Floats, covariance: Floats) -> float:
    """Mahalanobis distance."""
    return math.sqrt(max(float(apart @ np.linalg.solve(covariance, apart)), 0.0))


def _at_least_as_far(distance: float, figures: int) -> float:
    """Probability that a path of so many figures lies as far off, or farther."""
    from scipy.stats import chi2

    return float(chi2.sf(distance**2, figures))


def _refused(scenario: Scenario, cell: Cell, what: str) -> InputError:
    return InputError(
        f"the condition cannot be met: {what}",
        where=f"scenario {scenario.id}, {cell[0]}, {cell[1]}",
        advice="Change the month or the series",
    )
