"""A document: bytes that are kept for ever, known by their content."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from forerun.documents.media import Media, sniff
from forerun.documents.safety import LIMITS, Limits, check_size, printable, read_file


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes with what is known about them from outside.

    ``sha256`` identifies it; ``name`` is what a person calls it in messages (a file name or address),
    ``address`` where it came from (a URL, or the path of a file); ``publisher`` a publisher id of the
    catalog and ``published`` a day, both only when somebody said so; ``retrieved`` is in UTC.
    """

    sha256: str
    name: str
    address: str
    publisher: str
    published: date | None
    retrieved: datetime
    media: Media
    content: bytes

    @property
    def source(self) -> str:
        """The source id of figures read from it, when they name none themselves."""
        return f"document:{self.sha256[:12]}"


def make_document(
    content: bytes,
    *,
    name: str,
    address: str = "",
    publisher: str = "",
    published: date | None = None,
    limits: Limits = LIMITS,
) -> Document:
    """A document from bytes at hand, retrieved now; its media type is told from the bytes.

    Raises:
        DocumentError: the bytes are none, too many, or of no kind that can be read.
    """
    check_size(len(content), name, limits)
    return Document(
        sha256=hashlib.sha256(content).hexdigest(),
        name=name,
        address=address or name,
        publisher=publisher,
        published=published,
        retrieved=datetime.now(UTC),
        media=sniff(content, name),
        content=content,
    )


def open_document(path: Path, limits: Limits = LIMITS) -> Document:
    """A document from a file.

    Raises:
        DocumentError: the file cannot be read, or is of no kind that can be.
    """
    content = read_file(path, limits)
    name, address = (printable(str(each)) for each in (path, path.absolute()))
    return make_document(content, name=name, address=address, limits=limits)
