"""Stretches of time as texts name them, and the period that a series gives to a stretch.

    time      = [year] months [末]  |  截至 time  |  in June 2023  |  from January to June  |  the first half
    stretch   = the time with its year filled in from the words around it or from the day of the text
    period    = what a series makes of a stretch: January to June is 2023-06 year to date for a monthly
                series and 2023-Q2 year to date for a quarterly one

The rules below are tried in order at one position of a folded text; the first that fits wins.  Days,
durations and spans of years name no statistical period, and are recognised only so that their digits are
not taken for figures.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, replace
from datetime import date

from forerun.documents.roles import words
from forerun.periods import Frequency, Period
from forerun.types import Series

_MONTHS = tuple(name.lower() for name in calendar.month_name[1:])
_SHORT_MONTHS = tuple(name[:3] for name in _MONTHS)
_MONTH_INDEX = {name: n for names in (_MONTHS, _SHORT_MONTHS) for n, name in enumerate(names, 1)} | {
    "sept": 9
}
_NUMERALS = {each: n for n, each in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4}
_CARDINALS = {
    name: n for n, name in enumerate(words("two three four five six seven eight nine ten eleven"), 2)
}
_COUNT = {**_NUMERALS, **_ORDINALS, **_CARDINALS, **{str(n): n for n in range(1, 13)}, "上": 1, "下": 2}
_YEARS_BACK = {"今": 0, "本": 0, "this": 0, "the": 0, "去": 1, "上": 1, "last": 1, "前": 2}

_PARTS = {
    "y": r"(?:(?P<year><yyyy>) ?年|(?P<back>[今本去上前])年(?:以来)?)? ?(?:的|度)? ?",
    "yyyy": r"(?:\d{4}|[一二][零〇一二三四五六七八九]{3})",
    "m": r"(?:1[0-2]|0?[1-9]|十[一二]?|[一二三四五六七八九])",
    "n": r"(?:1[0-2]|[1-9]|十[一二]?|[一二两三四五六七八九])",
    "to": "(?:-+|至|到)",
    "by": "(?P<by>截至|截止到?)? ?",
    "end": "(?P<end>末|底)?",
    "M": rf"(?:{'|'.join(_MONTHS)}|(?:{'|'.join(_SHORT_MONTHS)}|sept)(?![a-z])\.?)",
    "N": rf"(?:{'|'.join(_CARDINALS)}|1[0-2]|[2-9])",
    "Y": r"(?:,? ?(?:of |in )?(?P<year><2yyy>)(?!\d|[.,]\d| ?%)|(?: of)? (?P<back>this|the|last) year)?",
    "2yyy": r"(?:19|20)\d\d",
    "in": "(?:(?:in|during|for|over) )?(?P<by><until>)?(?:the )?",
    "until": "(?:as of|as at|by|at|until|till|to) (?:the )?end(?: of|-)? ?|as of |end(?: of |-)",
    "unit": "(?:个 ?(?:月|季度)|年[来内间多后期以]|天|周|小时)",
}


def _rules(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_rule, patterns))


def _rule(pattern: str) -> re.Pattern[str]:
    for name, part in _PARTS.items():
        pattern = pattern.replace(f"<{name}>", part)
    return re.compile(pattern)


_NO_PERIOD_ZH = _rules(
    r"(?:\d{4} ?年)? ?\d{1,2} ?月 ?\d{1,2} ?[日号]",  # 2024年5月17日
    r"\d{4}([-/.])\d{1,2}\1\d{1,2}(?!\d)|\d{1,2}:\d{2}(?::\d{2})?",  # 2024-05-17 10:00
    r"<2yyy> ?年? ?<to> ?(?P<through><2yyy>) ?年",  # 2016—2020年
    r"\d{4} ?年? ?<to> ?\d{4} ?年|<2yyy> ?- ?<2yyy>(?![\d%.])|十[二三四五]五",  # 2016-2020, 十四五
    r"连续 ?(?:\d+|[一二两三四五六七八九十]+) ?(?:年|个?月|个?季度)|\d{1,2}日(?!均)",  # 连续4年, 28日说
    r"(?:连续|近|过去|最近|已)?(?:\d+|[一二两三四五六七八九十]+) ?<unit>",  # 连续8个月
    r"[今本]年以?来",
    r"1?[1-9] ?年(?! ?[\d前上下第一二三四全])",  # 历时3年
)
_NO_PERIOD_EN = _rules(
    r"(?:on )?\d{1,2}(?:st|nd|rd|th)?(?: of)? <M>(?:,? \d{4})?",  # 15 July 2022
    r"(?:on )?<M> \d{1,2}(?:st|nd|rd|th)?(?![\d%]|[.,]\d| ?[a-z]*(?:percent|illion|thousand))(?:,? \d{4})?",
    r"(?:\d+|[a-z]+) consecutive (?:month|quarter|year)s?",
    r"(?:page|table|figure|chart|section|chapter) \d+",
)
_CHINESE = _rules(
    "<by><y>(?P<first><m>) ?月?份? ?<to> ?(?P<month><m>) ?月份?<end>",  # 1—6月份
    "<by><y>[前首] ?(?P<months><n>) ?个?月(?!份)",  # 前4个月
    "<by><y>[前首] ?(?P<quarters>[一二两三23]) ?个?季度?",  # 前三季度
    "<by><y>第?(?P<quarter>[一二三四1234]) ?季度<end>",
    "(?P<ended>到)(?P<year><2yyy>) ?年(?:末|底)?",
    "(?P<close>(?:到|至|截至)今?年(?:底|末))",
    "<by><y>(?P<half>[上下])半年<end>",
    "<by><y>(?P<month><m>) ?月份?<end>",  # 2022年6月份, 截至9月末
    "(?P<year><yyyy>) ?年 ?(?P<same>同期)",  # 2019年同期
    "<by>(?P<year><yyyy>) ?年 ?(?:全年|度)?<end>(?!代)",
    "<by>(?P<back>[今本去前])年 ?(?P<whole>全年)?<end>(?!同期)",
    "(?P<whole>全年)",
)
_ENGLISH = _rules(
    "<in>(?:from )?(?P<first><M>)(?: (?P<from_year><2yyy>))?(?: (?:to|through|and) | ?-+ ?)(?P<month><M>)<Y>",
    "(?:in )?(?:the )?(?P<same>same period) (?:of|in) (?P<year><2yyy>)",
    "<in>first (?P<months><N>)[ -]months?<Y>",
    "<in>first (?P<quarters>two|three|2|3) quarters<Y>",
    "<in>(?P<quarter>first|second|third|fourth) quarter<Y>",
    "<in>q(?P<quarter>[1-4])<Y>",
    "<in>(?P<half>first|second) half(?: year)?<Y>",
    "<in>h(?P<half>[12])<Y>",
    "(?P<ended>ended|ending) (?P<month><M>)<Y>",
    "(?P<ended>as of|by|at) the end of (?P<back>last) year",
    "(?P<close>(?:by|at) (?:the )?(?:end of (?:this|the) year|year end))(?! (?:before|earlier))",
    "<in>(?P<month><M>)<Y>",  # by the end of September 2023
    "<in>(?P<whole>(?:full|whole|entire) year)<Y>",
    r"(?:(?:in|of|for|during|over) |<in>(?:year )?)(?P<year><2yyy>)(?![\d%]|[.,]\d)",
    "<in>(?P<back>this) year(?:'s)?",
    "(?:(?:in|during|for) |(?<![a-z0-9%] ))(?P<back>last) year(?!')",
)
_IMPOSSIBLE = re.compile(
    r"(?<!\d)(?:\d{5,}|(?!19|20)\d{4}) ?年 ?\d{1,2} ?月|\d{4} ?年 ?(?:1[3-9]|[2-9]\d|00?|\d{3,}) ?月"
    + _rule(
        r"|(?<![a-z])<M>,? (?:of )?(?:\d{5,}|(?!19|20)\d{4})(?=[,;:.]?(?: ?$| [^\d%]))(?![:.]?\d| [a-z])"
    ).pattern
)
_WHOLE, _FIGURES_OUT = 11, 2
_CHINESE_STARTS = frozenset("0123456789一二两三四五六七八九十今本去上下前首第全截到至连近过最已")
_ENGLISH_STARTS = re.compile(
    r"(?:in|on|during|for|over|as|by|at|until|till|to|end|ended|ending|the|from|first|second|third|fourth"
    r"|q[1-4]|h[12]|full|page|table|figure|chart|section|chapter"
    rf"|whole|entire|year|this|last|same|{'|'.join(_CARDINALS)}|(?:{'|'.join(_SHORT_MONTHS)})[a-z]*)(?![a-z])"
)


@dataclass(frozen=True, slots=True)
class Named:
    """A time at ``[start, end)``: months ``first`` to ``last`` of a year that is said, relative, or unsaid.

    ``back`` counts years before this one.  ``point`` marks the end of the stretch (截至9月末).  ``vague``
    is a year named without saying how much of it (今年), ``same`` asks for the running months (2019年同期).
    ``first`` is 0 when no period is named; ``until`` is then the last year of a span of years.
    """

    start: int
    end: int
    first: int = 0
    last: int = 0
    year: int | None = None
    back: int | None = None
    point: bool = False
    vague: bool = False
    same: bool = False
    until: int = 0


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months ``first`` to ``last`` of ``year``; ``point`` when their end is meant."""

    year: int
    first: int
    last: int
    point: bool = False

    @property
    def months(self) -> int:
        """How many months it has."""
        return self.last - self.first + 1

    @property
    def last_month(self) -> Stretch:
        """Its last month alone."""
        return Stretch(self.year, self.last, self.last, self.point)

    @property
    def year_before(self) -> Stretch:
        """The same months a year earlier."""
        return Stretch(self.year - 1, self.first, self.last, self.point)

    @property
    def month_before(self) -> Stretch:
        """The month before its last one."""
        year, month = divmod(self.year * 12 + self.last - 2, 12)
        return Stretch(year, month + 1, month + 1, self.point)


