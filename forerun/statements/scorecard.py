"""How well claims are found, read and judged: a check of annotated statements against their annotation.

A file of JSON lines, one claim a line::

    {"statement_id", "date", "quote", "reading": {"indicator" or "series", "period", "measure", "comparator",
     "value", "unit", "direction"}, "verdict", and optionally "text", "speaker", "role", "publisher", "as_of",
     "as_of_variants": [{"as_of", "verdict"}]}

A statement is its ``text``, or its quotes one after the other.  Names of verdicts, directions and indicators
that are not ours are those of ``synonyms.toml``.  The same claims are matched one to one, by their place in
the text and by how much of the reading agrees.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from forerun.catalog.model import Catalog
from forerun.documents.document import make_document
from forerun.errors import InputError
from forerun.ledger.ledger import Ledger
from forerun.statements.annotated import FIELDS, Annotated, Synonyms, agreeing, annotated, synonyms
from forerun.statements.check import Asked, check_document
from forerun.statements.result import Check, Judged, Verdict

WHOLE = ("indicator", "period", "measure", "value", "unit")
"""The fields that make a full reading."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """An annotated claim with what was found for it; ``right`` are the fields that were read as annotated.

    ``verdict`` is None when the claim was not found.  ``is_open`` tells that no ledger can be sure of it.
    """

    id: str
    statement: str
    annotated: str
    verdict: Verdict | None
    right: frozenset[str]
    is_right: bool
    is_open: bool
    is_false_alarm: bool


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The score of a file: claims expected and found, each field, verdicts, and verdicts on other days."""

    outcomes: tuple[Outcome, ...]
    on_other_days: tuple[Outcome, ...]
    found: int  # claims that the checks listed

    @property
    def expected(self) -> int:
        """How many annotated claims there are."""
        return len(self.outcomes)

    @property
    def matched(self) -> int:
        """How many of them were found."""
        return sum(each.verdict is not None for each in self.outcomes)

    @property
    def listed(self) -> int:
        """How many of them the checks list as claims."""
        return sum(each.verdict not in (None, Verdict.NOT_A_CLAIM) for each in self.outcomes)

    @property
    def recall(self) -> float:
        """Share of the annotated claims that were found."""
        return _share(self.matched, self.expected)

    @property
    def precision(self) -> float:
        """Share of the claims listed that the file has; too low where a quote holds more than its line."""
        return _share(self.listed, self.found)

    def field(self, name: str) -> float:
        """Share of the annotated claims whose field was read as annotated."""
        return _share(sum(name in each.right for each in self.outcomes), self.expected)

    @property
    def readings(self) -> float:
        """Share of the annotated claims that were read right in full."""
        return _share(sum(each.right >= set(WHOLE) for each in self.outcomes), self.expected)

    @property
    def verdicts(self) -> float:
        """Share of right verdicts among the claims that a ledger can judge."""
        decided = [each for each in self.outcomes if not each.is_open]
        return _share(sum(each.is_right for each in decided), len(decided))

    @property
    def decided(self) -> int:
        """How many claims a ledger can judge."""
        return sum(not each.is_open for each in self.outcomes)

    @property
    def false_alarms(self) -> tuple[Outcome, ...]:
        """Claims that were called wrong and are not."""
        return tuple(each for each in self.outcomes if each.is_false_alarm)

    @property
    def confusion(self) -> dict[tuple[str, str], int]:
        """How often each annotated verdict met each of ours; ``missed`` where the claim was not found."""
        return dict(Counter((o.annotated, o.verdict or "missed") for o in self.outcomes))


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0


def score_file(
    path: Path,
    ledger: Ledger,
    progress: Callable[[float], None] = lambda _done: None,
    today: date | None = None,
) -> Scorecard:
    """Check every statement of a file and hold the findings against its annotation.

    Args:
        path: JSON lines as described above.
        ledger: published figures.
        progress: called with the share done so far.
        today: the day from which is judged what names no other, so that a score does not depend on the clock.

    Raises:
        InputError: the file cannot be read, or a line is not as it must be; names the line.
    """
    statements = statements_of(path)
    outcomes: list[Outcome] = []
    others: list[Outcome] = []
    found = 0
    for done, statement in enumerate(statements, start=1):
        told, later, listed = score_statement(statement, ledger, today or date.today())
        outcomes += told
        others += later
        found += listed
        progress(done / len(statements))
    return Scorecard(tuple(outcomes), tuple(others), found)


def statements_of(path: Path) -> list[list[Annotated]]:
    """The annotated claims of a file, those of one statement together.

    Raises:
        InputError: the file cannot be read, or a line is not as it must be; names the line.
    """
    return [list(group) for _, group in groupby(_read(path), key=lambda each: each.statement)]


