"""From abilities to occupations to industries, by tables of what work asks for and of who works where.

Importance and level of abilities by occupation are published in the O*NET database (``Abilities``); workers
by occupation and industry in the Occupational Employment and Wage Statistics.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from forerun.compiled import Array
from forerun.errors import InputError
from forerun.foresight.ai.codes import naics
from forerun.foresight.ai.exposure import occupation_exposure, standardised, weighted_mean
from forerun.foresight.ai.matrix import Relatedness
from forerun.foresight.ai.tables import ExposureTable, IndustryRow, Occupations
from forerun.foresight.counts_table import Wanted, read_columns
from forerun.foresight.left_out import LeftOut, Why

if TYPE_CHECKING:
    import polars as pl

LISTED = 200
"""Names left out that are listed one by one."""
_CODE = ("soc code", "soc", "soc_code", "occupation", "occ_code", "o*net-soc code", "职业代码", "职业")
_ABILITY = ("ability", "element name", "o*net ability", "能力")
WIDE = Wanted(
    names={"soc": _CODE, "ability": _ABILITY, "importance": ("importance", "im", "重要性"),
           "level": ("level", "lv", "水平")},
    row="with one row for each occupation and ability",
)  # fmt: skip
LONG = Wanted(
    names={
        "soc": _CODE,
        "ability": _ABILITY,
        "scale": ("scale id", "scale"),
        "value": ("data value", "value"),
    },
    row="with one row for each occupation, ability and scale (IM, LV)",
)
STAFFING = Wanted(
    names={
        "naics": ("naics", "naics code", "naics4", "industry code", "行业代码"),
        "soc": _CODE,
        "value": ("employment", "tot_emp", "workers", "就业人数", "从业人员"),
    },
    row="with one row for each industry and occupation",
)
SCALES = {"im": "importance", "lv": "level", "importance": "importance", "level": "level"}


@dataclass(frozen=True, slots=True, eq=False)
class Demands:
    """What O occupations ask of A abilities.

    Attributes:
        occupations: O codes of six digits, sorted.
        abilities: A names, sorted.
        importance: (O, A); zero where the table says nothing.
        level: (O, A).
        source: the file's name.
        data: sha256 of its bytes.
        left_out: rows that were not used.
    """

    occupations: tuple[str, ...]
    abilities: tuple[str, ...]
    importance: Array
    level: Array
    source: str
    data: str
    left_out: tuple[LeftOut, ...] = ()


def read_demands(path: Path) -> Demands:
    """Importance and level of abilities by occupation, in two columns or, as O*NET writes it, in two rows.

    Detailed occupations (``11-1011.03``) are averaged to their six digits.

    Raises:
        InputError: the file cannot be read or has no such columns or rows.
    """
    import polars as pl

    try:
        table, content = read_columns(path, WIDE)
    except InputError:
        table, content = read_columns(path, LONG)
        scale = pl.col("scale").str.strip_chars().str.to_lowercase().replace_strict(SCALES, default=None)
        table = table.with_columns(scale.alias("scale"), _number("value"))
        table = _means(_usable(table.filter(pl.col("scale").is_not_null()), "value"), ["scale"], "value")
        table = table.pivot(on="scale", index=["soc", "ability"], values="value")
        if not {"importance", "level"} <= set(table.columns):
            raise _nothing(path, "rows of both scales, IM and LV") from None
    else:
        table = table.with_columns(_number("importance"), _number("level"))
    used = _usable(table, "importance").filter(pl.col("level").is_finite() & (pl.col("level") >= 0))
    left_out = _dropped(table, used, path.name)
    used = _means(used, [], "importance", "level")
    if used.is_empty():
        raise _nothing(path, "codes such as 11-1011 and plain numbers of zero or more")
    data = hashlib.sha256(content).hexdigest()
    occupations, abilities = (tuple(sorted(used[key].unique().to_list())) for key in ("soc", "ability"))
    rows, columns = _at(used["soc"], occupations), _at(used["ability"], abilities)
    arrays = []
    for key in ("importance", "level"):
        filled = np.zeros((len(occupations), len(abilities)))
        filled[rows, columns] = used[key].to_numpy()
        arrays.append(filled)
    return Demands(occupations, abilities, arrays[0], arrays[1], path.name, data, left_out)


def occupations_of(related: Relatedness, demands: Demands, weights: Array | None = None) -> Occupations:
    """Standardised exposure of occupations (AIOE), from abilities that both tables name.

    Args:
        related: abilities and applications.
        demands: what occupations ask for.
        weights: (K,) of the applications; None counts each once.

    Raises:
        InputError: the tables share no ability, or no occupation has any.
    """
    exposed = {
        name.casefold(): value
        for name, value in zip(related.abilities, related.exposure(weights), strict=True)
    }
    at = [index for index, name in enumerate(demands.abilities) if name.casefold() in exposed]
    if not at:
        raise InputError(
            "no ability of it is one of the table of abilities",
            where=demands.source,
            advice=f"Use the names of {related.source}, such as {related.abilities[0]!r}",
        )
    values = np.array([exposed[demands.abilities[index].casefold()] for index in at])
    raw = occupation_exposure(values, demands.level[:, at], demands.importance[:, at])
    kept = np.isfinite(raw)
    codes = [code for code, keep in zip(demands.occupations, kept, strict=True) if keep]
    missing = sorted(set(exposed) - {name.casefold() for name in demands.abilities})
    left_out = (
        *(LeftOut(name, Why.UNMATCHED, related.source) for name in missing),
        *(
            LeftOut(name, Why.UNMATCHED, demands.source)
            for index, name in enumerate(demands.abilities)
            if index not in set(at)
        ),
        *(
            LeftOut(code, Why.EMPTY, demands.source)
            for code, keep in zip(demands.occupations, kept, strict=True)
            if not keep
        ),
    )
    found = dict(zip(codes, map(float, standardised(raw[kept])), strict=True))
    return Occupations(
        found,
        dict.fromkeys(codes, ""),
        f"{related.source}, {demands.source}",
        _joined(related.data, demands.data),
        (*related.left_out, *demands.left_out, *left_out),
    )


@dataclass(frozen=True, slots=True)
class Staffing:
    """Workers by industry of four digits and occupation."""

    workers: Mapping[str, Mapping[str, float]]
    source: str
    data: str
    left_out: tuple[LeftOut, ...] = ()


def read_staffing(path: Path) -> Staffing:
    """Workers by industry and occupation.

    Raises:
        InputError: the file cannot be read or has no such columns or rows.
    """
    import polars as pl

    table, content = read_columns(path, STAFFING)
    table = table.with_columns(_number("value"))
    used = _usable(table, "value").filter(pl.col("value") > 0)
    codes = {each: naics(each) for each in used["naics"].unique().to_list() if each is not None}
    four = {each: found.code for each, found in codes.items() if found is not None and not found.pooled}
    used = used.with_columns(pl.col("naics").replace_strict(four, default=None)).drop_nulls("naics")
    left_out = _dropped(table, used, path.name)
    used = used.group_by("naics", "soc").agg(pl.col("value").sum()).sort("naics", "soc")
    if used.is_empty():
        raise _nothing(path, "NAICS codes such as 3341, SOC codes such as 11-1011 and counts above zero")
    workers: dict[str, dict[str, float]] = {}
    for industry, occupation, value in used.iter_rows():
        workers.setdefault(industry, {})[occupation] = float(value)
    return Staffing(workers, path.name, hashlib.sha256(content).hexdigest(), left_out)


def industries_of(occupations: Occupations, staffing: Staffing) -> ExposureTable:
    """Standardised exposure of industries (AIIE): mean of their occupations by workers (eq. 3).

    Raises:
        InputError: no industry employs an occupation whose exposure is known.
    """
    found: dict[str, float] = {}
    unknown: dict[str, None] = {}
    for industry, workers in staffing.workers.items():
        known = {code: count for code, count in workers.items() if code in occupations.values}
        unknown |= dict.fromkeys(code for code in workers if code not in known)
        if known:
            values = np.array([occupations.values[code] for code in known])
            found[industry] = float(weighted_mean(values, np.array(list(known.values()))))
    if not found:
        raise InputError(
            "no industry employs an occupation whose exposure is known",
            where=staffing.source,
            advice="Give occupations by the same six-digit SOC codes in both tables",
        )
    scaled = standardised(np.array(list(found.values())))
    rows = tuple(
        IndustryRow(code, "", float(value))
        for each, value in zip(found, scaled, strict=True)
        if (code := naics(each)) is not None
    )
    left_out = tuple(LeftOut(code, Why.UNMATCHED, staffing.source) for code in list(unknown)[:LISTED])
    return ExposureTable(
        rows,
        f"{occupations.source}, {staffing.source}",
        _joined(occupations.data, staffing.data),
        (*occupations.left_out, *staffing.left_out, *left_out),
    )


def _number(column: str) -> pl.Expr:
    import polars as pl

    return pl.col(column).str.strip_chars().cast(pl.Float64, strict=False).alias(column)


def _usable(table: pl.DataFrame, column: str) -> pl.DataFrame:
    """Rows with a six-digit occupation and a finite value of zero or more."""
    import polars as pl

    code = pl.col("soc").str.strip_chars().str.extract(r"^(\d{2}-\d{4})(?:\.\d{2})?$")
    kept = table.with_columns(code.alias("soc"))
    return kept.filter(pl.col("soc").is_not_null() & pl.col(column).is_finite() & (pl.col(column) >= 0))


def _means(table: pl.DataFrame, also: list[str], *columns: str) -> pl.DataFrame:
    import polars as pl

    named = table.with_columns(pl.col("ability").str.strip_chars()).filter(pl.col("ability") != "")
    keys = ["soc", "ability", *also]
    return named.group_by(keys).agg(pl.col(each).mean() for each in columns).sort(keys)


def _at(values: pl.Series, names: tuple[str, ...]) -> Array:
    at = {name: index for index, name in enumerate(names)}
    return np.array([at[each] for each in values.to_list()], np.int64)


def _dropped(table: pl.DataFrame, used: pl.DataFrame, where: str) -> tuple[LeftOut, ...]:
    """One entry for the rows without a code or number, with how many they are."""
    count = table.height - used.height
    return (LeftOut(f"+ {count:,}", Why.NOT_A_NUMBER, where, count),) if count else ()


def _joined(*hashes: str) -> str:
    return hashlib.sha256("".join(hashes).encode()).hexdigest()


def _nothing(path: Path, wanted: str) -> InputError:
    return InputError("no row can be used", where=path.name, advice=f"Give {wanted}")
