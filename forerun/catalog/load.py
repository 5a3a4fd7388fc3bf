"""Read a profile's data files into a :class:`Catalog`.

Layout of ``profiles/<name>/`` (every list cell separates its items by ``|``)::

    profile.toml     id, name_en, name_zh, home (place id), compiled (date)
    places.csv       place,name_en,name_zh,short_en,short_zh,kind,region,column,row,aliases_en,aliases_zh
    adjacency.csv    place,neighbour,link                         (optional)
    activities.csv   activity,scheme,section,isic,members,name_en,name_zh,aliases_en,aliases_zh,note
    indicators.csv   indicator,name_en,name_zh,aliases_en,aliases_zh,note
    series.csv       code,place,indicator,activity,name_en,name_zh,units,frequency,publisher,release,group,
                     flow,aliases,note            units: "level=10000 tonnes; yoy=percent"
    publishers.csv   publisher,name_en,name_zh,aliases_en,aliases_zh,domains,official
    sources.csv      source,publisher,title,address,published,tier
    releases.csv     release,publisher,name_en,name_zh,frequency
    calendar.csv     release,period,published,scheduled,source,note
    lags.csv         release,case,n,median_days,min_days,max_days
    industries.csv   industry,name_en,name_zh,activities,series,output,stand_in_en,stand_in_zh
    plans.csv        plan,round,industry,title,issuers,indicator,series,first,last,comparator,value,unit,
                     basis,scope,known_from,known_is_estimated,source,note
    breaks.csv       series,measures,before,after,recipes,note_en,note_zh
    pilots.csv       programme,name_en,name_zh,batch,batch_complete,province,place,level,not_before,
                     not_after,precision,status,source,note        (optional)
    units.csv        unit,dimension,scale,name_en,name_zh,aliases_en,aliases_zh: the country's own, beside
                     those that all profiles share (optional)
    monitor.toml     which series make up each part of the monitor, see forerun/monitor/spec.py
    figures/*.csv    starter figures, see forerun/ledger/starter.py
"""

from __future__ import annotations

import csv
import tomllib
from collections.abc import Callable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from forerun.catalog.model import (
    Activity,
    Break,
    Catalog,
    Industry,
    Lag,
    Pilot,
    Place,
    Publisher,
    Release,
    ReleaseDay,
    Term,
    Unit,
)
from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Measure, Names, Series, Source, Target

HERE = Path(__file__).parent
Row = dict[str, str]
T = TypeVar("T")


def profiles() -> tuple[str, ...]:
    """Names of the profiles that ship with forerun."""
    return tuple(sorted(p.parent.name for p in (HERE / "profiles").glob("*/profile.toml")))


@lru_cache(maxsize=4)
def load_catalog(profile: str = "china") -> Catalog:
    """The catalog of a shipped profile.

    Raises:
        UnknownNameError: no such profile.
        SpecError: a data file of the profile is not as it must be; names file and line.
    """
    if profile not in profiles():
        raise UnknownNameError("profile", profile, profiles())
    return read_profile(HERE / "profiles" / profile)


def read_profile(root: Path) -> Catalog:
    """Read the profile in a folder; same errors as :func:`load_catalog`."""
    head = tomllib.loads((root / "profile.toml").read_text(encoding="utf-8"))
    series = {s.id: s for s in _read(root / "series.csv", _series)}
    return Catalog(
        profile=head["id"],
        names=Names(head["name_en"], head["name_zh"]),
        home=head["home"],
        compiled=head["compiled"],
        root=root,
        series=series,
        codes={s.code.upper(): s.id for s in series.values()},
        indicators={t.id: t for t in _read(root / "indicators.csv", _indicator)},
        activities={a.id: a for a in _read(root / "activities.csv", _activity)},
        places={p.id: p for p in _read(root / "places.csv", _place)},
        adjacency=_adjacency(root / "adjacency.csv"),
        units={
            u.id: u
            for u in (*_read(HERE / "units.csv", _unit), *_read(root / "units.csv", _unit, optional=True))
        },
        publishers={p.id: p for p in _read(root / "publishers.csv", _publisher)},
        sources={s.id: s for s in _read(root / "sources.csv", _source)},
        releases={r.id: r for r in _read(root / "releases.csv", _release)},
        release_days=tuple(_read(root / "calendar.csv", _release_day)),
        lags=tuple(_read(root / "lags.csv", _lag)),
        industries=tuple(_read(root / "industries.csv", _industry)),
        targets=tuple(_read(root / "plans.csv", _target)),
        breaks=tuple(_read(root / "breaks.csv", _break)),
        pilots=tuple(_read(root / "pilots.csv", _pilot, optional=True)),
        monitor=tomllib.loads((root / "monitor.toml").read_text(encoding="utf-8")),
        series_aliases=_series_aliases(root / "series.csv"),
    )


def _read(path: Path, build: Callable[[Row], T], *, optional: bool = False) -> Iterator[T]:
    if optional and not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        for row in reader:
            where = f"{path.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise SpecError("the row has not as many cells as the header", where=where)
            try:
                yield build(row)
            except (ValueError, KeyError, InputError) as problem:
                raise SpecError(f"cannot read the row: {problem}", where=where) from problem


