"""Documents kept for ever, each under the hash of its bytes.

``documents/ab/cdef....bin`` are the bytes as they came, ``documents/ab/cdef....json`` what is known about
them.  The same bytes are kept once, as first seen.  Files appear whole or not at all.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from forerun.documents.document import Document
from forerun.documents.media import Media
from forerun.errors import DocumentError, LedgerError
from forerun.types import Json


@dataclass(frozen=True, slots=True)
class Archive:
    """The folder of kept documents; made by the first :meth:`keep`."""

    root: Path

    def keep(self, document: Document) -> Path:
        """Store a document unless it is there already, and return the file with its bytes.

        Raises:
            LedgerError: the folder cannot be written.
        """
        content, about = self._paths(document.sha256)
        try:
            content.parent.mkdir(parents=True, exist_ok=True)
            if not content.exists():
                write_whole(content, document.content)
            if not about.exists():
                write_whole(about, json.dumps(_about(document), ensure_ascii=False, indent=1).encode())
        except OSError as problem:
            raise LedgerError(
                f"the document cannot be kept ({problem.strerror})",
                where=str(self.root),
                advice="Check the space left and the permissions of the workspace",
            ) from problem
        return content

    def get(self, sha256: str) -> Document:
        """The kept document with this hash.

        Raises:
            DocumentError: it was never kept.
            LedgerError: its bytes are not what they were.
        """
        content, about = self._paths(sha256)
        try:
            data, facts = content.read_bytes(), json.loads(about.read_bytes())
        except FileNotFoundError as problem:
            raise DocumentError(
                f"no document {sha256[:12]} is kept", where=str(self.root), advice="Ingest it again"
            ) from problem
        if hashlib.sha256(data).hexdigest() != sha256:
            raise LedgerError(
                "the kept document was changed", where=str(content), advice="Restore it from a backup"
            )
        return _document(sha256, data, facts)

    def __contains__(self, sha256: str) -> bool:
        return all(path.exists() for path in self._paths(sha256))

    def _paths(self, sha256: str) -> tuple[Path, Path]:
        stem = self.root / sha256[:2] / sha256[2:]
        return stem.with_suffix(".bin"), stem.with_suffix(".json")


def _about(document: Document) -> Json:
    return {
        "sha256": document.sha256,
        "name": document.name,
        "address": document.address,
        "publisher": document.publisher,
        "published": document.published.isoformat() if document.published else None,
        "retrieved": document.retrieved.isoformat(),
        "media": document.media.value,
    }


def _document(sha256: str, content: bytes, facts: Json) -> Document:
    return Document(
        sha256=sha256,
        name=facts["name"],
        address=facts["address"],
        publisher=facts["publisher"],
        published=date.fromisoformat(facts["published"]) if facts["published"] else None,
        retrieved=datetime.fromisoformat(facts["retrieved"]),
        media=Media(facts["media"]),
        content=content,
    )


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that it appears whole or not at all: beside it, forced to disk, moved into place.

    Raises:
        OSError: it cannot be written.
    """
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise
