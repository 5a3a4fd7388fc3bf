"""Plain text, and the text of a PDF page, as prose and tables.

Lines that were only wrapped become paragraphs again.  Lines that are rows of a table, a label and then
numbers, are taken out with the headings above them, as copying a page or printing it to PDF leaves them::

    指标                9月                    1—9月
                  绝对量  同比增长（%）   绝对量  同比增长（%）
    水泥（万吨）     19205      -7.2      149537     -0.7
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from forerun.documents.grid import Grid, clean
from forerun.documents.upright import upright_tables

_ENDS = tuple("。！？；：.!?;:")
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_WRAPPED_FROM = 0.6
_FIGURE = r"(?:[-+−]?\d[\d,]*(?:\.\d+)?%?|…+|\.{3,}|--)"
_ROW = re.compile(rf"(?P<label>(?=\S*[^\W\d]).*?)(?P<figures>(?:(?<!\s)\s++{_FIGURE}){{2,}})\s*")
_HEADING = re.compile(
    r"绝对量|同比|增长|增速|比上年|累计|\d ?月|\d ?年|指\s*标|产品名称|level|growth|year|indicator",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"[，。；,;]|\.\s")
_PERCENTAGE = re.compile(r"\d ?[%％]")
_CORNER = re.compile(r"指\s*标(?:\s*名\s*称)?|产品名称|项\s*目|indicators?|items?|products?", re.IGNORECASE)
_INNER_BLANK = re.compile(r" (?=[(（])|(?<=\d) (?=[年月])|(?<=年) (?=\d)")
_REST_OF_NUMBER = re.compile(r"[.．]\d|[万亿个%％]")
_ITEM = re.compile(
    r"[-*•·#]|[(（]?(?:\d{1,3}|[一二三四五六七八九十]+)[)）.、](?!\d)|第[一二三四五六七八九十]+[章节、]"
)
_COMMA, _SENTENCE_MARK = re.compile(r"，|, "), re.compile(r"[。！？]|[.!?]$")
_HEADINGS_WITHIN = 4
_GAP = 2


@dataclass(frozen=True, slots=True)
class Prose:
    """Text without its tables, one paragraph a line, and the tables.

    ``origins`` are positions in ``text`` with the number of the line that begins there, ``first_lines`` the
    numbers of the first line of each table; lines count from 0.
    """

    text: str
    grids: tuple[Grid, ...]
    origins: tuple[tuple[int, int], ...]
    first_lines: tuple[int, ...]

    def line_at(self, position: int) -> int:
        """The line of the text as it was that a position of ``text`` came from."""
        return self.origins[bisect_right(self.origins, (position, len(self.text))) - 1][1]


def read_plain(text: str) -> Prose:
    """Tell the tables of a text from its prose."""
    lines = text.split("\n")
    upright = tuple(upright_tables(lines))
    standing = {at for table in upright for at in table.lines}
    lines = ["" if at in standing else line for at, line in enumerate(lines)]
    blocks = _blocks(lines)
    headings = [_headings(lines, block[0]) for block in blocks]
    grids = tuple(
        _grid(f"table {number}", [lines[at] for at in above], [lines[at] for at in block])
        for number, (above, block) in enumerate(zip(headings, blocks, strict=True), start=1)
    )
    taken = {at for above in headings for at in above}
    taken.update(at for block in blocks for at in block)
    rest, origins = paragraphs(["" if at in taken else line for at, line in enumerate(lines)])
    turned = tuple(Grid(f"table {n}", each.rows) for n, each in enumerate(upright, start=len(grids) + 1))
    first_lines = (*(block[0] for block in blocks), *(min(each.lines) for each in upright))
    return Prose(rest, grids + turned, origins, first_lines)


def paragraphs(lines: Sequence[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join a line to the next one when it was wrapped: it is long and ends in the middle of a sentence.

    Lines are joined without a blank between Chinese characters and with one elsewhere.  Blank lines
    separate paragraphs and are left out.

    Returns:
        The text, and where in it each line begins: pairs of position and line number.
    """
    tidied = [clean(line) for line in lines]
    usual = max(map(_width, tidied), default=0)
    text, goes_on = "", False
    origins: list[tuple[int, int]] = []
    for number, line in enumerate(tidied):
        if line:
            goes_on = goes_on or _is_torn(tidied[number - 1] if number else "", line)
            text += _glue(text, line) if goes_on else "\n" if text else ""
            origins.append((len(text), number))
            text += line
        goes_on = bool(line) and not line.endswith(_ENDS) and _width(line) >= _WRAPPED_FROM * usual
    return text, tuple(origins)


def _is_torn(line: str, following: str) -> bool:
    """Whether a line breaks off within a number, after a comma, or within a sentence that has had one."""
    if not line or _ITEM.match(following):
        return False
    if line[-1].isdigit():
        return _REST_OF_NUMBER.match(following) is not None
    within = _COMMA.search(line) is not None and line[-1].isalpha() and _SENTENCE_MARK.search(following)
    return line[-1] in "，、," or bool(within)


def _width(line: str) -> int:
    """Columns that a line takes on paper: Chinese characters are twice as wide as Latin ones."""
    return len(line) + len(_HAN.findall(line))


def _glue(before: str, after: str) -> str:
    if before[-1].isdigit() and _REST_OF_NUMBER.match(after):
        return ""
    return "" if _HAN.match(before[-1]) or _HAN.match(after[0]) else " "


def _blocks(lines: Sequence[str]) -> list[list[int]]:
    """Line numbers of each table's rows, with the short labels between them ("of which", a section)."""
    blocks: list[list[int]] = []
    for number, line in enumerate(lines):
        if not _is_row(line):
            continue
        between = lines[blocks[-1][-1] + 1 : number] if blocks else []
        if blocks and len(between) <= _GAP and not any(map(_SENTENCE.search, between)):
            blocks[-1].extend(range(blocks[-1][-1] + 1, number + 1))
        else:
            blocks.append([number])
    return [block for block in blocks if len(block) > 1]


def _is_row(line: str) -> bool:
    match = _ROW.fullmatch(line.strip())
    return match is not None and not _SENTENCE.search(match["label"])


def _headings(lines: Sequence[str], first: int) -> list[int]:
    above = range(max(0, first - _HEADINGS_WITHIN), first)
    return [at for at in above if _HEADING.search(lines[at]) and not _is_prose(lines[at])]


def _is_prose(line: str) -> bool:
    return _SENTENCE.search(line) is not None or _PERCENTAGE.search(line) is not None


def _grid(name: str, headings: Sequence[str], rows: Sequence[str]) -> Grid:
    body = [_cells(line) for line in rows if line.strip()]
    width = max(map(len, body)) - 1
    return Grid(name, (*(_spread(line, width) for line in headings), *body))


def _cells(line: str) -> tuple[str, ...]:
    match = _ROW.fullmatch(line.strip())
    if match is None:
        return (clean(line),)
    return (clean(match["label"]), *match["figures"].split())


def _spread(heading: str, width: int) -> tuple[str, ...]:
    """The words of a heading spread over the columns, or the whole line over each when they do not fit."""
    line = _INNER_BLANK.sub("", clean(heading))
    words = _CORNER.sub("", line, count=1).split()
    if not words or width % len(words) or not all(map(_HEADING.search, words)):
        words = [line]
    return ("", *(word for word in words for _ in range(width // len(words))))
