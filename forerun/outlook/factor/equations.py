"""How a panel becomes equations in the factors alone, arranged once for every pass over the same cells.

An autoregressive idiosyncratic term need not be in the state: between two figures of a series, ``gap``
months apart, it leaves ``y[t] - ar**gap * y[t - gap]``, whose error is white (quasi-differencing; Harvey and
Pierse 1984; Jungbacker, Koopman and van der Wel 2011).  The lags of the factors that this needs are in the
state anyway for the aggregation of quarters.  Three kinds of equation follow:

- pairs: a monthly figure after one of the month before; nearly all, handled by matrix products;
- links: every other figure of such a series, one by one: the first of a series, one behind a gap, one that
  is a weighted sum of months;
- kept: series whose idiosyncratic term stays in the state, because their figures are sums of latent months,
  because somebody wants their joint distribution, or because a gap is longer than the lags held.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.outlook.factor.aggregation import MONTHS
from forerun.outlook.factor.panel import Panel

FIRST = 0  # the gap before the first figure of a series
LONGEST_REACH = 24  # lags of the factors held for one series; behind a longer gap a chain of sums starts anew


@dataclass(frozen=True, eq=False)
class Links:
    """Figures that need an equation of their own, S of them, ascending in their row.

    Attributes:
        row, column, gap: (S,) where, and the months since the figure before (0 for a first one).
        of_gap: (S,) the index of the gap among the distinct gaps.
        now, before: (S, D) weights on the lags of the factors of the figure and of the one before.
        y_now, y_before: (S,) the two figures.
        reach: (S,) the number of lags with a weight.
    """

    row: Array
    column: Array
    gap: Array
    of_gap: Array
    now: Array
    before: Array
    y_now: Array
    y_before: Array
    reach: Array


@dataclass(frozen=True, eq=False)
class Kept:
    """Series whose idiosyncratic term is in the state, K of them.

    Attributes:
        column: (K,) their columns in the panel.
        lags: (K,) months of the term held for each.
        weights: (12, K, D) by month of the year, on the months counted back.
        values: (T, K) their figures, NaN where missing.
    """

    column: Array
    lags: Array
    weights: Array
    values: Array

    def heads(self, first: int) -> Array:
        """(K,) the state of each term's newest month, the first of them being state ``first``."""
        return (first + np.cumsum(self.lags) - self.lags).astype(np.int64)


@dataclass(frozen=True, eq=False)
class Equations:
    """The arrangement of a panel for models with r factors and p lags.

    Attributes:
        panel: what was arranged.
        depth: D, months of the factors held in the state.
        now, before: (T, N) the two figures of each pair, zero elsewhere.
        pattern, patterns: (T,) and (P, N): which series have a pair in a row.
        gaps: distinct gaps of links and pairs; a pair's is 1.
        counts, squares: (C, N) and (C, N, 3): for each gap, the number of equations and the sums of
            ``y[t]**2``, ``y[t] y[t - gap]`` and ``y[t - gap]**2``.
        links, kept: see there.
        width: (T,) months of the factors that the collapsed equations of a row touch.
    """

    panel: Panel
    depth: int
    now: Array
    before: Array
    pattern: Array
    patterns: Array
    gaps: Array
    counts: Array
    squares: Array
    links: Links
    kept: Kept
    width: Array

    @property
    def observations(self) -> int:
        """The number of figures in the panel."""
        return int(np.count_nonzero(~np.isnan(self.panel.values)))


@dataclass(frozen=True)
class _Link:
    row: int
    column: int
    gap: int
    now: tuple[float, ...]
    before: tuple[float, ...]

    @property
    def reach(self) -> int:
        return max(len(self.now), self.gap + len(self.before) if self.gap else 0)


def arranged(
    panel: Panel, factors: int, lags: int, keep: Iterable[str] = (), depth: int | None = None
) -> Equations:
    """The equations of a panel.

    Args:
        panel: standardised or not.
        factors: r.
        lags: p, of the factors' autoregression.
        keep: series whose idiosyncratic term is to stay in the state.
        depth: months of the factors, and of the terms in the state, to hold at least.
    """
    must = np.array([not kind.is_chained for kind in panel.aggregations], dtype=bool)
    must[[panel.column(name) for name in keep]] = True
    pair = _pairs(panel)
    links = _links(panel, pair, must)
    least = max(
        [lags + 1, depth or 0, *(panel.aggregations[c].depth for c in np.flatnonzero(must))]
        + [link.reach for link in links if not panel.aggregations[link.column].is_monthly]
    )
    held = _cheapest_depth(panel, links, least, factors)
    must[[link.column for link in links if link.reach > held]] = True
    chained = [link for link in links if not must[link.column]]
    return _filled(panel, held, pair & ~must, chained, _kept(panel, must, held, depth or 0))


def _pairs(panel: Panel) -> Array:
    """(T, N) whether a figure and the one of the month before are both months of their own."""
    single = np.array([[row == (1.0,) for row in kind.rows] for kind in panel.aggregations])
    usable = ~np.isnan(panel.values) & single[:, panel.phase].T
    pair: Array = np.zeros(usable.shape, dtype=bool)
    pair[1:] = usable[1:] & usable[:-1]
    return pair


