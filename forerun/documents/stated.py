"""What a document says about itself: who published it and when.

Only plain signs count: a page's own META elements, a line "来源：国家统计局" or "Source: ...", a date line,
the host of its address, a line that is nothing but a publisher's name.  That a text *mentions* a publisher
says nothing: newspapers quote statistics.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from forerun.catalog.model import Catalog, Publisher
from forerun.documents.folding import fold

_SOURCE_META = ("contentsource", "source", "article:author", "author", "og:site_name", "application-name")
_DATE_META = ("pubdate", "publishdate", "article:published_time", "datepublished", "date", "dc.date", "time")
_SOURCE = re.compile(r"(?:来源|发布机构|发布单位|source|published by) ?[::] ?(?P<name>[^\n|]{2,60})")
_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec"
_MONTH = rf"(?P<name>{'|'.join(_MONTHS.split())})[a-z]*\.?"
_YEAR = r"(?P<y>20\d\d)"
_DAYS = (
    re.compile(rf"{_YEAR}(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<d>\d{{1,2}})(?!\d)"),
    re.compile(rf"{_YEAR} ?年 ?(?P<m>\d{{1,2}}) ?月 ?(?P<d>\d{{1,2}}) ?日"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)? {_MONTH},? {_YEAR}"),
    re.compile(rf"{_MONTH} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? {_YEAR}"),
)
_DAY_LABEL = re.compile(
    r"(?:发布时间|发布日期|发稿时间|成文日期|日期|时间|published(?: on)?|release date|date) ?[::]? ?$"
)
_HEAD, _TAIL = 15, 5
_LONGEST_LINE = 80


@dataclass(frozen=True, slots=True)
class Stated:
    """Publisher id and publication day as the document states them; empty and None when it does not."""

    publisher: str = ""
    published: date | None = None


def read_stated(text: str, meta: Mapping[str, str], address: str, catalog: Catalog) -> Stated:
    """Find what a document says about itself.

    Args:
        text: its text, title first.
        meta: META elements of a page by lower-case name.
        address: where it came from.
        catalog: the publishers.
    """
    lines = fold(text).split("\n")
    edge = [*lines[:_HEAD], *lines[-_TAIL:]] if len(lines) > _HEAD + _TAIL else lines
    return Stated(_publisher(edge, meta, address, catalog), _published(edge, meta))


def publisher_of_host(address: str, catalog: Catalog) -> str:
    """The publisher on whose site an address is, by host name; empty when it is nobody's."""
    host = (urlsplit(address).hostname or "") if "://" in address else ""
    owners = (each for each in catalog.publishers.values() if any(is_within(host, d) for d in each.domains))
    return next((each.id for each in owners), "")


def is_within(host: str, domain: str) -> bool:
    """Whether a host is a domain or below it."""
    return host == domain or host.endswith(f".{domain}")


def _publisher(lines: Iterable[str], meta: Mapping[str, str], address: str, catalog: Catalog) -> str:
    if found := publisher_of_host(address, catalog):
        return found
    publishers = tuple(catalog.publishers.values())
    for words in _words_for_the_source(lines, meta):
        if found := _named_in(words, publishers):
            return found
    signatures = {name: each.id for each in publishers for name in _names(each)}
    return next((signatures[line] for line in lines if line in signatures), "")


def _words_for_the_source(lines: Iterable[str], meta: Mapping[str, str]) -> Iterator[str]:
    yield from (fold(meta[name]) for name in _SOURCE_META if name in meta)
    yield from (match["name"] for line in lines if (match := _SOURCE.search(line)))


def _named_in(words: str, publishers: Iterable[Publisher]) -> str:
    """The publisher whose name the words contain; the longest name when there are several."""
    named = [(len(name), each.id) for each in publishers for name in _names(each) if _contains(words, name)]
    return max(named, default=(0, ""))[1]


def _contains(words: str, name: str) -> bool:
    return re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", words) is not None


def _names(publisher: Publisher) -> tuple[str, ...]:
    names = (publisher.id, publisher.names.en, publisher.names.zh)
    spoken = (*names, *publisher.aliases_en, *publisher.aliases_zh)
    return tuple(fold(name) for name in spoken if name)


def _published(lines: Iterable[str], meta: Mapping[str, str]) -> date | None:
    stated = (match for name in _DATE_META for match in _days(fold(meta.get(name, ""))))
    dated = (match for line in lines for match in _days(line) if _is_date_line(line, match))
    return next((day for match in (*stated, *dated) if (day := _day(match)) is not None), None)


def _days(text: str) -> Iterator[re.Match[str]]:
    return (match for pattern in _DAYS if (match := pattern.search(text)))


def _is_date_line(line: str, match: re.Match[str]) -> bool:
    """Whether a line is about the page and not about the economy: short, its date first or labelled."""
    before = line[: match.start()]
    labelled = _DAY_LABEL.search(before) is not None
    return len(line) <= _LONGEST_LINE and "。" not in line and (not before.strip(" [(") or labelled)


def _day(match: re.Match[str]) -> date | None:
    said = match.groupdict()
    number = said.get("m") or _MONTHS.split().index(said["name"]) + 1
    try:
        return date(int(said["y"]), int(number), int(said["d"]))
    except ValueError:
        return None
