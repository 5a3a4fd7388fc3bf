"""Distances in points: the vintages that a speaker could quote, and ends that are not understood."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from forerun.statements.result import Check, Verdict

REVISED = date(2026, 11, 1)


def test_a_distance_is_that_of_the_figures_of_its_day(check: Callable[..., Check]) -> None:
    """-6.2 and -8.8 percent as first published; -6.8 and -8.5 since."""
    text = "9月出口以美元计同比下降6.2%，降幅较8月收窄2.6个百分点。"
    assert [each.verdict for each in check(text, today=REVISED).claims] == [Verdict.STALE, Verdict.SUPPORTED]
    wrong = check(text.replace("2.6", "3.6"), today=REVISED).claims[1]
    assert wrong.verdict is Verdict.CONTRADICTED


def test_a_figure_is_not_held_against_itself(check: Callable[..., Check]) -> None:
    text = (
        "In the first three quarters, the added value of the equipment manufacturing industry increased by "
        "6.0%, and the growth rate was 2 percentage points faster than the regulations in the first three "
        "quarters."
    )
    assert not any(each.verdict.is_false for each in check(text).claims)
