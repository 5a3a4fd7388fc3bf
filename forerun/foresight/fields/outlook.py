"""Growth of fields to come, with the range and the score that the way of telling it had on the same table."""

from __future__ import annotations

import difflib
import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np

from forerun.catalog.forward import Forward, forward_id
from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.counts import Counts
from forerun.foresight.fields.breaks import Coverage
from forerun.foresight.fields.hindcast import FEWEST, Attempt, Way, attempts, coverages
from forerun.foresight.fields.ranges import LEVELS, Errors, covered, past_errors, range_of
from forerun.foresight.fields.scoring import plain_skill, score_of
from forerun.foresight.fields.shares import log_shares, window_sums
from forerun.foresight.fields.signals import Plan, Signal, counting, gapless
from forerun.foresight.left_out import LeftOut, Why
from forerun.foresight.scores import Claim, Score
from forerun.periods import Frequency, Period
from forerun.types import Interval, Measure

WORLD = "world"
"""All places of a table together."""
UNIT = "percent"
LONGEST = 30
"""Years of a horizon or window at most."""
Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class FieldGrowth:
    """A field at the origin and what is told of it.

    Attributes:
        field: its name.
        count: counts in the window up to the origin.
        share: of all counts in that window, in percent.
        past: growth of the share over the horizon before the origin, in percent, as counted.
        claim: growth of the share to come, in percent, with its intervals and the table's score.
    """

    field: str
    count: float
    share: float
    past: float
    claim: Claim

    @property
    def expected(self) -> float:
        """Growth of the share over the horizon, in percent."""
        return self.claim.value


@dataclass(frozen=True, slots=True)
class Covered:
    """How often a range of a level held what came, both 0..1, of ``n``, each told from its past alone."""

    level: float
    share: float
    n: int


@dataclass(frozen=True, slots=True)
class FieldOutlook:
    """The fields of a table, those expected to grow most first.

    Attributes:
        place: of which, or ``world`` for all places together.
        plan: horizon and window.
        origin: last year used.
        fields: those with enough counts.
        score: hindcast of what is told; None where the table is too short for one, or where the place's
            coverage broke in the years that past growth is from: such origins are not scored.
        ways: every way of telling growth with its score.
        plain: skill of half and of all past growth, nothing left out, to compare; NaN without origins.
        weights: of the signals at the origin.
        calibration: how often ranges held.
        coverage: breaks of the whole table.
        unsettled: places that were left out at the origin.
        left_out: rows, years, fields and places that were not used.
        source: name of the file.
        data: its hash.
        vintage: the day whose knowledge it is.
    """

    place: str
    plan: Plan
    origin: int
    fields: tuple[FieldGrowth, ...]
    score: Score | None
    ways: Mapping[Way, Score | None]
    plain: tuple[float, float]
    weights: Mapping[Signal, float]
    calibration: tuple[Covered, ...]
    coverage: Coverage
    unsettled: tuple[str, ...]
    left_out: tuple[LeftOut, ...]
    source: str
    data: str
    vintage: date

    @property
    def claims(self) -> tuple[Claim, ...]:
        """What is said of the future, one claim for each field."""
        return tuple(each.claim for each in self.fields)


def field_outlook(
    counts: Counts, plan: Plan, vintage: date, place: str = "", tell: Tell = lambda _share: None
) -> FieldOutlook:
    """Tell the growth of every field of a table, and how well that went before.

    Args:
        counts: any table with years; missing years count nothing and are listed.
        plan: horizon and window.
        vintage: the day whose knowledge the table is.
        place: of which; empty for all places together.
        tell: told the share of the work that is done, 0..1.

    Raises:
        InputError: the table has no years, too few of them or too few fields, or does not know the place.
    """
    table = _checked(counts, plan, place)
    known = coverages(table, plan, tell)
    made = attempts(table, plan, known, place or None)
    last = made[-1]
    if last.signals.usable.sum() < FEWEST:
        raise _too_few(counts, plan)
    score = score_of(made, Way.BLEND, plan.horizon) if last.sound else None
    told = _Told(table, plan, vintage, place or WORLD, score)
    used = table.values if not place else table.values[:, [table.places.index(place)]]
    sums = window_sums(used.sum(axis=1), plan.window)
    return FieldOutlook(
        place=place or WORLD,
        plan=plan,
        origin=last.origin,
        fields=_fields(told, made, sums),
        score=score,
        ways={way: score_of(made, way, plan.horizon) for way in Way},
        plain=(plain_skill(sums, plan.horizon, 0.5)[0], plain_skill(sums, plan.horizon, 1.0)[0]),
        weights=last.weights,
        calibration=_calibration(made, plan.horizon),
        coverage=known[last.origin],
        unsettled=last.signals.unsettled if last.sound or not place else (place,),
        left_out=(*counts.left_out, *_missing(counts, table), *_unused(table, last)),
        source=counts.source,
        data=counts.data,
        vintage=vintage,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    table: Counts
    plan: Plan
    vintage: date
    place: str
    score: Score | None

    def claim(self, field: str, growth: float, intervals: tuple[Interval, ...]) -> Claim:
        origin = self.table.years[-1]
        return Claim(
            subject=field,
            series=forward_id(Forward.GROWTH, field, self.place),
            period=Period(Frequency.YEAR, origin + self.plan.horizon),
            measure=Measure.LEVEL,
            value=percent(growth),
            unit=UNIT,
            intervals=intervals,
            method=Way.BLEND.value,
            origin=Period(Frequency.YEAR, origin),
            vintage=self.vintage,
            data=self.table.data,
            score=self.score,
        )


def percent(growth: float) -> float:
    """A difference of logs as growth in percent."""
    return 100 * math.expm1(growth)


def _fields(told: _Told, made: tuple[Attempt, ...], sums: Array) -> tuple[FieldGrowth, ...]:
    last = made[-1]
    errors = past_errors(made, Way.BLEND, last.origin, told.plan.horizon)
    shares = log_shares(sums)
    found = []
    for field in np.flatnonzero(last.signals.usable):
        growth = float(last.said[Way.BLEND][field])
        ranges = _intervals(errors, int(field), float(last.signals.noise[field]), growth)
        name = told.table.activities[field]
        found.append(
            FieldGrowth(
                field=name,
                count=float(sums[-1, field]),
                share=100 * float(np.exp(shares[-1, field])),
                past=percent(float(shares[-1, field] - shares[-1 - told.plan.horizon, field])),
                claim=told.claim(name, growth, ranges),
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.expected, each.field)))


