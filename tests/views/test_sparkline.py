"""Sparklines."""

from __future__ import annotations

from lxml import etree

from forerun.views.sparkline import HEIGHT, WIDTH, sparkline

from .conftest import Build


def points(drawn: str) -> list[tuple[float, float]]:
    line = etree.fromstring(drawn.encode())[0].get("points")
    assert line is not None
    return [(float(x), float(y)) for x, y in (pair.split(",") for pair in line.split())]


def test_time_runs_right_and_value_up_inside_the_picture(build: Build) -> None:
    values = {"2023-03": 1.0, "2023-04": 3.0, "2023-06": None, "2023-07": 2.0}
    found = points(sparkline([build("IVA_TOTAL", "yoy", period, value) for period, value in values.items()]))
    (start, low), (second, high), (end, _) = found
    assert start < second < end
    assert low > high
    assert second - start < (end - start) / 2  # the missing months keep their room
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in found)


def test_a_flat_course_is_a_level_line(build: Build) -> None:
    flat = [build("CPI", "yoy", f"2023-0{month}", 0.0) for month in (4, 5, 6)]
    assert len({y for _, y in points(sparkline(flat))}) == 1


def test_two_figures_are_no_course(build: Build) -> None:
    assert sparkline([build("CPI", "yoy", f"2023-0{month}", 0.0) for month in (4, 5)]) == ""
