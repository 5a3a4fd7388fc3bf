"""Diffusion ahead as JSON and as charts."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.foresight.diffusion.best import BestCurve
from forerun.foresight.diffusion.calibration import Calibration
from forerun.foresight.diffusion.claims import METHOD
from forerun.foresight.diffusion.forecast import Ahead, DiffusionForecast, Reach
from forerun.foresight.diffusion.study import DiffusionStudy
from forerun.types import Json
from forerun.views.charts import WIDE, chart, colours
from forerun.views.foresight_claims import score_object
from forerun.views.foresight_costs import amount
from forerun.views.objects import as_object
from forerun.views.palette import LIGHT
from forerun.views.words import words

SCHEMA = "forerun.foresight.diffusion/1"
HEIGHT = 230
_DIGITS = 6
_LABEL = 62
"""CSS pixels that the label of a year takes."""


def diffusion_object(study: DiffusionStudy, lang: str, *, hindcast: bool = False) -> Json:
    """The JSON object of ``forerun foresight diffusion --json``.

    ``ledger`` is its hash where the paths are of the ledger, else ``data`` is that of the file; ``hindcast``
    is empty unless asked for.  Values are in ``unit``, dates are decimal years, shares, weights and maturity
    lie between 0 and 1.  Before the inflection every date of it is null.
    """
    key = "ledger" if study.source == "ledger" else "data"
    calibration = study.calibration
    return {
        "schema": SCHEMA,
        "as_of": study.as_of.isoformat(),
        key: study.data,
        "source": study.source,
        "method": METHOD,
        "calibration": {
            "source": calibration.source,
            "own": calibration.own,
            "series": [each.get(lang) for each in calibration.used],
            "forecasts": len(calibration.attempts),
        },
        "forecasts": [_forecast(each, lang) for each in study.forecasts],
        "hindcast": list(_results(calibration)) if hindcast else [],
        "left_out": as_object(study.left_out, lang),
        "missing": [each.get(lang) for each in study.missing],
    }


def _forecast(found: DiffusionForecast, lang: str) -> Json:
    path, standing = found.path, found.standing
    low, high, stated = found.ceilings
    told = found.inflected
    return {
        "subject": path.subject,
        "name": path.called.get(lang),
        "series": path.series or None,
        "measure": path.measure.value if path.series else None,
        "unit": path.unit,
        "kind": path.kind.value,
        "period": str(path.last),
        "value": _number(path.latest),
        "points": path.values.size,
        "independent_points": _number(found.points),
        "stage": standing.stage.value,
        "maturity": [_number(each) for each in standing.maturity],
        "inflection": [_number(each) for each in standing.inflections] if told else None,
        "bends_p_value": _number(standing.bends),
        "ceilings": {
            "low": _number(low),
            "high": _number(high),
            "stated": stated,
            "likely": [_number(each) for each in found.likely],
            "why": path.why.get(lang),
        },
        "history": [
            {"date": _number(when), "value": _number(value)}
            for when, value in zip(path.dates.tolist(), path.values.tolist(), strict=True)
        ],
        "ahead": [_ahead(each) for each in found.ahead],
        "models": [
            _model(curve, weight, found) for curve, weight in zip(found.curves, found.weights, strict=True)
        ],
        "reach": None if found.reach is None else _reach(found.reach),
    }


def _ahead(each: Ahead) -> Json:
    return {
        "period": str(each.period),
        "date": _number(each.when),
        "horizon": each.horizon,
        "value": _number(each.value),
        "range": {"low": _number(each.spread[0]), "high": _number(each.spread[1])},
        "intervals": [
            {"level": one.level, "low": _number(one.low), "high": _number(one.high)} for one in each.intervals
        ],
        "score": score_object(each.score),
        "series": each.paths,
        "demonstrated": each.score is not None and each.score.demonstrated,
    }


def _model(curve: BestCurve, weight: float, found: DiffusionForecast) -> Json:
    told = found.inflected
    return {
        "model": curve.model.value,
        "weight": _number(weight),
        "ceiling": _number(curve.ceiling),
        "ceiling_is_highest_tried": curve.at_edge,
        "maturity": _number(curve.maturity),
        "inflection": _number(curve.inflection) if told else None,
        "speed": _number(curve.speed),
        "years_from_10_to_90_percent": _number(curve.spread) if told else None,
        "growth_percent_of_ceiling": _number(curve.growth) if told else None,
        "p": _number(curve.innovation),
        "q": _number(curve.imitation),
        "misfit": _number(curve.misfit),
        "values": [
            {"period": str(each.period), "value": _number(value)}
            for each, value in zip(found.ahead, curve.ahead, strict=True)
        ],
    }


def _reach(reach: Reach) -> Json:
    low, middle, high = (None if each is None else _number(each) for each in reach.dates)
    return {
        "level": _number(reach.level),
        "answer": reach.answer.value,
        "earliest": low,
        "middle": middle,
        "latest": high,
        "possible": _number(reach.possible),
    }


def _results(calibration: Calibration) -> Iterator[Json]:
    for each in calibration.results:
        found = {key: _any(value) for key, value in as_object(each).items()}
        yield found | {"skill": score_object(each.skill)}


def _any(value: object) -> object:
    if isinstance(value, float):
        return _number(value)
    if isinstance(value, list):
        return [_any(each) for each in value]
    return {key: _any(each) for key, each in value.items()} if isinstance(value, dict) else value


def _number(value: float) -> float | None:
    """A number in six digits; null where there is none."""
    return float(f"{value:.{_DIGITS}g}") if abs(value) < float("inf") else None


def fan(found: DiffusionForecast, lang: str, width: int = WIDE) -> Json:
    """Known values, then the interval that held elsewhere, the range over models and ceilings, each model."""
    say, path = words(lang), found.path
    models = [say[f"foresight_diffusion.models.{each.model}"] for each in found.curves]
    names = (say["foresight_diffusion.history"], *models)
    scale = colours(names, ("accent", "warn", "good", "doubt")[: len(names)])
    span = float(path.dates[0]), found.ahead[-1].when
    top = max(path.values.max(), *(each.spread[1] for each in found.ahead))
    shared = {"x": _years(span, width), "y": _values("value", float(top))}
    colour = {"color": {"field": "label", "type": "nominal", "scale": scale}}
    known = [
        {"when": when, "value": value, "label": names[0]}
        for when, value in zip(path.dates.tolist(), path.values.tolist(), strict=True)
    ]
    edge = {"when": path.now, "value": path.latest}
    layers: list[Json] = [*_bands(found, span, width, float(top))]
    layers.append({
        "data": {"values": known},
        "mark": {"type": "line", "strokeWidth": 2.2, "point": {"size": 16, "filled": True}},
        "encoding": shared | colour,
    })  # fmt: skip
    for curve, name in zip(found.curves, models, strict=True):
        said = [
            {"when": each.when, "value": value, "label": name}
            for each, value in zip(found.ahead, curve.ahead, strict=True)
        ]
        layers.append({
            "data": {"values": [edge | {"label": name}, *said]},
            "mark": {"type": "line", "strokeWidth": 1.4, "strokeDash": [5, 3], "clip": True},
            "encoding": shared | colour,
        })  # fmt: skip
    last = found.ahead[-1]
    layers.append({
        "data": {"values": [{"when": last.when, "value": last.value, "text": amount(last.value)}]},
        "mark": {"type": "text", "dx": 8, "fontWeight": "bold", "align": "left"},
        "encoding": shared | {"text": {"field": "text"}},
    })  # fmt: skip
    return chart(layers, width, HEIGHT)


def _bands(found: DiffusionForecast, span: tuple[float, float], width: int, top: float) -> Iterator[Json]:
    """The 80 percent interval, cut at the top of the range over models and ceilings, and that range."""
    path = found.path
    start = {"when": path.now, "low": path.latest, "high": path.latest}
    interval = [
        {"when": each.when, "low": each.intervals[0].low, "high": min(each.intervals[0].high, top)}
        for each in found.ahead
        if each.intervals
    ]
    spread = [{"when": each.when, "low": each.spread[0], "high": each.spread[1]} for each in found.ahead]
    for values, opacity in ((interval, 0.14), (spread, 0.28)):
        yield {
            "data": {"values": [start, *values]},
            "mark": {"type": "area", "color": LIGHT["accent"], "opacity": opacity},
            "encoding": {
                "x": _years(span, width),
                "y": _values("low", top),
                "y2": {"field": "high"},
            },
        }


def _years(span: tuple[float, float], width: int) -> Json:
    axis = {"grid": False, "format": "d", "tickCount": max(3, width // _LABEL)}
    scale = {"domain": list(span), "nice": False}
    return {"field": "when", "type": "quantitative", "axis": axis, "scale": scale}


def _values(field: str, top: float) -> Json:
    scale = {"domain": [0, top], "nice": True}
    return {"field": field, "type": "quantitative", "scale": scale, "axis": {"tickCount": 5}}
