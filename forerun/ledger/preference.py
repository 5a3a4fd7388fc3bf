"""Which of several published values of one key is shown, and what becomes of the others.

Among the rows visible on a day the order is: the body whose series it is before those who quote it, an exact
number before a bound or a round one, the later publication, the better kind of source, the source's id,
and at last the row recorded later (a correction of a row is a new row).  A publisher that repeats a value
says nothing new, so the first row with the value stands for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from forerun.catalog.model import Catalog
from forerun.ledger.precision import half_unit
from forerun.types import Basis, Comparator, Observation

if TYPE_CHECKING:
    import polars as pl

RANKED_BY = (
    "series",
    "measure",
    "period",
    "value",
    "comparator",
    "status",
    "published",
    "recorded",
    "publisher",
    "source",
)
TIERS = ("official", "agency", "state_media", "mirror", "trade_press", "aggregator", "repository")


def ranked(frame: pl.DataFrame, catalog: Catalog) -> pl.DataFrame:
    """Rows sorted by series, measure and period, and within each key by preference, best first.

    Args:
        frame: rows with at least the columns of :data:`RANKED_BY`.
        catalog: says who publishes a series first-hand and of which tier a source is.
    """
    import polars as pl

    owners = {name: _owner(catalog, name) for name in frame["series"].unique()}
    tiers = {name: _tier(catalog, name) for name in frame["source"].unique()}
    keys = (
        (_in_order(frame, "series"), False),
        (_in_order(frame, "measure"), False),
        (_in_order(frame, "period"), False),
        (pl.col("publisher") == pl.col("series").replace_strict(owners, return_dtype=pl.String), True),
        (pl.col("comparator") == Comparator.EQUAL.value, True),
        (pl.col("published"), True),
        (pl.col("source").replace_strict(tiers, return_dtype=pl.Int64), False),
        (_in_order(frame, "source"), False),
        (pl.col("recorded"), True),
        (_in_order(frame, "publisher"), False),
        (pl.col("value"), False),
        (_in_order(frame, "comparator"), False),
    )
    return frame.sort([key for key, _ in keys], descending=[larger_first for _, larger_first in keys])


def _in_order(frame: pl.DataFrame, name: str) -> pl.Expr:
    """Where each word of a column stands among its words: numbers sort many times faster than text."""
    import polars as pl

    return pl.col(name).cast(pl.Enum(frame[name].unique().sort())).to_physical()


def _owner(catalog: Catalog, series: str) -> str:
    return catalog.series[series].publisher if series in catalog.series else ""


def _tier(catalog: Catalog, source: str) -> int:
    tier = catalog.sources[source].tier if source in catalog.sources else ""
    return TIERS.index(tier) if tier in TIERS else len(TIERS)


@dataclass(frozen=True, slots=True)
class Preference:
    """The row that is shown for a key, and those that say otherwise.

    ``previous`` are rows of the same publisher that came earlier, oldest first; ``conflicts`` the best row
    of each publisher among the rest.
    """

    shown: Observation
    previous: tuple[Observation, ...]
    conflicts: tuple[Observation, ...]


def choose(rows: Sequence[Observation]) -> Preference:
    """Choose among all visible rows of one key, given as :func:`ranked` orders them."""
    best = rows[0]
    others = [row for row in rows[1:] if not agree(row, best)]
    previous = [row for row in others if row.publisher == best.publisher and row.published < best.published]
    conflicts: dict[str, Observation] = {}
    for row in others:
        if row not in previous:
            conflicts.setdefault(row.publisher, row)
    since = max((row.published for row in previous), default=date.min)
    shown = min((row for row in rows if _repeats(row, best) and row.published > since), key=_first)
    return Preference(
        shown, tuple(sorted(previous, key=lambda row: row.published)), tuple(conflicts.values())
    )


def _repeats(row: Observation, best: Observation) -> bool:
    told = (row.publisher, row.comparator, row.value)
    return told == (best.publisher, best.comparator, best.value)


def _first(row: Observation) -> tuple[bool, date, bool]:
    """Order of publication: an estimated day gives way to a seen one, on one day a bound to a stated day."""
    return row.basis is Basis.ESTIMATED, row.published, row.basis is Basis.BOUND


def agree(one: Observation, other: Observation) -> bool:
    """Whether two statements of one key can both be true, rounding and bounds allowed for."""
    return _allows(one, other) and _allows(other, one)


def _allows(statement: Observation, other: Observation) -> bool:
    value, bound = other.value, statement.value
    if statement.comparator.is_floor:
        return value >= bound
    if statement.comparator.is_ceiling:
        return value <= bound
    if other.comparator.is_bound:
        return True
    return abs(value - bound) <= max(half_unit(statement), half_unit(other)) * (1 + 1e-9)
