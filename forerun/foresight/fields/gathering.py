"""Fields that belong to a future industry, and documents counted by industry and topic."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from forerun.foresight.counts import Counts
from forerun.foresight.fields.documents import Corpus, Document
from forerun.foresight.fields.seeds import Seeds, industries
from forerun.foresight.fields.topics import REST, Topic, Topics, find_topics
from forerun.foresight.industries import FutureIndustry, Vocabulary
from forerun.types import Names

OTHER = "other"
TOPICS = 12
"""Topics that are founded at first among documents of no industry."""
SEEDING, FINDING = 0.2, 0.8
Tell = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Gathered:
    """Documents as counts by year, place and field.

    Attributes:
        counts: a field for each industry with documents, for each topic, and ``other``.
        names: of the fields that are industries.
        topics: among the documents of no industry.
        of: the field of each document.
    """

    counts: Counts
    names: Mapping[str, Names]
    topics: tuple[Topic, ...]
    of: tuple[str, ...]


def gather(
    corpus: Corpus, vocabularies: Sequence[Vocabulary], number: int = TOPICS, tell: Tell = lambda _share: None
) -> Gathered:
    """Count documents by the industry of their words, and the rest by topic.

    Args:
        corpus: documents.
        vocabularies: of the industries, in order of preference.
        number: topics founded at first, at most.
        tell: told the share of the work that is done, 0..1.
    """
    seeds = Seeds(vocabularies)
    mine = industries(corpus.documents, seeds, lambda share: tell(SEEDING * share))
    rest = [at for at, industry in enumerate(mine) if industry is None]
    found = _topics(
        [corpus.documents[at] for at in rest], number, lambda share: tell(SEEDING + FINDING * share)
    )
    of = [seeds.ids[industry] if industry is not None else OTHER for industry in mine]
    for at, topic in zip(rest, found.of, strict=True):
        if topic != REST:
            of[at] = found.found[topic].name
    names = {each.id: each.names for each in vocabularies}
    return Gathered(_counted(corpus, of), names, found.found, tuple(of))


def within(
    corpus: Corpus, gathered: Gathered, industry: str, number: int = TOPICS, tell: Tell = lambda _share: None
) -> Gathered:
    """Count the documents of one industry by topics of its own."""
    kept = [each for each, field in zip(corpus.documents, gathered.of, strict=True) if field == industry]
    found = _topics(kept, number, tell)
    of = [OTHER if topic == REST else found.found[topic].name for topic in found.of]
    return Gathered(_counted(replace(corpus, documents=tuple(kept)), of), {}, found.found, tuple(of))


def _topics(documents: Sequence[Document], number: int, tell: Tell) -> Topics:
    if not documents or number < 1:
        return Topics((), np.full(len(documents), REST))
    return find_topics([each.text for each in documents], [each.year for each in documents], number, tell)


def _counted(corpus: Corpus, of: Sequence[str]) -> Counts:
    years = tuple(sorted({each.year for each in corpus.documents}))
    places = tuple(sorted({each.place for each in corpus.documents}))
    fields = tuple(sorted(set(of)))
    values = np.zeros((len(years), len(places), len(fields)))
    positions = [{name: at for at, name in enumerate(names)} for names in (places, fields)]
    when = {year: at for at, year in enumerate(years)}
    for document, field in zip(corpus.documents, of, strict=True):
        values[when[document.year], positions[0][document.place], positions[1][field]] += 1
    present = np.asarray(values.any(axis=2))
    return Counts(years, places, fields, values, present, corpus.source, corpus.data, corpus.left_out)


def gathered_classes(counts: Counts, industry: FutureIndustry) -> tuple[Counts, tuple[str, ...]]:
    """The table with the fields of an industry as one field, named by its id; and which fields those were.

    A field belongs to it when its name begins with one of the industry's classes, or is its id or name.

    Args:
        counts: any table.
        industry: with patent classes.
    """
    called = {industry.id, industry.names.en.casefold(), industry.names.zh.casefold()}
    codes = tuple(_code(each) for each in industry.classes)
    mine = [
        at
        for at, name in enumerate(counts.activities)
        if name.casefold() in called or any(_within(_code(name), code) for code in codes)
    ]
    if not mine:
        return counts, ()
    others = [at for at in range(len(counts.activities)) if at not in mine]
    fields = sorted([*(counts.activities[at] for at in others), industry.id])
    values = np.empty((*counts.values.shape[:2], len(fields)))
    place = {name: at for at, name in enumerate(fields)}
    for at in others:
        values[:, :, place[counts.activities[at]]] = counts.values[:, :, at]
    values[:, :, place[industry.id]] = counts.values[:, :, mine].sum(axis=2)
    return replace(counts, activities=tuple(fields), values=values), tuple(
        counts.activities[at] for at in mine
    )


def _code(name: str) -> str:
    return re.sub(r"[\s_]+", "", name).upper()


def _within(code: str, of: str) -> bool:
    """Whether a class is the other one or a part of it: H01M8/04 of H01M8, but not H01M80."""
    if not of or not code.startswith(of):
        return False
    after = code[len(of) :]
    return not (after and of[-1].isdigit() and after[0].isdigit())