def names_no_real_time(text: str) -> bool:
    """Whether a folded sentence names a month that no calendar has: 2023年13月, September 9999."""
    return _IMPOSSIBLE.search(text) is not None


def time_at(text: str, start: int) -> Named | None:
    """The time named at ``start`` of a folded text, or None."""
    first = text[start : start + 1]
    if first in _CHINESE_STARTS:
        return _first_match(text, start, _NO_PERIOD_ZH + _NO_PERIOD_EN * first.isdigit(), _CHINESE)
    if _ENGLISH_STARTS.match(text, start):
        return _first_match(text, start, _NO_PERIOD_EN, _ENGLISH)
    return None


def _first_match(
    text: str, start: int, no_periods: tuple[re.Pattern[str], ...], periods: tuple[re.Pattern[str], ...]
) -> Named | None:
    for rule in no_periods:
        if match := rule.match(text, start):
            until = match.groupdict().get("through")
            return Named(start, match.end(), until=int(until) if until else 0)
    for rule in periods:
        if (match := rule.match(text, start)) and not _is_verb(match):
            return _named(match)
    return None


def _is_verb(match: re.Match[str]) -> bool:
    """Whether a bare ``may`` or ``march`` was taken for a month."""
    return match[0].strip() in ("may", "march", "mar")


