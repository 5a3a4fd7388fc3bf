"""A backtest as tables and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from forerun.outlook.backtest import Backtest
from forerun.outlook.records import Aim
from forerun.outlook.scoreboard import ScoreRow
from forerun.types import Json, Measure, Series
from forerun.views.forecast_objects import series_object
from forerun.views.forecasts import model_name
from forerun.views.items import Aside, Line, Table
from forerun.views.objects import as_object, envelope
from forerun.views.text import day, period_name
from forerun.views.trackrecord import rmse_table, scores_table
from forerun.views.words import words

SCHEMA = "forerun.outlook-backtest/1"
_SHOWN = {Aim.MONTH: range(1, 13), Aim.QUARTER: range(1, 4), Aim.YEAR: (0, 1, 2, 3, 6, 9, 12)}
"""Horizons in the tables; the JSON object has all of them."""


def backtest_object(past: Backtest, target: Series, as_of: date, ledger: str, lang: str) -> Json:
    """The JSON object of ``forerun outlook backtest --json``, forecasts and outcomes included."""
    return {
        **envelope(SCHEMA, as_of, ledger),
        "target": series_object(target, lang),
        "from": past.first.isoformat(),
        "to": past.last.isoformat(),
        "outcomes": "latest" if past.latest else "first",
        "table": as_object(past.table, lang),
        "calm": as_object(past.calm, lang),
        "exceptional": as_object(past.exceptional, lang),
        "failures": as_object(past.failures, lang),
        "records": as_object(past.records, lang),
    }


def opening(past: Backtest, target: Series, lang: str) -> Iterator[Line]:
    """What was forecast between which days and held against what, and which months are exceptional."""
    say = words(lang)
    values = {
        "name": target.names.get(lang),
        "first": day(past.first, lang),
        "last": day(past.last, lang),
        "outcomes": say["backtest.latest" if past.latest else "backtest.first"],
    }
    yield (say.fill("backtest.title", values),)
    for each in past.exceptional:
        first, last = (period_name(p, Measure.YOY, lang, short=True) for p in (each.first, each.last))
        span = say.fill("backtest.exceptional", {"name": each.names.get(lang), "first": first, "last": last})
        yield (Aside(span),)


def tables(past: Backtest, benchmarks: Sequence[str], lang: str) -> Iterator[Table]:
    """RMSE of everybody, the best model against the best benchmark, and both without exceptional months."""
    say = words(lang)
    shown = [each for each in past.table if each.horizon in _SHOWN[each.aim]]
    yield rmse_table(say["backtest.rmse"], shown, lang)
    if past.calm:
        calm = [each for each in past.calm if each.horizon in _SHOWN[each.aim]]
        yield rmse_table(say["backtest.calm"], calm, lang)
    best = list(_best(shown, benchmarks))
    yield scores_table(say["backtest.best"], best, past.calm, past.table, lang)


def failures(past: Backtest, lang: str) -> Iterator[tuple[str, Line]]:
    """Forecasters that could not forecast, how often, and why the first time."""
    names = dict.fromkeys(each.forecaster for each in past.failures)
    for name in names:
        own = [each for each in past.failures if each.forecaster == name]
        values = {"count": str(len(own)), "reason": own[0].reason}
        yield model_name(name, lang), (words(lang).fill("backtest.failed", values),)


def _best(rows: Sequence[ScoreRow], benchmarks: Sequence[str]) -> Iterator[ScoreRow]:
    """The model with the lowest mean CRPS at each horizon, else the best of all."""
    for key in dict.fromkeys((each.aim, each.horizon) for each in rows):
        own = [each for each in rows if (each.aim, each.horizon) == key]
        models = [each for each in own if each.forecaster not in benchmarks]
        yield min(models or own, key=lambda each: each.crps)
