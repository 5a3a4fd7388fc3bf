"""Sentences from figures: templates of the language filled with traced numbers, nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from forerun.catalog.model import Catalog
from forerun.monitor.result import Row
from forerun.types import Comparator, Figure, Measure
from forerun.views.items import Item, Line
from forerun.views.text import comparator, period_name, prose, publisher_name, size
from forerun.views.words import words

_GROWTH = {Measure.YOY: "yoy", Measure.YTD_YOY: "yoy", Measure.MOM: "mom", Measure.MOM_SA: "mom_sa"}


def told(rows: Iterable[Row], catalog: Catalog, lang: str) -> Line:
    """The rows in sentences, those of one period and measure together; rows without a figure are left out.

    ``Industrial value added, September 2023, on a year earlier: mining +1.5%; manufacturing +5.0%.``
    """
    known = [row for row in rows if row.figure.value is not None]
    groups = [
        tuple(group) for _, group in groupby(known, key=lambda row: (row.figure.period, row.figure.measure))
    ]
    return closed([_group(group, catalog, lang) for group in groups], lang)


def statement(name: str, figure: Figure, catalog: Catalog, lang: str) -> Line:
    """One sentence that says a known figure: ``Mining grew 1.5% in September 2023 from a year earlier``."""
    period = period_name(figure.period, figure.measure, lang)
    values: dict[str, Item] = {"name": name, "period": period, "amount": prose(figure, catalog, lang)}
    if figure.measure not in _GROWTH:
        return (*words(lang).parts("say.level", values), *_attributed(figure, catalog, lang))
    values["amount"] = size(figure, catalog, lang)
    return words(lang).parts(f"say.{_GROWTH[figure.measure]}.{course(figure)}", values)


def course(figure: Figure) -> str:
    """``up``, ``down`` or ``flat`` by the sign of a rate or change; the figure must have a value."""
    value = figure.value or 0.0
    return "up" if value > 0 else "down" if value < 0 else "flat"


def closed(lines: Sequence[Line], lang: str) -> Line:
    """Several lines as one, each closed by a full stop of the language."""
    say = words(lang)
    return tuple(item for line in lines for item in (*line, say["say.stop"])) or (say["number.no_figure"],)


def _group(rows: Sequence[Row], catalog: Catalog, lang: str) -> Line:
    first = rows[0].figure
    if len(rows) == 1:
        return statement(rows[0].names.get(lang), first, catalog, lang)
    names, subject = _names(rows, catalog, lang)
    kind = words(lang)[f"measure_short.{first.measure.value}"]
    about = (subject, period_name(first.period, first.measure, lang), kind)
    items: list[Item] = [
        words(lang)["number.comma"].join(each for each in about if each),
        words(lang)["say.colon"],
    ]
    for name, row in zip(names, rows, strict=True):
        items += [f"{name} ", prose(row.figure, catalog, lang), *_attributed(row.figure, catalog, lang)]
        items.append(words(lang)["say.semicolon"])
    return tuple(items[:-1])


def _names(rows: Sequence[Row], catalog: Catalog, lang: str) -> tuple[list[str], str]:
    """Names of the rows; for activities of one indicator the activities, with the indicator as subject."""
    series = [row.figure.series for row in rows]
    indicator = catalog.indicators.get(series[0].indicator)
    parts = [each.activity for each in series if each.activity]
    alike = len({each.indicator for each in series}) == 1 and len(parts) >= len(series) - 1
    if indicator is None or not alike or not all(part in catalog.activities for part in parts):
        return [row.names.get(lang) for row in rows], ""
    return [_part_name(each.activity, catalog, lang) for each in series], indicator.names.get(lang)


def _part_name(activity: str, catalog: Catalog, lang: str) -> str:
    """The activity within a sentence; a series without one is the total of the others."""
    if not activity:
        return words(lang)["say.total"]
    name = catalog.activities[activity].names.get(lang)
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def _attributed(figure: Figure, catalog: Catalog, lang: str) -> Line:
    """Who says so, where the number is a bound or a round one."""
    row = figure.observation
    if row is None or comparator(figure) is Comparator.EQUAL:
        return ()
    publisher = publisher_name(row.publisher, catalog, lang)
    return (words(lang).fill("say.according", {"publisher": publisher}),)
