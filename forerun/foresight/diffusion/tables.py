"""Paths from a person's own table, with a line for every row that says nothing."""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path as FilePath
from typing import TYPE_CHECKING

import numpy as np

from forerun.documents.grid import clean
from forerun.errors import InputError, UnknownNameError
from forerun.foresight.counts_table import LINE, Wanted, read_columns
from forerun.foresight.diffusion.path import Path, date_of
from forerun.foresight.industries import Kind
from forerun.foresight.left_out import LeftOut, Why
from forerun.periods import Frequency, Period

if TYPE_CHECKING:
    import polars as pl

LARGEST, SMALLEST = 1e60, 1e-60
MOST_ROWS = 500_000
LISTED = 200
"""Rows left out that are listed one by one for each subject; the rest is one entry that counts them."""
_LONGEST = 200
_BLANK = ("", "nan", "null", "none", "#n/a")
_DECIMAL = re.compile(r"(1[89]|20|21)\d{2}(\.\d{1,6})?\Z")
_DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?\Z")
SYNONYMS: dict[str, tuple[str, ...]] = {
    "subject": (
        "subject", "technology", "tech", "series", "name", "product", "field", "技术", "产品", "名称",
    ),
    "date": ("date", "year", "period", "time", "month", "quarter", "日期", "年份", "年", "月份", "时间"),
    "value": (
        "value", "count", "stock", "share", "users", "adopters", "adoption", "sales", "level", "数值",
        "数量", "份额", "用户数", "渗透率",
    ),
    "ceiling": ("ceiling", "potential", "saturation", "market", "上限", "饱和值"),
    "unit": ("unit", "units", "单位"),
}  # fmt: skip
"""Names under which the columns are known, in any case."""
_ROW = "with one row for each subject and date"


@dataclass(frozen=True, slots=True)
class PathTable:
    """The paths of a file, sorted by subject.

    ``left_out`` holds the rows that belong to no path; each path holds those of its own.
    """

    source: str
    data: str
    paths: tuple[Path, ...]
    left_out: tuple[LeftOut, ...]

    def named(self, subject: str) -> Path:
        """The path of a subject, named in any case.

        Raises:
            UnknownNameError: the table has none of that name.
        """
        wanted = subject.strip().casefold()
        for each in self.paths:
            if each.subject.casefold() == wanted:
                return each
        names = [each.subject for each in self.paths]
        raise UnknownNameError(
            "subject", subject, names, where=self.source, otherwise=f"It has {', '.join(names[:10])}"
        )


@dataclass(frozen=True, slots=True)
class _Point:
    when: float
    period: Period
    decimal: bool
    value: float
    ceiling: float
    line: str
    said: str


def read_paths(
    file: FilePath, kind: Kind = Kind.STOCK, *, as_of: date | None = None, column: str = ""
) -> PathTable:
    """The paths of a file: one row for each subject and date, columns as in ``SYNONYMS``.

    Args:
        file: CSV (also gzipped), XLSX or Parquet; dates as 2024, 2024-06, 2024-Q2, 2024-06-30 or 2024.5.
        kind: what its values count; shares are in percent.
        as_of: periods that were not over on that day are left out.
        column: name of the column of values; looked for by the usual names when empty.

    Raises:
        InputError: it cannot be read, has no such columns, or no row with a date and a value above zero.
    """
    names = SYNONYMS | ({"value": (column,)} if column else {})
    optional = frozenset({"subject", "ceiling", "unit"})
    table, content = read_columns(file, Wanted(names, optional, frozenset({"value"}), _ROW))
    where, digest = file.name, hashlib.sha256(content).hexdigest()
    if table.height > MOST_ROWS:
        raise InputError(
            f"it has more than {MOST_ROWS:,} rows", where=where, advice="Keep the subjects that are meant"
        )
    left_out: list[LeftOut] = []
    paths: list[Path] = []
    for name, rows in _groups(table, file.stem, left_out, where).items():
        found = _path(name, rows, (kind, as_of), (where, digest))
        if isinstance(found, Path):
            paths.append(found)
        else:
            left_out += [*found, LeftOut(name, Why.EMPTY, where)]
    if not paths:
        raise _nothing(where, left_out)
    return PathTable(where, digest, tuple(paths), tuple(left_out))


def _groups(
    table: pl.DataFrame, stem: str, left_out: list[LeftOut], where: str
) -> dict[str, list[Mapping[str, object]]]:
    groups: dict[str, list[Mapping[str, object]]] = {}
    for row in table.iter_rows(named=True):
        if all(_text(cell) == "" for role, cell in row.items() if role != LINE):
            continue
        name = _text(row["subject"]) if "subject" in row else stem
        if not name:
            left_out.append(LeftOut(_said(row), Why.UNNAMED, f"{where}:{row[LINE]}"))
            continue
        groups.setdefault(name, []).append(row)
    return dict(sorted(groups.items()))


def _text(cell: object) -> str:
    text = clean(str(cell))[:_LONGEST] if cell is not None else ""
    return "" if text.casefold() in _BLANK else text


def _said(row: Mapping[str, object]) -> str:
    parts = (clean(str(row[role]))[:_LONGEST] for role in ("date", "value") if row.get(role) is not None)
    return ", ".join(each for each in parts if each)


