"""Tables of a release to statements: what the heads of a cell's row and column say about its number.

::

    指标                 9月                    1—9月
                   绝对量  同比增长（%）    绝对量  同比增长（%）
    采矿业            …       1.5          …        1.7         growth of value added: the topic above
    水泥（万吨）     19205     -7.2       149537     -0.7        level in its own unit, growth in percent

Both heads are read with the names and words that sentences are read with, so it does not matter which of
them holds the period, the unit or the indicator.  A row that names an indicator sets the topic of the
rows below it.  "…" means not published, and never zero.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from forerun.catalog.model import Catalog
from forerun.documents.fitting import Fit, fit, in_unit, printed_unit
from forerun.documents.folding import fold
from forerun.documents.frames import Frame, Kind, Refusal
from forerun.documents.grid import Grid
from forerun.documents.lexicon import Lexicon, lexicon_of
from forerun.documents.numbers import Number
from forerun.documents.periods_in_text import Named, Stretch, period_of, resolve
from forerun.documents.roles import Role
from forerun.documents.segments import set_aside
from forerun.documents.statement import Context, Parts, Statement, Unread
from forerun.documents.subjects import Subject, Surroundings, subjects_of
from forerun.documents.tokens import PERCENT, POINTS, Quantity, Time, tokenise
from forerun.documents.trie import Measured, Sense
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Measure

_FIGURE = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_GROWTH = re.compile(r"同比|增长|增速|增减|比上年|上年同期|growth|year.on.year|y/y|yoy|change")
_MONTHLY = re.compile(r"环比|比上月|month.on.month|m/m|mom")
_TOTAL = re.compile(r"累计|1 ?- ?本月|cumulative|year.to.date|ytd")
_AMOUNT = re.compile(r"绝对量|当期值|累计值|期末值|level|amount")
_FORM = re.compile(
    rf"{_AMOUNT.pattern}|{_TOTAL.pattern}|{_GROWTH.pattern}|当月|本月|指标|合计|其中|[_:#]|of which"
)
_BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
_INNER = re.compile(r"\([^()]*\)")
_UNIT = re.compile(r"(?:单位|unit) ?: ?([^\s()]+)")
_YEAR_TO_DATE = {
    Measure.LEVEL: Measure.YTD_LEVEL,
    Measure.YOY: Measure.YTD_YOY,
    Measure.CHANGE_PP: Measure.YTD_CHANGE_PP,
}
_MOST_FIGURES = 20_000


@dataclass(frozen=True, slots=True)
class _Head:
    """What heads say: the ``subject`` they name, ``times``, and the ``units`` in their brackets.

    ``is_rate`` tells that the row is in percent itself, so that what grows is given in points; ``doubt``
    says why the figure below cannot be told, if so.
    """

    text: str
    subject: Subject
    times: tuple[Named, ...]
    units: tuple[Measured, ...]
    is_rate: bool = False
    doubt: str = ""

    @property
    def frames(self) -> tuple[Frame, ...]:
        """The kinds of figure that there may be below, the likeliest first; none when nothing is said."""
        if _MONTHLY.search(self.text):
            return (Frame(Kind.GROWTH, Role.MONTH_ON_MONTH),)
        if _GROWTH.search(self.text):
            kinds = (Kind.CHANGE, Kind.GROWTH) if self.is_rate else (Kind.GROWTH,)
            return tuple(Frame(kind, Role.YEAR_ON_YEAR) for kind in kinds)
        amounts = any(not unit.dimension.startswith(PERCENT) for unit in self.units)
        return (_LEVEL,) if amounts or _AMOUNT.search(self.text) else ()


_LEVEL = Frame(Kind.LEVEL, Role.YEAR_ON_YEAR)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A figure with the heads of its row and column."""

    amount: Decimal
    head: _Head
    locator: str
    quote: str
    span: tuple[int, int]

    def quantity(self, kind: Kind) -> Quantity:
        """The figure as a sentence would have it; growth is in percent whatever the row is measured in."""
        number = Number(self.amount, Decimal(1), 0, 0)
        percent = {Kind.GROWTH: Measured(PERCENT, 1.0), Kind.CHANGE: Measured(POINTS, 1.0)}.get(kind)
        return Quantity(0, 0, number, None, (percent,) if percent else self.head.units)


def read_cells(grid: Grid, catalog: Catalog, context: Context, start: int = 0) -> Parts:
    """The statements of a table in the layout of a release.

    Args:
        grid: the table.
        catalog: names and units.
        context: day, publisher and period of the document.
        start: where the table's lines begin in the document's text.
    """
    top = _first_row_of_figures(grid)
    if top is None:
        return _unread_table(grid, "no figure has words beside it") if _has_digits(grid) else Parts()
    if sum(_is_figure(cell) for row in grid.rows for cell in row) > _MOST_FIGURES:
        return _unread_table(grid, f"more than {_MOST_FIGURES} figures; save them as a tidy table")
    return _Table(grid, catalog, context, top).read(start)


