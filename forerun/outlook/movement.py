"""Why the forecast moved between two days: every release and every revision, in the units people know."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from forerun.errors import InputError
from forerun.ledger.snapshot import Snapshot
from forerun.outlook.attempts import state_before
from forerun.outlook.base_effect import as_growth
from forerun.outlook.factor.fit import Fit
from forerun.outlook.factor.news import news as model_news
from forerun.outlook.factor.predict import Cell, forecast
from forerun.outlook.factor_model import FactorModel, Prepared, factor_models
from forerun.outlook.news import Change, ChangeKind, News
from forerun.outlook.realtime import RealTime, read
from forerun.outlook.spec import outlook_spec
from forerun.outlook.target import Aggregate, of_month, quarter, year_end
from forerun.outlook.vintage import Vintage
from forerun.periods import Frequency, Period
from forerun.types import Measure, Series

_SMALLEST = 1e-9  # percentage points: less than this moved nothing


@dataclass(frozen=True, slots=True)
class Movement:
    """A forecast on two days and what moved it.

    Attributes:
        as_of_from, as_of_to: the days.
        ledger: hash of what was visible on the later one.
        model: name of the factor model.
        target: the series.
        period: the month, quarter or year in question.
        measure: growth of the month, or of the year to date for a year.
        news: the changes in percent; a change whose series is the target's id with ``:ytd`` behind it is what
            the published year to date added to the average of its months.
        left_out: series and months published in between that the model leaves out as out of the ordinary.
    """

    as_of_from: date
    as_of_to: date
    ledger: str
    model: str
    target: Series
    period: Period
    measure: Measure
    news: News
    left_out: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class _Day:
    """One day: vintage, panel, model and the figure in question."""

    model: FactorModel
    vintage: Vintage
    ready: Prepared
    fit: Fit
    figure: Aggregate

    def expected(self, month: Period) -> float:
        """The target's growth in a month to come."""
        adjusted = forecast(self.fit, [(self.vintage.names[0], month)]).mean
        return float(as_growth(adjusted, np.array([self.ready.ratio(0, month)]))[0])


def movement(
    earlier: Snapshot,
    later: Snapshot,
    target: str = "",
    period: Period | None = None,
    model: FactorModel | None = None,
) -> Movement:
    """What moved the forecast of a figure from one day to another.

    Args:
        earlier: the first day.
        later: the second; its ledger is read for both.
        target: id or code of the series; the profile's own when empty.
        period: a month, quarter or year to come on the first day; its running year when None.
        model: the factor model; the profile's first when None.

    Raises:
        SpecError: the profile's ``outlook.toml`` does not say what it must.
        InputError: the days stand the wrong way round, or the figure was published on the first day already.
    """
    if earlier.as_of >= later.as_of:
        raise InputError(f"{earlier.as_of} is not before {later.as_of}", advice="Give the earlier day first")
    spec = outlook_spec(later.catalog, target)
    chosen = model or factor_models(spec)[0]
    real_time = read(later, spec)
    asked = _asked(period, real_time.vintage(earlier.as_of))
    before = _day(real_time, earlier.as_of, chosen, lambda vintage: _to_come(vintage, asked))
    after = _day(real_time, later.as_of, chosen, lambda vintage: _figure(vintage, asked))
    measure = spec.target.year_to_date if asked.frequency is Frequency.YEAR else spec.target.month
    return Movement(
        as_of_from=earlier.as_of,
        as_of_to=later.as_of,
        ledger=later.hash,
        model=chosen.name,
        target=spec.target.series,
        period=asked,
        measure=measure,
        news=_news(before, after, asked),
        left_out=tuple(_left_out(before, after)),
    )


def _asked(period: Period | None, vintage: Vintage) -> Period:
    """The period in question; the running year of a vintage when None is given."""
    if period is None:
        return Period(Frequency.YEAR, vintage.ahead[0].year)
    if period.frequency is Frequency.HALF:
        raise InputError(f"{period} is a half year", advice="Ask for a month, a quarter or a year")
    return period


