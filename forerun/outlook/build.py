"""Put the outlook of one day together."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any

from forerun.errors import InputError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook import wording
from forerun.outlook.aims import FARTHEST, Aimed, aims_of, left_out
from forerun.outlook.attempts import Progress, RecordStore, attempted, state_before
from forerun.outlook.backtest import Backtest, judged, month_ends
from forerun.outlook.benchmarks import COMBINATION, Forecaster, benchmarks
from forerun.outlook.chances import Basis, chance_of, goal, targets_of
from forerun.outlook.factor.fit import Fit
from forerun.outlook.factor_model import FEWEST_FIGURES, FactorModel, factor_models
from forerun.outlook.predictive import Normal, Predictive
from forerun.outlook.realtime import RealTime, read
from forerun.outlook.records import Aim, Choice, Failure, choose, factor
from forerun.outlook.result import Chance, Estimate, Forecast, Outlook, Remark
from forerun.outlook.spec import OutlookSpec, outlook_spec
from forerun.outlook.target import distribution, measure_identity, year_to_date
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period
from forerun.types import Interval

SEED = 1
"""Of the panels drawn to tell what estimation adds."""


def outlook(
    snapshot: Snapshot,
    target: str = "",
    *,
    models: Sequence[Forecaster[Any]] | None = None,
    goals: Sequence[float] = (),
    keep: RecordStore | None = None,
    progress: Progress | None = None,
) -> Outlook:
    """Where the target is going, as known on the snapshot's day.

    Models and benchmarks are first sent through the past month-ends, each seeing only what was published by
    then; that record widens or narrows their intervals and chooses who is shown.

    Args:
        snapshot: the day.
        target: id or code of the series; the profile's own when empty.
        models: forecasters beside the benchmarks of the profile; its factor models when None.
        goals: growth rates of the running year whose chance is asked for, in percent.
        keep: where forecasts at past month-ends are kept from one run to the next.
        progress: told how many of the past month-ends are done.

    Raises:
        SpecError: the profile's ``outlook.toml`` does not say what it must.
        InputError: the target has too few figures, none in the last year, or no forecaster can use them.
    """
    spec = outlook_spec(snapshot.catalog, target)
    real_time = read(snapshot, spec)
    vintage = real_time.vintage(snapshot.as_of)
    own = factor_models(spec) if models is None else models
    forecasters = (*own, *benchmarks(spec.benchmarks))
    days = _days(real_time, spec)
    made_then = attempted(real_time, spec, forecasters, days, keep=keep, progress=progress) if days else None
    past = judged(made_then, real_time, spec) if made_then else None
    made, states, failures = _forecasts(real_time, vintage, forecasters)
    desk = Desk(spec, vintage, made, past, _with_parameters(spec, vintage, forecasters, states))
    aims = aims_of(vintage, spec.months)
    years = tuple(desk.forecast(each) for each in aims if each.aim is Aim.YEAR)
    return Outlook(
        as_of=snapshot.as_of,
        ledger=snapshot.hash,
        target=spec.target.series,
        latest=snapshot.latest(spec.target.series.id, spec.target.month),
        to_date=snapshot.latest(spec.target.series.id, spec.target.year_to_date),
        months=tuple(desk.forecast(each) for each in aims if each.aim is Aim.MONTH),
        quarters=tuple(desk.forecast(each) for each in aims if each.aim is Aim.QUARTER),
        years=years,
        course=tuple(desk.course()),
        chances=_chances(snapshot, desk, years, goals),
        track=past.table if past else (),
        calm=past.calm if past else (),
        failures=(*failures, *(Failure(snapshot.as_of, "", why) for why in left_out(vintage))),
        remarks=tuple(_remarks(vintage, states)),
    )


@dataclass(frozen=True, slots=True)
class Desk:
    """What forecasts of one day are made from: predictives by forecaster, and the track record if any.

    ``uncertain`` holds the first factor model's predictive with what estimating its parameters adds.
    """

    spec: OutlookSpec
    vintage: Vintage
    made: Mapping[str, Predictive]
    past: Backtest | None
    uncertain: Mapping[str, Predictive]

    def choice(self, aim: Aim, horizon: int) -> Choice:
        """Who forecasts a figure, among those that could on the day."""
        past = self.past.records if self.past else ()
        records = [each for each in past if each.forecaster in self.made]
        fallback = COMBINATION if COMBINATION in self.made else next(iter(self.made))
        return choose(records, aim, horizon, self.vintage.as_of, fallback=fallback)

    def factor(self, name: str, aim: Aim, horizon: int) -> float:
        """What past outcomes ask a forecaster's spread to be multiplied by."""
        records = self.past.records if self.past else ()
        return factor(records, name, aim, horizon, self.vintage.as_of)

    def forecast(self, aimed: Aimed) -> Forecast:
        """Every forecaster's estimate of a figure."""
        choice = self.choice(aimed.aim, aimed.horizon)
        estimates = tuple(self._estimate(name, aimed, choice) for name in self.made)
        target = self.spec.target
        measure = target.year_to_date if aimed.aim is Aim.YEAR else target.month
        why = wording.why(choice, self.spec.benchmarks)
        return Forecast(aimed.period, measure, aimed.aim, aimed.horizon, estimates, choice, why)

    def course(self) -> Iterator[Forecast]:
        """The year to date on its way to the end of the running year; nothing where it cannot be averaged."""
        identity, december = measure_identity(self.vintage), self.vintage.ahead[0].year_end
        horizon = max(december.ordinal - self.vintage.months[-1].ordinal, 0)
        for month in self.vintage.ahead:
            if month.year == december.year:
                with suppress(InputError):
                    aggregate = year_to_date(self.vintage, month, identity)
                    yield self.forecast(Aimed(Aim.YEAR, horizon, month, aggregate))

    def _estimate(self, name: str, aimed: Aimed, choice: Choice) -> Estimate:
        own = distribution(aimed.aggregate, self.made[name])
        figure = own.spread_by(self.factor(name, aimed.aim, aimed.horizon))
        return Estimate(
            model=name,
            value=figure.mean,
            sd=figure.sd,
            intervals=_intervals(figure, self.spec.levels),
            benchmark=name in self.spec.benchmarks,
            chosen=name == choice.chosen,
            sd_parameters=self._of_parameters(name, aimed, own),
        )

    def _of_parameters(self, name: str, aimed: Aimed, own: Normal) -> float | None:
        if name not in self.uncertain:
            return None
        whole = distribution(aimed.aggregate, self.uncertain[name]).sd
        return math.sqrt(max(whole**2 - own.sd**2, 0.0))


