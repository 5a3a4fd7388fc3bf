"""All that is said of places on one occasion: readiness, the hindcast behind it, complexity."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from forerun.catalog.model import Catalog
from forerun.errors import ConventionError, InputError
from forerun.foresight.complexity.filters import Filter, kept
from forerun.foresight.complexity.sensitivity import Sensitivity, sensitivity
from forerun.foresight.complexity.year import Year, complexity_of_year
from forerun.foresight.counts import Counts
from forerun.foresight.entry.setting import Setting
from forerun.foresight.entry.study import EntryHindcast, entry_hindcast, possible, usual_setting
from forerun.foresight.fields.gathering import gathered_classes
from forerun.foresight.industries import FutureIndustry
from forerun.foresight.left_out import LeftOut, Why
from forerun.foresight.readiness import FILTERS, Readiness, chosen_activity, readiness


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a table.

    Attributes:
        vintage: the day whose knowledge it is.
        activities: names of the table's activities, counted as one.
        window, horizon: years that are summed, and years ahead.
        least: volume of a place; None for the usual one.
        largest: how many places of the largest volume in the last window are kept; it sets ``least``.
        absent: RCA below which a place could enter.
        complexity: whether indices of complexity are wanted.
    """

    vintage: date
    activities: tuple[str, ...] = ()
    window: int = 5
    horizon: int = 5
    least: float | None = None
    largest: int | None = None
    absent: float = 0.5
    complexity: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class PlacesStudy:
    """What a table says of places.

    Attributes:
        asked: what was asked.
        setting: how it was looked at.
        industry: the one asked for.
        readiness: for the activity asked for; None where none was named.
        hindcast: on the same table; None where it is too short.
        complexity: of the last window; None where not asked for or not to be had.
        ranks: ECI ranks under other filters.
        why_not: why there is no complexity.
        origin: last year; 0 where the table names none.
        source, data: name and hash of the table.
        left_out: what was not used.
    """

    asked: Asked
    setting: Setting
    industry: FutureIndustry | None
    readiness: Readiness | None
    hindcast: EntryHindcast | None
    complexity: Year | None
    ranks: Sensitivity | None
    why_not: str
    origin: int
    source: str
    data: str
    left_out: tuple[LeftOut, ...]


def study_places(
    counts: Counts,
    asked: Asked,
    known: tuple[FutureIndustry | None, Catalog],
    progress: Callable[[float], None] = lambda _share: None,
) -> PlacesStudy:
    """Study a table of places and activities.

    Args:
        counts: the table.
        asked: what.
        known: the industry asked for, if any, and the catalog, whose names of its activities count too.
        progress: told the share done.

    Raises:
        InputError: the table has nothing of the activity, no place that takes part, or a number is out of
            range.
    """
    industry, catalog = known
    setting = _setting(counts, asked)
    ready, hindcast = None, None
    if industry is not None or asked.activities:
        table, activity, members = _activity(counts, asked.activities, industry, catalog)
        ready = readiness(table, activity, setting, asked.vintage, members, progress)
        hindcast = ready.hindcast
    elif possible(counts, setting):
        hindcast = entry_hindcast(counts, setting, progress=progress)
    year, ranks, why_not = (
        _complexity(counts, setting) if asked.complexity or ready is None else (None, None, "")
    )
    left_out = ready.left_out if ready is not None else counts.left_out
    if year is not None:
        listed = {each.what for each in left_out}
        left_out = (*left_out, *(each for each in _reasons(year, setting) if each.what not in listed))
    elif why_not:
        left_out = (*left_out, *kept(*_window(counts, setting)).left_out)
    return PlacesStudy(
        asked, setting, industry, ready, hindcast, year, ranks, why_not,
        counts.years[-1], counts.source, counts.data, left_out,
    )  # fmt: skip


def _setting(counts: Counts, asked: Asked) -> Setting:
    if asked.window < 1:
        raise InputError("a window has at least one year", advice="Give --window 1 or more")
    least = asked.least
    if asked.largest is not None:
        if asked.largest < 3 or least is not None:
            raise InputError(
                "the largest places are asked for in a way that leaves none",
                advice="Give --largest of 3 or more, or --minimum, not both",
            )
        span = counts.years[-1] - counts.years[0] + 1
        volumes = np.sort(counts.window(counts.years[-1], min(asked.window, span)).sum(axis=1))[::-1]
        least = float(volumes[min(asked.largest, volumes.size) - 1])
    found = usual_setting(counts, window=asked.window, horizon=asked.horizon, least=least)
    return replace(found, absent=asked.absent)


def _activity(
    counts: Counts, names: Sequence[str], industry: FutureIndustry | None, catalog: Catalog
) -> tuple[Counts, str, tuple[str, ...]]:
    """The table with the activity asked for as one column, its name, and the columns it was made of."""
    if names:
        table, activity = chosen_activity(counts, names, "" if industry is None else industry.id)
        return table, activity, tuple(dict.fromkeys(names))
    if industry is None:
        raise InputError("no activity was named", advice="Name one of the table with --activity")
    table, members = gathered_classes(counts, industry)
    if members:
        return table, industry.id, members
    if mine := _catalogued(counts, industry, catalog):
        table, activity = chosen_activity(counts, mine, industry.id)
        return table, activity, mine
    classes = ", ".join(industry.classes) or "none"
    raise InputError(
        f"no activity of the table is called {industry.names.en!r} or begins with its classes ({classes})",
        where=counts.source,
        advice=f"Name one with --activity, such as {counts.activities[0]!r}",
    )


def _catalogued(counts: Counts, industry: FutureIndustry, catalog: Catalog) -> tuple[str, ...]:
    """Activities of the table that are called as those of the catalog that carry the industry."""
    called = set()
    for each in (*industry.activities, *industry.products):
        term = catalog.activities[each]
        called |= {name.casefold() for name in (each, term.names.en, term.names.zh)}
    return tuple(name for name in counts.activities if name.casefold() in called)


def _reasons(year: Year, setting: Setting) -> tuple[LeftOut, ...]:
    """What complexity leaves out; places that were not asked for because their counts broke say so."""
    broken = setting.unsettled(year.year, known=False)
    return tuple(
        replace(each, why=Why.BREAK) if each.why is Why.UNCHOSEN and each.what in broken else each
        for each in year.strengths.left_out
    )


def _window(counts: Counts, setting: Setting) -> tuple[Counts, int, Filter]:
    """The last window as a table of one year, that year, and which places are compared."""
    last = counts.years[-1]
    window = counts.window(last, setting.window)
    one = replace(
        counts, years=(last,), values=window[None], present=np.any(window, axis=1)[None], left_out=()
    )
    broken = setting.unsettled(last, known=False)
    names = tuple(each for each in counts.places if each not in broken and each not in setting.exclude)
    return one, last, Filter(least_total=setting.least, names=names)


def _complexity(counts: Counts, setting: Setting) -> tuple[Year | None, Sensitivity | None, str]:
    """Indices of the last window, and ranks under other smallest volumes."""
    one, last, used = _window(counts, setting)
    try:
        year = complexity_of_year(one, last, used)
    except ConventionError as problem:
        return None, None, problem.what
    others = tuple(replace(used, least_total=share * setting.least) for share in FILTERS)
    return year, sensitivity(one, last, used, others=others), ""
