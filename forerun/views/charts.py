"""Charts as Vega-Lite dictionaries: pure functions of figures, without drawing anything.

A chart is small enough to be read on a phone (``width`` in CSS pixels), uses the colours of
:mod:`forerun.views.palette`, and leaves out figures that are missing.  The table beside it holds the same
numbers with their traces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from unicodedata import east_asian_width

from forerun.types import Figure, Json
from forerun.views.palette import LIGHT
from forerun.views.text import decimal

WIDE, NARROW = 470, 275
"""Width of the plotting area beside a text column, and on a phone, in CSS pixels."""
FONT = "sans-serif"
_TEXT, _LATIN = 12, 0.6
"""Size of letters in CSS pixels, and the mean width of a Latin one as a share of it."""

_CONFIG: Json = {
    "font": FONT,
    "background": None,
    "aria": False,
    "view": {"stroke": None},
    "axis": {
        "labelFontSize": _TEXT,
        "labelColor": LIGHT["muted"],
        "gridColor": LIGHT["line"],
        "domain": False,
        "ticks": False,
        "labelPadding": 6,
        "title": None,
    },
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": _TEXT,
        "labelColor": LIGHT["ink"],
        "labelLimit": 320,
        "symbolStrokeWidth": 0,
        "offset": 12,
    },
    "text": {"fontSize": _TEXT, "color": LIGHT["ink"]},
}
_MONTH_LABEL = {
    "en": "utcmonth(datum.value) == 0 ? utcFormat(datum.value, '%Y') : utcFormat(datum.value, '%b')",
    "zh": "utcmonth(datum.value) == 0 ? utcFormat(datum.value, '%Y') : utcFormat(datum.value, '%-m月')",
}


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one kind through time, oldest first, under one name."""

    name: str
    figures: Sequence[Figure]

    @property
    def restarts(self) -> bool:
        """Whether the figures begin anew every January, so that years must not be joined."""
        return any(each.measure.cumulative for each in self.figures)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A value beside its target on one scale.

    ``name`` labels the row, ``due`` is the point that should be reached by now (None where that is the
    target itself), ``colour`` one of the palette.
    """

    name: str
    value: float
    target: float
    due: float | None
    colour: str


def growth(month: Line, to_date: Line, lang: str, width: int = WIDE) -> Json:
    """Monthly growth as bars and growth of the year to date as a line that starts anew every January."""
    scale = colours((month.name, to_date.name), ("soft", "accent"))
    bars = {"type": "bar", "width": _bar_width(month, width)}
    line = {"type": "line", "strokeWidth": 2.2, "point": {"size": 28, "filled": True}}
    layers = [
        over_time(month, bars, lang, scale),
        over_time(to_date, line, lang, scale),
        rule(0.0),
        _last_value(to_date, lang),
    ]
    return chart(layers, width, 200)


def vintages(first: Line, latest: Line, lang: str, width: int = WIDE) -> Json:
    """First announcement (hollow) joined to the latest value (filled) of every period."""
    scale = colours((first.name, latest.name), ("warn", "accent"))
    hollow = {"type": "point", "filled": False, "size": 70, "strokeWidth": 1.8}
    filled = {"type": "point", "filled": True, "size": 44, "opacity": 1}
    layers = [
        _fan(first, latest, lang),
        over_time(latest, filled, lang, scale),
        over_time(first, hollow, lang, scale),
        rule(0.0),
    ]
    return chart(layers, width, 200)


def trend(line: Line, lang: str, width: int = NARROW, *, baseline: float | None = None) -> Json:
    """One series as a line with its last value; ``baseline`` draws a rule, such as 50 for a PMI."""
    dots = {"size": 18, "filled": True, "color": LIGHT["accent"]}
    mark = {"type": "line", "strokeWidth": 2.0, "color": LIGHT["accent"], "point": dots}
    layers = [over_time(line, mark, lang, None), _last_value(line, lang)]
    if baseline is not None:
        layers.insert(0, rule(baseline))
    return chart(layers, width, 150)


def ranking(named: Sequence[tuple[str, Figure]], width: int = WIDE) -> Json:
    """Members ordered from highest to lowest, growing ones in the accent colour, falling ones apart."""
    known = [(name, each.value) for name, each in named if each.value is not None]
    known.sort(key=lambda pair: -pair[1])
    values = [
        {"row": row, "value": value, "colour": LIGHT["accent" if value > 0 else "warn"]}
        for row, (_, value) in enumerate(known)
    ]
    y = rows_of([name for name, _ in known], width)
    layers = [_bars(y, 10), rule(0.0, "x")]
    return chart(layers, width - label_room(width), 19 * len(known)) | {"data": {"values": values}}


def bullets(rows: Sequence[Bullet], width: int = WIDE) -> Json:
    """Values as bars against their targets as upright ticks, one row each, on one scale."""
    y = rows_of([each.name for each in rows], width)
    values = [
        {
            "row": row,
            "value": each.value,
            "target": each.target,
            "due": each.due,
            "colour": LIGHT[each.colour],
        }
        for row, each in enumerate(rows)
    ]
    layers = [
        _bars(y, 11),
        _upright("due", y, {"thickness": 2, "size": 11, "color": LIGHT["paper"]}),
        _upright("target", y, {"thickness": 3, "size": 20, "color": LIGHT["ink"]}),
        rule(0.0, "x"),
    ]
    return chart(layers, width - label_room(width), 26 * len(rows)) | {"data": {"values": values}}


def _bars(y: Json, height: int) -> Json:
    colour = {"field": "colour", "type": "nominal", "scale": None}
    encoding = {"x": across("value"), "y": y, "color": colour}
    return {"mark": {"type": "bar", "height": height}, "encoding": encoding}


def _upright(field: str, y: Json, style: Json) -> Json:
    return {"mark": {"type": "tick", "opacity": 1, **style}, "encoding": {"x": across(field), "y": y}}


def across(field: str) -> Json:
    """A horizontal axis of amounts."""
    return {"field": field, "type": "quantitative", "axis": {"tickCount": 4}}


def rows_of(names: Sequence[str], width: int) -> Json:
    """One row for each name in the order given; rows stay apart even when their names are alike.

    The names are cut here, because the chart engine measures letters slowly.
    """
    labels = json.dumps([fitted(name, label_room(width)) for name in names])
    axis = {"labelExpr": f"{labels}[datum.value]", "labelLimit": 0, "labelColor": LIGHT["ink"], "grid": False}
    return {"field": "row", "type": "ordinal", "axis": axis}


def label_room(width: int) -> int:
    """CSS pixels that the names of rows take."""
    return round(0.42 * width)


def fitted(name: str, room: int) -> str:
    """The name, cut to about ``room`` CSS pixels."""
    left = room / _TEXT
    for at, letter in enumerate(name):
        left -= 1.0 if east_asian_width(letter) in "WF" else _LATIN
        if left < 0:
            return name[:at].rstrip() + "…"
    return name


def chart(layers: Sequence[Json], width: int, height: int) -> Json:
    """A chart of several layers in the common style."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": {"left": 2, "right": 40, "top": 4, "bottom": 4},
        "config": _CONFIG,
        "layer": list(layers),
    }


