"""Checking what was said: the time that a long text takes, and how well annotated claims are judged.

The last rows leave one statement out: names that the catalog knows from this statement alone are taken out
of it before the statement is read.  They show what to expect of words that nobody has entered yet.
"""

from __future__ import annotations

import re
import statistics
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import TypeVar

from bench.row import Row
from forerun.catalog.model import Catalog, Term
from forerun.documents.document import make_document
from forerun.documents.folding import fold
from forerun.documents.lexicon import lexicon_of
from forerun.documents.tokens import Name, tokenise
from forerun.documents.trie import atoms
from forerun.ledger.ledger import Ledger
from forerun.settings import Settings
from forerun.statements.annotated import Annotated
from forerun.statements.check import Asked, check_document
from forerun.statements.scorecard import Scorecard, score_statement, statements_of
from forerun.workspace import Workspace

ROOT = Path(__file__).parents[2]
DATA = ROOT / "tests" / "data"
OWN = (DATA / "statements" / "own-a.jsonl", DATA / "statements" / "own-b.jsonl")
REFERENCE = ROOT.parent / "shared" / "data" / "statements" / "claims.jsonl"
WORDS, RUNS, SECONDS = 3000, 5, 0.5
FOUND, READ, JUDGED = 0.95, 0.90, 0.90
HAN_OF_A_WORD = 2  # characters; most words of modern Chinese have two
SAID = date(2024, 2, 1)

Spoken = tuple[str, ...]
Statement = Sequence[Annotated]
T = TypeVar("T", bound=Term)

_HAN = re.compile(r"[\u4e00-\u9fff]")
_LATIN = re.compile(r"[A-Za-z]+")
_LAST_DIGIT = re.compile(r"(?<=\d\.)\d(?!\d)")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]$")


def measure() -> Iterator[Row]:
    """Time of a long text, scores of each file, and the score with one statement left out at a time."""
    ledger = Workspace.open(Settings(profile="china")).ledger
    yield _speed(ledger)
    files = {path: statements_of(path) for path in (*OWN, REFERENCE) if path.is_file()}
    for path, said in files.items():
        score = _scored((each, ledger) for each in said)
        yield from _rows("reference" if path == REFERENCE else path.stem, score)
    yield from _left_out(list(chain.from_iterable(files.values())), ledger)


def _rows(name: str, score: Scorecard, note: str = "") -> Iterator[Row]:
    claims = f"of {score.expected} claims{note}"
    yield Row(f"{name}: claims found", score.recall, FOUND, "share", at_least=True, note=claims)
    yield Row(f"{name}: read right in full", score.readings, READ, "share", at_least=True)
    judged = f"of {score.decided} that a ledger can judge"
    yield Row(f"{name}: verdicts right", score.verdicts, JUDGED, "share", at_least=True, note=judged)
    alarms = " ".join(each.id for each in score.false_alarms)
    yield Row(f"{name}: false alarms", len(score.false_alarms), 0, "claims", note=alarms)


def _scored(said: Iterable[tuple[Statement, Ledger]]) -> Scorecard:
    told = [score_statement(claims, ledger, ledger.catalog.compiled) for claims, ledger in said]
    outcomes = chain.from_iterable(each[0] for each in told)
    others = chain.from_iterable(each[1] for each in told)
    return Scorecard(tuple(outcomes), tuple(others), sum(each[2] for each in told))


def _speed(ledger: Ledger) -> Row:
    text = _long_text()
    document = make_document(text.encode(), name="speech.txt")
    asked = Asked(said=SAID, publisher="MIIT")
    spent = []
    for _ in range(RUNS + 1):
        start = time.perf_counter()
        claims = len(check_document(document, ledger, asked).claims)
        spent.append(time.perf_counter() - start)
    note = f"{claims} claims, English and Chinese, libraries loaded"
    return Row(f"check of {WORDS:,} words", statistics.median(spent[1:]), SECONDS, "s", note=note)


def _long_text() -> str:
    """Half the words English, half Chinese, from our own statements; later rounds have other numbers."""
    texts = [claims[0].text for path in OWN for claims in statements_of(path)]
    english = [text for text in texts if not _HAN.search(text)]
    chinese = [text for text in texts if _HAN.search(text)]
    return "\n\n".join((*_up_to(WORDS / 2, english), *_up_to(WORDS / 2, chinese)))


def _up_to(words: float, texts: Sequence[str]) -> Iterator[str]:
    said = 0.0
    for turn in count():
        for text in texts:
            if said >= words:
                return
            said += len(_LATIN.findall(text)) + len(_HAN.findall(text)) / HAN_OF_A_WORD
            yield _LAST_DIGIT.sub(lambda digit, by=turn: str((int(digit[0]) + by) % 10), text)


def _left_out(said: Sequence[Statement], ledger: Ledger) -> Iterator[Row]:
    """The score over all statements, each read without the aliases that only its own text has."""
    catalog = ledger.catalog
    names = [_names_in(claims[0].text, catalog) for claims in said]
    everywhere = Counter(chain.from_iterable(names))
    released = chain.from_iterable(
        _names_in(path.read_text(encoding="utf-8"), catalog) for path in _releases()
    )
    known = {name for name, times in everywhere.items() if times > 1} | set(released)
    taken: list[set[str]] = []
    pairs = ((claims, _without(own - known, ledger, taken)) for claims, own in zip(said, names, strict=True))
    score = _scored(pairs)
    note = f", {sum(map(len, taken))} aliases taken out in {sum(map(bool, taken))} of {len(said)} statements"
    yield from _rows("one statement left out", score, note)


def _releases() -> Iterator[Path]:
    yield from sorted((DATA / "releases").glob("*.txt"))


def _names_in(text: str, catalog: Catalog) -> set[Spoken]:
    """The names of the catalog that a text has, each as the words that a name is found by."""
    folded = fold(text)
    tokens = tokenise(folded, lexicon_of(catalog))
    return {_spoken(folded[token.start : token.end]) for token in tokens if isinstance(token, Name)}


def _spoken(words: str) -> Spoken:
    return tuple(atom.key for atom in atoms(fold(words)))


def _without(names: set[Spoken], ledger: Ledger, taken: list[set[str]]) -> Ledger:
    """The ledger with a catalog without the aliases of these names; adds what was taken out to ``taken``."""
    catalog, out = ledger.catalog, set[str]()

    def left(aliases: Iterable[str]) -> tuple[str, ...]:
        gone = {
            each
            for each in aliases
            if not names.isdisjoint((_spoken(each), _spoken(_BRACKETS.sub("", each))))
        }
        out.update(gone)
        return tuple(each for each in aliases if each not in gone)

    def reduced(terms: Mapping[str, T]) -> dict[str, T]:
        return {
            name: replace(term, aliases_en=left(term.aliases_en), aliases_zh=left(term.aliases_zh))
            for name, term in terms.items()
        }

    smaller = replace(
        catalog,
        indicators=reduced(catalog.indicators),
        activities=reduced(catalog.activities),
        series_aliases={name: left(aliases) for name, aliases in catalog.series_aliases.items()},
    )
    taken.append(out)
    return replace(ledger, catalog=smaller) if out else ledger
