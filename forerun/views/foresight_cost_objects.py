"""Costs ahead as JSON and as charts."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.foresight.costs.crossing import Crossing
from forerun.foresight.costs.forecast import Ahead, CostForecast
from forerun.foresight.costs.study import CostStudy
from forerun.types import Interval, Json
from forerun.views.charts import WIDE, chart, colours
from forerun.views.foresight_claims import score_object
from forerun.views.foresight_costs import amount
from forerun.views.objects import as_object
from forerun.views.palette import LIGHT
from forerun.views.words import words

SCHEMA = "forerun.foresight.costs/1"
HEIGHT = 230
_DIGITS = 6
_OPACITY = {0.95: 0.16, 0.8: 0.3}
_LABEL = 62
"""CSS pixels that the label of a year takes."""


def costs_object(study: CostStudy, lang: str, *, hindcast: bool = False) -> Json:
    """The JSON object of ``forerun foresight costs --json``.

    ``ledger`` is its hash where the costs are of the ledger, else ``data`` is that of the file; ``hindcast``
    is empty unless asked for.  Costs are in ``unit``, probabilities and shares lie between 0 and 1.
    """
    calibration = study.calibration
    key = "ledger" if study.source == "ledger" else "data"
    return {
        "schema": SCHEMA,
        "as_of": study.as_of.isoformat(),
        key: study.data,
        "source": study.source,
        "calibration": {
            "source": calibration.source,
            "data": calibration.data,
            "own": study.own,
            "technologies": calibration.pool.technologies,
            "drift": _number(calibration.pool.drift),
            "volatility": _number(calibration.pool.volatility),
            "constants": as_object(calibration.constants, lang),
            "left_out": as_object(calibration.left_out, lang),
        },
        "forecasts": [_forecast(each, lang) for each in study.forecasts],
        "crossings": [_crossing(each, lang) for each in study.crossings],
        "hindcast": [_rounded(as_object(each, lang)) for each in calibration.results] if hindcast else [],
        "left_out": as_object(study.left_out, lang),
        "missing": [each.get(lang) for each in study.missing],
    }


def _forecast(found: CostForecast, lang: str) -> Json:
    curve = found.curve
    return {
        "technology": curve.technology,
        "name": curve.called.get(lang),
        "series": curve.series or None,
        "unit": curve.unit,
        "first_year": _number(float(curve.years[0])),
        "last_year": _number(float(curve.years[-1])),
        "costs": curve.years.size,
        "cost": _number(float(curve.costs[-1])),
        "drift": _number(found.drift),
        "recent_drift": _number(found.recent),
        "volatility": _number(found.volatility),
        "falling": found.falling,
        "p_value": _number(found.p_value),
        "scored": found.scored,
        "history": [
            {"year": _number(year), "cost": _number(cost)}
            for year, cost in zip(curve.years.tolist(), curve.costs.tolist(), strict=True)
        ],
        "ahead": [_ahead(each) for each in found.ahead],
        "methods": [
            {
                "method": each.method.value,
                "horizon": each.horizon,
                "value": _number(each.value),
                "intervals": _intervals(each.intervals),
            }
            for each in found.rivals
        ],
        "learning": [_rounded(as_object(each, lang)) for each in found.learning],
    }


def _ahead(each: Ahead) -> Json:
    return {
        "horizon": each.horizon,
        "year": each.year,
        "value": _number(each.value),
        "intervals": _intervals(each.intervals),
        "score": score_object(each.score),
        "demonstrated": each.score is not None and each.score.demonstrated,
        "technologies": each.technologies,
    }


def _crossing(found: Crossing, lang: str) -> Json:
    low, median, high = found.dates
    return {
        "technology": found.technology,
        "rival": found.rival,
        "names": [each.get(lang) for each in found.names],
        "unit": found.unit,
        "cost": _number(found.now),
        "rival_cost": _number(found.now_rival),
        "year": found.year,
        "already": found.already,
        "correlation": found.correlation,
        "reaches_10_percent": low,
        "median": median,
        "reaches_90_percent": high,
        "not_within_horizon": _number(found.beyond),
        "years": [
            {
                "horizon": each.horizon,
                "year": each.year,
                "probability": _number(each.probability),
                "score": score_object(each.score),
                "demonstrated": each.score is not None and each.score.demonstrated,
            }
            for each in found.years
        ],
    }


def _intervals(intervals: tuple[Interval, ...]) -> list[Json]:
    return [{"level": each.level, "low": _number(each.low), "high": _number(each.high)} for each in intervals]


def _rounded(value: Json) -> Json:
    return {key: _any(each) for key, each in value.items()}


def _any(value: object) -> object:
    if isinstance(value, float):
        return _number(value)
    return _rounded(value) if isinstance(value, dict) else value


def _number(value: float) -> float | None:
    """A number in six digits; null where there is none."""
    return float(f"{value:.{_DIGITS}g}") if abs(value) < float("inf") else None


def fan(found: CostForecast, lang: str, width: int = WIDE) -> Json:
    """Known costs as a line on a logarithmic axis, then bands around the forecast and its last value."""
    say, curve = words(lang), found.curve
    names = (say["foresight_costs.history"], say["foresight_costs.forecast"])
    scale = colours(names, ("accent", "ink"))
    span = float(curve.years[0]), float(found.ahead[-1].year)
    known = [
        {"year": year, "cost": cost, "label": names[0]}
        for year, cost in zip(curve.years.tolist(), curve.costs.tolist(), strict=True)
    ]
    ahead = [{"year": each.year, "cost": each.value, "label": names[1]} for each in found.ahead]
    edge = {"year": float(curve.years[-1]), "cost": float(curve.costs[-1]), "label": names[1]}
    shared = {"x": _years(span, width), "y": _costs("cost")}
    colour = {"color": {"field": "label", "type": "nominal", "scale": scale}}
    last = {**ahead[-1], "text": amount(found.ahead[-1].value)}
    layers = [
        *_bands(found, span, width),
        {
            "data": {"values": known},
            "mark": {"type": "line", "strokeWidth": 2.2, "point": {"size": 16, "filled": True}},
            "encoding": shared | colour,
        },
        {
            "data": {"values": [edge, *ahead]},
            "mark": {"type": "line", "strokeWidth": 2, "strokeDash": [6, 3]},
            "encoding": shared | colour,
        },
        {
            "data": {"values": [last]},
            "mark": {"type": "text", "dx": 8, "fontWeight": "bold", "align": "left"},
            "encoding": shared | {"text": {"field": "text"}},
        },
    ]
    return chart(layers, width, HEIGHT)


def _bands(found: CostForecast, span: tuple[float, float], width: int) -> Iterator[Json]:
    curve = found.curve
    cost = float(curve.costs[-1])
    for level in sorted(_OPACITY, reverse=True):
        values = [{"year": float(curve.years[-1]), "low": cost, "high": cost}]
        values += [
            {"year": each.year, "low": one.low, "high": one.high}
            for each in found.ahead
            for one in each.intervals
            if one.level == level
        ]
        yield {
            "data": {"values": values},
            "mark": {"type": "area", "color": LIGHT["accent"], "opacity": _OPACITY[level]},
            "encoding": {"x": _years(span, width), "y": _costs("low"), "y2": {"field": "high"}},
        }


def chances(found: Crossing, width: int = WIDE) -> Json:
    """The probability of being cheaper, year by year, with a line at one half."""
    values = [{"year": each.year, "chance": 100 * each.probability} for each in found.years]
    span = float(found.years[0].year), float(found.years[-1].year)
    y = {"field": "chance", "type": "quantitative", "scale": {"domain": [0, 100]}, "axis": {"tickCount": 5}}
    half = {
        "data": {"values": [{"chance": 50}]},
        "mark": {"type": "rule", "strokeDash": [3, 3], "color": LIGHT["muted"]},
        "encoding": {"y": y},
    }
    line = {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 2.2, "color": LIGHT["accent"], "point": {"size": 20}},
        "encoding": {"x": _years(span, width), "y": y},
    }
    return chart([half, line], width, 180)


def _years(span: tuple[float, float], width: int) -> Json:
    axis = {"grid": False, "format": "d", "tickCount": max(3, width // _LABEL)}
    return {
        "field": "year",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": list(span), "nice": False},
    }


def _costs(field: str) -> Json:
    return {"field": field, "type": "quantitative", "scale": {"type": "log"}, "axis": {"tickCount": 5}}
