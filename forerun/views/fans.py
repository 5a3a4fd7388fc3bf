"""Charts of the outlook: the fan to the year end, what moved a forecast, the track record by horizon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forerun.outlook.result import Estimate, Forecast
from forerun.periods import Period
from forerun.types import Json
from forerun.views.charts import (
    WIDE,
    Line,
    across,
    chart,
    colours,
    label_room,
    months,
    over_time,
    points,
    rates,
    rows_of,
)
from forerun.views.forecasts import signed
from forerun.views.palette import LIGHT

_OPACITY = {0.9: 0.16, 0.8: 0.22, 0.5: 0.34}
"""Bands lie over one another, the narrower the darker."""


@dataclass(frozen=True, slots=True)
class Fan:
    """Published figures and where they are going.

    ``known`` are published figures, ``course`` the forecasts; ``benchmark`` is the id of the forecaster drawn
    beside, empty for none; ``labels`` are the names of the forecast shown and of the benchmark.
    """

    known: Line
    course: Sequence[Forecast]
    benchmark: str
    labels: tuple[str, str]


def fan(found: Fan, lang: str, width: int = WIDE) -> Json:
    """Published figures as a line, then bands around the forecast and a benchmark beside it."""
    names = (found.known.name, *found.labels[: 2 if found.benchmark else 1])
    scale = colours(names, ("accent", "ink", "warn"))
    line = {"type": "line", "strokeWidth": 2.2, "point": {"size": 24, "filled": True}}
    layers = [
        *_bands(found, lang),
        over_time(found.known, line, lang, scale),
        _ahead(found, found.labels[0], "", lang, scale),
        _end(found, lang),
    ]
    if found.benchmark:
        layers.insert(-1, _ahead(found, found.labels[1], found.benchmark, lang, scale))
    return chart([layer for layer in layers if layer], width, 210)


def _bands(found: Fan, lang: str) -> Iterator[Json]:
    levels = sorted({each.level for one in found.course for each in one.chosen.intervals}, reverse=True)
    for level in levels:
        values = _edge(found)
        values += [
            {"day": _day(each.period), "low": interval.low, "high": interval.high}
            for each in found.course
            for interval in each.chosen.intervals
            if interval.level == level
        ]
        yield {
            "data": {"values": values},
            "mark": {"type": "area", "color": LIGHT["accent"], "opacity": _OPACITY.get(level, 0.2)},
            "encoding": {
                "x": months(lang),
                "y": {**rates(), "field": "low"},
                "y2": {"field": "high"},
            },
        }


def _edge(found: Fan) -> list[Json]:
    """The last published figure, from which the fan opens; none where the figures start anew in between."""
    known = points(found.known)
    last = found.known.figures[-1].period if known else None
    first = found.course[0].period if found.course else None
    if last is None or first is None or (found.known.restarts and last.year < first.year):
        return []
    at = known[-1]
    return [{"day": at["day"], "low": at["value"], "high": at["value"], "value": at["value"]}]


def _ahead(found: Fan, label: str, model: str, lang: str, scale: Json) -> Json:
    """A line of forecasts, from the last published figure on; of the chosen forecaster without a model."""
    shown = [(each.period, _of(each, model)) for each in found.course]
    values = [{"day": _day(period), "value": each.value, "label": label} for period, each in shown if each]
    values = [{**each, "label": label} for each in _edge(found)] + values
    return {
        "data": {"values": values},
        "mark": {"type": "line", "strokeWidth": 2, "strokeDash": [2, 3] if model else [6, 3]},
        "encoding": {
            "x": months(lang),
            "y": rates(),
            "color": {"field": "label", "type": "nominal", "scale": scale},
        },
    }


def _of(forecast: Forecast, model: str) -> Estimate | None:
    if not model:
        return forecast.chosen
    return next((each for each in forecast.estimates if each.model == model), None)


def _end(found: Fan, lang: str) -> Json:
    """The last forecast in figures."""
    if not found.course:
        return {}
    last = found.course[-1]
    value = {"day": _day(last.period), "value": last.chosen.value, "text": signed(last.chosen.value)}
    return {
        "data": {"values": [value]},
        "mark": {"type": "text", "dx": 8, "fontWeight": "bold", "align": "left"},
        "encoding": {"x": months(lang), "y": rates(), "text": {"field": "text"}},
    }


def _day(period: Period) -> str:
    month = period.last_month
    return f"{month.year}-{month.index:02d}-01"


@dataclass(frozen=True, slots=True)
class Step:
    """A row of a waterfall: an effect that starts where the one before ended, or a level of its own."""

    name: str
    value: float
    is_level: bool = False


def waterfall(steps: Sequence[Step], width: int = WIDE) -> Json:
    """From one forecast to another by what moved it; levels are upright marks, effects are bars."""
    y = rows_of([each.name for each in steps], width)
    values = list(_falls(steps))
    bars = {
        "transform": [{"filter": "!datum.level"}],
        "mark": {"type": "bar", "height": 11},
        "encoding": {
            "x": {**across("start"), "scale": {"zero": False}},
            "x2": {"field": "end"},
            "y": y,
            "color": {"field": "colour", "type": "nominal", "scale": None},
        },
    }
    levels = {
        "transform": [{"filter": "datum.level"}],
        "mark": {"type": "tick", "thickness": 3, "size": 16, "color": LIGHT["ink"], "opacity": 1},
        "encoding": {"x": {**across("end"), "scale": {"zero": False}}, "y": y},
    }
    text = {
        "mark": {"type": "text", "dx": 6, "align": "left"},
        "encoding": {"x": {**across("right"), "scale": {"zero": False}}, "y": y, "text": {"field": "text"}},
    }
    return chart([bars, levels, text], width - label_room(width), 22 * len(steps)) | {
        "data": {"values": values}
    }


def _falls(steps: Sequence[Step]) -> Iterator[Json]:
    at = 0.0
    for row, each in enumerate(steps):
        start, at = (each.value, each.value) if each.is_level else (at, at + each.value)
        yield {
            "row": row,
            "start": start,
            "end": at,
            "right": max(start, at),
            "level": each.is_level,
            "colour": LIGHT["accent" if each.value >= 0 else "warn"],
            "text": signed(each.value, 2),
        }


@dataclass(frozen=True, slots=True)
class Pair:
    """Errors of two forecasters at one horizon."""

    name: str
    own: float
    rival: float


def pairs(rows: Sequence[Pair], labels: tuple[str, str], width: int = WIDE) -> Json:
    """RMSE of the model (filled) and of the best benchmark (hollow), one row for each horizon."""
    y = rows_of([each.name for each in rows], width)
    values = [
        {"row": row, "value": value, "label": label, "own": each.own, "rival": each.rival}
        for row, each in enumerate(rows)
        for label, value in zip(labels, (each.own, each.rival), strict=True)
    ]
    scale = colours(labels, ("accent", "warn"))
    joined = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": LIGHT["line"]},
        "encoding": {"x": across("own"), "x2": {"field": "rival"}, "y": y},
    }
    dots = {
        "mark": {"type": "point", "size": 70, "filled": True, "opacity": 1},
        "encoding": {
            "x": across("value"),
            "y": y,
            "color": {"field": "label", "type": "nominal", "scale": scale},
        },
    }
    return chart([joined, dots], width - label_room(width), 24 * len(rows)) | {"data": {"values": values}}