def _path(
    name: str,
    rows: Sequence[Mapping[str, object]],
    asked: tuple[Kind, date | None],
    source: tuple[str, str],
) -> Path | list[LeftOut]:
    """The path of a subject, or why none of its rows counts."""
    kind, as_of = asked
    left_out: list[LeftOut] = []
    points: list[_Point] = []
    for row in rows:
        read = _point(row, kind, as_of, source[0])
        if isinstance(read, _Point):
            points.append(read)
        else:
            left_out.append(LeftOut(f"{name}, {_said(row)}", read, f"{source[0]}:{row[LINE]}"))
    if kind is Kind.FLOW:
        points = _one_frequency(points, name, left_out)
    points = _once(points, name, left_out)
    if not points:
        return _listed(left_out)
    ceiling = max(each.ceiling for each in points)
    frequency = max((each.period.frequency for each in points), key=lambda each: each.per_year)
    return Path(
        subject=name,
        unit=next((text for row in rows if (text := _text(row.get("unit")))), ""),
        dates=np.array([each.when for each in points]),
        values=np.array([each.value for each in points]),
        kind=kind,
        frequency=frequency,
        last=_last(points[-1], frequency),
        ceilings=(0.0, ceiling) if ceiling > 0 else None,
        source=source[0],
        data=source[1],
        left_out=tuple(_listed(left_out)),
    )


def _last(point: _Point, frequency: Frequency) -> Period:
    if point.period.frequency is frequency:
        return point.period
    return Period(frequency, point.period.year, frequency.per_year)


def _point(row: Mapping[str, object], kind: Kind, as_of: date | None, where: str) -> _Point | Why:
    dated = _dated(_text(row["date"]), kind)
    if dated is None:
        return Why.UNNAMED
    when, period, decimal, end = dated
    if as_of is not None and end > as_of:
        return Why.LATER
    value = _number(row["value"])
    if not math.isfinite(value):
        return Why.NOT_A_NUMBER
    if value <= 0:
        return Why.ZERO if value == 0 else Why.NEGATIVE
    if not SMALLEST <= value <= LARGEST:
        return Why.NOT_A_NUMBER
    ceiling = _number(row.get("ceiling"))
    ceiling = ceiling if math.isfinite(ceiling) and 0 < ceiling <= LARGEST else 0.0
    return _Point(when, period, decimal, value, ceiling, f"{where}:{row[LINE]}", _said(row))


def _number(cell: object) -> float:
    try:
        return float(str(cell).strip())
    except ValueError:
        return math.nan


def _dated(text: str, kind: Kind) -> tuple[float, Period, bool, date] | None:
    """Where a date stands, its period, whether it is a decimal year, and its last day."""
    text = text.removesuffix("年").removesuffix(".0")
    if day := _DAY.match(text):
        with suppress(ValueError):
            found = date.fromisoformat(day[1])
            if 1800 <= found.year <= 2200:
                start = date(found.year, 1, 1)
                when = found.year + ((found - start).days + 1) / (366 if _leap(found.year) else 365)
                return when, Period(Frequency.MONTH, found.year, found.month), True, found
        return None
    with suppress(InputError):
        period = Period.parse(text)
        return date_of(period, kind), period, False, period.end
    if _DECIMAL.match(text):
        when = float(text)
        period = Period(Frequency.YEAR, int(when))
        month = Period(Frequency.MONTH, int(when), min(12, int((when % 1) * 12) + 1))
        return when, period, True, month.end
    return None


def _leap(year: int) -> bool:
    return (date(year + 1, 1, 1) - date(year, 1, 1)).days == 366


def _one_frequency(points: list[_Point], name: str, left_out: list[LeftOut]) -> list[_Point]:
    """Flows of the frequency that most of them have: a year's total does not stand among months."""
    if not points:
        return points
    common = Counter(each.period.frequency for each in points).most_common(1)[0][0]
    others = [each for each in points if each.period.frequency is not common]
    left_out += [LeftOut(f"{name}, {each.said}", Why.OVERLAPPING, each.line) for each in others]
    return [each for each in points if each.period.frequency is common]


def _once(points: list[_Point], name: str, left_out: list[LeftOut]) -> list[_Point]:
    """One point for each date; dates whose rows differ have none."""
    seen: dict[float, _Point] = {}
    twice: set[float] = set()
    for each in points:
        key = round(each.when, 6)
        first = seen.setdefault(key, each)
        if first is each:
            continue
        unlike = first.value != each.value
        if unlike:
            twice.add(key)
        why = Why.CONTRADICTED if unlike else Why.REPEATED
        left_out.append(LeftOut(f"{name}, {each.said}", why, each.line))
    for key in sorted(twice):
        left_out.append(LeftOut(f"{name}, {seen[key].said}", Why.CONTRADICTED, seen[key].line))
    return [seen[key] for key in sorted(seen) if key not in twice]


def _listed(left_out: list[LeftOut]) -> list[LeftOut]:
    listed = left_out[:LISTED]
    for why in sorted({each.why for each in left_out[LISTED:]}):
        rest = [each for each in left_out[LISTED:] if each.why is why]
        listed.append(LeftOut(f"+ {len(rest):,}", why, f"{rest[0].where} ...", len(rest)))
    return listed


def _nothing(where: str, left_out: Iterable[LeftOut]) -> InputError:
    reasons = sorted({each.why.value for each in left_out if each.why is not Why.EMPTY})
    return InputError(
        f"no row has a date and a value above zero ({', '.join(reasons) or 'there are no rows'})",
        where=where,
        advice="Give one row for each subject and date, dates as 2024 or 2024-06, values without separators",
    )
