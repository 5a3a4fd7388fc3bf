"""Topics among documents that keep their identity from one vintage to the next.

Years are gone through in their order, each with the documents up to it and no later.  The first years with
enough documents found the topics: factors of a non-negative factorisation of TF-IDF (Lee and Seung 1999;
start by Boutsidis and Gallopoulos 2008).  From then on a topic stays as it was founded, with its name.
What fits no topic is looked through every year for topics that are not there yet; one is founded when it is
unlike all others and enough documents fit it.  A document belongs to the topic with the largest cosine at
its own year, and leaves the rest for a topic founded later only if it fits; it never moves from one topic
to another.  So a further year of documents changes neither topics nor what belongs to them, but for
documents of the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from forerun.compiled import Array
from forerun.foresight.fields.characters import count_characters
from forerun.foresight.fields.terms import terms

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
else:
    csr_matrix = Any

EACH = 20
"""Documents for each topic wanted that the first years must hold together to found topics."""
FITS = 0.08
"""Cosine with a topic from which a document belongs to it."""
UNLIKE = 0.25
"""Cosine with every other topic that a new one stays below."""
MEMBERS = 15
"""Documents that must fit a new topic."""
NEW = 3
"""Topics that are founded in a year at most."""
MOST = 60
COMMON, RARE = 0.3, 3
"""Share of documents above which, and number of documents below which, a term is not used."""
FEATURES = 20_000
LABEL = 3
STEPS = 150
REST = -1


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic as it was founded.

    Attributes:
        id: year of foundation and number within it, ``2015-2``.
        name: its most telling terms.
        terms: those and further ones, the strongest first.
    """

    id: str
    name: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Topics:
    """Topics, and (n,) the position of each document's topic, ``REST`` where it has none."""

    found: tuple[Topic, ...]
    of: Array


def find_topics(
    texts: Sequence[str],
    years: Sequence[int],
    number: int,
    tell: Callable[[float], None] = lambda _share: None,
) -> Topics:
    """Topics of documents, founded year by year.

    Args:
        texts: n of them.
        years: of each.
        number: topics founded at first, at most.
        tell: told the share of the work that is done, 0..1.
    """
    made = _Maker(texts, np.asarray(years), number)
    order = sorted(set(years))
    for step, year in enumerate(order):
        made.advance(year)
        tell((step + 1) / len(order))
    return Topics(tuple(made.topics), made.of)


class _Maker:
    """Goes through the years; holds the topics so far and where every document belongs."""

    def __init__(self, texts: Sequence[str], years: Array, number: int) -> None:
        self.years = years
        self.number = number
        self.names, self.counts = _counted(texts)
        self.of = np.full(len(texts), REST)
        self.topics: list[Topic] = []
        self.factors = np.zeros((0, len(self.names)))

    def advance(self, year: int) -> None:
        """Take in the documents of a year."""
        known = self.years <= year
        if not len(self.names):
            return
        idf = _idf(self.counts[known])
        if self.topics:
            new = np.flatnonzero(self.years == year)
            self.of[new] = self._nearest(_weighted(self.counts[new], idf), 0)
            rest = np.flatnonzero(known & (self.of == REST) & (self.years > year - LABEL))
            self._found(rest, idf, year, NEW)
        else:
            rest = np.flatnonzero(known)
            self._found(rest, idf, year, self.number)
            if self.topics:
                self.of[rest] = self._nearest(_weighted(self.counts[rest], idf), 0)

    def _nearest(self, rows: csr_matrix, first: int) -> Array:
        """Position of the topic from ``first`` on that each row fits best, or ``REST``."""
        likeness = rows @ self.factors[first:].T
        best = likeness.argmax(axis=1)
        fits = likeness[np.arange(len(best)), best] >= FITS
        found: Array = np.where(fits, best + first, REST)
        return found

    def _found(self, rows: Array, idf: Array, year: int, most: int) -> None:
        """Found the topics that these documents hold and that are not there yet."""
        room = min(most, MOST - len(self.topics))
        if len(rows) < (MEMBERS * 2 if self.topics else EACH * self.number) or room < 1:
            return
        weighted = _weighted(self.counts[rows], idf)
        first = len(self.topics)
        for factor in _factors(weighted, room):
            like = self.factors @ factor
            members = int(np.sum(weighted @ factor >= FITS))
            if members >= MEMBERS and not np.any(like >= UNLIKE):
                self.factors = np.vstack([self.factors, factor])
                self.topics.append(self._named(factor, year, len(self.topics) - first + 1))
        if first and len(self.topics) > first:
            past = np.flatnonzero((self.years <= year) & (self.of == REST))
            self.of[past] = self._nearest(_weighted(self.counts[past], idf), first)

    def _named(self, factor: Array, year: int, place: int) -> Topic:
        strongest = [
            self.names[at] for at in np.lexsort((self.names, -factor))[: 6 * LABEL] if factor[at] > 0
        ]
        apart = _apart(strongest)
        taken = {each.name for each in self.topics}
        name = " · ".join(apart[:LABEL])
        unique = name if name not in taken else f"{name} ({year}-{place})"
        return Topic(f"{year}-{place}", unique, tuple(apart))


