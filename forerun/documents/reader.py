"""One reader for every kind of document: bytes in, text and statements out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate

from forerun.catalog.model import Catalog
from forerun.documents.cells import read_cells
from forerun.documents.csvfile import csv_grid
from forerun.documents.document import Document
from forerun.documents.encoding import decode
from forerun.documents.folding import fold
from forerun.documents.grid import Grid
from forerun.documents.html import read_page
from forerun.documents.media import Media
from forerun.documents.pdf import read_pages
from forerun.documents.periods_in_text import resolve, time_at
from forerun.documents.plaintext import read_plain
from forerun.documents.safety import check_length
from forerun.documents.sdmx import is_sdmx, read_sdmx
from forerun.documents.sentences import read_text
from forerun.documents.sheet import sheet_grids
from forerun.documents.stated import Stated, read_stated
from forerun.documents.statement import Context, Parts, Reading, Statement
from forerun.documents.tidy import is_tidy, read_tidy
from forerun.errors import DocumentError
from forerun.periods import Period, month

_TITLE_LINES, _LONGEST_TITLE = 5, 100


@dataclass(frozen=True, slots=True)
class Content:
    """Prose and tables taken from a document, and the META elements of a page.

    ``page_of`` tells the page of a position in ``text``.
    """

    text: str = ""
    grids: tuple[Grid, ...] = ()
    meta: Mapping[str, str] = field(default_factory=dict)
    page_of: Callable[[int], int] | None = None


def read(document: Document, catalog: Catalog) -> Reading:
    """Everything that a document says, with its own word on publisher and day where nobody gave them.

    The reading's text is the prose followed by the lines of the tables; every span points into it.

    Raises:
        DocumentError: the document cannot be read, or names another publisher than the one given.
        UnknownNameError: a tidy table has a unit that the catalog does not hold.
    """
    content = content_of(document)
    stated = read_stated(content.text, content.meta, document.address, catalog)
    document = _completed(document, stated)
    context = Context(
        published=document.published,
        publisher=document.publisher,
        period=_subject(content.text, document),
        place=catalog.home,
    )
    return read_content(content, document, catalog, context)


def read_content(content: Content, document: Document, catalog: Catalog, context: Context) -> Reading:
    """Everything that the content of a document says in a context; raises as :func:`read`."""
    text = content.text
    parts = [_on_pages(read_text(text, catalog, context), content.page_of)] if text else []
    for grid in content.grids:
        start = len(text) + 1 if text else 0
        text = "\n".join(filter(None, (text, *grid.lines())))
        parts.append(_read_grid(grid, catalog, context, document.name, start))
    whole = Parts.joined(parts)
    return Reading(document, text, whole.statements, whole.uncatalogued, whole.unread)


def content_of(document: Document) -> Content:
    """Prose and tables of a document.

    Raises:
        DocumentError: the document cannot be read or holds nothing.
    """
    name, data = document.name, document.content
    if document.media is Media.PDF:
        return _pdf_content(read_pages(data, name))
    if document.media is Media.XLSX:
        grids = sheet_grids(data, name)
        if not grids:
            raise DocumentError("the workbook has no filled cell", where=name, advice="Save it again")
        return Content(grids=grids)
    text = decode(data, name)
    if document.media is Media.CSV:
        return Content(grids=(csv_grid(text, name),))
    if document.media is Media.HTML:
        page = read_page(text, name)
        return Content(_titled(page.title, page.text), page.grids, page.meta)
    check_length(text, name)
    prose = read_plain(text)
    return Content(prose.text, prose.grids)


def _titled(title: str, text: str) -> str:
    return text if title in text[: _TITLE_LINES * _LONGEST_TITLE] else f"{title}\n{text}"


def _pdf_content(pages: tuple[str, ...]) -> Content:
    """The pages as one text; sentences and tables that run over the end of a page stay whole."""
    lengths = (page.count("\n") + 1 for page in pages)
    starts = tuple(accumulate(lengths, initial=0))[:-1]
    prose = read_plain("\n".join(pages))
    grids = (
        replace(grid, name=f"page {bisect_right(starts, line)} {grid.name}")
        for grid, line in zip(prose.grids, prose.first_lines, strict=True)
    )
    return Content(prose.text, tuple(grids), page_of=lambda at: bisect_right(starts, prose.line_at(at)))


def _on_pages(parts: Parts, page_of: Callable[[int], int] | None) -> Parts:
    """Locators that begin with the page, for statements of a text in pages."""
    if page_of is None:
        return parts

    def paged(statements: tuple[Statement, ...]) -> tuple[Statement, ...]:
        return tuple(replace(s, locator=f"page {page_of(s.span[0])} {s.locator}") for s in statements)

    return Parts(paged(parts.statements), paged(parts.uncatalogued), parts.unread)


def _read_grid(grid: Grid, catalog: Catalog, context: Context, where: str, start: int) -> Parts:
    if is_sdmx(grid):
        return read_sdmx(grid, catalog, where, start)
    if is_tidy(grid):
        return read_tidy(grid, catalog, where, start)
    return read_cells(grid, catalog, context, start)


def _completed(document: Document, stated: Stated) -> Document:
    """The document with its own word where nobody gave publisher or day."""
    if document.publisher and stated.publisher not in ("", document.publisher):
        raise DocumentError(
            f"it says that {stated.publisher} published it, not {document.publisher}",
            where=document.name,
            advice=f"Leave --publisher out, or give --publisher {stated.publisher}",
        )
    return replace(
        document,
        publisher=document.publisher or stated.publisher,
        published=document.published or stated.published,
    )


def _subject(text: str, document: Document) -> Period | None:
    """The period that one of the first lines names: the month in which it ends."""
    for line in text.split("\n")[:_TITLE_LINES]:
        title = fold(line[:_LONGEST_TITLE])
        named = (time_at(title, start) for start in range(len(title)))
        stretches = (resolve(each, document.published, None) for each in named if each and each.last)
        if found := next(filter(None, stretches), None):
            return month(found.year, found.last)
    return None
