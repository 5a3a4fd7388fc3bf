"""Charts of a trial: paths, gaps beside those of placebos, effects through time, estimates side by side."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forerun.types import Json
from forerun.views.charts import WIDE, across, chart, colours, label_room, rows_of, rule
from forerun.views.palette import LIGHT

HEIGHT, ROW = 220, 26
_LABEL = 62
"""CSS pixels that the label of a period takes."""
_STROKES: Json = {
    "symbolType": "stroke",
    "symbolStrokeWidth": 3,
    "symbolOpacity": 1,
    "symbolDash": [1, 0],
    "columnPadding": 24,
    "offset": 20,
}


@dataclass(frozen=True, slots=True)
class Course:
    """Numbers through time under one name, one for each period; NaN where there is none."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True)
class Axis:
    """The periods of a chart, and the position of the first treated one with the words beside its mark."""

    periods: Sequence[str]
    start: int
    mark: str


def trajectories(axis: Axis, treated: Course, synthetic: Course, width: int = WIDE) -> Json:
    """The treated places and what they would have been, with the start marked."""
    scale = colours((treated.name, synthetic.name), ("accent", "warn"))
    layers = [
        *_start(axis, width),
        _line(synthetic, scale, {"strokeWidth": 2, "strokeDash": [6, 3]}, axis, width),
        _line(treated, scale, {"strokeWidth": 2.4}, axis, width),
    ]
    return chart(layers, width, HEIGHT)


def gaps(axis: Axis, own: Course, placebos: Sequence[Sequence[float]], name: str, width: int = WIDE) -> Json:
    """The gap to the synthetic path in front of the gaps of placebos, which are all called ``name``."""
    shown = (own.name, name) if placebos else (own.name,)
    scale = colours(shown, ("accent", "soft")[: len(shown)])
    rows = [
        {"at": at, "value": value, "label": name, "path": path}
        for path, values in enumerate(placebos)
        for at, value in enumerate(values)
        if math.isfinite(value)
    ]
    fan = {
        "data": {"values": rows},
        "mark": {"type": "line", "strokeWidth": 0.8, "opacity": 0.45},
        "encoding": {**_course(axis, width, scale), "detail": {"field": "path"}},
    }
    front = _line(own, scale, {"strokeWidth": 2.6}, axis, width)
    return chart([*([fan] if rows else []), rule(0.0), *_start(axis, width), front], width, HEIGHT)


@dataclass(frozen=True, slots=True)
class Moment:
    """An effect some periods after the start, with its own interval and the band of all at once."""

    at: int
    value: float
    low: float
    high: float
    uniform_low: float
    uniform_high: float


def study(moments: Sequence[Moment], names: tuple[str, str], width: int = WIDE) -> Json:
    """An event study: pointwise intervals as thick strokes, the uniform band behind them as thin ones."""
    scale = colours(names, ("accent", "soft"))
    values = [
        {
            "at": each.at,
            "value": each.value,
            "low": low,
            "high": high,
            "label": label,
        }
        for each in moments
        for label, low, high in (
            (names[1], each.uniform_low, each.uniform_high),
            (names[0], each.low, each.high),
        )
    ]
    axis = {"grid": False, "tickMinStep": 1, "tickCount": max(3, width // _LABEL), "format": "d"}
    x = {"field": "at", "type": "quantitative", "axis": axis, "scale": {"zero": False, "padding": 10}}
    shared: Json = {
        "x": x,
        "color": {"field": "label", "type": "nominal", "scale": scale, "legend": _STROKES},
    }
    spans = [
        {
            "transform": [{"filter": f"datum.label == {json.dumps(name)}"}],
            "mark": {"type": "rule", "strokeWidth": stroke, "opacity": 1},
            "encoding": shared | {"y": _amounts("low"), "y2": {"field": "high"}},
        }
        for name, stroke in ((names[1], 1.6), (names[0], 4.0))
    ]
    dots = {
        "mark": {"type": "point", "filled": True, "size": 46, "opacity": 1, "color": LIGHT["ink"]},
        "encoding": {"x": x, "y": _amounts("value")},
    }
    start = {
        "data": {"values": [{"at": -0.5}]},
        "mark": {"type": "rule", "strokeDash": [3, 3], "color": LIGHT["muted"]},
        "encoding": {"x": {"field": "at", "type": "quantitative"}},
    }
    return chart([rule(0.0), start, *spans, dots], width, HEIGHT) | {"data": {"values": values}}


@dataclass(frozen=True, slots=True)
class Row:
    """An estimate with its interval, where that has ends; ``stands_out`` for the one that counts."""

    name: str
    value: float
    low: float
    high: float
    stands_out: bool = False


def forest(rows: Sequence[Row], width: int = WIDE) -> Json:
    """Estimates with their intervals, one below the other, around a line at zero."""
    y = rows_of([each.name for each in rows], width)
    values = list(_estimates(rows))
    colour = {"field": "colour", "type": "nominal", "scale": None}
    spans = {
        "transform": [{"filter": "isValid(datum.low)"}],
        "mark": {"type": "rule", "strokeWidth": 3, "opacity": 1},
        "encoding": {"x": across("low"), "x2": {"field": "high"}, "y": y, "color": colour},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
        "encoding": {"x": across("value"), "y": y, "color": colour},
    }
    layers = [rule(0.0, "x"), spans, dots]
    return chart(layers, width - label_room(width), ROW * len(rows)) | {"data": {"values": values}}


def _estimates(rows: Sequence[Row]) -> Iterator[Json]:
    for row, each in enumerate(rows):
        bounded = math.isfinite(each.low) and math.isfinite(each.high)
        yield {
            "row": row,
            "value": each.value,
            "low": each.low if bounded else None,
            "high": each.high if bounded else None,
            "colour": LIGHT["accent" if each.stands_out else "soft"],
        }


def differences(rows: Sequence[tuple[str, float]], width: int = WIDE) -> Json:
    """Differences around zero as dots joined to it, one row for each name."""
    y = rows_of([name for name, _ in rows], width)
    values = [{"row": row, "value": value, "zero": 0.0} for row, (_, value) in enumerate(rows)]
    joined = {
        "mark": {"type": "rule", "strokeWidth": 2, "color": LIGHT["soft"]},
        "encoding": {"x": across("zero"), "x2": {"field": "value"}, "y": y},
    }
    dots = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1, "color": LIGHT["accent"]},
        "encoding": {"x": across("value"), "y": y},
    }
    layers = [rule(0.0, "x"), joined, dots]
    return chart(layers, width - label_room(width), ROW * len(rows)) | {"data": {"values": values}}


