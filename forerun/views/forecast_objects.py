"""The outlook as JSON: every forecast is a figure object with its intervals and its model."""

from __future__ import annotations

from forerun.outlook.recording import figure_of
from forerun.outlook.result import Chance, Estimate, Forecast, Outlook
from forerun.types import Json, Series
from forerun.views.forecasts import score_of
from forerun.views.objects import as_estimated, as_object, envelope, figure_object, tidy

SCHEMA = "forerun.outlook/1"


def outlook_object(found: Outlook, lang: str) -> Json:
    """The JSON object of ``forerun outlook --json``; probabilities and shares lie between 0 and 1."""
    return {**envelope(SCHEMA, found.as_of, found.ledger), **outlook_content(found, lang)}


def outlook_content(found: Outlook, lang: str) -> Json:
    """The same without its envelope."""
    content = {
        "target": series_object(found.target, lang),
        "latest": figure_object(found.latest, lang),
        "to_date": figure_object(found.to_date, lang),
        **{
            key: [_forecast(found, each, lang) for each in getattr(found, key)]
            for key in ("months", "quarters", "years", "course")
        },
        "chances": [_chance(each, lang) for each in found.chances],
        "track": as_object(found.track, lang),
        "calm": as_object(found.calm, lang),
        "failures": as_object(found.failures, lang),
        "remarks": as_object(found.remarks, lang),
    }
    return as_estimated(content)


def series_object(series: Series, lang: str) -> Json:
    """Which series is forecast."""
    return {
        "series": series.id,
        "code": series.code,
        "name": series.names.get(lang),
        "place": series.place,
    }


def _forecast(found: Outlook, forecast: Forecast, lang: str) -> Json:
    score = score_of(found.track, forecast)
    return {
        "period": str(forecast.period),
        "measure": forecast.measure.value,
        "aim": forecast.aim.value,
        "horizon": forecast.horizon,
        "chosen": forecast.chosen.model,
        "reason": forecast.reason.get(lang),
        "scores": as_object(forecast.choice.scores),
        "scored": forecast.choice.count,
        "coverage": as_object(score.coverage) if score else [],
        "estimates": [estimate_object(found, forecast, each, lang) for each in forecast.estimates],
    }


def estimate_object(found: Outlook, forecast: Forecast, estimate: Estimate, lang: str) -> Json:
    """A forecast as the one figure object, with the intervals and the model that make it an estimate."""
    return {
        **figure_object(figure_of(forecast, estimate, found.target, found.as_of), lang),
        "intervals": as_object(estimate.intervals),
        "model": estimate.model,
        "sd": tidy(estimate.sd),
        "sd_parameters": None if estimate.sd_parameters is None else tidy(estimate.sd_parameters),
        "benchmark": estimate.benchmark,
        "chosen": estimate.chosen,
    }


def _chance(chance: Chance, lang: str) -> Json:
    return {
        "target": as_object(chance.target, lang),
        "probability": tidy(chance.probability),
        "needed": figure_object(chance.needed, lang),
        "reason": chance.reason.get(lang),
    }