def _intervals(figure: Normal, levels: Sequence[float]) -> tuple[Interval, ...]:
    return tuple(Interval(level, *figure.interval(level)) for level in levels)


def _days(real_time: RealTime, spec: OutlookSpec) -> tuple[date, ...]:
    """The month-ends before the day from which the record is made; none where the sample has none yet."""
    last = Period(Frequency.MONTH, real_time.until.year, real_time.until.month).shift(-1)
    return month_ends(spec.origins, last)


def _forecasts(
    real_time: RealTime, vintage: Vintage, forecasters: Sequence[Forecaster[Any]]
) -> tuple[dict[str, Predictive], dict[str, Any], tuple[Failure, ...]]:
    """Predictives and states by forecaster, and who could not forecast."""
    made: dict[str, Predictive] = {}
    states: dict[str, Any] = {}
    failures: list[Failure] = []
    for each in forecasters:
        try:
            state = state_before(real_time, each, vintage.as_of)
            made[each.name], states[each.name] = each.forecast(vintage, state)
        except InputError as refused:
            failures.append(Failure(vintage.as_of, each.name, _reason(refused, vintage.names[0])))
    if not made:
        raise InputError(
            f"nobody can forecast {vintage.names[0]} as of {vintage.as_of}: {failures[-1].reason}",
            advice="Choose a later day or another series",
        )
    return made, states, tuple(failures)


def _reason(refused: InputError, target: str) -> str:
    """What was wrong, and with which series where it is not the target."""
    elsewhere = refused.where and not refused.where.startswith(target)
    return f"{refused.where}: {refused.what}" if elsewhere else refused.what


def _remarks(vintage: Vintage, states: Mapping[str, Any]) -> Iterator[Remark]:
    """Notes of the fits, and the series that a model could not use."""
    for name, state in states.items():
        if isinstance(state, Fit):
            yield from (Remark(name, note) for note in state.notes)
            unused = [series for series in vintage.names if series not in state.panel.names]
            if unused:
                what = f"left out, constant or with fewer than {FEWEST_FIGURES} figures: {', '.join(unused)}"
                yield Remark(name, what)


def _with_parameters(
    spec: OutlookSpec, vintage: Vintage, forecasters: Sequence[Forecaster[Any]], states: Mapping[str, Any]
) -> dict[str, Predictive]:
    """The first factor model's predictive with the uncertainty of its parameters."""
    for model in forecasters:
        if isinstance(model, FactorModel) and model.name in states and spec.draws:
            state = states[model.name]
            return {model.name: model.with_parameter_uncertainty(vintage, state, spec.draws, SEED)}
    return {}


def _chances(
    snapshot: Snapshot, desk: Desk, years: Sequence[Forecast], goals: Sequence[float]
) -> tuple[Chance, ...]:
    series = desk.spec.target.series
    asked = [goal(series, desk.vintage.ahead[0].year, value, snapshot.as_of) for value in goals]
    chances = []
    for target in (*targets_of(snapshot, series), *asked):
        year = next((each for each in years if each.period.year == target.last.year), None)
        horizon = year.horizon if year else FARTHEST
        name = year.choice.chosen if year else desk.choice(Aim.YEAR, FARTHEST).chosen
        widened = desk.factor(name, Aim.YEAR, horizon)
        chances.append(chance_of(snapshot, target, Basis(desk.vintage, desk.made[name], name, widened)))
    return tuple(chances)
