"""A track record as a table: one row for each figure, horizon and forecaster."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from forerun.outlook.records import Aim, Record, common
from forerun.outlook.scores import Coverage, coverage, crps, diebold_mariano, mae, relative_rmse, rmse
from forerun.outlook.spec import ExceptionalMonths
from forerun.outlook.vintage import Floats
from forerun.periods import Frequency, Period


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """Scores of one forecaster at one horizon, over the forecasts that all forecasters made.

    Attributes:
        aim: which figure.
        horizon: see :class:`~forerun.outlook.records.Aim`.
        forecaster: its name.
        count: how many outcomes.
        rmse: root mean squared error, percentage points.
        mae: mean absolute error, percentage points.
        crps: mean continuous ranked probability score, percentage points.
        coverage: of the calibrated intervals, by nominal level.
        own_coverage: of the forecaster's own intervals.
        against: the best benchmark at this horizon (by RMSE, known only afterwards).
        relative: RMSE over that of ``against``.
        statistic: Diebold-Mariano statistic of squared errors against it, negative is better.
        p_value: two-sided.  None where there is no test, as for ``against`` itself.
    """

    aim: Aim
    horizon: int
    forecaster: str
    count: int
    rmse: float
    mae: float
    crps: float
    coverage: tuple[Coverage, ...]
    own_coverage: tuple[Coverage, ...]
    against: str
    relative: float | None
    statistic: float | None
    p_value: float | None


@dataclass(frozen=True, slots=True)
class Rules:
    """How records are scored: nominal levels, names of benchmarks, joint months of the target."""

    levels: tuple[float, ...]
    benchmarks: tuple[str, ...]
    joint_months: int


def score(records: Sequence[Record], rules: Rules) -> tuple[ScoreRow, ...]:
    """The table, by figure, horizon and forecaster; figures without an outcome are left out."""
    known = [each for each in records if each.actual is not None]
    keys = sorted(
        {(each.aim, each.horizon) for each in known}, key=lambda key: (list(Aim).index(key[0]), key[1])
    )
    rows: list[ScoreRow] = []
    for aim, horizon in keys:
        rows += _rows(common([each for each in known if (each.aim, each.horizon) == (aim, horizon)]), rules)
    return tuple(rows)


def without(records: Sequence[Record], exceptional: Sequence[ExceptionalMonths]) -> tuple[Record, ...]:
    """Records of figures in which none of the exceptional months has a part; a year has all its months."""
    return tuple(each for each in records if not any(span.covers(_spanned(each)) for span in exceptional))


def _spanned(record: Record) -> Period:
    return Period(Frequency.YEAR, record.period.year) if record.aim is Aim.YEAR else record.period


def _rows(records: Sequence[Record], rules: Rules) -> list[ScoreRow]:
    by_name: dict[str, list[Record]] = {}
    for each in records:
        by_name.setdefault(each.forecaster, []).append(each)
    errors = {name: np.array([each.error for each in own]) for name, own in by_name.items()}
    rivals = [name for name in by_name if name in rules.benchmarks] or list(by_name)
    best = min(rivals, key=lambda name: rmse(errors[name])) if rivals else ""
    return [_row(name, own, errors, best, rules) for name, own in by_name.items()]


def _row(
    name: str, records: Sequence[Record], errors: dict[str, Floats], best: str, rules: Rules
) -> ScoreRow:
    first, own = records[0], errors[name]
    spread, given = (np.array([getattr(each, key) for each in records]) for key in ("sd", "own_sd"))
    test = diebold_mariano(own**2, errors[best] ** 2, _overlap(first, rules))
    return ScoreRow(
        aim=first.aim,
        horizon=first.horizon,
        forecaster=name,
        count=len(own),
        rmse=rmse(own),
        mae=mae(own),
        crps=float(np.mean(crps(own, spread))),
        coverage=tuple(coverage(own, spread, level) for level in rules.levels),
        own_coverage=tuple(coverage(own, given, level) for level in rules.levels),
        against=best,
        relative=_finite(relative_rmse(own, errors[best])),
        statistic=_finite(test.statistic),
        p_value=_finite(test.p_value),
    )


def _overlap(record: Record, rules: Rules) -> int:
    """Neighbouring origins whose errors share a figure: the horizon, and one more where months come together.

    A quarter comes at one horizon once in three months, a year once a year.
    """
    match record.aim:
        case Aim.MONTH:
            return record.horizon + (rules.joint_months > 1)
        case Aim.QUARTER:
            return -(-record.horizon // 3)
        case Aim.YEAR:
            return 1


def _finite(value: float) -> float | None:
    return value if math.isfinite(value) else None
