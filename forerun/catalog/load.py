"""Read a profile's data files into a :class:`Catalog`.

Layout of ``profiles/<name>/`` (every list cell separates its items by ``|``)::

    profile.toml     id, name_en, name_zh, home (place id), compiled (date)
    places.csv       place,name_en,name_zh,short_en,short_zh,kind,region,column,row,aliases_en,aliases_zh
    adjacency.csv    place,neighbour,link                         (optional)
    activities.csv   activity,scheme,section,isic,members,name_en,name_zh,aliases_en,aliases_zh,
                     counter,note
    indicators.csv   indicator,name_en,name_zh,aliases_en,aliases_zh,note
    series.csv       code,place,indicator,activity,name_en,name_zh,units,frequency,publisher,release,group,
                     flow,aliases,note            units: "level=10000 tonnes; yoy=percent"
    publishers.csv   publisher,name_en,name_zh,aliases_en,aliases_zh,domains,official
    sources.csv      source,publisher,title,address,published,tier
    releases.csv     release,publisher,name_en,name_zh,frequency
    calendar.csv     release,period,published,scheduled,source,note
    lags.csv         release,case,n,median_days,min_days,max_days,note   n=0: a rule of thumb, see its note
    industries.csv   industry,name_en,name_zh,activities,series,output,stand_in_en,stand_in_zh
    plans.csv        plan,round,industry,title,issuers,indicator,series,first,last,comparator,value,unit,
                     basis,scope,known_from,known_is_estimated,source,note
    aims.csv         aim,name_en,name_zh       what plan targets are about, by their indicator    (optional)
    breaks.csv       series,measures,before,after,recipes,note_en,note_zh
    identities.csv   kind,whole,parts,measures,tolerance,note_en,note_zh: relations for the audit (optional)
    traps.csv        series,other,kind,words,note_en,note_zh: series taken for one another       (optional)
    pilots.csv       programme,name_en,name_zh,lead_agency,document_no,batch,batch_size,batch_complete,
                     province,place,level,not_before,not_after,precision,status,source,note   (optional)
    treatments.csv   programme,name_en,name_zh,place,pilot,level,start,precision,batch,source,note  (optional)
    units.csv        unit,dimension,scale,name_en,name_zh,aliases_en,aliases_zh: the country's own, beside
                     those that all profiles share (optional)
    holidays.csv     holiday,name_en,name_zh,rule,windows   days that move in the calendar       (optional)
                     windows: "7/7/10|10/7/15" days before, from and after it in which activity may change
    holiday_dates.csv  holiday,date            one row a date; a year may have several or none (optional)
    monitor.toml     which series make up each part of the monitor, see forerun/monitor/spec.py
    outlook.toml     what is forecast and from which series, see forerun/outlook/spec.py (optional)
    foresight.toml   future industries, see forerun/foresight/industries.py (optional)
    trials/*.toml    trials that ship, see forerun/trials/spec_file.py (optional)
    figures/*.csv    starter figures, see forerun/ledger/starter.py

An alias may belong to several activities (a division and a product are both called cars for short): the
one counts for which the catalog has a series with the indicator.  No two rows of a file share an id, and
no two series a code or an alias.
"""

from __future__ import annotations

import csv
import tomllib
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Protocol, TypeVar

from forerun.catalog import rows
from forerun.catalog.model import Catalog, Holiday
from forerun.catalog.rows import Row
from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.settings import DEFAULT_PROFILE
from forerun.types import Json, Names

HERE = Path(__file__).parent
T = TypeVar("T")
Item = TypeVar("Item", bound="_HasId")


def profiles() -> tuple[str, ...]:
    """Names of the profiles that ship with forerun."""
    return tuple(sorted(p.parent.name for p in (HERE / "profiles").glob("*/profile.toml")))


