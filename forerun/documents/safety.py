"""What may come in: files of a sane size and kind, archives that are what they say, text without traps.

Every refusal is a :class:`~forerun.errors.DocumentError` that names the file and the way out.
"""

from __future__ import annotations

import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path

from forerun.errors import DocumentError

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of anything a document may hold.

    ``file_bytes`` bounds the document itself, ``unpacked_bytes`` and ``members`` what an archive in it
    declares or unpacks to, ``cells`` its tables, ``characters`` the text of a page, ``pages`` a PDF.
    """

    file_bytes: int = 50 * MEGABYTE
    unpacked_bytes: int = 200 * MEGABYTE
    members: int = 2_000
    cells: int = 1_000_000
    characters: int = 2_000_000
    pages: int = 1_000


LIMITS = Limits()
_ENTITY = re.compile(r"<!ENTITY\b", re.IGNORECASE)
_CONTROL = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)


def read_file(path: Path, limits: Limits = LIMITS) -> bytes:
    """The bytes of a regular file that is neither empty nor too large.

    Raises:
        DocumentError: it cannot be opened, is no regular file, is empty or exceeds ``file_bytes``.
    """
    name = str(path)
    try:
        _check_kind(path.stat(), name)
        check_size(path.stat().st_size, name, limits)
        with path.open("rb") as file:
            content = file.read(limits.file_bytes + 1)
    except (OSError, ValueError) as problem:
        raise _unopened(name, problem) from problem
    check_size(len(content), name, limits)
    return content


def check_size(size: int, where: str, limits: Limits = LIMITS) -> None:
    """Refuse nothing at all, and too much.

    Raises:
        DocumentError: ``size`` in bytes is zero or exceeds ``file_bytes``.
    """
    if size == 0:
        raise DocumentError("the file is empty", where=where, advice="Fetch or save it again")
    if size > limits.file_bytes:
        raise DocumentError(
            f"{_megabytes(size)} are more than the {_megabytes(limits.file_bytes)} that a document may have",
            where=where,
            advice="Split it into smaller files and ingest them together",
        )


def check_length(text: str, where: str, limits: Limits = LIMITS) -> None:
    """Refuse a text that nobody could have released.

    Raises:
        DocumentError: it has more than ``characters``.
    """
    if len(text) > limits.characters:
        raise DocumentError(
            f"{len(text) / 1e6:.0f} million characters are more than any release has",
            where=where,
            advice="Cut out the part that holds the figures",
        )


def check_entities(text: str, where: str) -> None:
    """Refuse markup that declares entities: releases have none, attacks do.

    Raises:
        DocumentError: the text holds an entity declaration.
    """
    if found := _ENTITY.search(text):
        line = text.count("\n", 0, found.start()) + 1
        raise DocumentError(
            "it declares XML entities, which can expand without bound or read other files",
            where=f"{where}, line {line}",
            advice="Remove the DOCTYPE with its ENTITY lines, or save the page as plain text",
        )


def printable(text: str) -> str:
    """The text without what no text holds: controls that steer a terminal or turn the reading direction."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)


def _check_kind(found: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise DocumentError(
            "it is a folder", where=name, advice=f"Name the files in it, such as {name}/*.html"
        )
    if not stat.S_ISREG(found.st_mode):
        raise DocumentError(
            "it is a device or a pipe, not a file", where=name, advice="Save what it holds to a file first"
        )


def _unopened(name: str, problem: OSError | ValueError) -> DocumentError:
    if isinstance(problem, FileNotFoundError):
        return DocumentError("there is no such file", where=name, advice="Check the name and the folder")
    if isinstance(problem, PermissionError):
        return DocumentError("it may not be read by you", where=name, advice="Change its permissions")
    reason = problem.strerror if isinstance(problem, OSError) and problem.strerror else str(problem)
    return DocumentError(f"it cannot be opened ({reason.lower()})", where=name, advice="Name another file")


def _megabytes(size: int) -> str:
    return f"{size / MEGABYTE:.0f} MB"
