from __future__ import annotations

from xml.parsers import expat

import pytest

from forerun.documents.extent import Extent
from forerun.documents.safety import Limits
from forerun.errors import DocumentError

LAST = "XFD1048576"


def sheet(rows: str) -> bytes:
    return f"<worksheet><sheetData>{rows}</sheetData></worksheet>".encode()


@pytest.mark.parametrize(
    "rows",
    [
        f'<row><c r="{LAST}"/></row>',
        f"<row><c r='{LAST}'/></row>",
        f'<row><c r = "{LAST}"/></row>',
        f'<row><c x=">" r="{LAST}"/></row>',
        '<row><c r="XFD10485&#55;6"/></row>',
        '<row r="1048576"><c/><c/></row>',
        "<row>" + "<c/>" * 1_001 + "</row>" + '<row r="1000"><c/></row>',
        f'<x:row xmlns:x="urn:x"><x:c r="{LAST}"/></x:row>',
    ],
)
def test_a_cell_far_out_however_it_is_written(rows: str) -> None:
    with pytest.raises(DocumentError, match=r"^book\.xlsx, s\.xml: its cells reach over"):
        Extent("book.xlsx").add("s.xml", sheet(rows))


def test_cells_without_a_number_follow_one_another() -> None:
    rows = "<row><c/><c/><c/></row><row><c/></row>"
    Extent("book.xlsx", Limits(cells=6)).add("s.xml", sheet(rows))
    with pytest.raises(DocumentError, match="over 2 rows and 3 columns"):
        Extent("book.xlsx", Limits(cells=5)).add("s.xml", sheet(rows))


def test_worksheets_count_together() -> None:
    extent = Extent("book.xlsx", Limits(cells=7))
    extent.add("1.xml", sheet('<row r="2"><c r="B2"/></row>'))
    with pytest.raises(DocumentError, match=r"book\.xlsx, 2\.xml"):
        extent.add("2.xml", sheet('<row r="2"><c r="B2"/></row>'))


@pytest.mark.parametrize("cell", ["<v> 0 </v>", "<f>7</f><v>0</v>", "<v>0</v>7"])
def test_a_long_text_in_every_cell(cell: str) -> None:
    extent = Extent("book.xlsx", Limits(file_bytes=1_000))
    extent.add("strings.xml", b"<sst><si><t>" + b"x" * 300 + b"</t></si><si><t>y</t></si></sst>")
    shared = f'<c t="s">{cell}</c>'
    extent.add("1.xml", sheet(f"<row>{shared * 3}</row>"))
    with pytest.raises(DocumentError, match="repeat long texts"):
        extent.add("2.xml", sheet(f"<row>{shared}</row>"))


def test_numbers_are_not_taken_for_shared_texts() -> None:
    extent = Extent("book.xlsx", Limits(file_bytes=1_000))
    extent.add("strings.xml", b"<sst><si><t>" + b"x" * 900 + b"</t></si></sst>")
    extent.add("1.xml", sheet("<row><c><v>0</v></c><c><v>0</v></c></row>"))


@pytest.mark.parametrize("second", ["worksheets/a.xml", "/xl/worksheets/A.xml", "worksheets/b.xml"])
def test_one_part_under_several_names(second: str) -> None:
    extent = Extent("book.xlsx")
    extent.add(
        "workbook.xml",
        b'<workbook xmlns:r="urn:r"><sheet name="1" r:id="one"/><sheet name="2" r:id="two"/></workbook>',
    )
    targets = f'<Relationship Id="one" Target="worksheets/a.xml"/><Relationship Id="two" Target="{second}"/>'
    extent.add("workbook.xml.rels", f"<Relationships>{targets}</Relationships>".encode())
    if "b.xml" in second:
        extent.check_sheets()
        return
    with pytest.raises(DocumentError, match="one and the same part"):
        extent.check_sheets()


def test_what_is_no_markup() -> None:
    with pytest.raises(expat.ExpatError):
        Extent("book.xlsx").add("s.xml", b"<worksheet><row")
