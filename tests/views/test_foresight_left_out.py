"""What was left out is told whole: every reason in words, all of it in JSON, the first of many in a table."""

from __future__ import annotations

import pytest

from forerun.foresight.left_out import LeftOut, Why
from forerun.views.foresight_left_out import left_out_objects, left_out_table, why_text
from forerun.views.words import LANGUAGES

PARTS = ("costs", "diffusion", "places", "fields", "ai")


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("part", PARTS)
def test_every_reason_has_its_words_in_every_part(part: str, lang: str) -> None:
    assert all(why_text(why, part, lang) for why in Why)
    assert len({why_text(why, part, lang) for why in Why}) == len(Why)


def test_a_part_may_word_a_reason_in_its_own_terms() -> None:
    assert why_text(Why.OVERLAPPING, "places", "en") == "part of another product"
    assert why_text(Why.OVERLAPPING, "ai", "en") == "said by other rows already"


def test_a_long_list_says_how_many_more_there_are() -> None:
    rows = left_out_table([LeftOut(str(at), Why.ZERO) for at in range(30)], "costs", "en").rows
    assert len(rows) == 21
    assert rows[-1][0] == ("and 10 more; --json lists all",)


def test_in_json_nothing_is_cut_off() -> None:
    told = left_out_objects(LeftOut(str(at), Why.SMALL, "t.csv:2", 3) for at in range(999))
    assert len(told) == 999
    assert told[0] == {"what": "0", "why": "small", "where": "t.csv:2", "count": 3}
