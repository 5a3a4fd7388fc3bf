"""The names, words and units of a catalog's texts: its aliases and the grammar's own words in tries.

    indicator alias     增加值           leaves the activity open: the context says whose
    activity alias      汽车制造业       leaves the indicator open
    series name         装备制造业增加值   says both;  X（中汽协） is also known as X, one rank lower
    place, publisher    广东, 国家统计局
    unit alias          万吨             is known without its multiplier, which belongs to the number: 吨

Shares and counts are known by the shape of their names, see :mod:`.patterns`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from forerun.catalog.model import Catalog, IdentityKind, Term
from forerun.documents import chinese, english
from forerun.documents.folding import fold
from forerun.documents.numbers import number_at
from forerun.documents.patterns import Count, ShareEnds, counts, is_shape, pieces, shaped_indicators, shares
from forerun.documents.roles import Role
from forerun.documents.trie import Measured, Node, Sense
from forerun.types import Measure, Series

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")
_WHOLE_OF_INDUSTRY = re.compile(r"规模以上工业|工业企业|规上工业|industrial enterprises|designated size")
_TRADES = ("业", "企业")
_SHORTEST = 2  # characters of a name that may begin a longer one
_TIMES = Measured("times", 1.0)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All that a reader of a catalog's texts knows by heart.

    ``by_activity`` lists the series of a (place, activity), ``divided`` the indicators that are published
    by activity, ``counted`` those whose level is in a (place,
    dimension), ``averages`` the activities whose series are averages over members, ``in_points`` the
    indicators whose level is a number of percentage points.  ``additions`` lead from
    a stock to the series of what was added to it since the end of last year, ``kin`` from an indicator to
    those whose names only begin like its own (出口, 出口量), ``narrower`` to those of a trade
    (利润总额, 软件业利润总额).
    """

    catalog: Catalog
    words: Node
    units: Node
    by_activity: Mapping[tuple[str, str], tuple[Series, ...]]
    divided: frozenset[str]
    shares: Mapping[ShareEnds, Series]
    counts: tuple[Count, ...]
    additions: Mapping[str, Series]
    averages: frozenset[str]
    in_points: frozenset[str]
    counted: Mapping[tuple[str, str], tuple[Series, ...]]
    kin: Mapping[str, frozenset[str]]
    narrower: Mapping[str, frozenset[str]]


class _Identity:
    """A catalog as a key of the cache: the object itself, not its content."""

    __slots__ = ("catalog",)

    def __init__(self, catalog: Catalog) -> None:
        self.catalog = catalog

    def __hash__(self) -> int:
        return id(self.catalog)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Identity) and self.catalog is other.catalog


def lexicon_of(catalog: Catalog) -> Lexicon:
    """The lexicon of a catalog; built once."""
    return _build(_Identity(catalog))


@lru_cache(maxsize=4)
def _build(identity: _Identity) -> Lexicon:
    catalog = identity.catalog
    words = _words()
    for text, sense in tuple(_names(catalog, words)):
        _give(words, text, sense)
        if " the " in text:
            _give(words, text.replace(" the ", " "), sense)
    for text, sense in _short_names(catalog):
        if not _is_composed(text, words):
            _give(words, text, sense)
    by_activity: dict[tuple[str, str], tuple[Series, ...]] = defaultdict(tuple)
    for series in catalog.series.values():
        by_activity[series.place, series.activity] += (series,)
    return Lexicon(
        catalog,
        words,
        _units(catalog),
        by_activity,
        frozenset(each.indicator for each in catalog.series.values() if each.activity),
        shares(catalog, words),
        counts(catalog, words),
        _additions(catalog),
        frozenset(s.activity for s in catalog.series.values() if s.activity and "average" in s.names.en),
        _in_points(catalog),
        _counted(catalog),
        _kin(catalog),
        _narrower(catalog),
    )


def _additions(catalog: Catalog) -> dict[str, Series]:
    net = (each for each in catalog.identities if each.kind is IdentityKind.NET)
    return {catalog.series_named(each.parts[0]).id: catalog.series_named(each.whole) for each in net}


def _in_points(catalog: Catalog) -> frozenset[str]:
    levels = (Measure.LEVEL, Measure.YTD_LEVEL)
    return frozenset(
        series.indicator
        for series in catalog.series.values()
        if any(series.units.get(measure) == "percentage points" for measure in levels)
    )


def _counted(catalog: Catalog) -> dict[tuple[str, str], tuple[Series, ...]]:
    counted: dict[tuple[str, str], tuple[Series, ...]] = defaultdict(tuple)
    for series in catalog.series.values():
        level = series.units.get(Measure.LEVEL) or series.units.get(Measure.YTD_LEVEL)
        if level:
            counted[series.place, catalog.units[level].dimension] += (series,)
    return dict(counted)


def _kin(catalog: Catalog) -> dict[str, frozenset[str]]:
    names = {each.id: {fold(name) for name in _spoken(each)} for each in catalog.indicators.values()}
    starts = {
        (name[:length], of)
        for of, spoken in names.items()
        for name in spoken
        for length in range(_SHORTEST, len(name))
        if name[length] == " " or not name[length].isascii()
    }
    longer: dict[str, set[str]] = defaultdict(set)
    for start, of in starts:
        longer[start].add(of)
    found = {
        of: frozenset().union(*(longer.get(n, ()) for n in spoken)) - {of} for of, spoken in names.items()
    }
    return {of: kin for of, kin in found.items() if kin}


