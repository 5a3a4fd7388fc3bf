"""Series that are taken for one another, as the profile lists them."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.catalog.model import Trap, TrapKind
from forerun.documents.folding import fold
from forerun.statements import reasons
from forerun.statements.agreement import Agreement, Said, compare
from forerun.statements.bench import Bench
from forerun.statements.lookup import alike
from forerun.statements.result import Claim, Judged, Verdict
from forerun.types import Figure, Names, Series

_HALF_YEAR, _GROWN = 6, 1.3  # months back, and by how much a number may have grown since
_APART = 0.1  # share by which two figures must differ for their names to matter


def mixed_up(claim: Claim, said: Said, figure: Figure, bench: Bench) -> Judged | None:
    """The trap into which a number fell that disagrees with its own series and agrees with another."""
    for trap, other in _siblings(claim.statement.series, bench):
        if other is None:
            if _speaks_of(trap, claim.quote):
                return Judged(
                    claim,
                    Verdict.DEFINITION_TRAP,
                    reasons.trap(trap.note, figure, None, bench.catalog),
                    figure,
                )
            continue
        beside = _beside(figure, other, bench)
        row = beside.observation if beside else None
        if beside is None and trap.kind is TrapKind.SCOPE and (last := _lately(figure, other, said, bench)):
            beside, row = last, last.observation
        elif row is None or compare(said, row) is not Agreement.EXACT:
            continue
        if beside and row:
            reason = reasons.trap(trap.note, figure, beside, bench.catalog)
            return Judged(claim, Verdict.DEFINITION_TRAP, reason, figure, (beside,))
    return None


def shared_name(claim: Claim, said: Said, figure: Figure | None, bench: Bench) -> Judged | None:
    """The trap of a number that nobody but the speaker vouches for, while its name also means another."""
    if figure is None:
        return None
    for trap, other in _siblings(claim.statement.series, bench):
        if trap.kind is not TrapKind.SCOPE or other is None:
            continue
        beside = _beside(figure, other, bench)
        row = beside.observation if beside else None
        if beside and row and abs(row.value - said.value) > _APART * abs(row.value):
            reason = reasons.trap(trap.note, figure, beside, bench.catalog)
            return Judged(claim, Verdict.DEFINITION_TRAP, reason, figure, (beside,))
    return None


def of_another_body(claim: Claim, said: Said, figure: Figure, bench: Bench) -> Judged | None:
    """The trap of a number of another body, when the speaker's own body publishes one that says otherwise."""
    if not bench.publisher or figure.series.publisher == bench.publisher:
        return None
    for trap, other in _siblings(claim.statement.series, bench):
        beside = _beside(figure, other, bench) if other and other.publisher == bench.publisher else None
        row = beside.observation if beside else None
        if beside and row and not compare(said, row).holds:
            reason = reasons.trap(trap.note, figure, beside, bench.catalog)
            return Judged(claim, Verdict.DEFINITION_TRAP, reason, figure, (beside,))
    return None


def caution_of(claim: Claim, figure: Figure, bench: Bench) -> Names:
    """What to keep apart from a claim that holds, where the other series says something else."""
    for trap, other in _siblings(claim.statement.series, bench):
        beside = _beside(figure, other, bench) if other else None
        if beside and beside.value != figure.value:
            return reasons.trap(trap.note, None, beside, bench.catalog)
    return Names("", "")


def _siblings(series: str, bench: Bench) -> Iterator[tuple[Trap, Series | None]]:
    catalog = bench.catalog
    for trap in catalog.traps:
        one = catalog.series_named(trap.series).id
        two = catalog.series_named(trap.other).id if trap.other else ""
        if series == one:
            yield trap, catalog.series[two] if two else None
        elif series == two:
            yield trap, catalog.series[one]


def _beside(figure: Figure, other: Series, bench: Bench) -> Figure | None:
    """The figure of the other series at the same time or just beside it, in the same unit.

    Beside is a month later or earlier, and of amounts that add up also a year.
    """
    if figure.period is None:
        return None
    known = bench.known(other.id)
    year = figure.period.frequency.per_year
    beside = (1, -1, year, -year) if figure.series.flow else (1, -1)
    for steps in (0, *beside):
        period = figure.period.shift(steps)
        measures = [each for each in alike(figure.measure) if each in other.units] or [figure.measure]
        found = known.at(period, measures[0])
        if found.value is not None and _dimension(found, bench) == _dimension(figure, bench):
            return found
    return None


def _lately(figure: Figure, other: Series, said: Said, bench: Bench) -> Figure | None:
    """The last figure of the other series within half a year, when the number may have grown out of it."""
    if figure.period is None or figure.measure.is_growth:
        return None
    last = bench.known(other.id).latest((figure.measure,), not_after=figure.period.end)
    if last is None or last.period is None or last.value is None:
        return None
    months = figure.period.last_month.ordinal - last.period.last_month.ordinal
    return last if months <= _HALF_YEAR and last.value <= said.value <= last.value * _GROWN else None


def _dimension(figure: Figure, bench: Bench) -> tuple[bool, float]:
    unit = bench.catalog.units.get(figure.unit)
    return ("percent" in figure.unit, unit.scale if unit else 0.0)


def _speaks_of(trap: Trap, quote: str) -> bool:
    words = fold(quote)
    return any(fold(word) in words for word in trap.words)
