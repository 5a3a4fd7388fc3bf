"""One shape for every check."""

from __future__ import annotations

import json

from forerun.trials.checks.check import Check, Verdict
from forerun.types import Interval, Names


def test_a_check_becomes_json_with_null_where_it_has_nothing_to_say() -> None:
    sentence = Names("Leads are 0.2.", "提前期为0.2。")
    bare = Check("anticipation", Verdict.CANNOT_TELL, None, None, None, sentence)
    full = Check("anticipation", Verdict.FAILS, 0.2, Interval(0.9, 0.1, 0.3), 0.01, sentence)
    assert json.loads(json.dumps(bare.to_dict())) == {
        "name": "anticipation",
        "verdict": "cannot_tell",
        "number": None,
        "interval": None,
        "p": None,
        "sentence": {"en": "Leads are 0.2.", "zh": "提前期为0.2。"},
    }
    assert full.to_dict()["interval"] == {"level": 0.9, "low": 0.1, "high": 0.3}
