"""Tables on a terminal."""

from __future__ import annotations

import io

from rich.cells import cell_len
from rich.console import Console

from forerun.periods import Frequency, Period
from forerun.types import Figure, Measure, Names, Series
from forerun.views.items import Aside, Column, Spark, State, Table
from forerun.views.terminal import bars, rich_line, rich_table
from forerun.views.text import Number

SERIES = Series("ty/x", "X", "ty", "x", "", Names("X", "X"), Frequency.MONTH, {}, "", "", "", flow=True)


def figure(value: float | None) -> Figure:
    return Figure(SERIES, Period.parse("2023-09"), Measure.YOY, value, "percent", missing="none")


def test_a_line_keeps_its_words_and_styles_by_rank() -> None:
    line = rich_line(("Steel", " ", Aside("%"), State("behind", "behind"), Number("+1.0", figure(1.0))))
    assert line.plain == "Steel %▼ behind+1.0"
    assert [(str(span.style), line.plain[span.start : span.end]) for span in line.spans] == [
        ("dim", "%"),
        ("red", "▼ behind"),
    ]


def test_every_state_has_a_sign_of_its_own() -> None:
    states = ("ahead", "on_track", "behind", "no_figure")
    assert len({rich_line((State(state, ""),)).plain for state in states}) == len(states)
    verdicts = ("stands", "doubtful", "false", "open")
    assert len({rich_line((State(state, ""),)).plain for state in verdicts}) == len(verdicts)


def test_bars_run_from_lowest_to_highest_and_leave_gaps() -> None:
    assert bars([figure(value) for value in (-3.0, None, 4.0)]) == "▁ █"
    assert bars([figure(value) for value in (2.0, 2.0)]) == "▁▁"
    assert bars([figure(1.0), figure(None)]) == ""


def test_numbers_stand_right_and_chinese_is_folded_not_cut() -> None:
    name = "以第三十一大类（黑色金属冶炼和压延加工业）代表，不含矿石采选"
    columns = (Column("行业"), Column("Gap", "number"))
    table = Table("Targets", columns, (((name,), ("1",)), (("x",), (Spark(()), "−12.5"))))
    console = Console(width=30, file=io.StringIO())
    with console.capture() as captured:
        console.print(rich_table(table))
    text = captured.get()
    assert text.split()[0] == "Targets"
    assert name in "".join(text.split()).replace("1", "")
    first, last = (next(line for line in text.splitlines() if end in line) for end in (" 1 ", "−12.5"))
    assert cell_len(first[: first.index("1") + 1]) == cell_len(last[: last.index("5") + 1])