def _intervals(errors: Errors | None, field: int, noise: float, growth: float) -> tuple[Interval, ...]:
    if errors is None:
        return ()
    found = []
    for level in LEVELS:
        span = range_of(errors, field, noise, level)
        if span is not None:
            found.append(Interval(level, percent(growth + span[0]), percent(growth + span[1])))
    return tuple(found)


def _calibration(made: tuple[Attempt, ...], horizon: int) -> tuple[Covered, ...]:
    held = [(level, covered(made, Way.BLEND, horizon, level)) for level in LEVELS]
    return tuple(Covered(level, found[0], found[1]) for level, found in held if found is not None)


def _checked(counts: Counts, plan: Plan, place: str) -> Counts:
    """The table with every year from the first to the last that counts anything.

    Raises:
        InputError: see :func:`field_outlook`.
    """
    for name, value in (("horizon", plan.horizon), ("window", plan.window)):
        if not 1 <= value <= LONGEST:
            raise InputError(
                f"a {name} of {value} years is not one that can be told",
                advice=f"Give 1 to {LONGEST} years",
            )
    if not counts.dated:
        raise InputError(
            "the table has no column of years", where=counts.source, advice="Add a column named year"
        )
    if place and place not in counts.places:
        raise _unknown(place, counts)
    table = gapless(counting(counts)) if counts.values.any() else counts
    needed = plan.horizon + plan.window
    if len(table.years) < needed or not counts.values.any():
        raise InputError(
            f"{_years(counts)} are too few: growth over {plan.horizon} years between sums over {plan.window}"
            f" needs {needed}, and a score of what is told {needed + 2 * plan.horizon + 2}",
            where=counts.source,
            advice="Give more years, or a shorter --horizon or --window",
        )
    if len(table.activities) < FEWEST:
        raise _too_few(counts, plan)
    return table


def _unknown(place: str, counts: Counts) -> InputError:
    near = difflib.get_close_matches(place, counts.places, n=3, cutoff=0.5) or counts.places[:_NAMED]
    more = "" if len(counts.places) <= len(near) else ", and others"
    return InputError(
        f"the table has no place {place!r}",
        where=counts.source,
        advice=f"It has {', '.join(near)}{more}",
    )


_NAMED = 12


def _years(counts: Counts) -> str:
    kept = counting(counts).years if counts.values.any() else ()
    if not kept:
        return "no years with counts"
    return f"1 year ({kept[0]})" if len(kept) == 1 else f"{len(kept)} years ({kept[0]} to {kept[-1]})"


def _too_few(counts: Counts, plan: Plan) -> InputError:
    return InputError(
        f"fewer than {FEWEST} fields have ten counts in the last {plan.window} years",
        where=counts.source,
        advice="A share can only grow at the cost of others: give at least three fields that are counted",
    )


def _missing(counts: Counts, table: Counts) -> tuple[LeftOut, ...]:
    """Years in which nothing was counted."""
    held = set(counting(counts).years)
    years = sorted({*table.years, *counts.years} - held)
    return tuple(LeftOut(str(year), Why.EMPTY, counts.source) for year in years)


def _unused(table: Counts, last: Attempt) -> tuple[LeftOut, ...]:
    small = np.flatnonzero(~last.signals.usable)
    fields = [LeftOut(table.activities[field], Why.SMALL, str(last.origin)) for field in small]
    return (*fields, *(LeftOut(place, Why.BREAK, str(last.origin)) for place in last.signals.unsettled))
