"""Pages as text and tables: what a person reads, without scripts, menus and hidden parts.

Nothing of a page is run, fetched or kept as markup.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from forerun.documents.grid import Grid, clean
from forerun.documents.safety import LIMITS, Limits, check_entities, check_length, printable
from forerun.errors import DocumentError

if TYPE_CHECKING:
    from lxml import etree

# fmt: off
_DROPPED = (
    "script", "style", "noscript", "template", "iframe", "frame", "object", "embed", "applet", "svg",
    "math", "canvas", "audio", "video", "button", "select", "textarea", "nav", "aside", "footer",
    "title",
)
_BLOCKS = (
    "address", "article", "blockquote", "br", "caption", "center", "dd", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main",
    "ol", "p", "pre", "section", "table", "td", "th", "tr", "ul",
)
# fmt: on
_LISTS = frozenset(("ul", "ol", "div", "dl"))
_FURNITURE = re.compile(
    r"\b(nav|navbar|menu|footer|foot|breadcrumbs?|crumbs?|sidebar|share|related|copyright|comments?)\b", re.I
)
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.I)
_NUMBER = re.compile(r"[-+−]?\d[\d,]*(\.\d+)?%?|…+")
_FOOTNOTE = re.compile(r"\s*[\[(（〔]?\d{1,2}[\])）〕]?\s*")
_POWER_OF = re.compile(r"(?:(?<![A-Za-z])[kcdm]?m|(?<!\d)10)\s*$")  # km², 10⁴
_WIDEST_SPAN = 1000
_FEW_WORDS = 200


@dataclass(frozen=True, slots=True)
class Page:
    """What a page shows.

    ``meta`` holds its META elements by lower-case name; ``grids`` its tables of figures in order, which are
    not in ``text``.
    """

    title: str
    text: str
    grids: tuple[Grid, ...]
    meta: Mapping[str, str]


def read_page(markup: str, where: str, limits: Limits = LIMITS) -> Page:
    """The main text and the tables of a page.

    Raises:
        DocumentError: too long, nested too deeply, with entity declarations, or without any content.
    """
    check_length(markup, where, limits)
    check_entities(markup, where)
    root = _parsed(printable(markup), where)
    meta = dict(_meta(root))
    title = _title(root, meta)
    _drop_what_is_not_shown(root)
    grids = tuple(_take_tables(root, where, limits))
    return Page(title, _text(_main(root)), grids, meta)


def _parsed(markup: str, where: str) -> etree._Element:
    from lxml import etree, html

    parser = html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = html.document_fromstring(markup.encode(), parser=parser)
    except etree.ParserError as problem:
        raise DocumentError("the page is empty", where=where, advice="Fetch it again") from problem
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise DocumentError(
            "its elements are nested too deeply for a page that people read",
            where=where,
            advice="Save the text of the page and ingest that",
        )
    return root


def _meta(root: etree._Element) -> Iterator[tuple[str, str]]:
    for element in root.iter("meta"):
        name = element.get("name") or element.get("property") or element.get("itemprop") or ""
        if name and element.get("content"):
            yield name.casefold(), clean(element.get("content", ""))
    for element in root.iter("time"):
        if element.get("datetime"):
            yield "time", clean(element.get("datetime", ""))


def _title(root: etree._Element, meta: Mapping[str, str]) -> str:
    headings = (clean(_words(element)) for element in root.iter("h1"))
    titles = (clean(_words(element)) for element in root.iter("title"))
    named = (meta.get("articletitle", ""), *headings, meta.get("og:title", ""), *titles)
    return next(filter(None, named), "")


def _drop_what_is_not_shown(root: etree._Element) -> None:
    for element in list(root.iter(*_DROPPED)):
        _drop(element)
    for element in list(root.iter("sup")):
        if _FOOTNOTE.fullmatch(_words(element)) and not _POWER_OF.search(_words_before(element)):
            _drop(element)
    weights = _weights(root)
    for element, (words, linked) in weights.items():
        named = f"{element.get('class', '')} {element.get('id', '')}"
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style", ""))
        links = linked * 2 > words and words - linked < _FEW_WORDS
        menu = element.get("role") == "navigation" or _FURNITURE.search(named)
        if hidden or (links and (menu or element.tag in _LISTS)):
            _drop(element)


def _words_before(element: etree._Element) -> str:
    before, parent = element.getprevious(), element.getparent()
    return (before.tail if before is not None else parent.text if parent is not None else "") or ""


def _weights(root: etree._Element) -> dict[etree._Element, tuple[int, int]]:
    """Characters in each element, and how many of them are links; inner elements come first."""
    weights: dict[etree._Element, tuple[int, int]] = {}
    for element in reversed(list(root.iter())):
        inside = [weights[child] for child in element]
        tails = sum(len((child.tail or "").strip()) for child in element)
        words = len((element.text or "").strip()) + tails + sum(each for each, _ in inside)
        weights[element] = (words, words if element.tag == "a" else sum(each for _, each in inside))
    return weights


def _drop(element: etree._Element) -> None:
    """Take an element out and leave the words after it."""
    parent = element.getparent()
    if parent is None:
        return
    before, tail = element.getprevious(), element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + tail
    else:
        parent.text = (parent.text or "") + tail
    element.tail = None
    parent.remove(element)


def _main(root: etree._Element) -> etree._Element:
    """The one article of the page when it is marked as such and holds most of the words."""
    words = len(_words(root))
    marked = [element for element in root.iter("article", "main") if len(_words(element)) * 2 > words]
    return marked[-1] if marked else root


def _text(element: etree._Element) -> str:
    for block in element.iter(*_BLOCKS):
        block.text = "\n" + (block.text or "")
        block.tail = "\n" + (block.tail or "")
    lines = (clean(line) for line in _words(element).split("\n"))
    return "\n".join(line for line in lines if line)


def _take_tables(root: etree._Element, where: str, limits: Limits) -> Iterator[Grid]:
    """The tables of figures, cut out of the page; tables that only lay it out stay."""
    number, room = 0, _Room(where, limits)
    for table in list(root.iter("table")):
        if next(table.iterdescendants("table"), None) is not None:
            continue
        rows = tuple(_rows(table, room))
        if _holds_figures(rows):
            number += 1
            caption = next((clean(_words(each)) for each in table.iter("caption")), "")
            yield Grid(f"table {number}", rows, caption=caption)
            _drop(table)


def _holds_figures(rows: tuple[tuple[str, ...], ...]) -> bool:
    cells = [cell for row in rows for cell in row if cell]
    figures = sum(bool(_NUMBER.fullmatch(cell)) for cell in cells)
    return len(rows) > 1 and max(map(len, rows)) > 1 and figures > 1 and figures * 5 >= len(cells)


class _Room:
    """How many cells and characters the tables of one page have taken together, and may."""

    def __init__(self, where: str, limits: Limits) -> None:
        self._where = where
        self._limits = limits
        self._cells = self._characters = 0

    def take(self, cells: int, characters: int = 0) -> None:
        self._cells += cells
        self._characters += characters
        if self._cells > self._limits.cells or self._characters > self._limits.characters:
            raise DocumentError(
                "its tables have cells without end", where=self._where, advice="Save its figures as CSV"
            )


def _rows(table: etree._Element, room: _Room) -> Iterator[tuple[str, ...]]:
    """Rows with the text of a spanning cell in every place that it spans."""
    hanging: dict[int, tuple[str, int]] = {}
    for row in table.iter("tr"):
        texts: list[str] = []
        room.take(len(hanging) + sum(_span(cell, "colspan") for cell in row.iter("td", "th")))
        for cell in row.iter("td", "th"):
            _fill_hanging(texts, hanging)
            text = clean(_with_breaks(cell))
            for _ in range(_span(cell, "colspan")):
                hanging[len(texts)] = (text, _span(cell, "rowspan") - 1)
                texts.append(text)
        _fill_hanging(texts, hanging)
        room.take(0, sum(map(len, texts)))
        yield tuple(texts)


def _fill_hanging(texts: list[str], hanging: dict[int, tuple[str, int]]) -> None:
    """Put cells from rows above that reach down to here, up to the next free column."""
    while hanging.get(len(texts), ("", 0))[1] > 0:
        text, left = hanging[len(texts)]
        hanging[len(texts)] = (text, left - 1)
        texts.append(text)


def _words(element: etree._Element) -> str:
    return "".join(map(str, element.itertext()))


def _with_breaks(cell: etree._Element) -> str:
    for element in cell.iter("br", "p", "div"):
        element.tail = " " + (element.tail or "")
    return _words(cell)


def _span(cell: etree._Element, name: str) -> int:
    text = cell.get(name, "1").strip()
    return min(max(int(text), 1), _WIDEST_SPAN) if text.isascii() and text.isdigit() and len(text) < 9 else 1
