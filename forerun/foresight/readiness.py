"""Which places are ready for an activity: who has it already, who is likely to enter it, how sure that is.

An activity may be several columns of the table, such as the patent classes of a future industry, counted as
one.  Probabilities come from :mod:`forerun.foresight.entry`, with the hindcast of the same table; a table
that is too short for one gives a ranking by density alone, which has no demonstrated skill.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

import numpy as np

from forerun.catalog.forward import Forward, forward_id
from forerun.compiled import Array
from forerun.errors import InputError, SpecError
from forerun.foresight.counts import Counts
from forerun.foresight.entry.blend import blend, lesson, redrawn
from forerun.foresight.entry.candidates import Candidates, candidates, taking_part
from forerun.foresight.entry.features import density, rca
from forerun.foresight.entry.hindcast import origins_of
from forerun.foresight.entry.setting import Setting
from forerun.foresight.entry.study import EntryHindcast, entry_hindcast, possible
from forerun.foresight.left_out import LeftOut
from forerun.foresight.scores import Claim, Score
from forerun.periods import Period
from forerun.types import Interval, Measure

METHOD = "entry.blend"
DRAWS, SEED, LEVELS = 500, 20261, (0.8, 0.95)
FILTERS = (0.5, 2.0, 4.0)
"""Multiples of the smallest volume under which the ranking is made again."""


class Standing(StrEnum):
    """Where a place stands towards an activity."""

    THERE = "already_there"  # RCA reaches the threshold
    BETWEEN = "between"  # some, but neither absent nor there
    ABSENT = "absent"  # could enter


@dataclass(frozen=True, slots=True)
class Ready:
    """One place.

    Attributes:
        place: as in the table.
        standing: towards the activity.
        rank: among those that could enter, 1 is the likeliest; 0 for the others.
        ranks: best and worst rank under other filters; None where none keeps it as one that could enter.
        rca: in the window.
        density: 0 to 1, how much of what is related it has; with its rank among all places that take part.
        volume: all that it counts in the window.
        probability: of entry by the target year, 0 to 1; None where none can be told.
        intervals: of the probability, by level; how sure it is, given the method.
        claim: the same as a forward claim; None without a probability.
    """

    place: str
    standing: Standing
    rank: int
    ranks: tuple[int, int] | None
    rca: float
    density: float
    density_rank: int
    volume: float
    probability: float | None
    intervals: tuple[Interval, ...]
    claim: Claim | None


@dataclass(frozen=True, slots=True)
class Readiness:
    """All places of a table towards one activity.

    Attributes:
        activity: its name; of an industry its id.
        members: columns of the table that were counted as it.
        origin: last year of the window; 0 where the table names no years.
        target: year by which an entry is looked for; 0 likewise.
        setting: what counts as an entry, and which places take part.
        places: those that could enter by rank, then those in between, then those there already by RCA.
        compared: how many places take part.
        filters: smallest volumes under which the ranking was made again, with how many places take part.
        hindcast: on the same table; None where it is too short for one.
        source, data: name and hash of the table.
        vintage: the day whose knowledge it is.
        left_out: rows and places that were not used.
    """

    activity: str
    members: tuple[str, ...]
    origin: int
    target: int
    setting: Setting
    places: tuple[Ready, ...]
    compared: int
    filters: tuple[tuple[float, int], ...]
    hindcast: EntryHindcast | None
    source: str
    data: str
    vintage: date
    left_out: tuple[LeftOut, ...]

    @property
    def score(self) -> Score | None:
        """Of the probabilities on the past of the same table."""
        return None if self.hindcast is None else self.hindcast.score

    @property
    def skilled(self) -> bool:
        """Whether probabilities exist and beat the base rate on the past."""
        told = any(each.probability is not None for each in self.places)
        return told and self.score is not None and self.score.demonstrated

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The probabilities as forward claims, by rank."""
        return tuple(each.claim for each in self.places if each.claim is not None)

    def those(self, standing: Standing) -> tuple[Ready, ...]:
        """The places of one standing, in order."""
        return tuple(each for each in self.places if each.standing is standing)


def chosen_activity(counts: Counts, names: Sequence[str], called: str = "") -> tuple[Counts, str]:
    """The table with the activities asked for as one column, and the name of that column.

    Args:
        counts: the table.
        names: of its activities, in any case.
        called: name of several together; empty joins theirs.

    Raises:
        SpecError: the table has no such activity.
    """
    known = {each.casefold(): at for at, each in enumerate(counts.activities)}
    for name in names:
        if name.strip().casefold() not in known:
            near = difflib.get_close_matches(name, counts.activities, n=3, cutoff=0.5)
            advice = (
                f"Did you mean {' or '.join(near)}?" if near else f"It has {', '.join(counts.activities[:5])}"
            )
            raise SpecError(
                f"no activity of the table is called {name!r}", where=counts.source, advice=advice
            )
    mine = sorted({known[name.strip().casefold()] for name in names})
    if len(mine) == 1:
        return counts, counts.activities[mine[0]]
    title = called or " + ".join(counts.activities[at] for at in mine)
    others = [at for at in range(len(counts.activities)) if at not in mine]
    joined = counts.values[:, :, mine].sum(axis=2, keepdims=True)
    values = np.concatenate([counts.values[:, :, others], joined], axis=2)
    return replace(
        counts, activities=(*(counts.activities[at] for at in others), title), values=values
    ), title