def _apart(found: Sequence[str]) -> list[str]:
    """Terms without those that only repeat part of another one: the longer one stands."""
    kept: list[str] = []
    for term in found:
        if any(term in other for other in kept):
            continue
        kept = [other if other not in term else "" for other in kept]
        kept = [each for each in kept if each]
        kept.append(term)
    return kept


def _counted(texts: Sequence[str]) -> tuple[Array, csr_matrix]:
    """Terms that occur at least ``RARE`` times, and (n, terms) their counts."""
    from scipy.sparse import csr_matrix as matrix
    from scipy.sparse import hstack
    from sklearn.feature_extraction.text import CountVectorizer

    runs, characters = count_characters(texts, RARE)
    try:
        counter = CountVectorizer(analyzer=terms, min_df=RARE, dtype=np.float32)
        counts = counter.fit_transform(texts)
        names = counter.get_feature_names_out().tolist()
    except ValueError:  # no word is left
        counts, names = matrix((len(texts), 0), dtype=np.float32), []
    return np.asarray([*names, *runs], object), hstack([counts, characters], format="csr")


def _idf(counts: csr_matrix) -> Array:
    """(terms,) inverse document frequencies of a vintage, log((1 + n) / (1 + df)) + 1; 0 if not used."""
    number = counts.shape[0]
    seen = np.bincount(counts.indices, minlength=counts.shape[1])
    used = (seen >= RARE) & (seen <= max(COMMON * number, RARE))
    if used.sum() > FEATURES:
        order = np.lexsort((np.arange(seen.size), -np.where(used, seen, 0)))
        used[order[FEATURES:]] = False
    found: Array = np.where(used, np.log((1 + number) / (1 + seen)) + 1, 0.0)
    return found


def _weighted(counts: csr_matrix, idf: Array) -> csr_matrix:
    """Rows of TF-IDF with logarithmic frequencies, of length one."""
    from sklearn.preprocessing import normalize

    rows = counts.copy()
    rows.data = (1 + np.log(rows.data)) * idf[rows.indices]
    return normalize(rows, copy=False)


def _factors(rows: csr_matrix, number: int) -> Array:
    """(k, terms) factors of length one, those that most rows load on first."""
    import warnings

    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    used = np.flatnonzero(np.bincount(rows.indices, rows.data, minlength=rows.shape[1]) > 0)
    kept = min(number, len(used), rows.shape[0])
    found = np.zeros((0, rows.shape[1]))
    if kept < 1:
        return found
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        model = NMF(kept, init="nndsvda", max_iter=STEPS, tol=1e-3, random_state=0)
        loads = model.fit_transform(rows[:, used])
    lengths = np.linalg.norm(model.components_, axis=1)
    strong = np.flatnonzero((lengths > 0) & (loads.max(axis=0) > 0))
    order = strong[np.argsort(-(loads * lengths).sum(axis=0)[strong], kind="stable")]
    found = np.zeros((len(order), rows.shape[1]))
    found[:, used] = model.components_[order] / lengths[order, None]
    return found
