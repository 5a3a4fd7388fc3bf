"""A text checked: read, its day and speaker found, each claim judged against the ledger as of a day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from forerun.documents.document import Document
from forerun.documents.reader import read
from forerun.ledger.ledger import Ledger
from forerun.statements.result import Check, Claim, Judged, Verdict
from forerun.types import Names


@dataclass(frozen=True, slots=True)
class Asked:
    """What is known about a text from outside, and from which day it is to be judged.

    With ``as_of`` each claim is judged as if it were said again on that day: a figure that has been
    overtaken is stale.  Without, it is judged for the day on which it was said, with all that is known today.
    ``said`` is that day where the text does not tell it; ``speaker`` and ``publisher`` say whose word it is,
    the latter by an id or name of the catalog.
    """

    as_of: date | None = None
    said: date | None = None
    speaker: str = ""
    publisher: str = ""
    today: date = field(default_factory=date.today)


def check_document(document: Document, ledger: Ledger, asked: Asked = Asked()) -> Check:  # noqa: B008
    """Every checkable claim of a document with its verdict.

    Args:
        document: a text, page, PDF or workbook with what was said.
        ledger: published figures.
        asked: day, speaker and publisher, where the document does not say them.

    Raises:
        DocumentError: the document cannot be read or holds no text.
        UnknownNameError: the publisher given is not in the catalog.
    """
    snapshot = ledger.snapshot(asked.as_of or asked.today)
    reading = read(document, ledger.catalog)
    claims = tuple(
        Judged(Claim(each), Verdict.NOT_CHECKABLE, Names("to come", "待定"))
        for each in sorted((*reading.statements, *reading.uncatalogued), key=lambda each: each.span)
    )
    return Check(
        name=document.name,
        text=reading.text,
        said=asked.said or asked.as_of or asked.today,
        said_basis="as_of",
        as_of=snapshot.as_of,
        speaker=asked.speaker,
        publisher=asked.publisher,
        ledger=snapshot.hash,
        claims=claims,
        not_claims=reading.unread,
    )
