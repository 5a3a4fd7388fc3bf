"""Which windows of a holiday fit best: the lowest AICC among regressions that differ in nothing else.

A pilot run with the first windows of every holiday settles transformation, ARIMA model and outliers.  With
these held fixed, each candidate of a holiday (and, if it is optional, a model without it) is fitted; holidays
are taken in the given order, the later ones with their first windows.  AICC compares models of the same data
and differencing (Findley et al. 1998); the choice is reported with every value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from forerun.errors import SpecError
from forerun.outlook.seasonal.job import Job
from forerun.outlook.seasonal.read import model, outliers
from forerun.outlook.seasonal.result import Candidate, Choice
from forerun.outlook.seasonal.spec import HolidayEffect, TradingDays, Transform
from forerun.outlook.seasonal.windows import Floats, Windows
from forerun.outlook.seasonal.x13 import Output

NONE = "none"
Chosen = tuple[Windows | None, ...]
Regress = Callable[[HolidayEffect, int, Windows], Mapping[str, Floats]]
Runner = Callable[[Job], Output]


@dataclass(frozen=True, slots=True)
class Selection:
    """The windows of each holiday, None for no effect, and the comparisons that led there."""

    windows: Chosen
    choices: tuple[Choice, ...]


def choose_windows(job: Job, effects: Sequence[HolidayEffect], regress: Regress, runner: Runner) -> Selection:
    """Choose the windows of each holiday.

    Args:
        job: the series, without holidays.
        effects: holidays with their candidates.
        regress: regressors of a holiday at a position with some windows.
        runner: runs X-13.

    Raises:
        SpecError: a holiday has no candidates.
        ConventionError: X-13 refuses the series.
    """
    for effect in effects:
        if not effect.candidates:
            raise SpecError("no windows to choose from", where=effect.name, advice="Give at least one")
    chosen: list[Windows | None] = [effect.candidates[0] for effect in effects]
    open_ = [at for at, effect in enumerate(effects) if effect.optional or len(effect.candidates) > 1]
    if not open_:
        return Selection(tuple(chosen), ())
    fixed = _settled(replace(job, holidays=joined(effects, chosen, regress)), runner)
    choices = []
    for at in open_:
        scores = _scores(fixed, effects, chosen, at, regress, runner)
        best = min(scores, key=lambda score: score[1])
        chosen[at] = best[0]
        candidates = tuple(Candidate(_label(windows), aicc) for windows, aicc in scores)
        choices.append(Choice(effects[at].name, _label(best[0]), candidates))
    return Selection(tuple(chosen), tuple(choices))


def joined(
    effects: Sequence[HolidayEffect], chosen: Sequence[Windows | None], regress: Regress
) -> dict[str, Floats]:
    """The regressors of all holidays that have windows."""
    columns: dict[str, Floats] = {}
    for at, (effect, windows) in enumerate(zip(effects, chosen, strict=True)):
        if windows is not None:
            columns.update(regress(effect, at, windows))
    return columns


def _settled(job: Job, runner: Runner) -> Job:
    """The job with model, transformation and outliers held at what a pilot run finds; regression only."""
    log = runner(replace(job, adjust=False)).log
    found = model(log)
    days = job.spec.trading_days
    if days is TradingDays.AUTO:
        days = TradingDays.ALL if log.get("aictest.td", "no") != "no" else TradingDays.NONE
    spec = replace(
        job.spec,
        transform=Transform.LOG if found.log else Transform.NONE,
        model=found.arima,
        outliers=(),
        trading_days=days,
    )
    return replace(job, spec=spec, fixed=outliers(log), adjust=False)


def _scores(
    job: Job,
    effects: Sequence[HolidayEffect],
    chosen: Sequence[Windows | None],
    at: int,
    regress: Regress,
    runner: Runner,
) -> list[tuple[Windows | None, float]]:
    tried: list[Windows | None] = [*([None] if effects[at].optional else []), *effects[at].candidates]
    scores: list[tuple[Windows | None, float]] = []
    for windows in tried:
        columns = joined(effects, [*chosen[:at], windows, *chosen[at + 1 :]], regress)
        scores.append((windows, model(runner(replace(job, holidays=columns)).log).aicc))
    return scores


def _label(windows: Windows | None) -> str:
    return NONE if windows is None else str(windows)