def readiness(
    counts: Counts,
    activity: str,
    setting: Setting,
    vintage: date,
    members: Sequence[str] = (),
    progress: Callable[[float], None] = lambda _share: None,
) -> Readiness:
    """Rank the places of a table by how likely they are to enter an activity.

    Args:
        counts: the table, see :func:`chosen_activity`.
        activity: one of its activities.
        setting: what counts as an entry.
        vintage: the day whose knowledge it is.
        members: columns that were counted as it.
        progress: told the share done.

    Raises:
        InputError: no place takes part, or no place counts anything of the activity.
    """
    column = counts.activities.index(activity)
    hindcast = entry_hindcast(counts, setting, progress=progress) if possible(counts, setting) else None
    view = _view(counts, column, setting)
    others = [_view(counts, column, replace(setting, least=share * setting.least)) for share in FILTERS]
    found = Readiness(
        activity=activity,
        members=tuple(members) or (activity,),
        origin=counts.years[-1],
        target=counts.years[-1] + setting.horizon if counts.dated else 0,
        setting=setting,
        places=(),
        compared=view.now.places,
        filters=tuple(
            (share * setting.least, each.now.places) for share, each in zip(FILTERS, others, strict=True)
        ),
        hindcast=hindcast,
        source=counts.source,
        data=counts.data,
        vintage=vintage,
        left_out=(*counts.left_out, *view.now.left_out),
    )
    ranks = [each.ranks() for each in (view, *others)]
    return replace(found, places=tuple(_places(counts, column, view, found, ranks)))


@dataclass(frozen=True, slots=True, eq=False)
class _View:
    """The candidates of one activity under one filter: K of them.

    ``order`` are positions among them, the likeliest first; ``probability`` is (K,), ``drawn`` (D, K).
    """

    now: Candidates
    order: Array
    probability: Array | None
    drawn: Array | None

    def ranks(self) -> dict[int, int]:
        """Rank of each place, by its position in the table."""
        return {int(self.now.place[at]): rank for rank, at in enumerate(self.order, 1)}


def _view(counts: Counts, column: int, setting: Setting) -> _View:
    now = candidates(counts, counts.years[-1], setting).of(column)
    past = []
    if possible(counts, setting):
        past = [candidates(counts, origin, setting) for origin in origins_of(counts, setting)]
    taught = lesson(past, (len(counts.places), len(counts.activities)), setting.horizon)
    if taught is None:
        return _View(now, np.lexsort((-now.rca, -now.features[:, 0])), None, None)
    fitted = blend(taught)
    said = fitted.probability(now)
    return _View(now, np.argsort(-said, kind="stable"), said, redrawn(fitted, taught, now, DRAWS, SEED))


def _places(
    counts: Counts, column: int, view: _View, found: Readiness, ranks: Sequence[dict[int, int]]
) -> Iterator[Ready]:
    """Those that could enter by rank, those in between, those there already."""
    setting = found.setting
    window = counts.window(found.origin, setting.window)
    takes = np.array([each is None for each in taking_part(counts, (window, None), found.origin, setting)])
    at = np.flatnonzero(takes)
    if not at.size or not window[:, column].any():
        raise _nobody(counts, at.size, found)
    held = rca(window[at])
    near = density(held >= setting.present)[:, column]
    plain = {
        int(place): Ready(
            place=counts.places[place],
            standing=_standing(float(held[row, column]), setting),
            rank=ranks[0].get(int(place), 0),
            ranks=_span([each[int(place)] for each in ranks if int(place) in each]),
            rca=float(held[row, column]),
            density=float(near[row]),
            density_rank=1 + int((near > near[row]).sum()),
            volume=float(window[place].sum()),
            probability=None,
            intervals=(),
            claim=None,
        )
        for row, place in enumerate(at)
    }
    for position in view.order:
        yield _told(plain[int(view.now.place[position])], view, int(position), found)
    for standing in (Standing.BETWEEN, Standing.THERE):
        those = [each for each in plain.values() if each.standing is standing]
        yield from sorted(those, key=lambda each: (-each.rca, each.place))


def _standing(advantage: float, setting: Setting) -> Standing:
    if advantage >= setting.present:
        return Standing.THERE
    return Standing.ABSENT if advantage < setting.absent else Standing.BETWEEN


def _span(ranks: Sequence[int]) -> tuple[int, int] | None:
    return (min(ranks), max(ranks)) if ranks else None


def _told(place: Ready, view: _View, position: int, found: Readiness) -> Ready:
    """The place with its probability, how sure that is, and the claim."""
    if view.probability is None or view.drawn is None:
        return place
    said = float(view.probability[position])
    drawn = view.drawn[:, position]
    ends = {level: np.quantile(drawn, [(1 - level) / 2, (1 + level) / 2]) for level in LEVELS}
    intervals = tuple(
        Interval(level, min(float(low), said), max(float(high), said)) for level, (low, high) in ends.items()
    )
    claim = Claim(
        subject=found.activity,
        series=forward_id(Forward.ENTRY, found.activity, place.place),
        period=Period.parse(str(found.target)),
        measure=Measure.PROBABILITY,
        value=100 * said,
        unit="percent",
        intervals=tuple(Interval(each.level, 100 * each.low, 100 * each.high) for each in intervals),
        method=METHOD,
        origin=Period.parse(str(found.origin)),
        vintage=found.vintage,
        data=found.data,
        score=found.score,
    )
    return replace(place, probability=said, intervals=intervals, claim=claim)


def _nobody(counts: Counts, places: int, found: Readiness) -> InputError:
    if not places:
        return InputError(
            f"no place without a break counts {found.setting.least:g} in the last years",
            where=f"{counts.source}, up to {found.origin}",
            advice="Give a lower --minimum; `forerun foresight fields --breaks` shows which counts broke",
        )
    return InputError(
        f"nothing of {found.activity!r} is counted in the {found.setting.window} years up to {found.origin}",
        where=counts.source,
        advice="Choose another activity, or a longer --window",
    )
