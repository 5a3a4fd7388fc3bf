"""Which sets of places are scored, and who may be their donors."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np

from forerun.compiled import Array
from forerun.errors import SpecError, UnknownNameError
from forerun.trials.design.question import Question, Sampling
from forerun.trials.design.strata import by_stratum
from forerun.trials.panel import Panel

ENUMERABLE = 200_000
"""Sets at most that are looked at one by one; beyond it they are drawn."""

Set = tuple[int, ...]
"""Positions of the places of one candidate, ascending."""


@dataclass(frozen=True, slots=True, eq=False)
class Candidates:
    """C sets of places out of N.

    Attributes:
        sets: positions in the panel, ascending, each.
        roles: (C, N) 1 chosen, 0 donor, -1 neither.
        admissible: how many sets the rules allow; None when they were not counted.
        drawn: whether the sets are a random sample of these.
    """

    sets: tuple[Set, ...]
    roles: Array
    admissible: int | None
    drawn: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Rules:
    """What the question says, by position in the panel."""

    free: tuple[int, ...]
    fixed: Set
    barred: Set
    touches: Array
    costs: Array
    strata: tuple[str, ...]


def candidates(panel: Panel, question: Question) -> Candidates:
    """The sets that the question asks for.

    Raises:
        UnknownNameError: a place that is not in the panel.
        SpecError: rules that clash or leave nothing, and which.
    """
    _named_places(panel, question)
    rules = _rules(panel, question)
    admissible: int | None
    if question.pool.given:
        sets = _given(panel, question)
        admissible, drawn = len(sets), False
    else:
        _checked(panel, question, rules)
        sets, admissible, drawn = _searched(panel, question, rules)
    roles = _roles(sets, rules, question.spillover.drop_neighbours)
    alone = ~(roles == 0).any(axis=1)
    if alone.all() or (question.pool.given and alone.any()):
        places = ", ".join(panel.places[i] for i in sets[int(np.argmax(alone))])
        raise SpecError("no donor is left", where=places, advice="Choose fewer places or allow neighbours")
    kept = np.flatnonzero(~alone)
    return Candidates(tuple(sets[i] for i in kept), roles[kept], admissible, drawn)


def _named_places(panel: Panel, question: Question) -> None:
    pool, spillover = question.pool, question.spillover
    around = [place for each in spillover.neighbours.items() for place in (each[0], *each[1])]
    given = [place for each in pool.given for place in each]
    known = set(panel.places)
    for where, names in (
        ("include", pool.include),
        ("exclude", pool.exclude),
        ("withheld", pool.withheld),
        ("strata", pool.strata),
        ("costs", question.money.places),
        ("given sets", given),
        ("neighbours", around),
    ):
        for name in names:
            if name not in known:
                raise UnknownNameError("place", name, panel.places, where=where)


def _rules(panel: Panel, question: Question) -> _Rules:
    place = {name: i for i, name in enumerate(panel.places)}
    pool = question.pool
    touches = np.zeros((len(place), len(place)), bool)
    for name, around in question.spillover.neighbours.items():
        for other in around:
            touches[place[name], place[other]] = touches[place[other], place[name]] = True
    np.fill_diagonal(touches, val=False)
    barred = {place[name] for name in pool.withheld} | set(np.flatnonzero(panel.treated).tolist())
    closed = barred | {place[name] for name in (*pool.exclude, *pool.include)}
    return _Rules(
        tuple(i for i in range(len(place)) if i not in closed),
        tuple(sorted({place[name] for name in pool.include})),
        tuple(sorted(barred)),
        touches,
        np.array([question.money.places.get(name, 0.0) for name in panel.places], float),
        tuple(pool.strata.get(name, "") for name in panel.places),
    )


def _given(panel: Panel, question: Question) -> list[Set]:
    place = {name: i for i, name in enumerate(panel.places)}
    sets = [tuple(sorted({place[name] for name in each})) for each in question.pool.given]
    for names, each in zip(question.pool.given, sets, strict=True):
        where = ", ".join(names) or "given sets"
        if not each:
            raise SpecError("a set without places", where=where, advice="Name at least one place")
        if len(each) < len(names):
            raise SpecError("a place stands twice in a set", where=where, advice="Name it once")
        if panel.treated[list(each)].any():
            advice = "Leave it out, or take the periods before its treatment"
            raise SpecError("a place of the set is already treated in the panel", where=where, advice=advice)
    return list(dict.fromkeys(sets))


def _checked(panel: Panel, question: Question, rules: _Rules) -> None:
    """Refuse rules that no set can satisfy, naming the one at fault."""
    pool, budget = question.pool, question.money.budget
    both = set(pool.include) & {*pool.exclude, *pool.withheld}
    if both:
        raise SpecError(
            "a place is both included and excluded", where=", ".join(sorted(both)), advice="Drop one"
        )
    if not pool.sizes or min(pool.sizes) < 1 or pool.most < 1:
        raise SpecError("sizes and most must be at least one", where="pool", advice="Say how many places")
    if (treated := panel.treated[list(rules.fixed)]).any():
        name = panel.places[rules.fixed[int(np.argmax(treated))]]
        raise SpecError(
            "an included place is already treated in the panel", where=name, advice="Leave it out"
        )
    if not any(len(rules.fixed) <= size <= len(rules.fixed) + len(rules.free) for size in pool.sizes):
        what = f"no set of {_listed(pool.sizes)} holds {len(rules.fixed)} included places"
        raise SpecError(f"{what} out of {len(rules.free)} more", where="sizes", advice="Change the sizes")
    if not np.isfinite(rules.costs).all() or rules.costs.min() < 0:
        name = panel.places[int(np.argmin(np.nan_to_num(rules.costs, nan=-1.0)))]
        raise SpecError("a cost is not a number of zero or more", where=name, advice="Say what it costs")
    least = _cheapest(rules, min(s for s in pool.sizes if s >= len(rules.fixed)))
    if budget is not None and budget < least:
        what = f"the budget of {budget:,.2f} is below the cheapest set, {least:,.2f}"
        raise SpecError(what, where="budget", advice="Raise it or allow fewer places")
    if pool.sampling is Sampling.STRATIFIED and (bare := [i for i in rules.free if not rules.strata[i]]):
        raise SpecError(
            "a place has no stratum", where=panel.places[bare[0]], advice="Give it one or exclude it"
        )


def _listed(sizes: Iterable[int]) -> str:
    return ", ".join(str(size) for size in sizes)


def _cheapest(rules: _Rules, size: int) -> float:
    others = np.sort(rules.costs[list(rules.free)])[: size - len(rules.fixed)]
    return float(rules.costs[list(rules.fixed)].sum() + others.sum())


def _searched(panel: Panel, question: Question, rules: _Rules) -> tuple[list[Set], int | None, bool]:
    """Sets within the rules, how many there are when counted, and whether they were drawn."""
    pool = question.pool
    sizes = [s for s in sorted(set(pool.sizes)) if 0 <= s - len(rules.fixed) <= len(rules.free)]
    if pool.sampling is Sampling.SIMILAR:
        sets = [each for each in dict.fromkeys(_similar(panel, sizes)) if _within(each, question, rules)]
        admissible, drawn = len(sets), False
        sets = sets[: pool.most]
    elif sum(comb(len(rules.free), size - len(rules.fixed)) for size in sizes) <= ENUMERABLE:
        every = [each for each in _every(rules, sizes) if _within(each, question, rules)]
        admissible, drawn = len(every), len(every) > pool.most
        sets = _sample(every, pool.most, question.seed) if drawn else every
    else:
        sets, admissible, drawn = _drawn(question, rules, sizes), None, True
    if not sets:
        raise SpecError("no set of places satisfies all rules", where="pool", advice="Relax one of them")
    return sets, admissible, drawn


def _within(each: Set, question: Question, rules: _Rules) -> bool:
    """Whether a set keeps to what is included, excluded, apart, affordable and spread over strata."""
    allowed = set(rules.free) | set(rules.fixed)
    if not (set(rules.fixed) <= set(each) <= allowed):
        return False
    if question.spillover.keep_apart and rules.touches[np.ix_(each, each)].any():
        return False
    budget = question.money.budget
    if budget is not None and rules.costs[list(each)].sum() > budget:
        return False
    return question.pool.sampling is not Sampling.STRATIFIED or _spread(each, rules)


def _spread(each: Set, rules: _Rules) -> bool:
    """Whether no stratum has two places more than another that could have had one more."""
    room = {name: 0 for name in rules.strata if name}
    held = dict(room)
    for i in (*rules.free, *rules.fixed):
        room[rules.strata[i]] = room.get(rules.strata[i], 0) + 1
    for i in each:
        held[rules.strata[i]] = held.get(rules.strata[i], 0) + 1
    short = [held[name] for name in held if held[name] < room[name]]
    return not short or max(held.values()) - min(short) <= 1


def _every(rules: _Rules, sizes: Iterable[int]) -> Iterator[Set]:
    for size in sizes:
        for others in combinations(rules.free, size - len(rules.fixed)):
            yield tuple(sorted((*rules.fixed, *others)))


def _sample(every: list[Set], most: int, seed: int) -> list[Set]:
    kept = np.random.default_rng(seed).choice(len(every), most, replace=False)
    return [every[i] for i in sorted(kept)]


def _drawn(question: Question, rules: _Rules, sizes: list[int]) -> list[Set]:
    """Distinct random sets within the rules, sizes in turn; fewer than asked when they are rare."""
    draw = np.random.default_rng(question.seed)
    stratified = question.pool.sampling is Sampling.STRATIFIED
    found: dict[Set, None] = {}
    for attempt in range(50 * question.pool.most):
        if len(found) == question.pool.most:
            break
        size = sizes[attempt % len(sizes)] - len(rules.fixed)
        order = draw.permutation(np.array(rules.free))
        others = (
            by_stratum(order.tolist(), rules.strata, size, rules.fixed)
            if stratified
            else order[:size].tolist()
        )
        each = tuple(sorted((*rules.fixed, *others)))
        if _within(each, question, rules):
            found[each] = None
    return list(found)


def _similar(panel: Panel, sizes: Iterable[int]) -> Iterator[Set]:
    """Each place with the places whose outcomes correlate most with its own, for every size.

    The manner of GeoLift's market selection: sets are made first and filtered by what is included and
    excluded afterwards, so that no place is put beside ones it does not move with.
    """
    centred = panel.outcome - panel.outcome.mean(axis=1, keepdims=True)
    norm = np.sqrt((centred**2).sum(axis=1))
    correlation = (centred @ centred.T) / np.maximum(np.outer(norm, norm), 1e-300)
    np.fill_diagonal(correlation, np.inf)
    nearest = np.argsort(-correlation, axis=1, kind="stable")
    for size in sizes:
        for row in nearest:
            yield tuple(sorted(row[:size].tolist()))


def _roles(sets: list[Set], rules: _Rules, drop_neighbours: bool) -> Array:
    roles = np.zeros((len(sets), len(rules.costs)), np.int8)
    roles[:, list(rules.barred)] = -1
    for c, each in enumerate(sets):
        if drop_neighbours:
            roles[c, rules.touches[list(each)].any(axis=0)] = -1
        roles[c, list(each)] = 1
    return roles
