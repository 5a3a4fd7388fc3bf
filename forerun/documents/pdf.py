"""PDF files as text, page by page; a file of pictures has none, and that is said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from forerun.documents.safety import LIMITS, Limits, check_length, printable
from forerun.errors import DocumentError

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument

_PAGE_NUMBER = re.compile(
    r"[-—–\s]*(?:第\s*|page )?\d{1,3}(?:\s*页)?(?:\s*(?:/|of|共)\s*\d+(?:\s*页)?)?[-—–\s]*", re.I
)
_HYPHEN = re.compile("[\x02\ufffe]")  # stands where a word was divided at the end of a line
_END_WITHIN = 2048
_LEAST_CHARACTERS = 20


def read_pages(content: bytes, where: str, limits: Limits = LIMITS) -> tuple[str, ...]:
    """The text of each page, in lines as on the page but without its number.

    Raises:
        DocumentError: damaged, cut off, protected, with too many pages, or without any text.
    """
    from pypdfium2 import PdfDocument, PdfiumError

    if b"%%EOF" not in content[-_END_WITHIN:]:
        raise DocumentError("the PDF is cut off: its end is missing", where=where, advice="Fetch it again")
    try:
        with PdfDocument(content) as document:
            if len(document) > limits.pages:
                raise DocumentError(
                    f"{len(document)} pages are more than the {limits.pages} that a release may have",
                    where=where,
                    advice="Cut out the pages that hold the figures",
                )
            pages = tuple(_page_text(document, number) for number in range(len(document)))
    except PdfiumError as problem:
        raise _unopened(problem, where) from problem
    check_length("".join(pages), where, limits)
    if sum(map(len, pages)) < _LEAST_CHARACTERS:
        raise DocumentError(
            "the PDF holds pictures only, no text",
            where=where,
            advice="Ingest the release's web page instead, or run text recognition over it first",
        )
    return pages


def _page_text(document: PdfDocument, number: int) -> str:
    page = document[number]
    text: str = page.get_textpage().get_text_bounded()
    whole = _HYPHEN.sub("", re.sub(r"\r\n?", "\n", text))
    lines = printable(whole).strip().split("\n")
    for edge in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[edge]):
            del lines[edge]
    return "\n".join(lines)


def _unopened(problem: Exception, where: str) -> DocumentError:
    if "password" in str(problem).casefold():
        return DocumentError("the PDF is protected by a password", where=where, advice="Save it without one")
    return DocumentError("the PDF is damaged", where=where, advice="Fetch it again")