@dataclass(frozen=True, slots=True)
class Dot:
    """A design: the smallest effect that it sees, how like the target its places are, what it is called."""

    effect: float
    likeness: float
    name: str


def scatter(dots: Sequence[Dot], names: Sequence[str], titles: tuple[str, str], width: int = WIDE) -> Json:
    """Designs by effect and likeness; of four names the later ones stand out more and lie in front.

    Args:
        dots: in any order.
        names: at most four, as they stand in the legend.
        titles: of the horizontal and the vertical axis.
        width: of the plotting area.
    """
    scale = colours(names, ("line", "soft", "accent", "warn")[: len(names)])
    shapes = {"domain": list(names), "range": ["circle", "circle", "diamond", "triangle-up"][: len(names)]}
    values = [
        {"effect": each.effect, "likeness": each.likeness, "label": each.name}
        for name in names
        for each in dots
        if each.name == name
    ]
    said = {"titleColor": LIGHT["muted"], "titleFontWeight": "normal", "titleFontSize": 12}
    label, legend = {"field": "label", "type": "nominal"}, {"columns": 2, "columnPadding": 24}
    plain = {"type": "quantitative", "scale": {"zero": False, "padding": 8}}
    layers = [
        {
            "transform": [{"filter": f"datum.label == {json.dumps(name)}"}],
            "mark": {"type": "point", "filled": True, "opacity": 1, "size": size},
            "encoding": {
                "x": {**plain, "field": "effect", "axis": {"tickCount": 4, "title": titles[0], **said}},
                "y": {**plain, "field": "likeness", "axis": {"tickCount": 4, "title": titles[1], **said}},
                "color": {**label, "scale": scale, "legend": legend},
                "shape": {**label, "scale": shapes, "legend": legend},
            },
        }
        for name, size in zip(names, (22, 46, 130, 130), strict=False)
    ]
    return chart(layers, width - 20, HEIGHT) | {"data": {"values": values}}


def _line(course: Course, scale: Json, style: Json, axis: Axis, width: int) -> Json:
    values = [
        {"at": at, "value": value, "label": course.name}
        for at, value in enumerate(course.values)
        if math.isfinite(value)
    ]
    encoding = _course(axis, width, scale)
    return {"data": {"values": values}, "mark": {"type": "line", **style}, "encoding": encoding}


def _course(axis: Axis, width: int, scale: Json) -> Json:
    colour = {"field": "label", "type": "nominal", "scale": scale, "legend": _STROKES}
    return {"x": _positions(axis, width), "y": _amounts("value"), "color": colour}


def _positions(axis: Axis, width: int) -> Json:
    """A horizontal axis of periods by position, as many labelled as there is room for."""
    step = max(1, math.ceil(len(axis.periods) * _LABEL / width))
    ticks = list(range(0, len(axis.periods), step))
    labels = f"{json.dumps(list(axis.periods))}[datum.value]"
    return {
        "field": "at",
        "type": "quantitative",
        "scale": {"domain": [0, len(axis.periods) - 1], "nice": False, "padding": 6},
        "axis": {"grid": False, "values": ticks, "labelExpr": labels, "labelLimit": _LABEL + 20},
    }


def _amounts(field: str) -> Json:
    return {"field": field, "type": "quantitative", "axis": {"tickCount": 5}, "scale": {"zero": False}}


def _start(axis: Axis, width: int) -> list[Json]:
    """A dashed line before the first treated period, with words beside it where there is more room."""
    data = {"values": [{"at": axis.start - 0.5, "text": axis.mark}]}
    x = _positions(axis, width)
    left = axis.start > len(axis.periods) / 2
    words = {"type": "text", "align": "right" if left else "left", "dx": -5 if left else 5}
    return [
        {
            "data": data,
            "mark": {"type": "rule", "strokeDash": [3, 3], "color": LIGHT["muted"]},
            "encoding": {"x": x},
        },
        {
            "data": data,
            "mark": {**words, "color": LIGHT["muted"], "baseline": "bottom"},
            "encoding": {"x": x, "y": {"value": -3}, "text": {"field": "text"}},
        },
    ]
