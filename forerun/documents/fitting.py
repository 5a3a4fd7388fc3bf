"""Which series a figure belongs to: of those that its subject may mean, the one whose unit it fits.

Nothing is guessed: two series that fit equally well are a refusal, and a growth rate of an industry needs
an indicator, from the clause or from the context.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from forerun.catalog.model import Unit
from forerun.documents.frames import Frame, Kind, Refusal
from forerun.documents.lexicon import Lexicon
from forerun.documents.numbers import Number
from forerun.documents.patterns import WORLD, ShareEnds
from forerun.documents.roles import Role
from forerun.documents.subjects import OTHER_INDICATOR, Subject, Surroundings, candidates
from forerun.documents.tokens import PERCENT, TIMES, Quantity
from forerun.documents.trie import Measured
from forerun.types import Measure, Series

NO_UNIT = "its unit is none of"
GROWTH_UNIT, CHANGE_UNIT = "percent", "percentage points"
_FAR = 10  # how much worse a series fits that is in another currency
_LEFT, _THOUSAND = 2, 1000  # digits of a whole number below a thousand that are said, zeros or not
_DIFFUSION = "diffusion index"
_LEVELS = (Measure.LEVEL, Measure.YTD_LEVEL, Measure.COUNT, Measure.INDEX, Measure.SHARE)
_MONTHLY = (Measure.MOM, Measure.MOM_SA)
# things that are counted without a word for the unit (5G base stations reached 3.189 million) or with 个
_COUNT = "count"
_PER = " per "  # 每万人拥有5G基站数超过18个: the count is in the unit of the series
COUNTED = frozenset({"station", "user", "connection", "household", "person", "port", "city", "unit"})


@dataclass(frozen=True, slots=True)
class Fit:
    """A series for a figure: the measure (before it is known whether it is cumulative) and the unit.

    ``rivals`` are ids of other series that the words and the unit fit as well.
    """

    series: Series
    measure: Measure
    unit: Unit
    printed: Measured
    rivals: tuple[str, ...] = ()


def fit(
    frame: Frame, quantity: Quantity, subject: Subject, around: Surroundings, lexicon: Lexicon
) -> Fit | Refusal | None:
    """The series of a figure; None when the catalog has no series for the subject at all."""
    known = candidates(subject, around, lexicon)
    if not known:
        kin = _of_kin(frame, quantity, subject, around, lexicon) if around.is_speech else []
        return kin[0][1] if kin else None
    fitting = [(cost, found) for cost, series in known if (found := _fits(series, frame, quantity, lexicon))]
    fitting = fitting or _of_kin(frame, quantity, subject, around, lexicon)
    if not fitting and frame.base is Role.MONTH_ON_MONTH:
        return None
    if not fitting:
        return Refusal(f"{NO_UNIT} {known[0][1].code}")
    told = [pair for pair in fitting if _says_of_what(pair, subject, around, lexicon)]
    fitting = told or _assumed(frame, fitting, around, lexicon)
    if not fitting:
        return Refusal("it is not said what of it is meant")
    best = [found for cost, found in fitting if cost == fitting[0][0]]
    if len(best) > 1 and not around.is_speech:
        return Refusal(f"may be {' or '.join(sorted(each.series.code for each in best))}")
    near = (found for cost, found in fitting if cost - fitting[0][0] < _FAR and found is not best[0])
    return replace(best[0], rivals=tuple(found.series.id for found in near))


def _assumed(
    frame: Frame, fitting: list[tuple[int, Fit]], around: Surroundings, lexicon: Lexicon
) -> list[tuple[int, Fit]]:
    """What a speaker means by the growth of an industry: of its most widely published indicator first."""
    if not around.is_speech or frame.kind is not Kind.GROWTH:
        return []
    spread = Counter(series.indicator for series in lexicon.catalog.series.values())
    ranked = sorted(fitting, key=lambda pair: -spread[pair[1].series.indicator])
    return [(place, found) for place, (_, found) in enumerate(ranked)]


def _of_kin(
    frame: Frame, quantity: Quantity, subject: Subject, around: Surroundings, lexicon: Lexicon
) -> list[tuple[int, Fit]]:
    """The fits of indicators whose names are longer: 出口177.3万辆 is no value of exports but a volume."""
    senses = tuple(
        replace(sense, indicator=kin)
        for sense in subject.senses
        for kin in sorted(lexicon.kin.get(sense.indicator or "", ()))
    )
    known = candidates(Subject(senses), around, lexicon)
    return [(cost, found) for cost, series in known if (found := _fits(series, frame, quantity, lexicon))]


def _says_of_what(pair: tuple[int, Fit], subject: Subject, around: Surroundings, lexicon: Lexicon) -> bool:
    """Whether it is said what is meant: only of a product it goes without saying that it is the output."""
    cost, series = pair[0], pair[1].series
    if subject.names_indicator or cost < OTHER_INDICATOR or series.indicator in around.topic.indicators:
        return True
    return lexicon.catalog.activities[series.activity].scheme == "product"


def _fits(series: Series, frame: Frame, quantity: Quantity, lexicon: Lexicon) -> Fit | None:
    units = lexicon.catalog.units
    if frame.kind is Kind.GROWTH:
        grown = _growth_measure(series, frame.base)
        times = Measured(PERCENT, 100.0 if quantity.counts_in(TIMES) else 1.0)
        can = grown is not None and _can_grow(series, lexicon)
        return Fit(series, grown, units[GROWTH_UNIT], times) if can and grown else None
    for measure, unit in _stated_in(series, lexicon):
        if frame.kind is Kind.CHANGE and _is_rate(unit):
            return Fit(series, Measure.CHANGE_PP, units[CHANGE_UNIT], Measured(CHANGE_UNIT, 1.0))
        if frame.kind is not Kind.CHANGE and (printed := _as_printed(quantity, unit)):
            return Fit(series, measure, unit, printed)
    return None


def _stated_in(series: Series, lexicon: Lexicon) -> Iterator[tuple[Measure, Unit]]:
    """The measures in which a series states how much there is, with their units."""
    for measure in _LEVELS:
        if unit := series.units.get(measure):
            plain = Measure.LEVEL if measure is Measure.YTD_LEVEL else measure
            yield plain, lexicon.catalog.units[unit]


def _growth_measure(series: Series, base: Role) -> Measure | None:
    if base is Role.MONTH_ON_MONTH:
        return next((measure for measure in _MONTHLY if measure in series.units), None)
    return Measure.YOY


def _can_grow(series: Series, lexicon: Lexicon) -> bool:
    """Whether a rate of growth makes sense: one is published, or the level is no rate itself."""
    if any(measure.is_growth for measure in series.units):
        return True
    units = [unit for measure, unit in _stated_in(series, lexicon) if measure is Measure.LEVEL]
    return any(not _is_rate(unit) for unit in units)


def _is_rate(unit: Unit) -> bool:
    return unit.dimension == PERCENT or unit.dimension.startswith("percent of")


def _as_printed(quantity: Quantity, unit: Unit) -> Measured | None:
    """The unit of the number, when it is one of the series' dimension."""
    if unit.dimension == _DIFFUSION:
        return Measured(_DIFFUSION, 1.0) if not quantity.units or quantity.counts_in(PERCENT) else None
    if unit.dimension in COUNTED and (not quantity.units or quantity.counts_in(_COUNT)):
        return Measured(unit.dimension, 1.0)
    if _PER in unit.dimension and (not quantity.units or quantity.counts_in(_COUNT)):
        return Measured(unit.dimension, unit.scale)
    return next((each for each in quantity.units if each.dimension == unit.dimension), None)


