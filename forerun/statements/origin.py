"""Who said a text and when, by its own words where nobody gave them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Literal

from forerun.catalog.model import Catalog, Publisher
from forerun.documents.folding import fold

Basis = Literal["given", "stated", "name", "as_of"]
_OPENING = 800
_SHORTEST = 3  # letters of a Latin name that are enough to be one
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
_WEEKDAYS_ZH = "一二三四五六日"
_MONTH_DAY = rf"(?P<month>{'|'.join(_MONTHS)})[a-z]*\.? (?P<day>\d{{1,2}})"
_NAMED = re.compile(rf"(?P<weekday>{'|'.join(_WEEKDAYS)})[a-z]*,? ?[(\[]?{_MONTH_DAY}")
_NAMED_ZH = re.compile(
    rf"(?:周|星期)(?P<weekday>[{_WEEKDAYS_ZH}天]) ?[(\[]? ?(?P<month>\d{{1,2}})月(?P<day>\d{{1,2}})日"
)
_IN_NAME = re.compile(r"(?<!\d)(20\d\d)[-_.]?(0[1-9]|1[0-2])[-_.]?(0[1-9]|[12]\d|3[01])(?!\d)")
_YEARS_BACK = 12


def day_said(text: str, stated: date | None, name: str, today: date) -> tuple[date, Basis] | None:
    """The day on which a text was said, and how that is known; None when nothing tells it.

    Args:
        text: its prose.
        stated: the day that the document states in a date line or META element.
        name: what its file is called.
        today: the day after which nothing can have been said.
    """
    if stated is not None and stated <= today:
        return stated, "stated"
    for found in _weekdays(fold(text[:_OPENING]), today):
        return found, "stated"
    if match := _IN_NAME.search(name):
        day = _day(int(match[1]), int(match[2]), int(match[3]))
        if day is not None and day <= today:
            return day, "name"
    return None


def _weekdays(text: str, today: date) -> Iterator[date]:
    """The latest day that was the weekday named with month and day: Saturday (November 4)."""
    for pattern in (_NAMED, _NAMED_ZH):
        for match in pattern.finditer(text):
            weekday, month = match["weekday"], match["month"]
            wanted = _WEEKDAYS.index(weekday) if weekday in _WEEKDAYS else _WEEKDAYS_ZH.find(weekday) % 7
            index = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            for year in range(today.year, today.year - _YEARS_BACK, -1):
                day = _day(year, index, int(match["day"]))
                if day is not None and day <= today and day.weekday() == wanted:
                    yield day
                    break


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def body_of(speaker: str, text: str, catalog: Catalog) -> str:
    """The id of the body whose word it is: named with the speaker, else the first named by the text.

    Empty when neither names an official publisher of the catalog.
    """
    return _first_named(fold(speaker), catalog) or _first_named(fold(text[:_OPENING]), catalog)


def _first_named(words: str, catalog: Catalog) -> str:
    found = [
        (at, -len(name), publisher.id)
        for publisher in catalog.publishers.values()
        if publisher.official
        for name in _names(publisher)
        if (at := _place(words, name)) >= 0
    ]
    return min(found)[2] if found else ""


def _names(publisher: Publisher) -> Iterator[str]:
    names = (publisher.names.en, publisher.names.zh, *publisher.aliases_en, *publisher.aliases_zh)
    for name in (publisher.id, *names):
        if name and (len(name) >= _SHORTEST or not name.isascii()):
            yield fold(name)


def _place(words: str, name: str) -> int:
    if not name.isascii():
        return words.find(name)
    match = re.search(rf"(?<![a-z]){re.escape(name)}(?![a-z])", words)
    return match.start() if match else -1
