"""Every error that forerun raises on purpose.

    ForerunError
    ├── InputError            something from outside cannot be used; the ledger is unchanged
    │   ├── DocumentError     a file or address: unreadable, empty, truncated, hostile, too large
    │   ├── UnknownNameError  a series, unit, place, publisher or profile that the catalog does not hold
    │   └── SpecError         a TOML file or option that does not say what it must
    ├── ConventionError       a recipe was asked to derive what statistics do not allow
    ├── LedgerError           the store on disk cannot be read or written
    └── MissingToolError      an optional program or font is not on this machine

Each message says what was wrong, where, and what to do next.  The command line prints it as one
sentence and exits with code 2; anything else that escapes is a bug.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable

_LONGEST = 400  # characters of a name or cell in a message


class ForerunError(Exception):
    """Root of the tree.

    Args:
        what: what was wrong, without a full stop.
        where: file, line, place or period it was found at; may be empty.
        advice: what the reader can do next; may be empty.
    """

    def __init__(self, what: str, *, where: str = "", advice: str = "") -> None:
        self.what = _short(what)
        self.where = _short(where)
        self.advice = advice
        super().__init__(self._sentence())

    def __reduce__(self) -> tuple[object, ...]:
        """Whatever a class of the tree takes to be made, a copy from another process says the same."""
        return _restored, (type(self), self.args), self.__dict__

    def _sentence(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        if not self.advice:
            return f"{head}."
        return f"{head}. {self.advice}" if self.advice.endswith("?") else f"{head}. {self.advice}."


def _restored(kind: type[ForerunError], args: tuple[object, ...]) -> ForerunError:
    problem = kind.__new__(kind, *args)
    problem.args = args
    return problem


def _short(text: str) -> str:
    """The text without its middle when nobody would read it to the end; a cell or address can be endless."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]} ... {text[-_LONGEST // 4 :]}"


class InputError(ForerunError):
    """Something from outside cannot be used; nothing was changed."""


class DocumentError(InputError):
    """A file or address that cannot be read as a document."""


class SpecError(InputError):
    """A TOML file or an option that does not say what it must."""


class UnknownNameError(InputError):
    """A name that the catalog does not hold; the advice lists the nearest ones.

    ``otherwise`` is the advice where none is near; the catalog's command that lists the kind when empty.
    """

    def __init__(
        self, kind: str, name: str, known: Iterable[str], *, where: str = "", otherwise: str = ""
    ) -> None:
        self.kind = kind
        self.name = name
        near = difflib.get_close_matches(name, list(known), n=3, cutoff=0.5)
        advice = (
            f"Did you mean {' or '.join(near)}?"
            if near
            else otherwise or f"List the known ones with `forerun catalog {kind}`"
        )
        super().__init__(f"unknown {kind} {name!r}", where=where, advice=advice)


class ConventionError(ForerunError):
    """A recipe was asked to derive what statistics do not allow."""


class LedgerError(ForerunError):
    """The store on disk cannot be read or written."""


class MissingToolError(ForerunError):
    """An optional program, package or font is not on this machine."""
