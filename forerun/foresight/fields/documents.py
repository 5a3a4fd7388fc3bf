"""Documents of a person's own table: title, abstract, year and, where given, place, cleaned and each once."""

from __future__ import annotations

import hashlib
import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from forerun.errors import InputError
from forerun.foresight.counts_table import LINE, Wanted, read_columns
from forerun.foresight.left_out import LeftOut, Why

WANTED = Wanted(
    names={
        "title": ("title", "标题", "题名", "题目", "名称"),
        "abstract": ("abstract", "summary", "摘要", "text", "全文"),
        "year": ("year", "publication_year", "年份", "年"),
        "place": ("place", "country", "region", "province", "地区", "省份", "国家"),
    },
    optional=frozenset({"abstract", "place"}),
    row="with one row for each document",
)
ALL = "all"
"""The place of documents whose table names none."""
LONGEST = 20_000
"""Characters of a document that are read."""
LARGEST = 1_000_000
"""Documents of a table."""
LISTED = 200
"""Rows left out that are listed one by one for each reason."""
_YEAR = re.compile(r"\s*(1[5-9]\d\d|20\d\d|21\d\d)(?:\.0+|年|-\d\d.*)?\s*\Z")
_TAG = re.compile(
    r"<(?:script|style)\b.*?</(?:script|style)\s*>|</?[a-zA-Z][^<>]{0,400}>|<!--.*?-->", re.DOTALL
)
_NOISE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]+")
_LETTERS = re.compile(r"[A-Za-z\u00c0-\u024f\u3400-\u9fff]{2}")
_KEY = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Document:
    """One document: its text is title and abstract on separate lines."""

    title: str
    text: str
    year: int
    place: str
    line: int


@dataclass(frozen=True, slots=True)
class Corpus:
    """Documents in the order of the table, and the rows that are none.

    Attributes:
        documents: at least one.
        source: name of the file.
        data: sha256 of the file.
        left_out: rows without a title or year, repeated ones, texts that were cut.
    """

    documents: tuple[Document, ...]
    source: str = ""
    data: str = ""
    left_out: tuple[LeftOut, ...] = ()


def read_documents(path: Path, as_of: date | None = None) -> Corpus:
    """The documents of a CSV (also gzipped), XLSX or Parquet file.

    Args:
        path: with columns ``title`` and ``year``, and ``abstract`` and ``place`` where there are any.
        as_of: years that were not over on that day are left out.

    Raises:
        InputError: it cannot be read, lacks a column, or no row is a document.
    """
    table, content = read_columns(path, WANTED)
    if table.height > LARGEST:
        raise InputError(
            f"it has {table.height:,} rows",
            where=path.name,
            advice=f"Give at most {LARGEST:,} documents, or count them first and use --table",
        )
    last = 9999 if as_of is None else as_of.year - (0 if (as_of.month, as_of.day) == (12, 31) else 1)
    reader = _Reader(path.name, last)
    kept = tuple(reader.documents(table.iter_rows(named=True)))
    if not kept:
        raise InputError(
            "no row has a title and a year that was over",
            where=path.name,
            advice="Give one row for each document, with columns title, abstract and year, and years as 2024",
        )
    return Corpus(kept, path.name, hashlib.sha256(content).hexdigest(), tuple(reader.left_out()))


def plain(text: str) -> str:
    """A text without markup and control characters, in one form of every letter, white space collapsed."""
    unmarked = html.unescape(_TAG.sub(" ", text)) if "<" in text or "&" in text else text
    return " ".join(_NOISE.sub(" ", unicodedata.normalize("NFKC", unmarked)).split())


class _Reader:
    """Turns rows into documents and remembers what it left out."""

    def __init__(self, where: str, last: int) -> None:
        self.where = where
        self.last = last
        self.found: dict[Why, list[LeftOut]] = {}
        self.more: dict[Why, int] = {}
        self.seen: set[tuple[str, ...]] = set()

    def documents(self, rows: Iterator[dict[str, str | int | None]]) -> Iterator[Document]:
        for row in rows:
            line = int(row[LINE] or 0)
            title, abstract = (str(row.get(key) or "") for key in ("title", "abstract"))
            year = _YEAR.match(str(row["year"] or ""))
            if title or abstract or row["year"]:
                found = self._document(title, abstract, year, str(row.get("place") or ""), line)
                if found is not None:
                    yield found

    def _document(
        self, title: str, abstract: str, year: re.Match[str] | None, place: str, line: int
    ) -> Document | None:
        name = plain(title[:LONGEST])
        if year is None or not name:
            self.leave(name or "-", Why.UNNAMED, line)
            return None
        when, where = int(year[1]), plain(place[:200]) or ALL
        text = f"{name}\n{plain(abstract[: max(LONGEST - 1 - len(title), 0)])}"
        why = self._why_not(name, text, when, where)
        if why is not None:
            self.leave(name[:80], why, line)
            return None
        if len(title) + len(abstract) > LONGEST:
            self.leave(name[:80], Why.CUT, line)
        return Document(name, text, when, where, line)

    def _why_not(self, name: str, text: str, when: int, place: str) -> Why | None:
        if when > self.last:
            return Why.LATER
        if not _LETTERS.search(text):
            return Why.LANGUAGE
        return Why.REPEATED if self._known(name, text, when, place) else None

    def _known(self, name: str, text: str, when: int, place: str) -> bool:
        """Whether a title was there in this year and place, or the whole text in this place in any year."""
        titled = (_KEY.sub("", name.casefold()) or name, str(when), place)
        worded = (text, place)
        known = titled in self.seen or ("\n" in text.strip() and worded in self.seen)
        self.seen |= {titled, worded}
        return known

    def leave(self, what: str, why: Why, line: int) -> None:
        """Remember that a row is left out, or in part."""
        held = self.found.setdefault(why, [])
        if len(held) < LISTED:
            held.append(LeftOut(what, why, f"{self.where}:{line}"))
        else:
            self.more[why] = self.more.get(why, 0) + 1

    def left_out(self) -> Iterator[LeftOut]:
        for why, held in self.found.items():
            yield from held
            if more := self.more.get(why):
                yield LeftOut(f"+ {more:,}", why, self.where, more)