def score_statement(
    claims: Sequence[Annotated], ledger: Ledger, today: date
) -> tuple[list[Outcome], list[Outcome], int]:
    """Outcomes of one statement's claims, their outcomes on other days, and how many claims were listed."""
    names = synonyms()
    check = _checked(claims, ledger, None, today)
    pairs = _matched(claims, check, ledger.catalog, names)
    outcomes = []
    for claim in claims:
        judged = pairs.get(claim.id)
        if claim.as_of is not None:
            again = _checked(claims, ledger, claim.as_of, today)
            judged = _matched(claims, again, ledger.catalog, names).get(claim.id)
        outcomes.append(_outcome(claim, judged, claim.verdict, ledger.catalog, names))
    others = [
        _on_another_day(claim, day, verdict, claims, ledger, today)
        for claim in claims
        for day, verdict in claim.variants
    ]
    return outcomes, others, len(check.claims)


def _on_another_day(
    claim: Annotated, day: date, verdict: str, claims: Sequence[Annotated], ledger: Ledger, today: date
) -> Outcome:
    names = synonyms()
    check = _checked(claims, ledger, day, today)
    judged = _matched(claims, check, ledger.catalog, names).get(claim.id)
    return _outcome(claim, judged, verdict, ledger.catalog, names)


def _checked(claims: Sequence[Annotated], ledger: Ledger, as_of: date | None, today: date) -> Check:
    first = claims[0]
    document = make_document(first.text.encode(), name=first.statement)
    asked = Asked(as_of, first.said, first.speaker, first.publisher, today)
    return check_document(document, ledger, asked)


def _matched(
    claims: Sequence[Annotated], check: Check, catalog: Catalog, names: Synonyms
) -> dict[str, Judged]:
    """The finding for each annotated claim, the pairs that agree most first."""
    pairs = sorted(
        (
            (-_weight(agreeing(claim, judged, catalog, names)), at, number)
            for at, claim in enumerate(claims)
            for number, judged in enumerate(check.claims)
            if _meet(claim, judged, check.text)
        ),
    )
    found: dict[str, Judged] = {}
    taken: set[int] = set()
    for weight, at, number in pairs:
        if weight < 0 and number not in taken and claims[at].id not in found:
            found[claims[at].id] = check.claims[number]
            taken.add(number)
    return found


_WEIGHTS = {"indicator": 4, "value": 4, "measure": 2, "period": 1}


def _weight(right: Iterable[str]) -> int:
    """How much of a reading agrees; nothing when neither the indicator nor the value does."""
    fields = set(right)
    return sum(_WEIGHTS.get(name, 0) for name in fields) if fields & {"indicator", "value"} else 0


def _meet(claim: Annotated, judged: Judged, text: str) -> bool:
    start = text.find(claim.quote)
    if start < 0:
        return claim.quote in judged.claim.quote or judged.claim.quote in claim.quote
    spans = (judged.claim.span, *judged.claim.repeated)
    return any(begin < start + len(claim.quote) and start < end for begin, end in spans)


def _outcome(
    claim: Annotated, judged: Judged | None, verdict: str, catalog: Catalog, names: Synonyms
) -> Outcome:
    right = agreeing(claim, judged, catalog, names) if judged else frozenset[str]()
    ours = judged.verdict if judged else None
    if claim.is_no_claim:
        ours = ours or Verdict.NOT_A_CLAIM
    allowed = names.allowed(verdict)
    expects_wrong = any(Verdict(name).is_false for name in allowed)
    return Outcome(
        id=claim.id,
        statement=claim.statement,
        annotated=verdict,
        verdict=ours,
        right=frozenset(FIELDS) if claim.is_no_claim and judged is None else right,
        is_right=ours is not None and ours.value in allowed,
        is_open=verdict in names.open,
        is_false_alarm=ours is not None and ours.is_false and not expects_wrong,
    )


def _read(path: Path) -> Iterator[Annotated]:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise InputError(
            f"it cannot be read ({problem})", where=str(path), advice="Name another file"
        ) from problem
    rows: list[tuple[int, dict[str, object]]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as problem:
            raise _not_a_claim(path, number, str(problem)) from problem
        if not isinstance(row, dict):
            raise _not_a_claim(path, number, "it is no object")
        rows.append((number, row))
    quotes: dict[str, list[str]] = {}
    for _, row in rows:
        quotes.setdefault(str(row.get("statement_id", "")), []).append(str(row.get("quote", "")))
    for number, row in rows:
        try:
            yield annotated(row, quotes[str(row.get("statement_id", ""))])
        except (KeyError, TypeError, ValueError, InputError) as problem:
            raise _not_a_claim(path, number, f"{type(problem).__name__}: {problem}") from problem


def _not_a_claim(path: Path, number: int, why: str) -> InputError:
    return InputError(
        f"the line is no annotated claim ({why})",
        where=f"{path}:{number}",
        advice="See docs/statements.md for its fields",
    )
