"""How well entries could have been told at past origins, each time from what was known then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.counts import Counts
from forerun.foresight.entry.blend import blend, lesson
from forerun.foresight.entry.candidates import Candidates, candidates
from forerun.foresight.entry.effects import effects
from forerun.foresight.entry.setting import Setting
from forerun.foresight.scores import auc, auc_within, brier

PREDICTORS = ("blend", "density", "ubiquity", "place_effect", "field_effect", "rca", "volume")


@dataclass(frozen=True, slots=True)
class PredictorScore:
    """How one predictor ranked the candidates of an origin; NaN becomes None where nothing can be ranked.

    Attributes:
        predictor: one of :data:`PREDICTORS`.
        pooled: AUC over all candidates.
        within_field: mean AUC over activities: which place gets it, the question of policy.
        within_place: mean AUC over places.
        precision: share of entries among as many top candidates as entries came.
    """

    predictor: str
    pooled: float | None
    within_field: float | None
    within_place: float | None
    precision: float


@dataclass(frozen=True, slots=True)
class OriginScore:
    """One origin.

    Attributes:
        origin: last year known.
        places, candidates, entries: how many.
        base_rate: of the origins learned from, the probability that the baseline says.
        brier, base_brier: of the blend and of the base rate; None where nothing was learned.
        scores: of each predictor.
    """

    origin: int
    places: int
    candidates: int
    entries: int
    base_rate: float | None
    brier: float | None
    base_brier: float | None
    scores: tuple[PredictorScore, ...]

    @property
    def skill(self) -> float | None:
        """1 - Brier score of the blend over that of the base rate."""
        if self.brier is None or not self.base_brier:
            return None
        return 1.0 - self.brier / self.base_brier


@dataclass(frozen=True, slots=True, eq=False)
class Told:
    """What was said at an origin and what came, kept for intervals of the scores.

    Attributes:
        candidates: of the origin.
        said: (K,) of each predictor, the higher the likelier.
        base_rate: of the origins learned from; None where nothing was learned.
    """

    candidates: Candidates
    said: dict[str, Array]
    base_rate: float | None


def origins_of(counts: Counts, setting: Setting) -> tuple[int, ...]:
    """Every year whose window is full and whose outcome the table holds."""
    first = counts.years[0] + setting.window - 1
    return tuple(range(first, counts.years[-1] - setting.horizon + 1))


def tell(
    counts: Counts,
    setting: Setting,
    origins: Sequence[int] | None = None,
    progress: Callable[[float], None] | None = None,
) -> tuple[Told, ...]:
    """What would have been said at each origin, learned from outcomes that had come by then.

    Args:
        counts: the table.
        setting: what counts as an entry.
        origins: those to score; None for every one.
        progress: told the share done.

    Raises:
        InputError: the table is too short for the window and horizon.
    """
    possible = origins_of(counts, setting)
    if not possible:
        raise InputError(
            f"{len(counts.years)} years hold no origin with a window of {setting.window} and a horizon of"
            f" {setting.horizon}",
            where=counts.source,
            advice="Give a table of more years, or a shorter window and horizon",
        )
    known = {origin: candidates(counts, origin, setting) for origin in possible}
    asked = [origin for origin in (origins or possible) if origin in known]
    found = []
    for number, origin in enumerate(asked, 1):
        past = [each for at, each in known.items() if at + setting.horizon <= origin]
        found.append(_told(known[origin], past, counts, setting))
        if progress:
            progress(number / len(asked))
    return tuple(found)


def _told(now: Candidates, past: Sequence[Candidates], counts: Counts, setting: Setting) -> Told:
    shape = len(counts.places), len(counts.activities)
    taught = lesson(past, shape, setting.horizon)
    learned = None if taught is None else blend(taught)
    before = effects(past, shape, setting.horizon)
    said = {
        "density": now.features[:, 0],
        "ubiquity": now.ubiquity.astype(float),
        "place_effect": before.place[now.place],
        "field_effect": before.activity[now.activity],
        "rca": now.rca,
        "volume": -now.features[:, 1],
    }
    if learned is not None:
        said["blend"] = learned.probability(now)
    return Told(now, said, None if learned is None else learned.base_rate)


def scored(told: Told) -> OriginScore:
    """The scores of one origin."""
    now = told.candidates
    came = now.came if now.came is not None else np.zeros(now.place.size, bool)
    said, base = told.said.get("blend"), told.base_rate
    return OriginScore(
        origin=now.origin,
        places=now.places,
        candidates=now.place.size,
        entries=now.entries,
        base_rate=base,
        brier=None if said is None or not came.size else brier(said, came),
        base_brier=None if base is None or not came.size else brier(np.full(came.size, base), came),
        scores=tuple(_scored(name, told.said[name], now, came) for name in PREDICTORS if name in told.said),
    )


def _scored(name: str, said: Array, now: Candidates, came: Array) -> PredictorScore:
    top = np.argsort(-said, kind="stable")[: max(1, int(came.sum()))]
    return PredictorScore(
        name,
        _number(auc(said, came)),
        _number(auc_within(said, came, now.activity)),
        _number(auc_within(said, came, now.place)),
        float(came[top].mean()) if came.size else 0.0,
    )


def _number(value: float) -> float | None:
    return value if np.isfinite(value) else None
