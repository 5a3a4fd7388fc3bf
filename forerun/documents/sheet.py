"""XLSX workbooks as grids, after a look at the archive: no bombs, no entities, no boundless sheets.

The archive is never handed on as it came.  Its workbook parts are unpacked under a limit and packed anew,
so that what a damaged or hostile archive claims about itself does not matter.  Formulas are not
evaluated: a formula cell has the value that the program which saved the file stored with it.
"""

from __future__ import annotations

import io
import lzma
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING
from xml.parsers import expat

from forerun.documents.extent import Extent
from forerun.documents.grid import Grid, clean
from forerun.documents.safety import LIMITS, Limits
from forerun.errors import DocumentError

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_PARTS = re.compile(
    r"(\[Content_Types\]\.xml|_rels/\.rels|xl/workbook\.xml|xl/_rels/workbook\.xml\.rels|xl/sharedStrings\.xml"
    r"|xl/styles\.xml|xl/worksheets/(_rels/)?[^/]+\.(xml|xml\.rels))",
    re.IGNORECASE,
)
_SHARED = "xl/sharedstrings.xml"
_MOST_RATIO = 500
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    expat.ExpatError,
    EOFError,
    RuntimeError,
    NotImplementedError,
)
_SAVE_AGAIN = "Save it again as .xlsx, or as CSV"


def sheet_grids(content: bytes, where: str, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """The worksheets that hold anything, as grids.

    Raises:
        DocumentError: damaged, protected, not a workbook, or hostile in one of the ways above.
    """
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError, ZipError

    packed = _repacked(content, where, limits)
    try:
        with CalamineWorkbook.from_filelike(packed) as workbook:
            return tuple(_grids(workbook, where, limits))
    except PasswordError as problem:
        raise DocumentError("it is protected by a password", where=where, advice=_SAVE_AGAIN) from problem
    except (CalamineError, ZipError, OSError, ValueError) as problem:
        raise _damaged(where) from problem


def _grids(workbook: CalamineWorkbook, where: str, limits: Limits) -> Iterator[Grid]:
    from python_calamine import SheetTypeEnum

    for about in workbook.sheets_metadata:
        if about.typ is not SheetTypeEnum.WorkSheet:
            continue
        name, sheet = about.name, workbook.get_sheet_by_name(about.name)
        texts = [[_cell_text(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        if texts:
            _spread_merged(texts, sheet, f"{where}, {name}", limits)
            yield Grid(clean(name), tuple(map(tuple, texts)), in_sheet=True)


def _spread_merged(texts: list[list[str]], sheet: CalamineSheet, where: str, limits: Limits) -> None:
    """Put the text of each merged range into all of its cells, as a reader sees it."""
    cells = characters = 0
    for (top, left), (bottom, right) in sheet.merged_cell_ranges or ():
        for row in texts[top : bottom + 1]:
            width = len(row[left : right + 1])
            row[left : right + 1] = [texts[top][left]] * width
            cells += width
            characters += width * len(texts[top][left])
        if cells > limits.cells or characters > limits.file_bytes:
            raise DocumentError(
                "its merged cells overlap without end", where=where, advice="Save the table as CSV"
            )


def _cell_text(cell: object) -> str:
    """A cell as text: whole numbers without a point, days as 2023-10-18."""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    return cell.isoformat() if isinstance(cell, date) else clean(str(cell))


def _repacked(content: bytes, where: str, limits: Limits) -> io.BytesIO:
    packed, extent = io.BytesIO(), Extent(where, limits)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(packed, "w") as fresh:
            for member in _parts(archive, where, limits):
                part = _unpacked(archive, member, where, limits)
                extent.add(member.filename, part)
                fresh.writestr(member.filename, part)
        extent.check_sheets()
    except _DAMAGE as problem:
        raise _damaged(where) from problem
    packed.seek(0)
    return packed


def _parts(archive: zipfile.ZipFile, where: str, limits: Limits) -> list[zipfile.ZipInfo]:
    members = archive.infolist()
    declared = sum(member.file_size for member in members)
    packed = sum(member.compress_size for member in members)
    bomb = declared > limits.unpacked_bytes or declared > _MOST_RATIO * max(packed, 1_000)
    if bomb or len(members) > limits.members:
        raise _bomb(where)
    parts = {member.filename: member for member in members if _PARTS.fullmatch(member.filename)}
    if "xl/workbook.xml" not in parts:
        raise DocumentError(
            "it is an archive but not an .xlsx workbook",
            where=where,
            advice="Unpack it, or save the document as .xlsx, PDF or text",
        )
    return sorted(parts.values(), key=lambda member: member.filename.casefold() != _SHARED)


def _unpacked(archive: zipfile.ZipFile, member: zipfile.ZipInfo, where: str, limits: Limits) -> bytes:
    """One part; the checksum shows whether the archive told the truth about its size."""
    with archive.open(member) as part:
        content = part.read(limits.unpacked_bytes + 1)
    if len(content) > limits.unpacked_bytes:
        raise _bomb(where)
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise DocumentError(
            "a part of it declares XML entities, which a workbook never needs",
            where=f"{where}, {member.filename}",
            advice="Do not trust the file; ask its sender for CSV",
        )
    return content


def _damaged(where: str) -> DocumentError:
    return DocumentError("the workbook is damaged or cut off", where=where, advice="Fetch or save it again")


def _bomb(where: str) -> DocumentError:
    return DocumentError(
        "it unpacks to far more than a workbook of figures can hold",
        where=where,
        advice="Do not trust the file; ask its sender for CSV",
    )
