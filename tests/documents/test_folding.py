"""Folding keeps every position."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forerun.documents.folding import fold


@given(st.text())
def test_length_is_kept_and_folding_again_changes_nothing(text: str) -> None:
    assert len(fold(text)) == len(text)
    assert fold(fold(text)) == fold(text)


def test_what_becomes_uniform() -> None:
    assert fold("規模以上工業增加值") == "规模以上工业增加值"
    assert fold("ＧＤＰ　１—６月，３．９％") == "gdp 1-6月,3.9%"
    assert fold("China’s “new three”\r\n") == 'china\'s "new three"\n\n'
