"""``forerun catalog``: what a profile holds, searched by words."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forerun.cli.common import (
    AsJson,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_table,
)
from forerun.errors import InputError
from forerun.settings import Settings
from forerun.types import Json

if TYPE_CHECKING:
    from forerun.catalog.model import Catalog, Term

EXAMPLE = "forerun catalog series steel --json"


@dataclass(frozen=True, slots=True)
class Listing:
    """One list of a catalog; ``columns`` are the fields that the terminal shows, ``one`` names an entry."""

    one: str
    columns: tuple[str, ...]
    entries: Callable[[Catalog], Iterable[Any]]


LISTS = {
    "series": Listing("series", ("code", "id", "names", "units", "publisher"), lambda c: c.series.values()),
    "units": Listing("unit", ("id", "names", "dimension", "scale"), lambda c: c.units.values()),
    "places": Listing("place", ("id", "names", "kind", "region"), lambda c: c.places.values()),
    "activities": Listing(
        "activity", ("id", "names", "section", "isic", "members"), lambda c: c.activities.values()
    ),
    "publishers": Listing(
        "publisher", ("id", "names", "official", "domains"), lambda c: c.publishers.values()
    ),
    "industries": Listing("industry", ("id", "names", "series", "stand_in"), lambda c: c.industries),
    "plans": Listing(
        "plan",
        ("plan", "industry", "indicator", "first", "last", "comparator", "value", "unit"),
        lambda c: c.targets,
    ),
    "pilots": Listing("pilot", ("programme", "batch", "province", "place", "not_before"), lambda c: c.pilots),
    "profiles": Listing("profile", ("id", "names"), lambda _: _shipped()),
}


def catalog(
    kind: Annotated[str, typer.Argument(metavar="LIST", help=f"One of {', '.join(LISTS)}.")],
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="WORD", help="Show only entries in which every word occurs."),
    ] = None,
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """List series, units, places, plans and more of a profile.

    Raises:
        InputError: the catalog has no such list, or there is no such profile.
    """
    from forerun.catalog.load import load_catalog
    from forerun.views.objects import as_object
    from forerun.workspace import profile_of

    name = _list_named(kind)
    held = load_catalog(profile_of(Settings(workspace, profile)))
    entries = [as_object(entry, "") for entry in LISTS[name].entries(held)]
    found = [entry for entry in entries if _has(entry, words or [])]
    if as_json:
        head = {"schema": "forerun.catalog/1", "profile": held.profile, "compiled": held.compiled.isoformat()}
        emit_json({**head, "list": name, "entries": found})
    else:
        columns = LISTS[name].columns
        emit_table(columns, [[_cell(entry[column], lang) for column in columns] for entry in found])


def _list_named(kind: str) -> str:
    found = next((name for name, listing in LISTS.items() if kind in (name, listing.one)), None)
    if found is None:
        raise InputError(f"the catalog has no list {kind!r}", advice=f"Choose one of {', '.join(LISTS)}")
    return found


def _shipped() -> list[Term]:
    from forerun.catalog.load import load_catalog, profiles
    from forerun.catalog.model import Term

    return [Term(name, load_catalog(name).names) for name in profiles()]


def _has(entry: Json, words: Iterable[str]) -> bool:
    text = " ".join(_texts(entry)).casefold()
    return all(word.casefold() in text for word in words)


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, dict):
        value = [*value.values()]
    return [text for each in value for text in _texts(each)] if isinstance(value, list) else [str(value)]


def _cell(value: Any, lang: Lang) -> str:
    if isinstance(value, dict):
        return str(value[lang]) if lang in value else "; ".join(f"{k}={v}" for k, v in value.items())
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return "" if value is None else str(value)
