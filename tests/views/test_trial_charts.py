"""Charts of a trial: what is drawn, and that the chart engine draws it."""

from __future__ import annotations

import math

import pytest

from forerun.types import Json
from forerun.views.charts import NARROW
from forerun.views.palette import LIGHT
from forerun.views.render import svg
from forerun.views.trial_charts import (
    Axis,
    Course,
    Dot,
    Moment,
    Row,
    differences,
    forest,
    gaps,
    scatter,
    study,
    trajectories,
)

AXIS = Axis([str(2000 + at) for at in range(30)], 20, "from 2020")
HOSTILE = "</text><script>alert(1)</script>'\"\\"


def values_of(spec: Json, mark: str) -> list[Json]:
    """The data of the first layer with this kind of mark."""
    layer = next(each for each in spec["layer"] if each["mark"]["type"] == mark)
    found = layer.get("data", spec.get("data"))["values"]
    assert isinstance(found, list)
    return found


def test_a_period_without_a_number_is_not_drawn() -> None:
    spec = trajectories(AXIS, Course("seen", [1.0, math.nan, 3.0]), Course("synthetic", [1.0, 2.0, 3.0]))
    own = spec["layer"][-1]["data"]["values"]
    assert [each["at"] for each in own] == [0, 2]


def test_the_start_is_marked_between_the_last_period_before_and_the_first_treated() -> None:
    spec = trajectories(AXIS, Course("seen", [1.0] * 30), Course("synthetic", [1.0] * 30))
    assert values_of(spec, "rule") == [{"at": 19.5, "text": "from 2020"}]


@pytest.mark.parametrize("width", [NARROW, 470])
def test_periods_are_labelled_as_far_as_there_is_room(width: int) -> None:
    spec = gaps(AXIS, Course("own", [0.0] * 30), [], "placebos", width)
    ticks = spec["layer"][-1]["encoding"]["x"]["axis"]["values"]
    assert ticks[0] == 0
    assert len(ticks) >= 4
    assert (ticks[1] - ticks[0]) * width / 30 >= 60


def test_every_placebo_is_a_line_of_its_own_behind_the_gap() -> None:
    spec = gaps(AXIS, Course("own", [0.0, 1.0]), [[0.1, 0.2], [0.3, 0.4], [0.5, 0.6]], "placebos")
    fan, front = spec["layer"][0], spec["layer"][-1]
    assert {each["path"] for each in fan["data"]["values"]} == {0, 1, 2}
    assert {each["label"] for each in front["data"]["values"]} == {"own"}


def test_an_interval_without_end_is_no_stroke() -> None:
    rows = [Row("bounded", 1.0, 0.5, 1.5, stands_out=True), Row("endless", 2.0, -math.inf, math.inf)]
    spec = forest(rows)
    assert [each["low"] for each in spec["data"]["values"]] == [0.5, None]
    assert [each["colour"] for each in spec["data"]["values"]] == [LIGHT["accent"], LIGHT["soft"]]
    drawn = svg(spec)
    assert "Infinity" not in drawn
    assert "NaN" not in drawn


def test_a_frontier_lies_in_front_of_other_designs() -> None:
    dots = [Dot(1.0, 0.9, "front"), Dot(2.0, 0.8, "all")]
    spec = scatter(dots, ("all", "front"), ("effect", "index"))
    assert [each["label"] for each in spec["data"]["values"]] == ["all", "front"]


@pytest.mark.parametrize(
    "spec",
    [
        trajectories(
            Axis([HOSTILE] * 3, 1, HOSTILE), Course(HOSTILE, [1.0, 2.0, 3.0]), Course("s", [1.0, 2.0, 3.0])
        ),
        gaps(Axis([HOSTILE] * 2, 1, HOSTILE), Course(HOSTILE, [1.0, 2.0]), [[0.0, 1.0]], "p"),
        study([Moment(-1, 0.0, -1.0, 1.0, -2.0, 2.0), Moment(0, 1.0, 0.0, 2.0, -1.0, 3.0)], (HOSTILE, "b")),
        forest([Row(HOSTILE, 1.0, 0.0, 2.0)]),
        differences([(HOSTILE, 0.4)]),
        scatter([Dot(1.0, 0.9, HOSTILE)], (HOSTILE,), (HOSTILE, HOSTILE)),
    ],
    ids=["trajectories", "gaps", "study", "forest", "differences", "scatter"],
)
def test_names_from_outside_are_words_and_never_markup(spec: Json) -> None:
    drawn = svg(spec)
    assert drawn.startswith("<svg")
    assert "<script" not in drawn