def _narrower(catalog: Catalog) -> dict[str, frozenset[str]]:
    divided = {each.indicator for each in catalog.series.values() if each.activity}
    names = {each.id: {fold(name) for name in _spoken(each)} for each in catalog.indicators.values()}
    return {
        of: frozenset(
            other
            for other, spoken in names.items()
            if other != of and any(_is_of_a_trade(long, short) for short in names[of] for long in spoken)
        )
        for of in divided
    }


def _is_of_a_trade(long: str, short: str) -> bool:
    """Whether a name is another one behind the name of a trade that is not all of industry."""
    trade = long.removesuffix(short)
    return trade != long and trade.endswith(_TRADES) and "工业" not in trade


def _give(words: Node, text: str, sense: Sense) -> None:
    """Add what a name stands for; to say whose indicator is meant is better than to leave it open."""
    node = words.add(text)
    known = node.senses
    if sense.activity is not None:
        known = tuple(s for s in known if s.indicator != sense.indicator or s.activity is not None)
    elif sense.indicator and any(s.indicator == sense.indicator for s in known):
        return
    node.senses = known if sense in known else (*known, sense)


def _words() -> Node:
    """The closed vocabulary of both languages."""
    root = Node()
    for role, spoken in chain(chinese.WORDS.items(), english.WORDS.items()):
        for word in spoken:
            root.add(word).role = role
    return root


def _names(catalog: Catalog, words: Node) -> Iterator[tuple[str, Sense]]:
    """Every name of the catalog with what it stands for."""
    for place in catalog.places.values():
        for name in (*_spoken(place), place.short.en, place.short.zh):
            yield name, Sense(place=place.id)
    for publisher in catalog.publishers.values():
        for name in (publisher.id, *_spoken(publisher)):
            yield name, Sense(publisher=publisher.id)
    for activity in catalog.activities.values():
        for name in _spoken(activity):
            yield name, Sense(activity=activity.id)
    shaped = shaped_indicators(catalog)
    for name, sense in chain(_indicator_names(catalog), _series_names(catalog)):
        if sense.indicator not in shaped or not is_shape(name, words):
            yield name, sense


def _short_names(catalog: Catalog) -> Iterator[tuple[str, Sense]]:
    """Names without the brackets that end them, one rank below the names as they are."""
    for name, sense in chain(_indicator_names(catalog), _series_names(catalog)):
        if (short := _BRACKETS.sub("", name).strip()) != name:
            yield short, replace(sense, rank=1)


def _is_composed(name: str, words: Node) -> bool:
    """Whether a name is made of other names (电子信息制造业 + 营业收入): their senses then say more."""
    parts = tuple(pieces(fold(name), words))
    return len(parts) > 1 and all(part.senses or part.role is Role.FILL for part in parts)


def _indicator_names(catalog: Catalog) -> Iterator[tuple[str, Sense]]:
    for indicator in catalog.indicators.values():
        for name in _spoken(indicator):
            activity = "" if _WHOLE_OF_INDUSTRY.search(name) else _told_in(name, indicator.id, catalog)
            yield name, Sense(indicator=indicator.id, activity=activity)


def _told_in(name: str, indicator: str, catalog: Catalog) -> str | None:
    """The activity with which a name of an indicator begins (vehicle production), if it has that series."""
    folded = fold(name)
    for activity in catalog.activities.values():
        if catalog.series_at(catalog.home, indicator, activity.id) is None:
            continue
        spoken = (fold(each) for each in _spoken(activity))
        if any(folded.startswith(each) and len(folded) > len(each) for each in spoken):
            return activity.id
    return None


def _series_names(catalog: Catalog) -> Iterator[tuple[str, Sense]]:
    for series in catalog.series.values():
        place = None if series.place == catalog.home else series.place
        sense = Sense(place, series.indicator, series.activity)
        spoken = (series.names.en, series.names.zh, *catalog.series_aliases.get(series.id, ()))
        yield from ((name, sense) for name in spoken)


def _spoken(term: Term) -> tuple[str, ...]:
    return tuple(filter(None, (term.names.en, term.names.zh, *term.aliases_en, *term.aliases_zh)))


def _units(catalog: Catalog) -> Node:
    root = Node()
    for name in ("倍", "times", "fold"):
        root.add(name).units = (_TIMES,)
    for unit in catalog.units.values():
        for name in (unit.id, *_spoken(unit)):
            base, multiplier = _without_multiplier(_BRACKETS.sub("", name))
            if len(base) > 1 or not base.isascii() or base == "%":
                node = root.add(base)
                node.units = tuple(
                    dict.fromkeys((*node.units, Measured(unit.dimension, unit.scale / multiplier)))
                )
    return root


def _without_multiplier(name: str) -> tuple[str, float]:
    """``万吨`` is 吨 with the multiplier 10,000, ``100 million users`` users with 100,000,000."""
    folded = fold(name.replace(" 000", "000"))
    number = number_at(folded, 0) or number_at(f"1{folded}", 0)
    if number is None or number.percent:
        return name, 1.0
    prefixed = number.end - (number_at(folded, 0) is None)
    return folded[prefixed:].strip(), number.value
