from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from forerun.documents.safety import Limits
from forerun.documents.sheet import sheet_grids
from forerun.errors import DocumentError

Fill = Callable[[xlsxwriter.Workbook], None]


def workbook(fill: Fill) -> bytes:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        fill(book)
    return buffer.getvalue()


def figures(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Data")
    for row, cells in enumerate(
        [("series", "period", "value"), ("IVA", "2024-05", 4.8), ("PPI", "2024-05", -2)]
    ):
        sheet.write_row(row, 0, cells)


def altered(content: bytes, **members: bytes) -> bytes:
    """The archive with members replaced or added."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            new.writestr(name, members.get(name, old.read(name)))
        for name in members.keys() - set(old.namelist()):
            new.writestr(name, members[name])
    return buffer.getvalue()


def refusal(content: bytes, limits: Limits | None = None) -> str:
    with pytest.raises(DocumentError) as caught:
        sheet_grids(content, "book.xlsx", limits or Limits())
    assert str(caught.value).startswith("book.xlsx")
    assert caught.value.advice
    return caught.value.what


def test_cells_are_texts_with_their_places() -> None:
    (grid,) = sheet_grids(workbook(figures), "book.xlsx")
    assert grid.rows == (("series", "period", "value"), ("IVA", "2024-05", "4.8"), ("PPI", "2024-05", "-2"))
    assert grid.cell(1, 2) == "Data!C2"


def test_places_count_from_the_corner_of_the_sheet() -> None:
    (grid,) = sheet_grids(workbook(lambda book: book.add_worksheet().write("C4", 7)), "book.xlsx")
    assert grid.rows[3][2] == "7"
    assert grid.cell(3, 2) == "Sheet1!C4"


def test_days_merged_cells_and_several_sheets() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        day = book.add_format({"num_format": "yyyy-mm"})
        first, empty, last = (book.add_worksheet(name) for name in ("一", "empty", "二"))
        first.write_datetime("A1", date(2023, 9, 1), day)
        last.merge_range("A1:C1", "1—9月")
        last.write_row("A2", (1, 2, 3))
        assert empty

    one, two = sheet_grids(workbook(fill), "book.xlsx")
    assert (one.name, one.rows) == ("一", (("2023-09-01",),))
    assert two.rows[0] == ("1—9月", "1—9月", "1—9月")


def test_formulas_are_never_evaluated() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.write_formula("A1", "=2*21", None, 7)
        sheet.write_string("A2", '=HYPERLINK("http://x.example","4.5")')

    (grid,) = sheet_grids(workbook(fill), "book.xlsx")
    assert grid.rows == (("7",), ('=HYPERLINK("http://x.example","4.5")',))


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_workbook(keep: float) -> None:
    content = workbook(figures)
    assert "damaged or cut off" in refusal(content[: int(len(content) * keep)])


def test_flipped_bytes_never_crash() -> None:
    content = bytearray(workbook(figures))
    for place in range(0, len(content), 37):
        content[place] ^= 0xFF
        with contextlib.suppress(DocumentError):
            sheet_grids(bytes(content), "book.xlsx")
        content[place] ^= 0xFF


def test_another_kind_of_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "not an .xlsx workbook" in refusal((tmp_path / "x.zip").read_bytes())


def test_a_zip_bomb_is_refused_by_what_it_declares() -> None:
    bomb = altered(workbook(figures), **{"xl/media/image1.png": b"\0" * 30_000_000})
    assert "unpacks to far more" in refusal(bomb)
    many = altered(workbook(figures), **{f"xl/media/{n}": b"" for n in range(2100)})
    assert "unpacks to far more" in refusal(many)


def test_a_zip_bomb_that_lies_about_its_size() -> None:
    sheet = "xl/worksheets/sheet1.xml"
    content = bytearray(altered(workbook(figures), **{sheet: b"<x/>" + b" " * 5_000_000}))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        size = archive.getinfo(sheet).file_size
    told = content.replace(size.to_bytes(4, "little"), (100).to_bytes(4, "little"))
    assert told != content
    assert "damaged" in refusal(bytes(told))


def test_entities() -> None:
    laughs = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
    assert "XML entities" in refusal(altered(workbook(figures), **{"xl/sharedStrings.xml": laughs}))


def test_a_stray_cell_far_out_does_not_fill_the_memory() -> None:
    content = workbook(lambda book: book.add_worksheet().write("A1", 1))
    far = altered(content, **{"xl/worksheets/sheet1.xml": _sheet('<c r="XFD1048576"><v>1</v></c>')})
    assert refusal(far) == "its cells reach over 1048576 rows and 16384 columns"


def test_merged_ranges_without_end() -> None:
    cells = "".join(f'<c r="{letter}{row}"><v>1</v></c>' for row in (1, 60) for letter in ("A", "Z"))
    merged = "".join('<mergeCell ref="A1:Z60"/>' for _ in range(200))
    sheet = _sheet(cells, f'<mergeCells count="200">{merged}</mergeCells>')
    content = altered(workbook(figures), **{"xl/worksheets/sheet1.xml": sheet})
    assert "merged cells overlap" in refusal(content, Limits(cells=100_000))


def test_deeply_nested_parts() -> None:
    nested = _sheet("<x>" * 100_000 + "</x>" * 100_000)
    content = altered(workbook(figures), **{"xl/worksheets/sheet1.xml": nested})
    with contextlib.suppress(DocumentError):
        assert sheet_grids(content, "book.xlsx") == ()


def _sheet(cells: str, after: str = "") -> bytes:
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = f"<sheetData><row>{cells}</row></sheetData>"
    return f'<?xml version="1.0"?><worksheet xmlns="{space}">{rows}{after}</worksheet>'.encode()


def test_a_sheet_of_charts_is_left_out() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        figures(book)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=Data!$C$2:$C$3"})
        book.add_chartsheet("Chart").set_chart(chart)

    (grid,) = sheet_grids(workbook(fill), "book.xlsx")
    assert grid.name == "Data"


def test_one_text_merged_over_many_cells() -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet()
        sheet.merge_range("A1:J10", "x" * 100)
        sheet.write("K11", 1)

    assert "merged cells overlap" in refusal(workbook(fill), Limits(file_bytes=9_000))