def fit_share(quantity: Quantity, subject: Subject, whole: str, lexicon: Lexicon) -> Fit | None:
    """The series of a share, by its part (the subject) and its whole; None when the catalog has none."""
    for sense in subject.senses:
        ends = ShareEnds(sense.indicator or "", sense.activity or "", whole)
        series = lexicon.shares.get(ends) if whole else _only_share(ends, lexicon)
        unit = lexicon.catalog.units[series.units[Measure.SHARE]] if series else None
        if series and unit and (printed := _as_printed(quantity, unit)):
            return Fit(series, Measure.SHARE, unit, printed)
    return None


def _only_share(ends: ShareEnds, lexicon: Lexicon) -> Series | None:
    """The share of a part whose whole is not said, when at home it has but one."""
    found = {
        series.id: series
        for known, series in lexicon.shares.items()
        if (known.indicator, known.activity) == (ends.indicator, ends.activity) and known.whole != WORLD
    }
    return next(iter(found.values())) if len(found) == 1 else None


def in_unit(number: Number, printed: Measured, unit: Unit) -> float:
    """A printed number in a unit of the same dimension; exact to twelve digits."""
    value = number.amount * number.multiplier * Decimal(repr(printed.scale)) / Decimal(repr(unit.scale))
    return float(f"{value:.12g}")


def resolution(number: Number, printed: Measured, unit: Unit) -> float:
    """The size of the last digit of a printed number in a unit: 0.1 for 318.9, 10 for 230.

    Zeros at the end of a whole number are no digits, but of one below a thousand two digits are left:
    900万 and 9 million have the same last digit.
    """
    left = 1 if abs(number.amount * number.multiplier) >= _THOUSAND else _LEFT
    digits, exponent = number.amount.as_tuple().digits, int(number.amount.as_tuple().exponent)
    while exponent >= 0 and len(digits) > left and digits[-1] == 0:
        digits, exponent = digits[:-1], exponent + 1
    last = Number(Decimal(1).scaleb(exponent), number.multiplier, number.start, number.end)
    return in_unit(last, printed, unit)


def printed_unit(quantity: Quantity, units: Sequence[Unit]) -> tuple[Unit | None, Measured]:
    """The catalog unit for a figure without a series, as large as printed where there is such a one."""
    for measured in quantity.units:
        same = [unit for unit in units if unit.dimension == measured.dimension]
        size = float(quantity.number.multiplier) * measured.scale
        exact = [unit for unit in same if unit.scale == size]
        plain = [unit for unit in same if unit.scale == measured.scale]
        if found := (*exact, *plain, *same):
            return found[0], measured
    return None, Measured("", 1.0)