def _named(match: re.Match[str]) -> Named:
    said = {name: value for name, value in match.groupdict().items() if value}
    first, last = _months(said)
    return Named(
        match.start(),
        match.end(),
        first,
        last,
        _year(said.get("year") or said.get("from_year")),
        0 if "close" in said else _YEARS_BACK.get(said.get("back", "")),
        point=not said.keys().isdisjoint(("by", "end", "ended", "close")),
        vague=set(said) == {"back"},
        same="same" in said,
    )


def _months(said: dict[str, str]) -> tuple[int, int]:
    if "month" in said:
        last = _month(said["month"])
        return (_month(said["first"]) if "first" in said else last), last
    if "months" in said:
        return 1, _COUNT[said["months"]]
    if "quarters" in said:
        return 1, 3 * _COUNT[said["quarters"]]
    for name, length in (("quarter", 3), ("half", 6)):
        if name in said:
            last = length * _COUNT[said[name]]
            return last - length + 1, last
    return 1, 12


def _month(name: str) -> int:
    return _MONTH_INDEX.get(name.rstrip(".")) or _COUNT.get(name) or int(name)


def _year(text: str | None) -> int | None:
    if text is None or text.isascii():
        return int(text) if text else None
    return int("".join(str("零一二三四五六七八九".find(each.replace("〇", "零"))) for each in text))


def resolve(named: Named, today: date | None, running: Stretch | None) -> Stretch | None:
    """The stretch that ``named`` means in a text of the day ``today``, after ``running`` was spoken of.

    A month without a year is the latest one that ``today`` can know; this year goes up to the running
    month.  None when the time cannot be told.
    """
    if named.vague and named.back == 0:
        same_year = running is not None and today is not None and running.year == today.year
        return Stretch(running.year, 1, running.last, running.point) if running and same_year else None
    year = _year_of(named, today, running)
    if named.same:
        return replace(running, year=year) if running and year else None
    return None if year is None else Stretch(year, named.first, named.last, named.point)


def _year_of(named: Named, today: date | None, running: Stretch | None) -> int | None:
    if named.year is not None:
        return named.year
    if named.back is not None:
        present = today.year if today else running.year if running else None
        return present - named.back if present is not None else None
    if today is not None:
        return today.year if _is_this_year(named, today) else today.year - 1
    return running.year if running else None


def _is_this_year(named: Named, today: date) -> bool:
    """Whether months without a year are those of this year: over, or begun when it is a single one.

    A whole year is this one as soon as the figures of the last one are old (in March).
    """
    if named.last - named.first == _WHOLE:
        return today.month > _FIGURES_OUT
    if named.first == named.last:
        return named.last <= today.month
    return Period(Frequency.MONTH, today.year, named.last).end <= today


def adds_up(series: Series) -> bool:
    """Whether the series has figures for the year to date: a flow, or rates that are published so."""
    return series.flow or any(measure.cumulative for measure in series.units)


def period_of(stretch: Stretch, series: Series, *, total: bool) -> tuple[Period, bool] | None:
    """The period that a series gives to a stretch, and whether a figure for it is cumulative.

    Args:
        stretch: months of one year.
        series: what the figure is about; the end of a stretch of a stock is its last month.
        total: whether the text says that the figure adds up the year so far (累计).

    Returns:
        None when the series has no such period: the second quarter of a monthly series, for example.
    """
    per = 12 // series.frequency.per_year
    spans = stretch.first == 1 and stretch.last > per
    cumulative = (adds_up(series) and (spans or total)) or (series.flow and stretch.point)
    if stretch.months == 12 and not stretch.point and (per == 12 or (per == 3 and not series.flow)):
        return Period(Frequency.YEAR, stretch.year), False
    if stretch.last % per:
        return (Period(Frequency.MONTH, stretch.year, stretch.last), cumulative) if spans or total else None
    fits = spans or stretch.point or stretch.months == per
    return (Period(series.frequency, stretch.year, stretch.last // per), cumulative) if fits else None
