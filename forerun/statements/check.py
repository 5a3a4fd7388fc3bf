"""A text checked: read, its day and speaker found, each claim judged against the ledger as of a day."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from forerun.catalog.model import Catalog
from forerun.documents.document import Document
from forerun.documents.reader import Content, content_of, read_content
from forerun.documents.stated import read_stated
from forerun.documents.statement import Context
from forerun.errors import InputError
from forerun.ledger.ledger import Ledger
from forerun.statements.bench import Bench
from forerun.statements.claims import claims_of
from forerun.statements.judge import judge
from forerun.statements.origin import Basis, body_of, day_said
from forerun.statements.result import Check
from forerun.statements.wholes import with_wholes


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


def check_document(document: Document, ledger: Ledger, asked: Asked) -> Check:
    """Every checkable claim of a document with its verdict.

    Args:
        document: a text, page, PDF or workbook with what was said.
        ledger: published figures.
        asked: day, speaker and publisher, where the document does not say them.

    Raises:
        DocumentError: the document cannot be read or holds no text.
        UnknownNameError: the publisher given is not in the catalog.
        InputError: a day given has not come.
    """
    catalog = ledger.catalog
    content = content_of(document)
    said, basis = _day(content, document, catalog, asked)
    body = catalog.publisher(asked.publisher).id if asked.publisher else ""
    body = body or body_of(asked.speaker, content.text, catalog)
    context = Context(published=said, publisher=body, place=catalog.home, is_speech=True)
    reading = read_content(content, replace(document, published=said), catalog, context)
    now = ledger.snapshot(asked.as_of or asked.today)
    bench = Bench(now, ledger.snapshot(asked.as_of or said), said, asked.as_of is not None, body)
    return Check(
        name=document.name,
        text=reading.text,
        said=said,
        said_basis=basis,
        as_of=now.as_of,
        speaker=asked.speaker,
        publisher=body,
        ledger=now.hash,
        claims=with_wholes([judge(claim, bench) for claim in claims_of(reading)], catalog),
        not_claims=reading.unread,
    )


def _day(content: Content, document: Document, catalog: Catalog, asked: Asked) -> tuple[date, Basis]:
    for day in filter(None, (asked.said, asked.as_of)):
        if day > asked.today:
            raise InputError(f"{day} has not come yet", advice=f"Give a day up to {asked.today}")
    if asked.said is not None:
        return asked.said, "given"
    stated = read_stated(content.text, content.meta, document.address, catalog)
    found = day_said(content.text, stated.published, document.name, asked.today)
    return found or (asked.as_of or asked.today, "as_of")
