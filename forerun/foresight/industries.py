"""Future industries, read from a profile's ``foresight.toml``: what is looked at, and what cannot be.

::

    [[industry]]
    id = "hydrogen"
    name_en = "Hydrogen"
    name_zh = "氢能"
    aliases = ["h2"]                # other names under which a person may ask for it
    established = false             # true: here already, watched by the same methods; left out: false
    activities = ["26", "38"]       # activities of the catalog that would carry it
    products = ["electricity"]      # activities whose output by place says something about places
    classes = ["C25B", "H01M 8"]    # patent classes (IPC)
    words_en = ["electrolyser"]     # fixed vocabulary of documents; a phrase counts as a whole
    words_zh = ["电解槽"]
    missing_en = ["..."]            # which evidence does not exist; the two languages in the same order
    missing_zh = ["..."]
    doubts_en = ["..."]             # what would change our mind
    doubts_zh = ["..."]

    [[industry.signals]]            # figures shown as they stand
    series = "..."
    measure = "level"

    [[industry.costs]]              # a cost or performance curve; performance is a cost turned round
    series = "..."
    production = "..."              # optional: cumulative production, for Wright's law
    below = "..."                   # optional: series of the cost that it may fall below

    [[industry.diffusion]]
    series = "..."
    measure = "share"
    kind = "stock"                  # stock, share or flow
    ceilings = [60, 100]            # optional: lowest and highest ceiling, in the series' unit
    ceiling_en = "..."              # why these
    ceiling_zh = "..."
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from forerun.catalog.model import Catalog
from forerun.catalog.toml import TomlTable
from forerun.errors import UnknownNameError
from forerun.types import Measure, Names, Series

LAYOUT = "forerun/foresight/industries.py"


class Kind(StrEnum):
    """What a figure of diffusion counts."""

    STOCK = "stock"  # how many there are
    SHARE = "share"  # in percent of all that could be
    FLOW = "flow"  # how many are added in a period


@dataclass(frozen=True, slots=True)
class Signal:
    """A figure that is shown as it stands."""

    series: Series
    measure: Measure


@dataclass(frozen=True, slots=True)
class CostCurve:
    """A cost with the production that it may be learned from and the cost that it may fall below, if any."""

    series: Series
    production: Series | None
    below: Series | None


@dataclass(frozen=True, slots=True)
class Adoption:
    """How far something has spread.

    ``ceilings`` are the lowest and highest that are thought possible, in the series' unit, None when nothing
    is known of them; ``why`` says why these.
    """

    series: Series
    measure: Measure
    kind: Kind
    ceilings: tuple[float, float] | None
    why: Names


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words that assign a document to an industry, the same ones in every vintage."""

    id: str
    names: Names
    words_en: tuple[str, ...]
    words_zh: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FutureIndustry:
    """An industry that is looked for, with the evidence that exists and the evidence that does not.

    ``aliases`` are other names for it; ``established`` industries are here already and are watched by the
    same methods; ``activities`` and ``products`` are ids of the catalog; ``classes`` are patent classes;
    ``missing`` says which evidence does not exist, ``doubts`` what would change our mind.
    """

    id: str
    names: Names
    aliases: tuple[str, ...]
    established: bool
    activities: tuple[str, ...]
    products: tuple[str, ...]
    classes: tuple[str, ...]
    vocabulary: Vocabulary
    signals: tuple[Signal, ...]
    costs: tuple[CostCurve, ...]
    diffusion: tuple[Adoption, ...]
    missing: tuple[Names, ...]
    doubts: tuple[Names, ...]


def future_industries(catalog: Catalog) -> tuple[FutureIndustry, ...]:
    """The industries of the profile, in its order; none when it has no ``foresight.toml``.

    Raises:
        SpecError: the file does not say what it must.
    """
    top = TomlTable(catalog.foresight, "foresight.toml", LAYOUT, catalog)
    top.only("industry")
    if not catalog.foresight:
        return ()
    found = tuple(_industry(each) for each in top.tables("industry"))
    names = [each.id for each in found]
    for name in names:
        if names.count(name) > 1:
            raise top.problem("industry", f"holds {name!r} twice")
    return found


