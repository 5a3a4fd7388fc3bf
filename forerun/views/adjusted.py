"""A seasonal adjustment as tables, lines and JSON."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.outlook.seasonal.series import AdjustedSeries
from forerun.types import Json, Measure
from forerun.views.forecast_objects import series_object
from forerun.views.forecasts import plain_number, signed
from forerun.views.items import Aside, Line, Table
from forerun.views.objects import envelope
from forerun.views.tables import columns
from forerun.views.text import ABSENT, day, period_name
from forerun.views.words import words

SCHEMA = "forerun.adjust/1"
LATEST = 15
"""Months that the table shows; the JSON object has all."""


def adjust_object(found: AdjustedSeries, ledger: str, lang: str) -> Json:
    """The JSON object of ``forerun outlook adjust --json``."""
    content = {key: value for key, value in found.to_dict().items() if key not in ("as_of", "series")}
    head = envelope(SCHEMA, found.as_of, ledger)
    return {**head, "target": series_object(found.series, lang), **content}


def facts(found: AdjustedSeries, lang: str) -> Iterator[tuple[str, Line]]:
    """What was adjusted, by which model, how good it is, and every fallback."""
    say, own = words(lang), found.adjusted
    first, last = (period_name(each, Measure.LEVEL, lang) for each in (own.periods[0], own.periods[-1]))
    span = {"first": first, "last": last, "rows": str(len(found.trace.observations))}
    title = say.fill("adjust.title", {"name": found.series.names.get(lang)})
    yield title, (Aside(say.fill("print.as_of", {"day": day(found.as_of, lang)})),)
    yield "", (say.fill("adjust.span", span),)
    yield say["adjust.model"], (f"{own.model.arima}, {own.model.combination}, AICC {own.model.aicc:.1f}",)
    for each in own.choices:
        yield say["adjust.choice"], (f"{each.holiday}: {each.chosen}",)
    left = own.diagnostics
    tests = ", ".join(f"{each.name} p {each.p_value:.3f}" for each in left.residual)
    yield say["adjust.season_left"], (say["adjust.none_left"] if left.no_season_left else tests,)
    if left.m and left.q is not None:
        m = " ".join(f"{each:.2f}" for each in left.m)
        yield say["adjust.quality"], (say.fill("adjust.quality_text", {"m": m, "q": f"{left.q:.2f}"}),)
    yield say["adjust.recipes"], (", ".join(found.recipes),)
    for note in (*found.notes, *own.notes):
        yield say["adjust.notes"], (note,)


def months_table(found: AdjustedSeries, lang: str) -> Table:
    """The last months: original, adjusted, growth on the month before and over three months."""
    own, momentum = found.adjusted, found.momentum
    rows = []
    for at in range(max(len(own.periods) - LATEST, 0), len(own.periods)):
        three = momentum.three_months[at] if momentum.three_months else None
        rows.append(
            (
                (period_name(own.periods[at], Measure.LEVEL, lang, short=True),),
                (_level(own.original[at]),),
                (_level(own.adjusted[at]),),
                (_rate(momentum.month_on_month[at]),),
                (_rate(three),),
            )
        )
    head = columns(lang, "=period", "#original", "#adjusted", "#mom", "#three_months")
    return Table(words(lang)["adjust.table"], head, tuple(rows))


def effects_table(found: AdjustedSeries, lang: str) -> Table:
    """Coefficients of holidays, trading days and outliers."""
    head = columns(lang, "effect", "#estimate", "#error", "#t")
    rows = tuple(
        (
            (each.name,),
            (plain_number(each.estimate, 4),),
            (f"{each.standard_error:.4f}",),
            (plain_number(each.t_value, 1) if each.standard_error else ABSENT,),
        )
        for each in found.adjusted.effects
        if each.kind != "missing"
    )
    return Table(words(lang)["adjust.effects"], head, rows)


def _level(value: float | None) -> str:
    return ABSENT if value is None else f"{value:,.1f}"


def _rate(value: float | None) -> str:
    return ABSENT if value is None else signed(value, 1)
