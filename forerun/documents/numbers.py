"""Numbers as texts write them, read by rule: digits, Chinese numerals, English words, and multipliers.

    number     = [sign] (digits | numerals) [multiplier] {smaller group} | whole 分之 part | numerals 成
    digits     = 12806 | 12,806 | 3.18            multiplier = 十 百 千 万 亿 and their products | million ...
    numerals   = 三千二百 | 一百二十 | 二点五       smaller group = the 2345万 of 1亿2345万

:func:`number_at` reads one number at a position of a folded text (see :mod:`.folding`).  It keeps what
was printed (60.5) apart from the multiplier (10,000), because units scale further: 60.5万辆 is 60.5 in a
series that counts in ten thousands.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from decimal import Decimal

from forerun.documents.roles import words

_ONE = Decimal(1)
_DIGIT = {each: index for index, each in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10**4, "亿": 10**8}
_FACTOR = {each: Decimal(factor) for each, factor in (_SMALL | _LARGE).items()}
_UNITS = words("one two three four five six seven eight nine")
_TEENS = words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
_TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
_WORDS = {name: value for value, name in enumerate((*_UNITS, *_TEENS), 1)} | {
    name: ten * 10 for ten, name in enumerate(_TENS, 2)
}
_SCALES = {
    "100 million": 10**8,  # 7.37 100 million: 7.37亿 by a machine
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "mln": 10**6,
    "mn": 10**6,
    "billion": 10**9,
    "bln": 10**9,
    "bn": 10**9,
    "trillion": 10**12,
    "tn": 10**12,
}
# 千瓦, 千米, 千克 and 百分 are units, 余额 a noun: the multiplier is not part of the number there
_MULTIPLIER = r"(?:[十万亿]|百(?!分)|千(?![瓦米克卡伏安兆帕]))"
_MORE = r"(?:多(?!个百分点)|余(?!额|热|量)|来(?=[万亿]))"
_DIGITS = re.compile(
    r"(?P<sign>[-+负]|minus )?(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?"
    r"|(?<=[ a-z])(?P<european>\d{1,3},\d{1,2})(?= ?(?:%|per ?cent))|\d+(?:\.\d+)?)"
)
_NUMERALS = re.compile(
    "负?(?:[零〇一二两三四五六七八九十]|百(?=分之))"
    "(?:[零〇一二两三四五六七八九十]|百(?!分)|千(?![瓦米克卡伏安兆帕]))*(?:点[零〇一二三四五六七八九]+)?"
)
_BARE = re.compile("(?:万亿|千亿|百亿)(?=[美欧]?元)")  # 突破万亿元
_BEFORE_FACTOR = frozenset("0123456789.零〇一二两三四五六七八九十百千万亿几数多余")
_SUFFIX = re.compile(rf" ?(?P<open>{_MORE})?(?P<factors>{_MULTIPLIER}+)(?P<after>{_MORE})?")
_OPEN = re.compile(_MORE)
_SCALE = re.compile(rf"[ -]?(?P<scale>{'|'.join(_SCALES)})(?![a-z])")
_WORD = re.compile(
    rf"(?P<word>{'|'.join(sorted(_WORDS, key=len, reverse=True))})"
    rf"(?:[ -](?P<unit>{'|'.join(_UNITS)}))?(?![a-z])"
)
_GROUP = re.compile(
    r"(?P<digits>\d{1,3}(?:,\d{3})+(?!\d)|\d+)|零?(?P<numerals>[一二两三四五六七八九十](?:[零一二两三四五六七八九十百]|千(?![瓦米克卡伏安兆帕]))*)"
)
_LAST_GROUP = re.compile(r"\d{4}(?![\d.,%a-z]| ?年)|.*[十百千]")  # 318万9000, 三百一十八万九千
_PART_OF = re.compile(" ?分之 ?")


@dataclass(frozen=True, slots=True)
class Number:
    """A number at ``[start, end)`` of the text: ``amount`` as printed times ``multiplier``.

    ``open`` tells that more was said than the number shows (318万多, 30余); ``percent`` that the
    number is a part of hundred by its own words (百分之三, 三成); ``explicit`` that it cannot be
    mistaken for a figure of speech (一方面, one of the): it has digits, a multiplier or a percentage.
    """

    amount: Decimal
    multiplier: Decimal
    start: int
    end: int
    open: bool = False
    percent: bool = False
    explicit: bool = True

    def counted_like(self, high: Number) -> Number:
        """The lower end of a range with the multiplier that only the upper one says: 3 to 4 million."""
        is_bare = self.multiplier == 1 < high.multiplier and self.amount < high.amount
        return replace(self, multiplier=high.multiplier) if is_bare else self

    @property
    def value(self) -> float:
        """The number itself."""
        return float(self.amount * self.multiplier)


def number_at(text: str, start: int) -> Number | None:
    """The longest number that begins at ``start`` of a folded text, or None."""
    first = text[start : start + 1]
    if (bare := _BARE.match(text, start)) and text[start - 1 : start] not in _BEFORE_FACTOR:
        return Number(_ONE, math.prod(map(_FACTOR.__getitem__, bare[0]), start=_ONE), start, bare.end())
    if _DIGITS.match(text, start):
        return _in_digits(text, start)
    return _in_words(text, start) if first.isascii() else _in_numerals(text, start)


def _in_digits(text: str, start: int) -> Number | None:
    match = _DIGITS.match(text, start)
    if match is None or (match["sign"] in ("-", "+") and _is_range_dash(text, start)):
        return None
    amount = Decimal(match["digits"].replace(",", "." if match["european"] else ""))
    amount = -amount if match["sign"] in ("-", "负", "minus ") else amount
    return _grouped(text, _scaled(text, Number(amount, _ONE, start, match.end())))


def _is_range_dash(text: str, start: int) -> bool:
    """Whether the sign at ``start`` joins two numbers, words or letters instead of marking a negative."""
    before = text[start - 1 : start]
    return before != "" and (before in "%)月" or (before.isascii() and before.isalnum()))


def _scaled(text: str, number: Number) -> Number:
    """``number`` with the multipliers that follow it."""
    if suffix := _SUFFIX.match(text, number.end):
        factor = _ONE
        for each in suffix["factors"]:
            factor *= _FACTOR[each]
        is_open = bool(suffix["open"] or suffix["after"])
        return Number(number.amount, factor, number.start, suffix.end(), open=is_open)
    if scale := _SCALE.match(text, number.end):
        scaled = Number(number.amount, number.multiplier * _SCALES[scale["scale"]], number.start, scale.end())
        return _scaled(text, scaled) if scale["scale"] in ("hundred", "thousand") else scaled
    if more := _OPEN.match(text, number.end):
        return Number(number.amount, number.multiplier, number.start, more.end(), open=True)
    return number


def _grouped(text: str, number: Number) -> Number:
    """``1亿2345万``: add the groups of smaller multipliers that follow without a break."""
    if number.multiplier < 10**4 or number.open or number.amount != int(number.amount):
        return number
    match = _GROUP.match(text, number.end)
    if match is None:
        return number
    digits = match["digits"]
    amount = Decimal(digits.replace(",", "")) if digits else _numeral(match["numerals"])
    rest = _scaled(text, Number(amount, _ONE, number.end, match.end()))
    is_last = (
        rest.multiplier == 1
        and number.multiplier == 10**4
        and _LAST_GROUP.match(text[: rest.end], number.end)
    )
    if not (rest.multiplier > 1 or is_last) or rest.multiplier >= number.multiplier:
        return number
    total = number.amount + rest.amount * rest.multiplier / number.multiplier
    return _grouped(text, Number(total, number.multiplier, number.start, rest.end, open=rest.open))


def _in_numerals(text: str, start: int) -> Number | None:
    match = _NUMERALS.match(text, start)
    if match is None:
        return None
    if part := _PART_OF.match(text, match.end()):
        return _part_of(text, match[0], start, part.end())
    if text[match.end() : match.end() + 1] == "成" and len(match[0]) <= 3:
        return Number(_numeral(match[0]) * 10, _ONE, start, match.end() + 1, percent=True)
    number = _grouped(text, _scaled(text, Number(_numeral(match[0]), _ONE, start, match.end())))
    explicit = number.multiplier > 1 or any(each in match[0] for each in "十百千点")
    return Number(number.amount, number.multiplier, start, number.end, open=number.open, explicit=explicit)


def _part_of(text: str, whole: str, start: int, at: int) -> Number | None:
    """``百分之三点二`` is 3.2 percent, ``三分之一`` 33.3."""
    if text[at : at + 1] == "百":
        return Number(Decimal(100), _ONE, start, at + 1, percent=True)
    part = number_at(text, at)
    base = 100 if whole.lstrip("负") == "百" else _numeral(whole.lstrip("负"))
    if part is None or base == 0:
        return None
    amount = part.amount * part.multiplier * 100 / base
    return Number(
        -amount if whole[0] == "负" else amount, _ONE, start, part.end, open=part.open, percent=True
    )


def _numeral(text: str) -> Decimal:
    """Value of Chinese numerals below ten thousand, with a decimal part after 点."""
    sign = -1 if text[0] == "负" else 1
    whole, _, decimals = text.lstrip("负").partition("点")
    fraction = Decimal("0." + "".join(str(_DIGIT[each]) for each in decimals)) if decimals else Decimal(0)
    return sign * (_whole(whole) + fraction)


def _whole(text: str) -> Decimal:
    if not any(each in _SMALL for each in text):
        return Decimal("".join(str(_DIGIT[each]) for each in text))
    total, digit = 0, 0
    for each in text:
        if each in _SMALL:
            total += (digit or 1) * _SMALL[each]
            digit = 0
        else:
            digit = _DIGIT[each]
    return Decimal(total + digit)


def _in_words(text: str, start: int) -> Number | None:
    match = _WORD.match(text, start)
    if match is None:
        return None
    amount = Decimal(_WORDS[match["word"]] + _WORDS.get(match["unit"] or "", 0))
    number = _scaled(text, Number(amount, _ONE, start, match.end()))
    return Number(
        number.amount, number.multiplier, start, number.end, explicit=number.multiplier > 1 or amount >= 10
    )
