"""Which kind of document some bytes are, told by the bytes and never by a file name."""

from __future__ import annotations

import re
from enum import StrEnum

from forerun.documents.encoding import decode
from forerun.errors import DocumentError


class Media(StrEnum):
    """The kinds of document that can be read."""

    HTML = "html"
    PDF = "pdf"
    XLSX = "xlsx"
    CSV = "csv"
    TEXT = "text"


_KNOWN_BUT_UNREAD = (
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel file", "Save it as .xlsx, PDF or text"),
    (b"\x1f\x8b", "a gzip archive", "Unpack it first"),
    (b"7z\xbc\xaf", "a 7z archive", "Unpack it first"),
    (b"Rar!", "a RAR archive", "Unpack it first"),
    (b"\x89PNG", "a picture", "Give the page as HTML, PDF with text, or text"),
    (b"\xff\xd8\xff", "a picture", "Give the page as HTML, PDF with text, or text"),
    (b"PAR1", "a Parquet file", "Save it as CSV"),
)
_HTML = re.compile(
    r"\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html|head|body|meta|title|article|section|div|p"
    r"|table|span|h[1-6])\b",
    re.IGNORECASE | re.DOTALL,
)
_TAG = re.compile(r"<(html|body|table|p|div|td)\b", re.IGNORECASE)
_JSON = re.compile(r"""\s*(\{\s*"|\[\s*[\[{"])""")
_NUMBER = re.compile(r"\s*[-+]?\d[\d,]*(\.\d+)?(e[-+]?\d+)?%?\s*", re.IGNORECASE)
_SENTENCE = re.compile(r"[a-z]+ [^,;\t]*[a-z\d%][.!?][\"'”’)]*\s*$|[。！？]\s*$")
_TELLING = frozenset({"series", "series_id", "period", "measure", "value", "time_period", "obs_value"})
_PDF_HEADER_WITHIN = 1024


def sniff(content: bytes, where: str) -> Media:
    """The kind of a document.

    Raises:
        DocumentError: it is of a kind that cannot be read; the message says which and what to do.
    """
    if b"%PDF-" in content[:_PDF_HEADER_WITHIN]:
        return Media.PDF
    if content.startswith(b"PK\x03\x04"):
        return Media.XLSX
    for magic, kind, advice in _KNOWN_BUT_UNREAD:
        if content.startswith(magic):
            raise DocumentError(f"it is {kind}, which is not read", where=where, advice=advice)
    return _kind_of_text(decode(content, where), where)


def _kind_of_text(text: str, where: str) -> Media:
    if not text.strip():
        raise DocumentError("the file holds no text", where=where, advice="Fetch or save it again")
    if _HTML.match(text) or len(_TAG.findall(text[:100_000])) > 3:
        return Media.HTML
    if text.lstrip().startswith("<"):
        raise DocumentError(
            "it is XML, which is not read",
            where=where,
            advice="For SDMX, ask the data service for format SDMX-CSV; else save it as CSV or text",
        )
    if _JSON.match(text):
        raise DocumentError("it is JSON, which is not read", where=where, advice="Save its figures as CSV")
    return Media.CSV if _looks_like_csv(text) else Media.TEXT


def delimiter_of(text: str) -> str:
    """The character that separates cells: comma, semicolon or tab, whichever the first line has most."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    return max(",;\t", key=first.count)


def _is_sentence(line: str) -> bool:
    return _SENTENCE.search(line) is not None


def _looks_like_csv(text: str) -> bool:
    """Whether lines have cells: a header of known columns, or as many cells in each with numbers in them."""
    delimiter = delimiter_of(text)
    lines = [line for line in text.split("\n") if line.strip()][:200]
    header = {cell.strip(' "').casefold() for cell in lines[0].split(delimiter)}
    if len(header & _TELLING) > 1:
        return True
    if sum(map(_is_sentence, lines)) > 0.5 * len(lines):
        return False
    width = lines[0].count(delimiter)
    regular = sum(line.count(delimiter) >= width for line in lines)
    with_number = sum(any(map(_NUMBER.fullmatch, line.split(delimiter))) for line in lines[1:])
    return (
        width > 0 and len(lines) > 1 and regular >= 0.8 * len(lines) and with_number >= 0.5 * (len(lines) - 1)
    )