@lru_cache(maxsize=4)
def load_catalog(profile: str = DEFAULT_PROFILE) -> Catalog:
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
    codes, series_aliases = _codes_and_aliases(root / "series.csv")
    return Catalog(
        profile=head["id"],
        names=Names(head["name_en"], head["name_zh"]),
        home=head["home"],
        compiled=head["compiled"],
        root=root,
        series=_table(root / "series.csv", rows.series),
        codes=codes,
        indicators=_table(root / "indicators.csv", rows.indicator),
        activities=_table(root / "activities.csv", rows.activity),
        places=_table(root / "places.csv", rows.place),
        adjacency=_adjacency(root / "adjacency.csv"),
        units=_table(HERE / "units.csv", rows.unit) | _table(root / "units.csv", rows.unit, optional=True),
        publishers=_table(root / "publishers.csv", rows.publisher),
        sources=_table(root / "sources.csv", rows.source),
        releases=_table(root / "releases.csv", rows.release),
        release_days=tuple(_read(root / "calendar.csv", rows.release_day)),
        lags=tuple(_read(root / "lags.csv", rows.lag)),
        industries=tuple(_read(root / "industries.csv", rows.industry)),
        targets=tuple(_read(root / "plans.csv", rows.target)),
        breaks=tuple(_read(root / "breaks.csv", rows.broken)),
        pilots=tuple(_read(root / "pilots.csv", rows.pilot, optional=True)),
        treatments=tuple(_read(root / "treatments.csv", rows.treatment, optional=True)),
        monitor=tomllib.loads((root / "monitor.toml").read_text(encoding="utf-8")),
        outlook=_toml(root / "outlook.toml"),
        foresight=_toml(root / "foresight.toml"),
        series_aliases=series_aliases,
        identities=tuple(_read(root / "identities.csv", rows.identity, optional=True)),
        traps=tuple(_read(root / "traps.csv", rows.trap, optional=True)),
        aims=_table(root / "aims.csv", rows.aim, optional=True),
        holidays=_holidays(root),
    )


def _toml(path: Path) -> Json:
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _read(path: Path, build: Callable[[Row], T], *, optional: bool = False) -> Iterator[T]:
    if not path.exists():
        if optional:
            return
        raise SpecError("the profile lacks this file", where=path.name)
    with path.open(encoding="utf-8", newline="") as handle:
        reader = csv.DictReader(handle, strict=True)
        try:
            yield from (_built(row, build) for row in reader)
        except (ValueError, KeyError, InputError, csv.Error) as problem:
            where = f"{path.name}:{reader.reader.line_num}"
            raise SpecError(f"cannot read the row: {problem}", where=where) from problem


def _built(row: Row, build: Callable[[Row], T]) -> T:
    if None in row or None in row.values():
        raise ValueError("it has not as many cells as the header")
    return build(row)


class _HasId(Protocol):
    @property
    def id(self) -> str: ...


def _table(path: Path, build: Callable[[Row], Item], *, optional: bool = False) -> dict[str, Item]:
    items: dict[str, Item] = {}

    def enter(row: Row) -> None:
        item = build(row)
        if items.setdefault(item.id, item) is not item:
            raise ValueError(f"{item.id!r} stands on an earlier line already")

    deque(_read(path, enter, optional=optional), maxlen=0)
    return items


def _codes_and_aliases(path: Path) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    codes: dict[str, str] = {}
    aliases: dict[str, tuple[str, ...]] = {}

    def enter(row: Row) -> None:
        series, others = rows.series(row), rows.items(row["aliases"])
        for name in (series.code, *others):
            if codes.setdefault(name.upper(), series.id) != series.id:
                raise ValueError(f"{name!r} names another series already")
        if others:
            aliases[series.id] = others

    deque(_read(path, enter), maxlen=0)
    return codes, aliases


def _adjacency(path: Path) -> dict[str, tuple[tuple[str, str], ...]]:
    links: dict[str, tuple[tuple[str, str], ...]] = {}
    for row in _read(path, dict, optional=True):
        links[row["place"]] = (*links.get(row["place"], ()), (row["neighbour"], row["link"]))
    return links


def _holidays(root: Path) -> dict[str, Holiday]:
    known = _table(root / "holidays.csv", rows.holiday, optional=True)
    dates: dict[str, list[date]] = {name: [] for name in known}

    def enter(row: Row) -> None:
        name, day = rows.holiday_date(row)
        if name not in dates:
            raise ValueError(f"{name!r} is not in holidays.csv")
        if dates[name] and day <= dates[name][-1]:
            raise ValueError(f"{day} does not come after the date before it")
        dates[name].append(day)

    deque(_read(root / "holiday_dates.csv", enter, optional=True), maxlen=0)
    return {name: replace(each, dates=tuple(dates[name])) for name, each in known.items()}
