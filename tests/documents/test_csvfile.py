from __future__ import annotations

import pytest

from forerun.documents.csvfile import csv_grid
from forerun.documents.safety import Limits
from forerun.errors import DocumentError


def test_cells_are_texts_and_nothing_is_evaluated() -> None:
    grid = csv_grid('series;value\nIVA;"=HYPERLINK(""http://x.example"")"\n', "t.csv")
    assert grid.rows == (("series", "value"), ("IVA", '=HYPERLINK("http://x.example")'))


@pytest.mark.parametrize("text", ['a,b\n1,"2\n', "a,b\n1," + "x" * 100_001 + "\n"])
def test_rows_that_cannot_be_told_apart(text: str) -> None:
    with pytest.raises(DocumentError, match=r"t\.csv, row \d: its rows cannot be told apart"):
        csv_grid(text, "t.csv")


def test_as_many_cells_as_a_table_may_have_and_one_more() -> None:
    limits = Limits(cells=6)
    assert len(csv_grid("a,b\n1,2\n3,4\n", "t.csv", limits).rows) == 3
    with pytest.raises(DocumentError, match="more than the 6 cells"):
        csv_grid("a,b\n1,2\n3,4\n5\n", "t.csv", limits)
