"""How much a workbook would hold, counted before any cell is made.

A worksheet of a few bytes can have a cell in the very last row and column, a thousand sheets can be one and
the same part, and one long text can stand in every cell: what is small on disk would fill the memory.
"""

from __future__ import annotations

from xml.parsers import expat

from forerun.documents.safety import LIMITS, Limits
from forerun.errors import DocumentError

_AS_CSV = "Delete what is no figure there, or save the table as CSV"


class Extent:
    """Counts over the XML parts of one workbook, shared texts first.

    Args:
        where: the workbook, for messages.
        limits: ``cells`` bounds the areas of all worksheets together, ``file_bytes`` the characters that
            the shared texts have in all cells that name them.
    """

    def __init__(self, where: str, limits: Limits = LIMITS) -> None:
        self._where = where
        self._limits = limits
        self._cells = 0
        self._characters = 0
        self._lengths: list[int] = []
        self._sheets: list[str] = []
        self._targets: dict[str, str] = {}

    def add(self, name: str, part: bytes) -> None:
        """Count one part.

        Raises:
            DocumentError: it makes the workbook too large; the message names the part.
            expat.ExpatError: it is not XML.
        """
        found = _Part(self._lengths)
        found.read(part)
        where = f"{self._where}, {name}"
        self._cells += found.rows * found.columns
        self._characters += found.characters
        self._lengths += found.lengths
        self._sheets += found.sheets
        self._targets |= found.targets
        if self._cells > self._limits.cells:
            what = f"its cells reach over {found.rows} rows and {found.columns} columns"
            raise DocumentError(what, where=where, advice=_AS_CSV)
        if self._characters > self._limits.file_bytes:
            raise DocumentError("its cells repeat long texts without end", where=where, advice=_AS_CSV)

    def check_sheets(self) -> None:
        """Refuse a workbook that names one worksheet several times; call it after the last part.

        Raises:
            DocumentError: it does.
        """
        parts = [self._targets.get(each, each) for each in self._sheets]
        if len(set(parts)) < len(parts):
            raise DocumentError(
                "several of its sheets are one and the same part",
                where=self._where,
                advice="Do not trust the file; ask its sender for CSV",
            )


class _Part:
    """One walk over a part, whichever it is; cells and rows without a number follow the one before."""

    def __init__(self, shared: list[int]) -> None:
        self.rows = self.columns = self.characters = 0
        self.lengths: list[int] = []
        self.sheets: list[str] = []
        self.targets: dict[str, str] = {}
        self._shared = shared
        self._row = self._column = 0
        self._is_shared, self._index = False, ""
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._handlers = {
            "row": self._on_row,
            "c": self._on_cell,
            "v": self._on_value,
            "si": self._on_text,
            "sheet": self._on_sheet,
            "Relationship": self._on_target,
        }

    def read(self, part: bytes) -> None:
        self._parser.Parse(part, True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        handler = self._handlers.get(name.rpartition(":")[2])
        if handler is not None:
            handler(attributes)

    def _on_row(self, attributes: dict[str, str]) -> None:
        self._row = _number(attributes.get("r", ""), self._row + 1)
        self._column = 0

    def _on_cell(self, attributes: dict[str, str]) -> None:
        place = attributes.get("r", "")
        letters = place.rstrip("0123456789")
        self._column = column_number(letters) if letters else self._column + 1
        self.rows = max(self.rows, _number(place[len(letters) :], self._row))
        self.columns = max(self.columns, self._column)
        self._is_shared = attributes.get("t") == "s"

    def _on_value(self, _attributes: dict[str, str]) -> None:
        if self._is_shared:
            self._parser.CharacterDataHandler = self._on_index
            self._parser.EndElementHandler = self._after_value

    def _on_index(self, text: str) -> None:
        self._index += text

    def _after_value(self, _name: str) -> None:
        """Add the length of the shared text that the value names."""
        self._parser.CharacterDataHandler = self._parser.EndElementHandler = None
        index, self._index = _number(self._index.strip(), len(self._shared)), ""
        self.characters += self._shared[index] if index < len(self._shared) else 0

    def _on_text(self, _attributes: dict[str, str]) -> None:
        self.lengths.append(0)
        self._parser.CharacterDataHandler = self._on_shared

    def _on_shared(self, text: str) -> None:
        self.lengths[-1] += len(text)

    def _on_sheet(self, attributes: dict[str, str]) -> None:
        self.sheets += [value for name, value in attributes.items() if name.endswith(":id")]

    def _on_target(self, attributes: dict[str, str]) -> None:
        target = attributes.get("Target", "").casefold().removeprefix("/").removeprefix("xl/")
        self.targets[attributes.get("Id", "")] = target


def column_number(letters: str) -> int:
    """The number of a worksheet's column, counted from 1: A, B ... Z, AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else otherwise
