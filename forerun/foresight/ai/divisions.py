"""Exposure of the divisions of GB/T 4754: weighted means of the industries that lead to them, with bounds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.compiled import Array
from forerun.foresight.ai.codes import DIGITS
from forerun.foresight.ai.crosswalk import INDUSTRIAL, OTHER_EDITIONS, Link, Quality, crosswalk
from forerun.foresight.ai.exposure import bounds, hidden_share, weighted_mean
from forerun.foresight.ai.names import Directory
from forerun.foresight.ai.tables import ExposureTable, IndustryRow

HALF = 0.5


@dataclass(frozen=True, slots=True)
class Part:
    """An industry that leads to a division.

    Attributes:
        naics: four digits.
        title: of its row, or of the row that stands for it; empty without one.
        share: in the division, 0 to 1, over all that lead to it.
        kept: the share of the industry that leads to this division.
        value: exposure; None where the table has none.
        pooled: whether the value is of several industries together.
        basis: six-digit industries.
    """

    naics: str
    title: str
    share: float
    kept: float
    value: float | None
    pooled: bool
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DivisionExposure:
    """Exposure of a division.

    Attributes:
        division: code.
        value: weighted mean, in standard deviations over the industries of the table; None without any.
        low: the lowest mean that any true shares would give; with employment, shares of shared industries.
        high: the highest one.
        rank: among the divisions that are not thin, 1 is the most exposed; 0 for others.
        ranks: the best and worst rank that the bounds allow; (0, 0) without a rank.
        quality: of the crosswalk.
        spread: standard deviation of the industries within it.
        covered: share of it by weight whose industries have a value.
        parts: the industries, largest share first.
    """

    division: str
    value: float | None
    low: float | None
    high: float | None
    rank: int
    ranks: tuple[int, int]
    quality: Quality
    spread: float | None
    covered: float
    parts: tuple[Part, ...]

    @property
    def thin(self) -> bool:
        """Whether less than half of it has a value, so that it is not ranked."""
        return self.value is not None and self.covered < HALF


@dataclass(frozen=True, slots=True)
class Losses:
    """What the crosswalk loses, with or without a table.

    Attributes:
        ambiguous: industries that lead to several divisions, with these.
        leaving: industries of which a part is no industry in China, with the share that leaves.
        empty: divisions to which nothing leads.
        unvalued: divisions whose industries have no value in the table.
        unknown: industries of the crosswalk that lead to industry and have no value in the table.
        pooled: codes of rows that stand for several industries.
        unmatched: rows of the table that lead to no division shown, as code and title.
        hidden: share of the variance of exposure between industries that means of divisions do not show.
    """

    ambiguous: tuple[tuple[str, tuple[str, ...]], ...]
    leaving: tuple[tuple[str, float], ...]
    empty: tuple[str, ...]
    unvalued: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    pooled: tuple[str, ...] = ()
    unmatched: tuple[str, ...] = ()
    hidden: float | None = None


def values_by_naics(table: ExposureTable) -> dict[str, IndustryRow]:
    """The row of each four-digit industry of the crosswalk; its own before one that stands for several."""
    known = tuple(crosswalk().by_naics)
    found: dict[str, IndustryRow] = {}
    for row in sorted(table.rows, key=_breadth):
        for member in row.naics.members(known):
            found.setdefault(member, row)
    return found


def _breadth(row: IndustryRow) -> int:
    return (len(row.naics.only) or DIGITS * DIGITS) if row.naics.pooled else 0


def division_exposures(
    table: ExposureTable, divisions: Sequence[str], employment: Mapping[str, float] | None = None
) -> tuple[DivisionExposure, ...]:
    """Exposure of divisions, the most exposed first, those without a value last.

    Args:
        table: exposure by industry.
        divisions: codes.
        employment: workers by four-digit industry; without it each industry counts alike, and bounds hold
            whatever its true weight.
    """
    rows = values_by_naics(table)
    found = [_division(each, rows, employment) for each in divisions]
    return _ranked(found)


def _division(
    division: str, rows: Mapping[str, IndustryRow], employment: Mapping[str, float] | None
) -> DivisionExposure:
    links = [
        link
        for link in crosswalk().by_division.get(division, ())
        if link.naics in rows or link.naics not in OTHER_EDITIONS
    ]
    sizes = np.array([_size(link, employment) for link in links])
    total = float(sizes.sum())
    parts = [
        _part(link, rows.get(link.naics), float(size) / total if total else 0.0)
        for link, size in zip(links, sizes, strict=True)
    ]
    valued = [index for index, part in enumerate(parts) if part.value is not None and sizes[index] > 0]
    ordered = tuple(sorted(parts, key=lambda part: (-part.share, part.naics)))
    quality = crosswalk().quality(division)
    if not valued:
        return DivisionExposure(division, None, None, None, 0, (0, 0), quality, None, 0.0, ordered)
    values = np.array([parts[index].value for index in valued], float)
    weights = sizes[valued]
    mean = float(weighted_mean(values, weights))
    low, high = _bounds(values, [links[index] for index in valued], employment)
    mean = min(max(mean, low), high)  # without the dust of adding up
    spread = float(np.sqrt(weighted_mean((values - mean) ** 2, weights)))
    covered = sum(parts[index].share for index in valued)
    return DivisionExposure(division, mean, low, high, 0, (0, 0), quality, spread, covered, ordered)


def _size(link: Link, employment: Mapping[str, float] | None) -> float:
    return link.weight * (1.0 if employment is None else employment.get(link.naics, 0.0))


def _part(link: Link, row: IndustryRow | None, share: float) -> Part:
    if row is None:
        return Part(link.naics, "", share, link.weight, None, False, link.basis)
    return Part(link.naics, row.title, share, link.weight, row.value, row.naics.pooled, link.basis)


def _bounds(
    values: Array, links: Sequence[Link], employment: Mapping[str, float] | None
) -> tuple[float, float]:
    if employment is None:
        return bounds(values, np.zeros(values.size), np.full(values.size, np.inf))
    high = np.array([employment.get(link.naics, 0.0) for link in links])
    low = np.array([full if link.whole else 0.0 for link, full in zip(links, high, strict=True)])
    return bounds(values, low, high)


def _ranked(found: Sequence[DivisionExposure]) -> tuple[DivisionExposure, ...]:
    """Those that can be ranked, then those that are thin, then those without a value."""
    told = sorted((each for each in found if each.value is not None and not each.thin), key=_downwards)
    thin = sorted((each for each in found if each.thin), key=_downwards)
    lows = np.array([each.low for each in told], float)
    highs = np.array([each.high for each in told], float)
    ranked = [
        replace(each, rank=at + 1, ranks=(1 + _count(lows > highs[at]), len(told) - _count(highs < lows[at])))
        for at, each in enumerate(told)
    ]
    return (*ranked, *thin, *(each for each in found if each.value is None))


def _downwards(found: DivisionExposure) -> tuple[float, str]:
    return (-(found.value or 0.0), found.division)


def _count(which: Array) -> int:
    return int(np.count_nonzero(which))


@dataclass(frozen=True, slots=True)
class ActivityExposure:
    """Exposure of several divisions together, such as those that would carry a future industry.

    Attributes:
        value: mean over the divisions with a value, each counted alike; None without any.
        low: the lowest bound of any of them.
        high: the highest one.
        divisions: those with a value, the most exposed first.
        unvalued: those without.
        unmatched: activities that are of no division.
        thin: those with a value of which less than half is covered.
    """

    value: float | None
    low: float | None
    high: float | None
    divisions: tuple[str, ...]
    unvalued: tuple[str, ...]
    unmatched: tuple[str, ...]
    thin: tuple[str, ...] = ()


def exposure_of(
    activities: Iterable[str], found: Sequence[DivisionExposure], known: Directory
) -> ActivityExposure:
    """Exposure of activities of the catalog, such as :attr:`FutureIndustry.activities`.

    Args:
        activities: ids or names of divisions, sections, aggregates or products, or codes.
        found: exposure of the divisions.
        known: names of the catalog.
    """
    named = {each: known.find(each) for each in activities}
    wanted = {division for each in named.values() if each for division in each.divisions}
    meant = [each for each in found if each.division in wanted]
    valued = [each for each in meant if each.value is not None]
    return ActivityExposure(
        float(np.mean([each.value for each in valued])) if valued else None,
        min((each.low for each in valued if each.low is not None), default=None),
        max((each.high for each in valued if each.high is not None), default=None),
        tuple(each.division for each in valued),
        tuple(each.division for each in meant if each.value is None),
        tuple(name for name, each in named.items() if each is None or not each.divisions),
        tuple(each.division for each in meant if each.thin),
    )


def crosswalk_losses(divisions: Sequence[str]) -> Losses:
    """What is lost between the classifications themselves, without any table.

    Args:
        divisions: codes of the divisions that are shown.
    """
    walk, shown = crosswalk(), set(divisions)
    leading = {
        naics: links
        for naics, links in walk.by_naics.items()
        if any(link.division in shown for link in links)
    }
    leaving = [
        (naics, sum(link.weight for link in links if link.division not in shown))
        for naics, links in leading.items()
    ]
    return Losses(
        ambiguous=tuple(
            (naics, tuple(link.division for link in links))
            for naics, links in leading.items()
            if len(links) > 1
        ),
        leaving=tuple((naics, share) for naics, share in leaving if share > 0),
        empty=tuple(each for each in divisions if each not in walk.by_division),
    )


def losses(table: ExposureTable, found: Sequence[DivisionExposure]) -> Losses:
    """What is lost on the way from a table to divisions.

    Args:
        table: exposure by industry.
        found: all divisions that are shown.
    """
    rows = values_by_naics(table)
    divisions = [each.division for each in found]
    used = {part.naics for each in found for part in each.parts}
    used_rows = {rows[each] for each in used if each in rows}
    return replace(
        crosswalk_losses(sorted(divisions)),
        unvalued=tuple(sorted(each.division for each in found if each.value is None and each.parts)),
        unknown=tuple(sorted(each for each in used if each not in rows)),
        pooled=tuple(
            dict.fromkeys(row.naics.code for row in table.rows if row in used_rows and row.naics.pooled)
        ),
        unmatched=tuple(
            f"{row.naics.code} {row.title}".strip() for row in table.rows if row not in used_rows
        ),
        hidden=_hidden(found),
    )


def _hidden(found: Sequence[DivisionExposure]) -> float | None:
    """The share of the variance within the industrial divisions, each of their parts by its weight."""
    cells = [
        (part.value, part.kept, each.division)
        for each in found
        if each.division in INDUSTRIAL
        for part in each.parts
        if part.value is not None
    ]
    if not cells:
        return None
    values, weights, groups = (np.array(column) for column in zip(*cells, strict=True))
    share = hidden_share(values.astype(float), weights.astype(float), groups)
    return None if np.isnan(share) else share