def _day(real_time: RealTime, day: date, model: FactorModel, figure: Callable[[Vintage], Aggregate]) -> _Day:
    vintage = real_time.vintage(day)
    ready = model.prepared(vintage)
    fitted = model.estimate(ready, state_before(real_time, model, day))
    return _Day(model, vintage, ready, fitted, figure(vintage))


def _figure(vintage: Vintage, period: Period) -> Aggregate:
    """The figure in question as a constant and months to come."""
    if period.frequency is Frequency.MONTH:
        known = vintage.values[_row(vintage, period), 0] if period <= vintage.last else np.nan
        return of_month(period) if np.isnan(known) else Aggregate(float(known), {}, 0.0)
    if period.frequency is Frequency.QUARTER:
        return quarter(vintage, period)
    return year_end(vintage, period.year)


def _to_come(vintage: Vintage, period: Period) -> Aggregate:
    """The same, refused where nothing of it is to come."""
    found = _figure(vintage, period)
    if not found.weights or max(found.weights) > vintage.ahead[-1]:
        raise InputError(
            f"{period} of {vintage.names[0]} was not to come on {vintage.as_of}",
            advice=f"Ask for a period between {vintage.ahead[0]} and {vintage.ahead[-1]}",
        )
    return found


def _row(vintage: Vintage, month: Period) -> int:
    return month.ordinal - vintage.months[0].ordinal


def _news(before: _Day, after: _Day, period: Period) -> News:
    target = before.vintage.names[0]
    ratios = {month: before.ready.ratio(0, month) for month in before.figure.weights}
    functional: Mapping[Cell, float] = {
        (target, month): weight / ratios[month] for month, weight in before.figure.weights.items()
    }
    ready = before.model.prepared(after.vintage, before.ready.panel)
    found = model_news(before.fit, ready.panel, functional, after.fit)
    new = _value(after)
    changes = [
        *(_in_growth(change, ready, new) for change in found.changes),
        *_published(before, after),
    ]
    return News(
        target=target,
        period=str(period),
        old=_value(before),
        new=new,
        changes=tuple(change for change in changes if change.weight),
    )


def _value(day: _Day) -> float:
    return day.figure.constant + sum(
        weight * day.expected(month) for month, weight in day.figure.weights.items()
    )


def _in_growth(change: Change, after: Prepared, new: float) -> Change:
    """A change of adjusted growth as one of growth; the impact stays what it is."""
    if change.kind is ChangeKind.PARAMETERS:
        return replace(change, before=new - change.impact, after=new)
    month = Period.parse(change.period)
    ratio = (
        after.ratio(after.panel.column(change.series), month) if change.series in after.panel.names else 1.0
    )
    was, now = as_growth(np.array([change.before, change.after]), np.array([ratio, ratio]))
    return replace(change, before=float(was), after=float(now), weight=change.weight * ratio)


def _published(before: _Day, after: _Day) -> Iterator[Change]:
    """What the model does not see: target figures it leaves out, and the published year to date.

    A month that the model leaves out counts in the figure all the same; and a published year to date is not
    exactly the average of its months.
    """
    target = before.vintage.names[0]
    explained = after.figure.constant - before.figure.constant
    for month, weight in before.figure.weights.items():
        if month in after.figure.weights:
            continue
        published = float(after.vintage.values[_row(after.vintage, month), 0])
        explained -= weight * published
        held = after.expected(month)
        if abs(published - held) > _SMALLEST:
            yield Change(ChangeKind.RELEASE, target, str(month), held, published, weight)
    if abs(explained) > _SMALLEST:
        yield Change(ChangeKind.RELEASE, f"{target}:ytd", str(after.vintage.last), 0.0, explained, 1.0)


def _left_out(before: _Day, after: _Day) -> Iterator[tuple[str, str]]:
    """Figures published in between that the model leaves out."""
    names = before.vintage.names
    for row, column in np.argwhere(after.ready.left_out):
        name, month = after.ready.panel.names[column], after.ready.panel.month(int(row))
        own = names.index(name)
        if row >= len(before.vintage.months) or np.isnan(before.vintage.values[row, own]):
            yield name, str(month)