def industry_named(name: str, catalog: Catalog) -> FutureIndustry:
    """The industry with this id or name, in either language.

    Raises:
        UnknownNameError: the profile has none of that name.
        SpecError: see :func:`future_industries`.
    """
    known = future_industries(catalog)
    wanted = name.strip().casefold()
    for each in known:
        if wanted in (each.id, each.names.en.casefold(), each.names.zh.casefold(), *each.aliases):
            return each
    raise UnknownNameError(
        "industry", name, [each.id for each in known], otherwise="`forerun foresight` lists the known ones"
    )


def _industry(table: TomlTable) -> FutureIndustry:
    table.only(*_KEYS)
    name, names = table.text("id"), table.names()
    catalog = table.catalog
    return FutureIndustry(
        id=name,
        names=names,
        aliases=tuple(each.casefold() for each in table.texts("aliases")),
        established=table.flag("established"),
        activities=_known(table, "activities", lambda each: each in catalog.activities),
        products=_known(table, "products", lambda each: each in catalog.activities),
        classes=table.texts("classes"),
        vocabulary=Vocabulary(name, names, table.texts("words_en"), table.texts("words_zh")),
        signals=tuple(_signal(each) for each in _tables(table, "signals")),
        costs=tuple(_cost(each) for each in _tables(table, "costs")),
        diffusion=tuple(_adoption(each) for each in _tables(table, "diffusion")),
        missing=_paired(table, "missing"),
        doubts=_paired(table, "doubts"),
    )


_KEYS = (
    "id",
    "name_en",
    "name_zh",
    "aliases",
    "established",
    "activities",
    "products",
    "classes",
    "words_en",
    "words_zh",
    "missing_en",
    "missing_zh",
    "doubts_en",
    "doubts_zh",
    "signals",
    "costs",
    "diffusion",
)


def _signal(table: TomlTable) -> Signal:
    table.only("series", "measure")
    return Signal(*_measured(table))


def _cost(table: TomlTable) -> CostCurve:
    table.only("series", "production", "below")
    return CostCurve(table.series("series"), _optional(table, "production"), _optional(table, "below"))


def _adoption(table: TomlTable) -> Adoption:
    table.only("series", "measure", "kind", "ceilings", "ceiling_en", "ceiling_zh")
    series, measure = _measured(table)
    bounds = table.numbers("ceilings")
    if bounds and not (len(bounds) == 2 and 0 < bounds[0] <= bounds[1]):
        raise table.problem("ceilings", "must be a lowest and a highest ceiling above zero")
    why = Names(table.text("ceiling_en", ""), table.text("ceiling_zh", ""))
    return Adoption(
        series, measure, table.word("kind", Kind), (bounds[0], bounds[1]) if bounds else None, why
    )


def _measured(table: TomlTable) -> tuple[Series, Measure]:
    series = table.series("series")
    return series, table.measure("measure", series)


def _optional(table: TomlTable, key: str) -> Series | None:
    return table.series(key) if key in table.cells else None


def _tables(table: TomlTable, key: str) -> tuple[TomlTable, ...]:
    return tuple(table.tables(key)) if key in table.cells else ()


def _known(table: TomlTable, key: str, holds: Callable[[str], bool]) -> tuple[str, ...]:
    names = table.texts(key)
    for each in names:
        if not holds(each):
            raise table.problem(key, f"{each!r} is no activity of the catalog")
    return names


def _paired(table: TomlTable, key: str) -> tuple[Names, ...]:
    english, chinese = table.texts(f"{key}_en"), table.texts(f"{key}_zh")
    if len(english) != len(chinese):
        raise table.problem(f"{key}_zh", f"must have as many texts as {key}_en")
    return tuple(Names(en, zh) for en, zh in zip(english, chinese, strict=True))
