"""The hindcast of entries on a table as one result: by origin, on average, as the score of a claim."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.foresight.counts import Counts
from forerun.foresight.entry.features import is_counting
from forerun.foresight.entry.hindcast import (
    PREDICTORS,
    OriginScore,
    PredictorScore,
    Told,
    origins_of,
    scored,
    tell,
)
from forerun.foresight.entry.resampling import Means, means
from forerun.foresight.entry.setting import Setting
from forerun.foresight.fields.breaks import coverage
from forerun.foresight.left_out import LeftOut
from forerun.foresight.scores import Metric, Score

BASELINE = "base_rate"
LEAST_COUNT = 300.0
"""Volume below which the RCA of a place that counts things is mostly chance."""
LARGE_ON_AVERAGE = 1e5
"""Mean of the cells above which whole numbers are no longer taken for things counted one by one."""
LEAST_SHARE = 1e-4
"""The same of amounts, as a share of what all places have."""


@dataclass(frozen=True, slots=True)
class EntryHindcast:
    """How well entries could have been told on a table.

    Attributes:
        setting: what counts as an entry, and which places take part.
        origins: scores of every predictor, by origin; with the pooled AUC stands that within fields.
        averages: means over the origins at which the blend had learned, of every predictor.
        means: of the blend, with bootstrap intervals over places; None where it never learned.
        score: of the probabilities, for claims; None where none were made.
        left_out: places and why, each once for each reason, with the origins.
    """

    setting: Setting
    origins: tuple[OriginScore, ...]
    averages: tuple[PredictorScore, ...]
    means: Means | None
    score: Score | None
    left_out: tuple[LeftOut, ...]


def usual_setting(
    counts: Counts, *, window: int = 5, horizon: int = 5, least: float | None = None
) -> Setting:
    """The setting for a table of one's own: broken places left out, window no longer than the table.

    Args:
        counts: the table.
        window: years that are summed; fewer where the table has fewer.
        horizon: years ahead.
        least: volume of a place; None for 300 of what is counted, or 1/10,000 of all amounts.

    Raises:
        InputError: a number is out of range.
    """
    span = counts.years[-1] - counts.years[0] + 1
    kept = min(window, span)
    if least is None:
        whole = float(counts.window(counts.years[-1], kept).sum())
        least = LEAST_COUNT if is_counting(counts.values) and not _amounts(counts) else LEAST_SHARE * whole
    return Setting(window=kept, horizon=horizon, least=least, coverage=coverage(counts))


def _amounts(counts: Counts) -> bool:
    """Whether whole numbers are rounded amounts: they are large on average, or next to none is small."""
    positive = counts.values[counts.values > 0]
    if not positive.size:
        return False
    return bool(np.mean(positive) > LARGE_ON_AVERAGE or np.mean(positive < 100) < 0.01)


def entry_hindcast(
    counts: Counts,
    setting: Setting,
    origins: Sequence[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> EntryHindcast:
    """Score all predictors at past origins, each learned from what was known then.

    Args:
        counts: with years.
        setting: see :class:`Setting`.
        origins: those to score; None for every year that has a full window and a known outcome.
        progress: told the share done.

    Raises:
        InputError: the table is too short for window and horizon.
    """
    told = tell(counts, setting, origins, progress)
    by_origin = tuple(scored(each) for each in told)
    found = means(told, len(counts.places))
    return EntryHindcast(
        setting, by_origin, _averages(by_origin), found, _score(told, found), _left_out(told)
    )


def possible(counts: Counts, setting: Setting) -> bool:
    """Whether a table is long enough to look back at all."""
    return counts.dated and bool(origins_of(counts, setting))


def _score(told: Sequence[Told], found: Means | None) -> Score | None:
    if found is None:
        return None
    used = [each for each in told if "blend" in each.said and each.candidates.place.size]
    at = [each.candidates.origin for each in used]
    forecasts = sum(each.candidates.place.size for each in used)
    return Score.of_errors(
        Metric.BRIER,
        found.brier,
        (BASELINE, found.base_brier),
        (forecasts, (min(at), max(at), len(at))),
        found.skill.interval,
    )


def _averages(origins: Sequence[OriginScore]) -> tuple[PredictorScore, ...]:
    """Over the same origins for all: those at which the blend had learned, or all where it never did."""
    learned = [each for each in origins if each.brier is not None] or list(origins)
    found = []
    for name in PREDICTORS:
        rows = [one for each in learned for one in each.scores if one.predictor == name]
        if rows:
            found.append(
                PredictorScore(
                    name,
                    _mean([row.pooled for row in rows]),
                    _mean([row.within_field for row in rows]),
                    _mean([row.within_place for row in rows]),
                    float(np.mean([row.precision for row in rows])),
                )
            )
    return tuple(found)


def _mean(values: Sequence[float | None]) -> float | None:
    known = [each for each in values if each is not None and math.isfinite(each)]
    return float(np.mean(known)) if known else None


def _left_out(told: Sequence[Told]) -> tuple[LeftOut, ...]:
    """Each place once for each reason, with the first and last origin and how many there are."""
    found: dict[tuple[str, str], LeftOut] = {}
    for each in (one for origin in told for one in origin.candidates.left_out):
        known = found.get((each.what, each.why.value))
        if known is None:
            found[each.what, each.why.value] = each
        else:
            first = known.where.split("-")[0]
            found[each.what, each.why.value] = replace(
                known, where=f"{first}-{each.where}", count=known.count + 1
            )
    return tuple(found.values())
