"""What a check finds: each claim with its reading, a verdict, the figures behind it, and the reason.

A text becomes a :class:`Check`; each claim in it a :class:`Judged`, in the order of the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forerun.documents.statement import Statement, Unread
from forerun.types import Figure, Names

NOTHING = Names("", "")
"""No words."""


class Verdict(StrEnum):
    """What the ledger says about a claim; :mod:`.wording` has the rule of each."""

    SUPPORTED = "supported"
    SUPPORTED_SAME_PUBLISHER = "supported_same_publisher"
    IMPRECISE = "imprecise"
    STALE = "stale"
    NOT_YET_KNOWN = "not_yet_known"
    CONTRADICTED = "contradicted"
    WRONG_UNIT = "wrong_unit"
    WRONG_PERIOD = "wrong_period"
    WRONG_SIGN = "wrong_sign"
    DEFINITION_TRAP = "definition_trap"
    FORECAST_OPEN = "forecast_open"
    FORECAST_CAME_TRUE = "forecast_came_true"
    FORECAST_MISSED = "forecast_missed"
    NOT_CHECKABLE = "not_checkable"
    NOT_A_CLAIM = "not_a_claim"

    @property
    def stands(self) -> bool:
        """Whether the claim can be repeated as it is."""
        return self in (Verdict.SUPPORTED, Verdict.SUPPORTED_SAME_PUBLISHER, Verdict.FORECAST_CAME_TRUE)

    @property
    def is_false(self) -> bool:
        """Whether the ledger says that the claim is wrong."""
        return self in _FALSE


_FALSE = frozenset({Verdict.CONTRADICTED, Verdict.WRONG_UNIT, Verdict.WRONG_PERIOD, Verdict.WRONG_SIGN})


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim of a text.

    ``statement`` is its reading; ``is_inferred`` tells that the period was not said and was taken from what
    had been published.  ``repeated`` are the spans at which the text says the same again.
    """

    statement: Statement
    is_inferred: bool = False
    repeated: tuple[tuple[int, int], ...] = ()

    @property
    def quote(self) -> str:
        """The words that it was read from."""
        return self.statement.quote

    @property
    def span(self) -> tuple[int, int]:
        """Where they stand in the text."""
        return self.statement.span


@dataclass(frozen=True, slots=True)
class Judged:
    """A claim with its verdict.

    ``figure`` is what the ledger holds for the claim, or the visible absence of it; None when no series is
    known.  ``evidence`` are further figures that the reason names: of other periods, of a series that shares
    the name, of the year before.  ``caution`` says what a reader of the claim should know besides; empty
    names when there is nothing.
    """

    claim: Claim
    verdict: Verdict
    reason: Names
    figure: Figure | None = None
    evidence: tuple[Figure, ...] = ()
    caution: Names = NOTHING


@dataclass(frozen=True, slots=True)
class Check:
    """A text with every claim in it judged.

    ``text`` is what the spans point into.  ``said`` is the day on which it was said, ``said_basis`` how that
    is known: ``given``, ``stated`` by the document, ``name`` of the file, or ``as_of`` when nobody says.
    ``speaker`` is as given, ``publisher`` the id of the body whose word it is (empty when not known).
    ``not_claims`` are sentences with numbers that state nothing, each with the reason.
    """

    name: str
    text: str
    said: date
    said_basis: str
    as_of: date
    speaker: str
    publisher: str
    ledger: str
    claims: tuple[Judged, ...]
    not_claims: tuple[Unread, ...]
