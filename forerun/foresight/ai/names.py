"""Divisions of GB/T 4754 by their codes, by names of the catalog, or by what a product belongs to."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from forerun.catalog.model import Activity, Catalog
from forerun.documents.grid import clean
from forerun.errors import SpecError
from forerun.foresight.ai.crosswalk import SCHEME, crosswalk

_CODE = re.compile(r"^[A-Z]?(\d{2})(\d{0,2})(?:\.0+)?(?!\.?\d)", re.IGNORECASE)
_ONE_DIGIT = re.compile(r"^[6-9](?:\.0+)?$")
_LOOSE = str.maketrans(dict.fromkeys(" 、，,·（）()“”\"'／/", ""))
_DEEPEST = 8


@dataclass(frozen=True, slots=True)
class Named:
    """What a name of a person's table or command line stands for.

    Attributes:
        id: of the catalog's activity, or the code.
        divisions: of GB/T 4754, sorted; the section E stands for its own divisions.
        code: the code that was given, of two to four digits; empty where a name was.
    """

    id: str
    divisions: tuple[str, ...]
    code: str = ""

    @property
    def is_division(self) -> bool:
        """Whether it is one division and not a part of it."""
        return self.divisions == (self.id,)


@dataclass(frozen=True, slots=True)
class Directory:
    """Every name under which the catalog knows an activity, folded, and the divisions there are."""

    catalog: Catalog
    ids: Mapping[str, str]
    divisions: tuple[str, ...]

    def find(self, name: str) -> Named | None:
        """The divisions of a name or code, such as 36, C36, C3610, 36.0, ``汽车制造业``; None for others."""
        text = clean(name)
        known = self.ids.get(_folded(text))
        if known is not None:
            found = tuple(sorted(set(_divisions(self.catalog.activities[known], self.catalog, 0))))
            return Named(known, tuple(each for each in found if each in self.divisions))
        if _ONE_DIGIT.match(text):
            text = f"0{text}"
        code = _CODE.match(text)
        if code is None or code[1] not in self.divisions:
            return None
        finer = code[2].rstrip("0")
        return Named(code[1] + finer, (code[1],), code[1] + finer)

    def name(self, division: str, lang: str) -> str:
        """The division's name in a language."""
        return self.catalog.activities[division].names.get(lang)


def directory(catalog: Catalog) -> Directory:
    """The names of a catalog whose activities are divisions of GB/T 4754.

    Raises:
        SpecError: the profile classifies by something else, to which there is no crosswalk.
    """
    divisions = tuple(each for each in catalog.activities if _is_target(catalog.activities[each]))
    if not divisions:
        schemes = sorted({each.scheme for each in catalog.activities.values()})
        raise SpecError(
            f"its activities follow {', '.join(schemes)}, and the crosswalk leads to GB/T 4754 alone",
            where=f"profile {catalog.profile}",
            advice="Use a profile whose activities.csv has the scheme gbt4754",
        )
    ids: dict[str, str] = {}
    for each in sorted(catalog.activities.values(), key=_order):
        for spoken in (each.id, each.names.en, each.names.zh, *each.aliases_en, *each.aliases_zh):
            ids.setdefault(_folded(spoken), each.id)
    return Directory(catalog, ids, tuple(sorted(divisions)))


def _is_target(activity: Activity) -> bool:
    """A division, or a section whose divisions the catalog does not hold, such as construction."""
    known = activity.id.isdigit() or activity.id in crosswalk().by_division
    return activity.scheme == SCHEME and known


def _order(activity: Activity) -> tuple[int, str]:
    """A division is meant before an aggregate, and that before a product of the same name."""
    schemes = (SCHEME, "aggregate", "technology", "product")
    return (schemes.index(activity.scheme) if activity.scheme in schemes else len(schemes), activity.id)


def _divisions(activity: Activity, catalog: Catalog, depth: int) -> Iterator[str]:
    if _is_target(activity):
        yield activity.id
        return
    above = [activity.section] if activity.scheme == "product" and activity.section else []
    for member in (*activity.members, *above):
        if member in catalog.activities and depth < _DEEPEST:
            yield from _divisions(catalog.activities[member], catalog, depth + 1)


def _folded(name: str) -> str:
    return name.casefold().translate(_LOOSE)