def _first_row_of_figures(grid: Grid) -> int | None:
    """The first row that has a figure beside its head; a row of years is a heading."""
    for number, row in enumerate(grid.rows):
        figures = [cell for cell in row[1:] if _is_figure(cell)]
        if figures and not all(map(_YEAR.fullmatch, figures)):
            return number
    return None


def _is_figure(cell: str) -> bool:
    return _FIGURE.fullmatch(_plain(cell)) is not None


def _plain(cell: str) -> str:
    return fold(cell).replace(" ", "")


class _Table:
    """Reads one table from the top down, because topics run on."""

    def __init__(self, grid: Grid, catalog: Catalog, context: Context, top: int) -> None:
        self._grid = grid
        self._catalog = catalog
        self._context = context
        self._lexicon = lexicon_of(catalog)
        self._top = top
        self._title = self._head(_titles(grid, top))
        self._topic = self._title.subject if self._title.subject.names_indicator else Subject()
        width = max(map(len, grid.rows))
        self._columns = [_column(grid.rows[:top], column) for column in range(width)]

    def read(self, start: int) -> Parts:
        """Everything in the table, its lines beginning at ``start`` of the text."""
        spans = self._grid.spans(start)
        found: list[Parts] = []
        for at, (row, line) in enumerate(zip(self._grid.rows, self._grid.lines(), strict=True)):
            if at < self._top or not row:
                continue
            self._follow_topic(row[0])
            for column, text in enumerate(row[1:], start=1):
                locator = self._grid.cell(at, column)
                if _is_figure(text):
                    head = self._cell_head(row[0], self._columns[column])
                    amount = Decimal(_plain(text).rstrip("%").replace(",", ""))
                    found.append(self._read(_Cell(amount, head, locator, line, spans[at])))
                elif any(map(str.isdigit, text)) and len(set(row)) > 1:
                    found.append(Parts(unread=(Unread(text, locator, "it is not a number alone"),)))
        return Parts.joined(found)

    def _follow_topic(self, label: str) -> None:
        subject = self._head(label).subject
        if subject.names_indicator and not subject.unknown:
            self._topic = subject

    def _cell_head(self, label: str, column: str) -> _Head:
        """The two heads as one, and the title where they leave something open.

        The column's names count only when the row names nothing but a place.
        """
        row, above, title = self._head(label), self._head(column), self._title
        named = any(sense.indicator or sense.activity for sense in row.subject.senses) or row.subject.unknown
        subject = row.subject if named else self._head(f"{label} {column}").subject
        units = (*above.units, *row.units) or title.units
        own = _Head(
            f"{row.text} {above.text}",
            subject,
            (*above.times, *row.times),
            units,
            is_rate=any(unit.dimension == PERCENT for unit in row.units),
            doubt=_doubt(subject, row, above, title),
        )
        return own if own.frames else replace(own, text=f"{own.text} {title.text}")

    def _head(self, text: str) -> _Head:
        folded = fold(text)
        tokens = tokenise(_FORM.sub(lambda found: " " * len(found[0]), folded), self._lexicon)
        outside, _ = set_aside(tokens)
        subjects = subjects_of(outside, folded, self._lexicon, each=False)
        times = tuple(token.named for token in tokens if isinstance(token, Time) and token.named.last)
        units = tuple(_units(folded, self._lexicon))
        return _Head(folded, subjects[0] if subjects else Subject(), times, units)

    def _read(self, cell: _Cell) -> Parts:
        stretch = self._stretch(cell.head)
        if stretch is None:
            return _unread(cell, "the time that the column is about cannot be told")
        if cell.head.doubt:
            return _unread(cell, cell.head.doubt)
        refusals: list[Refusal] = []
        for frame in cell.head.frames or (_LEVEL,):
            found = None if cell.head.subject.unknown else self._fit(cell, frame)
            if isinstance(found, Fit):
                return self._catalogued(cell, found, stretch)
            refusals += [found] if found else []
        if refusals:
            return _unread(cell, refusals[0].reason)
        return Parts(uncatalogued=(self._uncatalogued(cell, stretch),))

    def _fit(self, cell: _Cell, frame: Frame) -> Fit | Refusal | None:
        around = Surroundings(self._context.place or self._catalog.home, self._topic, self._context.publisher)
        return fit(frame, cell.quantity(frame.kind), cell.head.subject, around, self._lexicon)

    def _stretch(self, head: _Head) -> Stretch | None:
        """The time of a cell: its own heads', with the year of the title; else the document's."""
        about = self._context.period
        running = Stretch(about.year, about.last_month.index, about.last_month.index) if about else None
        named = head.times or self._title.times
        if not named:
            return replace(running, first=1) if running and _TOTAL.search(head.text) else running
        exact = min(named, key=lambda time: time.last - time.first)
        years = (time.year for time in (exact, *named, *self._title.times) if time.year)
        return resolve(replace(exact, year=next(years, None)), self._context.published, running)

    def _catalogued(self, cell: _Cell, found: Fit, stretch: Stretch) -> Parts:
        series = found.series
        timed = period_of(stretch, series, total=_TOTAL.search(cell.head.text) is not None)
        if timed is None:
            return _unread(cell, f"{series.code} has no figure for such a period")
        period, cumulative = timed
        quantity = cell.quantity(Kind.LEVEL)
        statement = Statement(
            indicator=series.indicator,
            activity=series.activity,
            place=series.place,
            series=series.id,
            period=period,
            measure=_YEAR_TO_DATE.get(found.measure, found.measure) if cumulative else found.measure,
            comparator=Comparator.EQUAL,
            value=in_unit(quantity.number, found.printed, found.unit),
            unit=found.unit.id,
            direction="",
            quote=cell.quote,
            span=cell.span,
            locator=cell.locator,
        )
        return Parts(statements=(statement,))

    def _uncatalogued(self, cell: _Cell, stretch: Stretch) -> Statement:
        """What the cell says of something that no series is about."""
        frame = (*cell.head.frames, _LEVEL)[0]
        quantity = cell.quantity(frame.kind)
        unit, printed = printed_unit(quantity, tuple(self._catalog.units.values()))
        measure = Measure.LEVEL if frame is _LEVEL else Measure.YOY
        sense = next(iter(cell.head.subject.senses), Sense())
        return Statement(
            indicator=sense.indicator or next(iter(self._topic.indicators), ""),
            activity=sense.activity or "",
            place=sense.place or self._catalog.home,
            series="",
            period=Period(Frequency.MONTH, stretch.year, stretch.last),
            measure=_YEAR_TO_DATE[measure] if stretch.first == 1 < stretch.last else measure,
            comparator=Comparator.EQUAL,
            value=in_unit(quantity.number, printed, unit) if unit else float(cell.amount),
            unit=unit.id if unit else "",
            direction="",
            quote=cell.quote,
            span=cell.span,
            locator=cell.locator,
        )


