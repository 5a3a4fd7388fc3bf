"""What reading yields: statements with the exact words they were read from, and what could not be read.

A :class:`Statement` with a ``series`` is a figure that the catalog knows.  One without was understood
but the catalog has no series for it (``Parts.uncatalogued``).  A sentence with a number that did not
yield all its figures is an :class:`Unread`: nothing is dropped silently.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from forerun.periods import Period
from forerun.types import Comparator, Measure

if TYPE_CHECKING:
    from forerun.documents.document import Document

Direction = Literal[
    "", "up", "down", "flat", "stable", "faster", "slower", "turned_positive", "turned_negative"
]
Modality = Literal["stated", "expected", "target"]


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about a text before its first sentence.

    ``period`` is the period that the document is about, when its title or address says so; ``published``
    gives the year to months without one.  ``place`` is the place that figures are about unless they say
    otherwise, empty for the catalog's home country.  ``is_speech`` tells that somebody speaks, or writes
    about what was said: directions without numbers and slogans count, and times may be left unsaid.
    """

    published: date | None = None
    publisher: str = ""
    period: Period | None = None
    place: str = ""
    is_speech: bool = False


@dataclass(frozen=True, slots=True)
class Versus:
    """What a distance in percentage points is measured from.

    It lies between the ``own`` measure of the statement's series and ``measure`` of a series at a period.
    """

    own: Measure
    series: str
    period: Period | None
    measure: Measure


@dataclass(frozen=True, slots=True)
class Statement:
    """What one clause or table cell says.

    ``indicator``, ``activity`` and ``place`` are catalog ids (empty when unknown); ``series`` is empty
    when the catalog has none for them.  ``value`` is in ``unit``, a unit id of the catalog; it is None
    for a direction without a number ("turned positive").  ``quote`` is ``text[span[0]:span[1]]`` of the
    document's text.  ``locator`` says where that is in words ("sentence 3", "Sheet1!B7").  Only figures
    with modality ``stated`` are observations; ``expected`` and ``target`` are about the future.
    ``wording`` keeps the vague words by which a direction was told ("continued to rise"); ``rivals`` are
    ids of other series that the words fit as well; ``is_timed`` says whether its own sentence names the
    time; ``resolution`` is the size of the last digit that was said, in ``unit`` (0 when not known);
    ``versus`` tells from what a distance in points is measured, ``is_average`` that the rate is an average
    over years to come.
    """

    indicator: str
    activity: str
    place: str
    series: str
    period: Period | None
    measure: Measure
    comparator: Comparator
    value: float | None
    unit: str
    direction: Direction
    quote: str
    span: tuple[int, int]
    locator: str
    modality: Modality = "stated"
    wording: str = ""
    rivals: tuple[str, ...] = ()
    is_timed: bool = False
    resolution: float = 0.0
    versus: Versus | None = None
    is_average: bool = False


@dataclass(frozen=True, slots=True)
class Unread:
    """Words with a number in them that were not, or not fully, understood, and why."""

    text: str
    locator: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What was found in a text or table: ``statements`` have a series, ``uncatalogued`` have none."""

    statements: tuple[Statement, ...] = ()
    uncatalogued: tuple[Statement, ...] = ()
    unread: tuple[Unread, ...] = ()

    @classmethod
    def joined(cls, parts: Iterable[Parts]) -> Parts:
        """Several parts as one, in order."""
        every = tuple(parts)
        return cls(
            tuple(each for part in every for each in part.statements),
            tuple(each for part in every for each in part.uncatalogued),
            tuple(each for part in every for each in part.unread),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """A document, the text that was taken from it, and everything read from that text."""

    document: Document
    text: str
    statements: tuple[Statement, ...]
    uncatalogued: tuple[Statement, ...]
    unread: tuple[Unread, ...]
