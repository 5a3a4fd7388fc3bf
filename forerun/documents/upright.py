"""Tables that a copied text has turned upright: every cell on a line of its own.

::

    指标 / 4月 / 1—4月 / 绝对量 / 同比增长 / (%) / 绝对量 / 同比增长 / (%)        the head
    规模以上工业增加值 / … / 6.7 / … / 6.3                                       a row: a label and its cells

The head tells how many cells a row has.  A row with fewer, as at the end of a clipped text, is left where
it is; what is told of it is that it was not read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from forerun.documents.folding import fold
from forerun.documents.periods_in_text import time_at

_CORNER = re.compile(r"指 ?标(?: ?名 ?称)?|产品名称|项 ?目|indicators?|items?|products?")
_CELL = re.compile(r"[-+]?\d[\d,]*(?:\.\d+)?%?|…+|\.{3,}|-{1,2}")
_UNIT = re.compile(r"\([^()]{1,12}\)")
_SENTENCE = re.compile(r"[,;。]|\.\s")
_LONGEST_CELL = 40


@dataclass(frozen=True, slots=True)
class Upright:
    """A table laid flat, and the numbers of the lines that it was made of."""

    rows: tuple[tuple[str, ...], ...]
    lines: frozenset[int]


def upright_tables(lines: Sequence[str]) -> Iterator[Upright]:
    """The tables of a text whose cells stand one below the other."""
    folded = [fold(line).strip() for line in lines]
    at = 0
    while at < len(lines):
        if _CORNER.fullmatch(folded[at]) and (table := _table(lines, folded, at)):
            yield table
            at = max(table.lines)
        at += 1


def _table(lines: Sequence[str], folded: Sequence[str], corner: int) -> Upright | None:
    cells = [at for at in range(corner, _end(folded, corner)) if folded[at]]
    first = next((n for n, at in enumerate(cells) if _CELL.fullmatch(folded[at])), 0)
    heads = _heads([folded[at] for at in cells[1 : first - 1]]) if first > 2 else ()
    if not heads:
        return None
    rows: list[tuple[str, ...]] = [(lines[corner].strip(), *head) for head in heads]
    taken = set(cells[: first - 1])
    for labels, figures in _runs(cells[first - 1 :], folded):
        if len(figures) == len(heads[0]):
            rows.extend((lines[at].strip(),) for at in labels[:-1])
            rows.append(tuple(lines[at].strip() for at in (labels[-1], *figures)))
            taken.update(labels, figures)
    return Upright(tuple(rows), frozenset(taken)) if len(rows) > len(heads) else None


def _end(folded: Sequence[str], corner: int) -> int:
    """The first line below the corner that is too long for a cell, or a sentence."""
    for at in range(corner + 1, len(folded)):
        if len(folded[at]) > _LONGEST_CELL or (
            _SENTENCE.search(folded[at]) and not _CELL.fullmatch(folded[at])
        ):
            return at
    return len(folded)


def _heads(cells: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    """The head as two rows, the time and the form of every column; none when the columns cannot be told."""
    times = [cell for cell in cells if _is_time(cell)]
    forms: list[str] = []
    for cell in cells:
        if _UNIT.fullmatch(cell) and forms:
            forms[-1] += cell
        elif not _is_time(cell):
            forms.append(cell)
    each, rest = divmod(len(forms), len(times)) if times else (0, 1)
    if rest or not each or forms != forms[:each] * len(times):
        return ()
    return tuple(time for time in times for _ in range(each)), tuple(forms)


def _is_time(cell: str) -> bool:
    named = time_at(cell, 0)
    return named is not None and named.last > 0 and named.end == len(cell)


def _runs(cells: Sequence[int], folded: Sequence[str]) -> Iterator[tuple[list[int], list[int]]]:
    """Labels and the cells that follow them, in turn."""
    labels: list[int] = []
    figures: list[int] = []
    for at in cells:
        if _CELL.fullmatch(folded[at]):
            figures.append(at)
            continue
        if figures:
            yield labels, figures
            labels, figures = [], []
        labels.append(at)
    if labels and figures:
        yield labels, figures
