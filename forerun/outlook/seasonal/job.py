"""One run of X-13ARIMA-SEATS as a value, and its specification file.

The syntax is that of the X-13ARIMA-SEATS Reference Manual (U.S. Census Bureau), version 1.1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from forerun.outlook.seasonal.spec import Method, Spec, TradingDays, Transform
from forerun.outlook.seasonal.windows import Floats
from forerun.periods import Period

MISSING = -99999.0
MONTHS = 12
TABLES = {
    Method.X11: {"seasonal": "d10", "adjusted": "d11", "trend": "d12", "irregular": "d13", "factors": "d16"},
    Method.SEATS: {
        "seasonal": "s10",
        "adjusted": "s11",
        "trend": "s12",
        "irregular": "s13",
        "factors": "s16",
    },
}
"""The table of X-13 that holds each component, by method."""


@dataclass(frozen=True, slots=True)
class Job:
    """What X-13 is given.

    ``start`` is the first period and ``per_year`` 12, 4 or 6 (pairs of months, named by their second one).
    ``values`` has shape (T,), NaN where missing; ``holidays`` maps a regressor's name to shape
    (T + horizon,).  ``fixed`` names outliers to be taken as given (``AO2020.Feb``).  ``adjust`` False fits
    the regression model only.
    """

    start: Period
    per_year: int
    values: Floats
    spec: Spec
    holidays: Mapping[str, Floats] = field(default_factory=dict)
    fixed: tuple[str, ...] = ()
    adjust: bool = True


def spec_file(job: Job, regressors: str) -> str:
    """The text of the specification; ``regressors`` is the file that holds the holidays' columns."""
    spec = job.spec
    lines = [
        _series(job),
        f"transform{{ function={spec.transform.value} }}",
        _regression(job, regressors),
        f"arima{{ model={spec.model} }}" if spec.model else "automdl{ }",
        f"outlier{{ types=({' '.join(spec.outliers)}) }}" if spec.outliers else "",
        "estimate{ maxiter=1500 save=(rsd) }",
        "check{ print=none }",
        f"forecast{{ maxlead={spec.horizon} save=(fct) }}",
        *(_adjustment(job) if job.adjust else ()),
    ]
    return "\n".join(line for line in lines if line) + "\n"


def regressor_file(holidays: Mapping[str, Floats]) -> str:
    """The holidays' columns, one row a period, one number a line."""
    columns = np.column_stack(list(holidays.values()))
    return "\n".join(f"{value:.10f}" for value in columns.ravel()) + "\n"


def _series(job: Job) -> str:
    values = np.where(np.isnan(job.values), MISSING, job.values)
    data = "\n".join(f"{value:.12g}" for value in values)
    return f"series{{ start={_start(job)} period={job.per_year} data=(\n{data}\n) save=(mv) }}"


def _start(job: Job) -> str:
    return f"{job.start.year}.{job.start.index * job.per_year // job.start.frequency.per_year}"


def _regression(job: Job, regressors: str) -> str:
    days = job.spec.trading_days
    variables = [*job.fixed, *([days.value] if days in (TradingDays.ALL, TradingDays.WEEKDAYS) else [])]
    parts = [
        _wrapped("variables", variables),
        "aictest=(td)" if days is TradingDays.AUTO else "",
        _wrapped("user", list(job.holidays)),
        _wrapped("usertype", ["holiday"] * len(job.holidays)),
        f'file="{regressors}" format="free" start={_start(job)}' if job.holidays else "",
    ]
    inside = "\n".join(part for part in parts if part)
    return f"regression{{ {inside} }}" if inside else ""


def _wrapped(argument: str, names: Sequence[str]) -> str:
    """A list of names, one a line: X-13 reads lines of at most 132 characters."""
    return f"{argument}=(\n" + "\n".join(names) + "\n)" if names else ""


def _adjustment(job: Job) -> tuple[str, ...]:
    spec = job.spec
    save = " ".join(TABLES[spec.method].values())
    mode = {Transform.LOG: "mode=mult ", Transform.NONE: "mode=add "}.get(spec.transform, "")
    season = "msr" if spec.seasonal_filter == "auto" else spec.seasonal_filter
    main = f"x11{{ {mode}seasonalma={season} save=({save}) }}"
    if spec.method is Method.SEATS:
        main = f"seats{{ noadmiss=yes save=({save}) }}"
    stability = ("slidingspans{ }", "history{ estimates=(sadj sadjchng) }") if spec.stability else ()
    spectrum = ("spectrum{ qcheck=yes }",) if job.per_year == MONTHS else ()
    return (main, *spectrum, *stability)