def _items(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def _names(row: Row, stem: str = "name") -> Names:
    return Names(row[f"{stem}_en"], row[f"{stem}_zh"])


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _indicator(row: Row) -> Term:
    return Term(
        row["indicator"],
        _names(row),
        _items(row["aliases_en"]),
        _items(row["aliases_zh"]),
        row.get("note", ""),
    )


def _activity(row: Row) -> Activity:
    return Activity(
        id=row["activity"],
        names=_names(row),
        aliases_en=_items(row["aliases_en"]),
        aliases_zh=_items(row["aliases_zh"]),
        note=row["note"],
        scheme=row["scheme"],
        section=row["section"],
        isic=row["isic"],
        members=_items(row["members"]),
    )


def _place(row: Row) -> Place:
    return Place(
        id=row["place"],
        names=_names(row),
        aliases_en=_items(row["aliases_en"]),
        aliases_zh=_items(row["aliases_zh"]),
        short=_names(row, "short"),
        kind=row["kind"],
        region=row["region"],
        column=int(row["column"] or -1),
        row=int(row["row"] or -1),
    )


def _unit(row: Row) -> Unit:
    return Unit(
        id=row["unit"],
        names=_names(row),
        aliases_en=_items(row["aliases_en"]),
        aliases_zh=_items(row["aliases_zh"]),
        dimension=row["dimension"],
        scale=float(row["scale"]),
    )


def _publisher(row: Row) -> Publisher:
    return Publisher(
        id=row["publisher"],
        names=_names(row),
        aliases_en=_items(row["aliases_en"]),
        aliases_zh=_items(row["aliases_zh"]),
        domains=_items(row["domains"]),
        official=row["official"] == "true",
    )


def _series(row: Row) -> Series:
    parts = (row["place"], row["indicator"], row["activity"])
    return Series(
        id="/".join(part for part in parts if part),
        code=row["code"],
        place=row["place"],
        indicator=row["indicator"],
        activity=row["activity"],
        names=_names(row),
        frequency=Frequency(row["frequency"]),
        units=_units_by_measure(row["units"]),
        publisher=row["publisher"],
        release=row["release"],
        group=row["group"],
        flow=row["flow"] == "true",
        note=row["note"],
    )


def _units_by_measure(cell: str) -> dict[Measure, str]:
    pairs = (part.split("=", 1) for part in cell.split(";") if part.strip())
    return {Measure(measure.strip()): unit.strip() for measure, unit in pairs}


def _series_aliases(path: Path) -> dict[str, tuple[str, ...]]:
    return {key: aliases for key, aliases in _read(path, _id_and_aliases) if aliases}


def _id_and_aliases(row: Row) -> tuple[str, tuple[str, ...]]:
    return _series(row).id, _items(row["aliases"])


def _adjacency(path: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in _read(path, dict, optional=True):
        links[row["place"]] = (*links.get(row["place"], ()), (row["neighbour"], row["link"]))
    return links


def _source(row: Row) -> Source:
    return Source(
        row["source"], row["publisher"], row["title"], row["address"], _day(row["published"]), row["tier"]
    )


def _release(row: Row) -> Release:
    return Release(row["release"], row["publisher"], _names(row), row["frequency"])


def _release_day(row: Row) -> ReleaseDay:
    return ReleaseDay(
        row["release"],
        Period.parse(row["period"]),
        date.fromisoformat(row["published"]),
        row["scheduled"] == "true",
        row["source"],
        row["note"],
    )


def _lag(row: Row) -> Lag:
    return Lag(
        row["release"],
        row["case"],
        int(row["n"]),
        float(row["median_days"]),
        int(row["min_days"]),
        int(row["max_days"]),
    )


def _industry(row: Row) -> Industry:
    return Industry(
        row["industry"],
        _names(row),
        _items(row["activities"]),
        _items(row["series"]),
        _items(row["output"]),
        _names(row, "stand_in"),
    )


def _target(row: Row) -> Target:
    return Target(
        plan=row["plan"],
        round=row["round"],
        industry=row["industry"],
        title=row["title"],
        issuers=row["issuers"],
        indicator=row["indicator"],
        series=row["series"],
        first=Period.parse(row["first"]),
        last=Period.parse(row["last"]),
        comparator=Comparator(row["comparator"] or "="),
        value=float(row["value"]) if row["value"] else None,
        unit=row["unit"],
        basis=row["basis"],
        scope=row["scope"],
        known_from=date.fromisoformat(row["known_from"]),
        known_is_estimated=row["known_is_estimated"] == "true",
        source=row["source"],
        note=row["note"],
    )


def _break(row: Row) -> Break:
    return Break(
        row["series"],
        tuple(Measure(m) for m in _items(row["measures"])),
        Period.parse(row["before"]),
        Period.parse(row["after"]),
        _items(row["recipes"]),
        _names(row, "note"),
    )


def _pilot(row: Row) -> Pilot:
    return Pilot(
        programme=row["programme"],
        names=_names(row),
        batch=row["batch"],
        batch_complete=row["batch_complete"] == "true",
        province=row["province"],
        place=row["place"],
        level=row["level"],
        not_before=date.fromisoformat(row["not_before"]),
        not_after=date.fromisoformat(row["not_after"]),
        precision=row["precision"],
        status=row["status"],
        source=row["source"],
        note=row["note"],
    )
