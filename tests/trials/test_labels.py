"""The order of periods and where a start falls among them."""

from __future__ import annotations

import pytest

from forerun.errors import InputError
from forerun.trials.labels import in_order, plain_label, position_of
from forerun.trials.panel import NEVER


@pytest.mark.parametrize(
    "ordered",
    [
        ("9", "10", "11.5"),
        ("-1", "0", "1"),
        ("2023-09", "2023-10"),
        ("2022-Q4", "2023-Q1"),
        ("2023-09-30 00:00:00.000000", "2023-10-01 00:00:00.000000"),
        ("t09", "t10"),
    ],
)
def test_labels_are_put_in_order(ordered: tuple[str, ...]) -> None:
    assert in_order(reversed(ordered), "x") == ordered


@pytest.mark.parametrize(
    ("labels", "said"),
    [
        (("2001", "2001-Q1"), "'2001' and '2001-Q1' are written differently"),
        (("2001M9", "2001M10"), "differently"),
        (("2001", "nan"), "differently"),
        (("2001", "2001e0"), "2001 and 2001e0 are the same"),
        (("Q4 2001", "Q1 2002"), "do not sort by time"),
        (("01/02/2001", "01/01/2002"), "do not sort by time"),
        (("spring", "spring "), "differently"),
        (("a",), "do not sort"),
    ],
)
def test_labels_without_an_order_are_refused(labels: tuple[str, ...], said: str) -> None:
    with pytest.raises(InputError, match=said) as caught:
        in_order(labels, "panel.csv")
    assert caught.value.where == "panel.csv"


@pytest.mark.parametrize(
    ("start", "position"),
    [("2002", 1), ("2002.0", 1), ("2001.5", 1), ("2003", 2), ("2004", NEVER)],
)
def test_a_start_is_the_first_period_not_before_it(start: str, position: int) -> None:
    assert position_of(start, ("2001", "2002", "2003"), "x") == position


@pytest.mark.parametrize("start", ["soon", "20O2", "2002-Q1", "2002-01-01", "nan", "inf"])
def test_a_start_that_is_written_otherwise_is_refused(start: str) -> None:
    with pytest.raises(InputError, match="not written as the periods are"):
        position_of(start, ("2001", "2002", "2003"), "x")


def test_decimals_of_whole_numbers_do_not_count() -> None:
    assert [plain_label(each) for each in ("2004.0", "2004.00", "-3.0", "2004.5", "v1.0")] == [
        "2004", "2004", "-3", "2004.5", "v1.0"
    ]  # fmt: skip
