"""A table or documents, and everything that is said of their fields in one value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from forerun.errors import InputError
from forerun.foresight.counts import Counts
from forerun.foresight.fields.by_place import ByPlace, by_place
from forerun.foresight.fields.documents import Corpus
from forerun.foresight.fields.emergence import Emergence, Sign, emergence, sign_scores
from forerun.foresight.fields.gathering import TOPICS, Tell, gather, gathered_classes, within
from forerun.foresight.fields.hindcast import of_place
from forerun.foresight.fields.outlook import FieldOutlook, field_outlook
from forerun.foresight.fields.signals import Plan, counting, gapless
from forerun.foresight.fields.topics import Topic
from forerun.foresight.industries import FutureIndustry
from forerun.foresight.scores import Score
from forerun.types import Names

GROUPING = 0.6
"""Share of the work on documents that finding topics takes."""

TOGETHER = 0.4
"""Share of the work on a table that all places together take when each is scored too."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a table.

    Attributes:
        plan: horizon and window.
        vintage: the day whose knowledge it is.
        place: of which; empty for all places together.
        by_place: whether every large place is scored alone too.
        topics: founded at first among documents, at most.
    """

    plan: Plan
    vintage: date
    place: str = ""
    by_place: bool = False
    topics: int = TOPICS


@dataclass(frozen=True, slots=True)
class FieldStudy:
    """What is said of the fields of a table.

    Attributes:
        outlook: growth told, with its hindcast.
        signs: of emergence, by field.
        sign_scores: what each sign was worth on the past.
        places: scores by place, when asked for.
        topics: among documents of no industry.
        names: of fields that are future industries.
        industry: the one asked for.
        members: fields of the table that were counted as it.
        inside: the same of the topics within the industry asked for.
        why_not: why there is nothing inside.
    """

    outlook: FieldOutlook
    signs: Sequence[Emergence]
    sign_scores: Mapping[Sign, Score | None]
    places: ByPlace | None = None
    topics: Sequence[Topic] = ()
    names: Mapping[str, Names] = field(default_factory=dict)
    industry: FutureIndustry | None = None
    members: Sequence[str] = ()
    inside: FieldStudy | None = None
    why_not: str = ""

    @property
    def only(self) -> tuple[str, ...]:
        """The field to show when an industry was asked for and is among the fields; else all."""
        held = {each.field for each in self.outlook.fields}
        return (self.industry.id,) if self.industry is not None and self.industry.id in held else ()


def study_counts(
    counts: Counts, asked: Asked, industry: FutureIndustry | None = None, tell: Tell = lambda _share: None
) -> FieldStudy:
    """Study a table of counts.

    Args:
        counts: with years.
        asked: what.
        industry: whose classes are counted as one field.
        tell: told the share of the work that is done, 0..1.

    Raises:
        InputError: the table cannot be told from; see :func:`field_outlook`.
    """
    table, members = (counts, ()) if industry is None else gathered_classes(counts, industry)
    first = TOGETHER if asked.by_place else 1.0
    outlook = field_outlook(table, asked.plan, asked.vintage, asked.place, lambda share: tell(first * share))
    regular = gapless(counting(table))
    alone = of_place(regular, asked.place) if asked.place else regular
    return FieldStudy(
        outlook=outlook,
        signs=emergence(alone, asked.plan),
        sign_scores=sign_scores(alone, asked.plan),
        places=by_place(table, asked.plan, lambda share: tell(first + (1 - first) * share))
        if asked.by_place
        else None,
        names={} if industry is None else {industry.id: industry.names},
        industry=industry,
        members=members,
    )


def study_documents(
    corpus: Corpus,
    profile: Sequence[FutureIndustry],
    asked: Asked,
    industry: FutureIndustry | None = None,
    tell: Tell = lambda _share: None,
) -> FieldStudy:
    """Study documents by the industries of a profile and by topic.

    Args:
        corpus: documents.
        profile: its industries, whose words assign documents.
        asked: what.
        industry: whose topics are studied too.
        tell: told the share of the work that is done, 0..1.

    Raises:
        InputError: there are too few years or fields; see :func:`field_outlook`.
    """
    vocabularies = [each.vocabulary for each in profile]
    found = gather(corpus, vocabularies, asked.topics, lambda share: tell(GROUPING * share))
    made = study_counts(found.counts, asked, None, lambda share: tell(GROUPING + (1 - GROUPING) * share))
    inside, why_not = None, ""
    if industry is not None and industry.id in found.of:
        own = within(corpus, found, industry.id, asked.topics)
        try:
            inside = replace(study_counts(own.counts, asked), topics=own.topics)
        except InputError as problem:
            why_not = problem.what
    return replace(
        made, topics=found.topics, names=found.names, industry=industry, inside=inside, why_not=why_not
    )
