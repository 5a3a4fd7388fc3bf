from __future__ import annotations

import numpy as np
import pytest

from forerun.trials.transport.overlap import Doubt, Reason, Verdict
from forerun.trials.transport.question import AssumptionKind, Effort, EffortAssumption
from forerun.trials.transport.transport import transport
from forerun.trials.transport.wording import reason_sentence, sentences

from .conftest import Ask


@pytest.mark.parametrize("doubt", Doubt)
def test_every_reason_names_characteristic_and_places_in_both_languages(doubt: Doubt) -> None:
    reason = Reason(doubt, Verdict.CANNOT_TELL, ("wealth", "openness"), ("Anhui", "Gansu", "Hebei"), 0.4, 0.5)
    said = reason_sentence(reason)
    assert "wealth and openness" in said.en
    assert "wealth和openness" in said.zh
    assert ("Anhui, Gansu and Hebei" in said.en) == (doubt != Doubt.TOO_FEW)
    assert ("Anhui、Gansu和Hebei" in said.zh) == (doubt != Doubt.TOO_FEW)
    assert "{" not in said.en + said.zh


def test_an_answer_in_words(ask: Ask) -> None:
    effort = Effort("spending", np.random.default_rng(0).uniform(1.0, 2.0, 20), np.ones(20))
    found = transport(ask(noise=0.2, effort=effort))
    said = sentences(found)
    assert found.national is not None
    number = f"{found.national.effect.value:.3g} (90% interval"
    assert any(number in each.en for each in said)
    assert "as measured" in " ".join(each.en for each in said)
    assert "实测" in "".join(each.zh for each in said)
    assert said[-1].en.startswith("The selection premium")


def test_an_assumption_is_called_one(ask: Ask) -> None:
    assumption = EffortAssumption(AssumptionKind.SHARE, 0.1, 0.2, 0.3)
    assert "by assumption, not by measurement" in " ".join(
        each.en for each in sentences(transport(ask(assumption=assumption)))
    )
    assert "too high" in " ".join(each.en for each in sentences(transport(ask())))


def test_no_national_number_is_said_where_it_cannot_tell(ask: Ask) -> None:
    said = sentences(transport(ask(values=ask().values + np.array([3.0, 0.0]))))
    assert "cannot tell" in said[0].en
    assert "无法判断" in said[0].zh
    assert "wealth" in said[1].en
    assert not any("premium" in each.en or "is put at" in each.en for each in said)