def _links(panel: Panel, pair: Array, must: Array) -> list[_Link]:
    """Every figure of a chained series that is not the second of a pair, by row and column."""
    seen = ~np.isnan(panel.values)
    by_column = np.ascontiguousarray(seen.T)
    return [
        _link(panel, int(column), by_column[column, :row], int(row))
        for row, column in np.argwhere(seen & ~pair & ~must)
    ]


def _link(panel: Panel, column: int, earlier: Array, row: int) -> _Link:
    """The equation of a figure; ``earlier`` (row,) says in which rows before it the series has one."""
    kind, now = panel.aggregations[column], panel.aggregations[column].rows[panel.phase[row]]
    gap = 1 + int(earlier[::-1].argmax()) if earlier.any() else FIRST
    before = kind.rows[panel.phase[row - gap]] if gap else ()
    if gap + len(before) > LONGEST_REACH and not kind.is_monthly:
        return _Link(row, column, FIRST, now, ())
    return _Link(row, column, gap, now, before)


def _cheapest_depth(panel: Panel, links: list[_Link], least: int, factors: int) -> int:
    """The depth with the smallest state: a lag costs r, a series whose gap does not fit two."""
    needs: dict[int, int] = {}
    for link in links:
        if panel.aggregations[link.column].is_monthly:
            needs[link.column] = max(link.reach, needs.get(link.column, 2))
    base = max(least, 2)
    options = sorted({base, *(need for need in needs.values() if need > base)})
    return min(options, key=lambda depth: factors * depth + 2 * sum(n > depth for n in needs.values()))


def _filled(panel: Panel, depth: int, pair: Array, links: list[_Link], kept: Kept) -> Equations:
    now, before = np.zeros(pair.shape), np.zeros(pair.shape)
    np.copyto(now, panel.values, where=pair)
    np.copyto(before[1:], panel.values[:-1], where=pair[1:])
    patterns, pattern = _distinct(pair)
    gaps = np.array(sorted({1, *(link.gap for link in links)}))
    table = _table(panel, links, gaps, depth)
    return Equations(
        panel=panel,
        depth=depth,
        now=now,
        before=before,
        pattern=pattern,
        patterns=patterns,
        gaps=gaps,
        counts=_counts(pair, gaps, table),
        squares=_squares(now, before, gaps, table),
        links=table,
        kept=kept,
        width=_widths(pair, table),
    )


def _distinct(pair: Array) -> tuple[Array, Array]:
    """The distinct rows of a table of booleans, and which of them each row is."""
    packed = np.ascontiguousarray(np.packbits(pair, axis=1))
    keys = packed.view(np.dtype((np.void, packed.shape[1]))).reshape(-1)
    _, first, which = np.unique(keys, return_index=True, return_inverse=True)
    return pair[first].astype(float), which.astype(np.int64)


def _table(panel: Panel, links: list[_Link], gaps: Array, depth: int) -> Links:
    now, before = np.zeros((2, len(links), depth))
    for k, link in enumerate(links):
        now[k, : len(link.now)] = link.now
        before[k, link.gap : link.gap + len(link.before)] = link.before
    row, column, gap = (
        np.array([getattr(link, field) for link in links], dtype=np.int64)
        for field in ("row", "column", "gap")
    )
    return Links(
        row=row,
        column=column,
        gap=gap,
        of_gap=np.searchsorted(gaps, gap),
        now=now,
        before=before,
        y_now=panel.values[row, column],
        y_before=np.where(gap == FIRST, 0.0, panel.values[row - gap, column]),
        reach=np.array([link.reach for link in links], dtype=np.int64),
    )


def _counts(pair: Array, gaps: Array, links: Links) -> Array:
    counts = np.zeros((len(gaps), pair.shape[1]))
    counts[np.searchsorted(gaps, 1)] = pair.sum(axis=0)
    np.add.at(counts, (links.of_gap, links.column), 1.0)
    return counts


def _squares(now: Array, before: Array, gaps: Array, links: Links) -> Array:
    squares = np.zeros((len(gaps), now.shape[1], 3))
    squares[np.searchsorted(gaps, 1)] = np.stack(
        [np.einsum("tn,tn->n", *both) for both in ((now, now), (now, before), (before, before))], axis=1
    )
    own = np.stack([links.y_now**2, links.y_now * links.y_before, links.y_before**2], axis=1)
    np.add.at(squares, (links.of_gap, links.column), own)
    return squares


def _kept(panel: Panel, must: Array, depth: int, hold: int) -> Kept:
    columns = np.flatnonzero(must)
    lags = [max(2, hold, panel.aggregations[c].depth) for c in columns]
    weights = np.zeros((MONTHS, len(columns), depth))
    for k, column in enumerate(columns):
        weights[:, k] = panel.aggregations[column].weights(depth)
    return Kept(
        columns, np.array(lags, dtype=np.int64), weights, np.ascontiguousarray(panel.values[:, columns])
    )


def _widths(pair: Array, links: Links) -> Array:
    width = np.where(pair.any(axis=1), 2, 0)
    np.maximum.at(width, links.row, links.reach)
    return width