def _doubt(subject: Subject, row: _Head, above: _Head, title: _Head) -> str:
    """Why a figure under these heads cannot be told; empty when it can."""
    if not (above.text or title.text):
        return "its column has no heading"
    if any(len({(t.first, t.last, t.year) for t in head.times}) > 1 for head in (row, above)):
        return "its heading names several periods"
    if _AMOUNT.search(above.text) and _GROWTH.search(above.text):
        return "its heading names a level and a growth rate"
    return "" if subject.senses or subject.unknown else "nothing says what it is a figure of"


def _has_digits(grid: Grid) -> bool:
    return any(map(str.isdigit, "".join(cell for row in grid.rows for cell in row)))


def _unread_table(grid: Grid, reason: str) -> Parts:
    return Parts(unread=(Unread(grid.lines()[0], grid.row(0), reason),))


def _unread(cell: _Cell, reason: str) -> Parts:
    return Parts(unread=(Unread(cell.quote, cell.locator, reason),))


def _is_title(row: Sequence[str]) -> bool:
    """Whether a row says one thing about the whole table."""
    return len(set(filter(None, row))) == 1


def _titles(grid: Grid, top: int) -> str:
    rows = (next(filter(None, row)) for row in grid.rows[:top] if _is_title(row))
    return " ".join((grid.caption, *rows)).strip()


def _column(rows: Sequence[tuple[str, ...]], column: int) -> str:
    """The headings above a column, each once."""
    cells = (row[column] for row in rows if len(row) > column and not _is_title(row))
    return " ".join(dict.fromkeys(filter(None, cells)))


def _units(folded: str, lexicon: Lexicon) -> Iterator[Measured]:
    """The units that stand in brackets or after 单位: (万吨), (10,000 tons), 单位:亿元."""
    for inside in (*_BRACKET.findall(folded), *_UNIT.findall(folded)):
        said = _INNER.sub("", inside).strip()
        tokens = tokenise(said if said[:1].isdigit() else f"1{said}", lexicon)
        if len(tokens) == 1 and isinstance(tokens[0], Quantity):
            scale = float(tokens[0].number.value)
            yield from (Measured(unit.dimension, unit.scale * scale) for unit in tokens[0].units)
