"""Charts of diffusion: what is drawn is what is told."""

from __future__ import annotations

import json

import pytest

from forerun.foresight.diffusion.calibration import Calibration
from forerun.foresight.diffusion.forecast import DiffusionForecast, forecast
from forerun.views.charts import NARROW, WIDE
from forerun.views.foresight_diffusion import stage_text
from forerun.views.foresight_diffusion_objects import fan
from forerun.views.render import svg
from tests.foresight.diffusion.conftest import SHAPES, path, until

EMPTY = Calibration((), (), "made")


def made(maturity: float) -> DiffusionForecast:
    return forecast(path(*until(SHAPES[0], maturity, 24)), EMPTY, 10)


@pytest.mark.parametrize("width", [WIDE, NARROW])
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_fan_is_drawn_with_every_model_named(lang: str, width: int) -> None:
    chart = fan(made(0.3), lang, width)
    text = json.dumps(chart, ensure_ascii=False, allow_nan=False)
    for word in ("Logistic", "Gompertz", "Bass") if lang == "en" else ("逻辑斯蒂", "龚珀兹", "巴斯"):
        assert word in text
    assert svg(chart).startswith("<svg")


def test_a_stage_names_years_only_after_the_inflection() -> None:
    before, after = stage_text(made(0.3), "en"), stage_text(made(0.85), "en")
    assert not any(character.isdigit() for character in before)
    assert "20" in after
