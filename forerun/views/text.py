"""Numbers, units, periods and days as a person reads them, in English and Chinese."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from forerun.catalog.model import Catalog, Unit
from forerun.ledger.precision import POINTS
from forerun.ledger.schedule import Event
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Figure, Measure, Observation
from forerun.views.objects import tidy
from forerun.views.words import words

ABSENT = "—"
_MINUS = "−"
_COUNTED = ("10000", "million", "billion")
_PIECE = "unit"
_BASES = (1e4, 1e8, 1e9)
_ILLIONS = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"), (1e3, "thousand"))
_ROOMY = 1000
_POINTS = frozenset({Measure.CHANGE_PP, Measure.YTD_CHANGE_PP})


@dataclass(frozen=True, slots=True)
class Number:
    """A number as it stands in a sentence or a cell, with the figure that it shows."""

    text: str
    figure: Figure


def cell(figure: Figure) -> Number:
    """The figure for a table: signed when it is a rate of change, without its unit."""
    if figure.value is None:
        return Number(ABSENT, figure)
    return Number(_mark(figure) + decimal(figure), figure)


def rounded(figure: Figure) -> Number:
    """The figure for a tile: rates as published, large amounts without their decimals."""
    shown = figure
    if figure.value is not None and abs(figure.value) >= _ROOMY and not figure.measure.is_growth:
        shown = replace(figure, value=float(round(figure.value)))
    return Number(decimal(shown), figure)


def prose(figure: Figure, catalog: Catalog, lang: str) -> Number:
    """The figure for a sentence: with unit and comparator, large numbers in words (``3.189 million``)."""
    if figure.value is None:
        return Number(words(lang)["number.no_figure"], figure)
    return Number(bounded(amount(figure, catalog, lang), comparator(figure), lang), figure)


def size(figure: Figure, catalog: Catalog, lang: str) -> Number:
    """Like :func:`prose` but without the sign, for sentences whose verb tells the direction."""
    shown = prose(figure, catalog, lang)
    return Number(shown.text.lstrip(f"+{_MINUS}"), figure)


def amount(figure: Figure, catalog: Catalog, lang: str) -> str:
    """Value and unit, ``+4.5%``, ``3.189 million stations`` or ``318.9万个``; for a figure with a value."""
    value, unit = parted(figure, catalog, lang)
    return f"{value}{unit}" if lang == "zh" else f"{value} {unit}".rstrip()


def bounded(text: str, found: Comparator, lang: str) -> str:
    """An amount as the bound that it is, ``more than 3.18 million stations`` or ``超过318万个``."""
    return words(lang).fill(f"comparator.{found.name.lower()}", {"amount": text})


def parted(figure: Figure, catalog: Catalog, lang: str) -> tuple[str, str]:
    """The same in two: ``3.189 million`` and ``stations``; a percent sign stays with its number.

    A missing figure is a dash without a unit.
    """
    if figure.value is None:
        return ABSENT, ""
    unit = catalog.units.get(figure.unit)
    if unit is None:
        return decimal(figure), figure.unit
    if _is_index(figure, unit):
        return decimal(figure), ""
    if unit.dimension.startswith("percent") and unit.id != POINTS:
        return f"{decimal(figure)}%", unit.names.get(lang).removeprefix("percent").removeprefix("%").strip()
    return _chinese(figure, unit, catalog) if lang == "zh" else _english(figure, unit, catalog)


def decimal(figure: Figure) -> str:
    """The value alone: published digits, grouped, signed when it is a rate or change; ``—`` for none."""
    if figure.value is None:
        return ABSENT
    text = f"{abs(figure.value):,.{_digits(figure)}f}"
    if figure.value < 0 and float(text.replace(",", "")):
        return _MINUS + text
    return f"+{text}" if _signed(figure) and figure.value > 0 else text


def unit_name(figure: Figure, catalog: Catalog, lang: str) -> str:
    """The unit as a table prints it, ``10 000 stations`` or ``%``."""
    unit = catalog.units.get(figure.unit)
    if unit is None:
        return figure.unit
    if _is_index(figure, unit):
        return ""
    if unit.id == "percent":
        return "%"
    return _counted(figure, unit, catalog) if lang == "zh" else unit.names.en


def comparator(figure: Figure) -> Comparator:
    """How the published value bounds the true one; equal for derived and missing figures."""
    row = figure.observation
    return row.comparator if row else Comparator.EQUAL


def day(value: date, lang: str, *, short: bool = False) -> str:
    """``18 October 2023`` (``short``: ``18 Oct 2023``) or ``2023年10月18日``."""
    if lang == "zh":
        return f"{value.year}年{value.month}月{value.day}日"
    month = words(lang)[f"{'month_short' if short else 'month'}.{value.month}"]
    return f"{value.day} {month} {value.year}"


def published_day(row: Observation, lang: str, *, short: bool = False) -> str:
    """The publication day, marked when it was not seen but inferred."""
    return words(lang).fill(f"basis.{row.basis.value}", {"day": day(row.published, lang, short=short)})


def event_day(event: Event, lang: str) -> str:
    """The day of a release, marked when it was not seen but inferred."""
    shown = day(event.day, lang, short=True)
    return words(lang).fill("basis.estimated", {"day": shown}) if event.estimated else shown


def publisher_name(publisher: str, catalog: Catalog, lang: str) -> str:
    """The publisher's name, or the id when the catalog does not hold it."""
    found = catalog.publishers.get(publisher)
    return found.names.get(lang) if found else publisher


