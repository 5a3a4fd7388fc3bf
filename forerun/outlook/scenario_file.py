"""Scenario files: favourable conditions and difficulties as paths of other series.

A scenario file is TOML::

    [[scenario]]
    id = "exports-recover"
    name_en = "Exports recover"
    name_zh = "出口回升"
    kind = "favourable"                  # or "difficulty", "neutral"

    [[scenario.condition]]
    series = "EXPORTS_USD"               # a series of the panel in outlook.toml, in the unit it has there
    path = { 2023-11 = 3.0, 2023-12 = 5.0 }        # values

    [[scenario.condition]]
    series = "PMI_MFG"
    above = { 2023-11 = 1.0 }            # added to the model's own forecast

    [[scenario.condition]]
    series = "PPI"
    shock = { 2023-11 = -1.5 }           # the same in standard deviations of that forecast
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from forerun.catalog.model import Catalog
from forerun.catalog.toml import TomlTable
from forerun.errors import InputError, SpecError
from forerun.outlook.spec import OutlookSpec
from forerun.periods import Frequency, Period
from forerun.types import Names, Series

LAYOUT = "forerun/outlook/scenario_file.py"
LARGEST = 1e9  # no figure of a series in its usual unit lies beyond


class Kind(StrEnum):
    """What a scenario stands for."""

    FAVOURABLE = "favourable"
    DIFFICULTY = "difficulty"
    NEUTRAL = "neutral"


class Says(StrEnum):
    """What the numbers of a condition are."""

    PATH = "path"
    ABOVE = "above"
    SHOCK = "shock"


@dataclass(frozen=True, slots=True)
class Condition:
    """A path of one series: values, points above the model's own forecast, or standard deviations of it."""

    series: Series
    says: Says
    months: tuple[tuple[Period, float], ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One case of a scenario file."""

    id: str
    names: Names
    kind: Kind
    conditions: tuple[Condition, ...]


def read_scenarios(path: Path, spec: OutlookSpec, catalog: Catalog) -> tuple[Scenario, ...]:
    """The cases of a file.

    Raises:
        SpecError: the file cannot be read, or names a series that the panel does not hold, a month twice, or
            anything that the layout does not know.
    """
    try:
        cells = tomllib.loads(path.read_text("utf-8"))
    except OSError as problem:
        raise SpecError(f"cannot be read: {problem.strerror}", where=str(path)) from problem
    except (
        ValueError,
        RecursionError,
    ) as problem:  # tomllib lets numbers without end and deep nesting through
        raise SpecError(f"is not TOML: {problem}", where=str(path), advice=f"{LAYOUT} shows one") from problem
    top = TomlTable(cells, str(path), LAYOUT, catalog)
    top.only("scenario")
    cases = tuple(_scenario(table, spec) for table in top.tables("scenario"))
    twice = sorted({case.id for case in cases if [each.id for each in cases].count(case.id) > 1})
    if twice or not cases:
        raise top.problem("scenario", f"has {twice[0]} twice" if twice else "is missing")
    return cases


def _scenario(table: TomlTable, spec: OutlookSpec) -> Scenario:
    table.only("id", "name_en", "name_zh", "kind", "condition")
    kind = table.text("kind")
    if kind not in list(Kind):
        raise table.problem("kind", f"must be one of {', '.join(Kind)}")
    conditions = tuple(_condition(each, spec) for each in table.tables("condition"))
    if not conditions:
        raise table.problem("condition", "is missing")
    return Scenario(table.text("id"), table.names(), Kind(kind), conditions)


def _condition(table: TomlTable, spec: OutlookSpec) -> Condition:
    table.only("series", *Says)
    series, known = table.series("series"), [spec.target.series, *(each.series for each in spec.panel)]
    if series.id not in [each.id for each in known]:
        raise table.problem(
            "series",
            f"{series.code} is not in the panel, which holds {', '.join(each.code for each in known)}",
        )
    given = [says for says in Says if says in table.cells]
    if len(given) != 1:
        raise table.problem("condition", f"needs one of {', '.join(Says)}")
    months = table.table(given[0].value)
    if not months.cells:
        raise table.problem(given[0].value, "holds no month")
    return Condition(
        series, given[0], tuple(sorted((_month(months, key), months.number(key)) for key in months.cells))
    )


def _month(table: TomlTable, key: str) -> Period:
    try:
        month = Period.parse(key)
    except InputError as wrong:
        raise table.problem(key, "is not a month like 2023-11") from wrong
    if month.frequency is not Frequency.MONTH or not abs(table.number(key)) < LARGEST:
        raise table.problem(key, f"must be a month with a number below {LARGEST:g}")
    return month
