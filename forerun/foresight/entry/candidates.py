"""Places and activities that could become a pair after an origin, and which of them did."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from forerun.compiled import Array
from forerun.foresight.counts import Counts
from forerun.foresight.entry.features import features, rca
from forerun.foresight.entry.setting import Setting
from forerun.foresight.left_out import LeftOut, Why


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """K pairs of a place and an activity that it did not have at an origin.

    Attributes:
        origin: the last year whose data were used.
        place: (K,) positions in the table's places.
        activity: (K,) positions in the table's activities.
        rca: (K,) at the origin.
        ubiquity: (K,) places that had the activity.
        features: (K, 3) see :mod:`forerun.foresight.entry.features`.
        came: (K,) whether the entry came; None where the table does not reach that far.
        places: how many places took part.
        left_out: the others, with their reason.
    """

    origin: int
    place: Array
    activity: Array
    rca: Array
    ubiquity: Array
    features: Array
    came: Array | None
    places: int
    left_out: tuple[LeftOut, ...] = ()

    @property
    def entries(self) -> int:
        """How many entries came."""
        return 0 if self.came is None else int(self.came.sum())

    def of(self, activity: int) -> Candidates:
        """Those of one activity alone."""
        mine = self.activity == activity
        came = None if self.came is None else self.came[mine]
        parts = (
            self.place[mine],
            self.activity[mine],
            self.rca[mine],
            self.ubiquity[mine],
            self.features[mine],
        )
        return Candidates(self.origin, *parts, came, self.places, self.left_out)


def candidates(counts: Counts, origin: int, setting: Setting) -> Candidates:
    """The candidates of an origin; those whose outcome the table holds know it.

    Args:
        counts: the table.
        origin: last year of the window.
        setting: what counts as an entry.
    """
    before = counts.window(origin, setting.window)
    known = origin + setting.horizon <= counts.years[-1]
    after = counts.window(origin + setting.horizon, setting.window) if known else None
    why = taking_part(counts, (before, after), origin, setting)
    taking = np.array([each is None for each in why], bool)
    now = before[taking]
    advantage = rca(now)
    have = advantage >= setting.present
    absent = (advantage < setting.absent) & (now.sum(axis=0) > 0)[None, :]
    rows, columns = np.nonzero(absent)
    came = None if after is None else (rca(after[taking]) >= setting.present)[absent]
    return Candidates(
        origin=origin,
        place=np.flatnonzero(taking)[rows],
        activity=columns,
        rca=advantage[absent],
        ubiquity=have.sum(axis=0)[columns],
        features=features(now, setting.present)[absent] if len(now) else np.zeros((0, 3)),
        came=came,
        places=int(taking.sum()),
        left_out=tuple(
            LeftOut(place, Why(each), str(origin))
            for place, each in zip(counts.places, why, strict=True)
            if each
        ),
    )


def taking_part(counts: Counts, windows: tuple[Array, Array | None], origin: int, setting: Setting) -> Array:
    """(P,) why each place is left out; None where it takes part.

    Args:
        counts: the table.
        windows: (P, A) sums up to the origin, and up to the outcome where it is known.
        origin: last year of the first window.
        setting: size, names and breaks.
    """
    before, after = windows
    large = before.sum(axis=1) >= max(setting.least, np.nextafter(0, 1))
    if setting.both_ends and after is not None:
        large &= after.sum(axis=1) >= setting.least
    broken = setting.unsettled(origin, known=after is not None)
    why = np.full(len(counts.places), None, object)
    for at, place in enumerate(counts.places):
        if place in setting.exclude:
            why[at] = Why.UNCHOSEN
        elif not large[at]:
            why[at] = Why.SMALL if before[at].any() else Why.EMPTY
        elif place in broken:
            why[at] = Why.BREAK
    return why
