"""Charts of the outlook as data."""

from __future__ import annotations

import pytest

from forerun.views.charts import NARROW, WIDE
from forerun.views.fans import Pair, Step, pairs, waterfall
from forerun.views.forecasts import model_name, percent, plain_number, signed
from forerun.views.render import svg

STEPS = (
    Step("then", 4.43, is_level=True),
    Step("PMI", -0.15),
    Step("PPI", 0.02),
    Step("now", 4.3, is_level=True),
)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_effects_start_where_the_one_before_ended(width: int) -> None:
    spec = waterfall(STEPS, width)
    values = spec["data"]["values"]
    assert [(each["start"], each["end"]) for each in values[1:3]] == [
        (4.43, pytest.approx(4.28)),
        (pytest.approx(4.28), pytest.approx(4.3)),
    ]
    assert [each["text"] for each in values] == ["+4.43", "−0.15", "+0.02", "+4.30"]
    assert svg(spec).startswith("<svg")


def test_errors_stand_in_pairs() -> None:
    spec = pairs([Pair("Next month", 1.4, 1.5)], ("shown", "benchmark"))
    assert [(each["label"], each["value"]) for each in spec["data"]["values"]] == [
        ("shown", 1.4),
        ("benchmark", 1.5),
    ]
    assert svg(spec).startswith("<svg")


def test_numbers_and_names_as_a_person_reads_them() -> None:
    assert (signed(-0.004, 2), signed(1.25), plain_number(-2.44)) == ("0.00", "+1.2", "−2.4")
    assert [percent(each) for each in (0.0, 0.001, 0.25, 0.999, 1.0)] == ["0%", "<1%", "25%", ">99%", "100%"]
    assert model_name("factors-2-lags-1-pca", "en") == "Factor model 2/1, principal components"
    assert (model_name("combination", "zh"), model_name("somebody", "zh")) == ("组合预测", "somebody")