def period_name(period: Period | None, measure: Measure, lang: str, *, short: bool = False) -> str:
    """``September 2023``, ``January–September 2023``, ``Q3 2023``; ``2023年9月``, ``2023年1—9月``.

    ``short`` abbreviates the months (``Jan–Sep 2023``) for tables and axes.
    """
    if period is None:
        return ABSENT
    if period.frequency is Frequency.YEAR:
        return words(lang).fill("period.year", {"year": str(period.year)})
    style = "month_short" if short else "month"
    if measure.cumulative and period.last_month.index > 1:
        first, last = (words(lang)[f"{style}.{index}"] for index in (1, period.last_month.index))
        return words(lang).fill("period.to_date", {"year": str(period.year), "first": first, "last": last})
    table = style if period.frequency is Frequency.MONTH else period.frequency.value
    part = words(lang)[f"{table}.{period.index}"]
    return words(lang).fill("period.part", {"year": str(period.year), "part": part})


def span_name(first: Period, last: Period, lang: str) -> str:
    """The period of a target, ``2023`` or ``2023–2024``."""
    if first == last:
        return period_name(first, Measure.LEVEL, lang)
    return words(lang).fill("period.span", {"first": str(first), "last": str(last)})


def measure_name(measure: Measure, lang: str) -> str:
    """What the figure says about its series, ``on a year earlier`` or ``同比``."""
    return words(lang)[f"measure.{measure.value}"]


def measured(figure: Figure, catalog: Catalog, lang: str) -> str:
    """Unit and kind of measure together, ``%, on a year earlier`` or ``10 000 stations``."""
    kind = words(lang).get(f"measure_short.{figure.measure.value}")
    parts = (unit_name(figure, catalog, lang), kind)
    return words(lang)["number.comma"].join(part for part in parts if part)


def _mark(figure: Figure) -> str:
    sign = {Comparator.EQUAL: "", Comparator.ABOUT: "≈ ", Comparator.AT_LEAST: "≥ ", Comparator.AT_MOST: "≤ "}
    found = comparator(figure)
    return sign.get(found, f"{found.value} ")


def _counted(figure: Figure, unit: Unit, catalog: Catalog) -> str:
    """The Chinese name of a unit with the measure word of the product that it counts: 万辆, 万台."""
    product = catalog.activities.get(figure.series.activity)
    if product is None or not product.counter or unit.dimension != _PIECE:
        return unit.names.zh
    return unit.names.zh.replace(catalog.units[_PIECE].names.zh, product.counter)


def _chinese(figure: Figure, unit: Unit, catalog: Catalog) -> tuple[str, str]:
    """Chinese counts in 万 and 亿, so what the publisher gives in billions (十亿) is said in 亿."""
    name, shown = _counted(figure, unit, catalog), figure
    if name.startswith("十亿") and figure.value is not None:
        name, shown = name.removeprefix("十"), replace(figure, value=figure.value * 10)
    return decimal(shown).replace(",", ""), name


def _english(figure: Figure, unit: Unit, catalog: Catalog) -> tuple[str, str]:
    base = _base(unit, catalog) if any(word in unit.id for word in _COUNTED) else None
    if base is None or figure.value is None:
        return decimal(figure), unit.names.en
    total = figure.value * unit.scale / base.scale
    sign = "+" if _signed(figure) and total > 0 else ""
    return sign + _in_words(total, _significant(figure)), base.names.en


def _base(unit: Unit, catalog: Catalog) -> Unit | None:
    """The unit that is counted in tens of thousands or hundreds of millions: tonnes for 10 000 tonnes."""
    family = (each for each in catalog.units.values() if each.dimension == unit.dimension)
    return next((each for each in family if unit.scale / each.scale in _BASES), None)


def _in_words(total: float, significant: int) -> str:
    step, name = next(((s, n) for s, n in _ILLIONS if abs(total) >= s), (1.0, ""))
    scaled = total / step
    whole = len(str(int(abs(scaled))))
    text = f"{scaled:,.{max(significant - whole, 0)}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {name}".rstrip().replace("-", _MINUS)


def _significant(figure: Figure) -> int:
    return len(decimal(figure).replace(",", "").replace(".", "").lstrip(f"+{_MINUS}0")) or 1


def _digits(figure: Figure) -> int:
    """Decimals as published; at least one for rates and indices, at most one for percentages of our own."""
    written = repr(tidy(figure.value)).partition(".")[2]
    found = 0 if written == "0" or "e" in written else len(written)
    if figure.kind in ("derived", "forecast"):
        found = min(found, 1 if "percent" in figure.unit else 2)
    return max(found, 1) if _in_tenths(figure) else found


def _in_tenths(figure: Figure) -> bool:
    return _signed(figure) or figure.measure is Measure.INDEX


def _is_index(figure: Figure, unit: Unit) -> bool:
    return figure.measure is Measure.INDEX or unit.dimension == "diffusion index"


def _signed(figure: Figure) -> bool:
    return figure.measure.is_growth or figure.measure in _POINTS