def over_time(line: Line, mark: Json, lang: str, scale: Json | None) -> Json:
    """A line's figures by month, coloured by its name where a scale is given."""
    encoding: Json = {"x": months(lang), "y": rates()}
    if mark["type"] == "line" and line.restarts:
        encoding["detail"] = {"field": "year"}
    if scale is not None:
        encoding["color"] = {"field": "label", "type": "nominal", "scale": scale}
    return {"data": {"values": points(line)}, "mark": mark, "encoding": encoding}


def _fan(first: Line, latest: Line, lang: str) -> Json:
    now = {each.period: each.value for each in latest.figures}
    values = [
        point | {"end": now.get(each.period)}
        for point, each in zip(points(first), _present(first.figures), strict=True)
    ]
    encoding = {"x": months(lang), "y": rates(), "y2": {"field": "end"}}
    return {
        "data": {"values": values},
        "mark": {"type": "rule", "strokeWidth": 2, "color": LIGHT["warn"]},
        "encoding": encoding,
    }


def _last_value(line: Line, lang: str) -> Json:
    return {
        "data": {"values": points(line)[-1:]},
        "mark": {"type": "text", "dx": 8, "fontWeight": "bold", "align": "left"},
        "encoding": {"x": months(lang), "y": rates(), "text": {"field": "text"}},
    }


def rule(at: float, axis: str = "y") -> Json:
    """A line across the chart."""
    return {
        "data": {"values": [{"at": at}]},
        "mark": {"type": "rule", "color": LIGHT["muted"], "strokeWidth": 1},
        "encoding": {axis: {"field": "at", "type": "quantitative"}},
    }


def months(lang: str) -> Json:
    """A horizontal axis of months."""
    quarters = {"interval": "month", "step": 3}
    axis = {"grid": False, "labelExpr": _MONTH_LABEL[lang], "labelOverlap": "greedy", "tickCount": quarters}
    return {
        "field": "day",
        "type": "temporal",
        "scale": {"type": "utc", "padding": 14},
        "axis": axis,
    }


def rates() -> Json:
    """A vertical axis of rates."""
    return {"field": "value", "type": "quantitative", "axis": {"tickCount": 4}, "scale": {"zero": False}}


def points(line: Line) -> list[Json]:
    """The figures of a line that have a value, as data of a chart."""
    return [_point(each, line.name) for each in _present(line.figures)]


def _present(figures: Iterable[Figure]) -> list[Figure]:
    return [each for each in figures if each.value is not None and each.period is not None]


def _point(figure: Figure, label: str) -> Json:
    month = figure.period.last_month if figure.period else None
    day = f"{month.year}-{month.index:02d}-01" if month else None
    return {
        "day": day,
        "year": month.year if month else None,
        "value": figure.value,
        "text": decimal(figure),
        "label": label,
    }


def colours(names: Sequence[str], chosen: Sequence[str]) -> Json:
    """A scale from names to colours of the palette."""
    return {"domain": list(names), "range": [LIGHT[each] for each in chosen]}


def _bar_width(line: Line, width: int) -> float:
    return max(2.0, 0.55 * width / max(len(line.figures), 1))
