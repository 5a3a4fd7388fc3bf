"""The time of a claim that does not say it: what had just been published when it was made.

A speaker means the latest figures.  Those of the last thirteen months are held against the number, the
latest first; the time that the text spoke of last comes before them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from forerun.documents.statement import Statement
from forerun.periods import Frequency, Period
from forerun.statements.agreement import Agreement, Said
from forerun.statements.bench import Bench, Weighed, weigh
from forerun.statements.lookup import Lookup, alike, recent
from forerun.types import Figure, Measure, Series

FRESH = timedelta(days=100)
"""Days from the end of the latest period within which it can contradict a claim without a time."""
TELLING = 8
"""Rates of the last thirteen months that must be known before a rate without a time can be contradicted."""
_STOCKS = frozenset({Measure.LEVEL, Measure.SHARE, Measure.COUNT})
MONTHLY_SHARE, MONTHLY_POINTS = 0.08, 3.0
"""How far a level (as a share) and a rate (in points) may have moved in a month that is not known yet."""


@dataclass(frozen=True, slots=True)
class Placed:
    """The figure that a claim is held against, how it agrees, and whether its time was inferred.

    ``decides`` is False when a claim without a time agrees with nothing, but too little is known to say that
    it is wrong.
    """

    figure: Figure
    weighed: Weighed | None
    is_inferred: bool
    decides: bool = True


def place(statement: Statement, said: Said, bench: Bench) -> Placed | None:
    """Where a claim belongs; None when nothing was ever published of its series."""
    known = bench.known(statement.series)
    carried = None
    if statement.period is not None and not (bench.is_rewound and not statement.is_timed):
        figure = known.at(statement.period, statement.measure)
        weighed = _weighed(figure, said, known)
        if statement.is_timed:
            return Placed(figure, weighed, is_inferred=False)
        carried = Placed(figure, weighed, is_inferred=False)
        if weighed is not None and not is_stock(known.series, statement.measure):
            return carried
    return _open(statement, said, bench, carried)


def is_stock(series: Series, measure: Measure) -> bool:
    """Whether what is told is how much there is, which a speaker gives as of the latest day."""
    return not series.flow and measure in _STOCKS


def _open(statement: Statement, said: Said, bench: Bench, carried: Placed | None) -> Placed | None:
    now = bench.known(statement.series)
    figures = recent(bench.known_then(statement.series).history(alike(statement.measure)))
    found = [carried] if carried and carried.weighed else []
    for figure in (*figures, *_soon_after(statement, figures, bench)):
        current = now.at(figure.period, figure.measure) if figure.period else figure
        if weighed := _weighed(current, said, now):
            found.append(Placed(current, weighed, is_inferred=True))
    if not found:
        return carried
    return _best(found) or _undecided(statement, said, bench, carried, found)


def _soon_after(statement: Statement, figures: Sequence[Figure], bench: Bench) -> list[Figure]:
    """Figures of times that had begun when it was said, and that were not seen before then."""
    if bench.is_repeated:
        return []
    known = {(figure.period, figure.measure) for figure in figures}
    later = bench.known(statement.series).history(alike(statement.measure))
    begun = (f for f in later if f.period and f.period.start <= bench.said)
    return [f for f in recent(begun) if (f.period, f.measure) not in known]


def _best(found: Sequence[Placed]) -> Placed | None:
    """The first that agrees exactly, else the first whose bound holds, else one that is near."""
    for wanted, among in ((Agreement.EXACT, found), (Agreement.LOOSE, found), (Agreement.NEAR, found[:2])):
        for each in among:
            if each.weighed and each.weighed.agreement is wanted:
                return each
    return None


def _undecided(
    statement: Statement, said: Said, bench: Bench, carried: Placed | None, found: Sequence[Placed]
) -> Placed:
    """Held against the time carried on, else the latest; whether that can contradict is another matter."""
    if carried is not None and carried.weighed is not None:
        return carried
    latest = found[0]
    decides = _is_fresh(latest.figure, bench) and not _may_have_moved(said, latest.figure, bench)
    if statement.measure.is_growth:
        decides = decides and len(found) >= TELLING
    elif bench.catalog.series_named(statement.series).flow:
        decides = False
    return Placed(latest.figure, latest.weighed, is_inferred=True, decides=decides)


def _is_fresh(latest: Figure, bench: Bench) -> bool:
    return latest.period is not None and latest.period.end >= bench.then.as_of - FRESH


def _may_have_moved(said: Said, latest: Figure, bench: Bench) -> bool:
    """Whether the number may be of a month that was over when it was said, and whose figure is not known."""
    row = latest.observation
    months = unknown_months(latest, bench)
    if row is None or months <= 0:
        return False
    gap = abs(said.value - row.value)
    rates = latest.measure.is_growth or "percent" in row.unit
    return gap <= months * (MONTHLY_POINTS if rates else MONTHLY_SHARE * abs(row.value))


def unknown_months(latest: Figure, bench: Bench) -> int:
    """How many months had ended, when it was said, since the latest figure."""
    if latest.period is None:
        return 0
    return last_complete(bench).ordinal - latest.period.last_month.ordinal


def last_complete(bench: Bench) -> Period:
    """The last month that was over on the day from which a claim without a time is understood."""
    day = min(bench.said, bench.then.as_of)
    return Period(Frequency.MONTH, day.year, day.month).shift(-1)


def _weighed(figure: Figure, said: Said, known: Lookup) -> Weighed | None:
    rows = known.rows(figure)
    return weigh(said, rows) if rows else None
