"""Sparklines: a word-sized line without axes, too small to need the chart engine."""

from __future__ import annotations

from collections.abc import Sequence

from forerun.types import Figure
from forerun.views.palette import LIGHT

WIDTH, HEIGHT, _EDGE = 88, 22, 3.0


def sparkline(figures: Sequence[Figure]) -> str:
    """The figures as SVG, oldest first, the last one dotted; empty when there are fewer than three.

    Missing figures leave a gap in time, not a zero.
    """
    found = [(f.period.last_month.ordinal, f.value) for f in figures if f.period and f.value is not None]
    if len(found) < 3:
        return ""
    across = _scaled([float(month) for month, _ in found], WIDTH)
    down = [HEIGHT - y for y in _scaled([value for _, value in found], HEIGHT)]
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in zip(across, down, strict=True))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" '
        f'viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<polyline points="{path}" fill="none" stroke="{LIGHT["soft"]}" stroke-width="1.6"/>'
        f'<circle cx="{across[-1]:.1f}" cy="{down[-1]:.1f}" r="2.4" fill="{LIGHT["accent"]}"/></svg>'
    )


def _scaled(values: list[float], size: float) -> list[float]:
    low, high = min(values), max(values)
    room = size - 2 * _EDGE
    return [_EDGE + room * ((value - low) / (high - low) if high > low else 0.5) for value in values]
