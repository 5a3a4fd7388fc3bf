"""Charts of diffusion: what is drawn is what is told."""

from __future__ import annotations

import json
from datetime import date

import pytest

from forerun.foresight.diffusion.calibration import Calibration
from forerun.foresight.diffusion.forecast import DiffusionForecast, forecast
from forerun.foresight.diffusion.study import DiffusionStudy
from forerun.views.charts import NARROW, WIDE
from forerun.views.foresight_diffusion import path_lines, stage_text
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


def test_a_stock_at_the_end_of_a_year_is_told_as_of_that_year() -> None:
    yearly = path([2001.0, 2002.0, 2003.0, 2004.0, 2005.0, 2006.0], [1.0, 2.0, 4.0, 8.0, 15.0, 24.0])
    found = forecast(yearly, EMPTY, 5)
    study = DiffusionStudy(date(2010, 1, 1), "made", "", EMPTY, (found,), ())
    now = dict(path_lines(found, study, "en"))["Now"][0]
    assert "in 2005; 6 figures since 2000" in str(now)
