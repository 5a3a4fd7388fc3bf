"""From the North American classification of 2012, 2017 or 2022 to divisions of GB/T 4754-2017.

``naics_gbt4754.csv`` beside this module is our own work from the published definitions of both: each
six-digit industry of NAICS 2017 was assigned to the division, or divisions, that its activity falls into.
``basis`` lists those six-digit industries, with ``/2`` behind one that two divisions share.  ``weight`` is
the share of the four-digit industry, each of its six-digit ones counted alike: no employment by six digits
is assumed.  Divisions outside industry, such as 77, take what is no industry in China.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("naics_gbt4754.csv")
SCHEME = "gbt4754"
"""The classification of a catalog's activities that the crosswalk leads to."""
INDUSTRIAL = tuple(f"{number:02d}" for number in range(6, 47))
"""The 41 divisions of mining, manufacturing and utilities."""

OTHER_EDITIONS = frozenset({"5132", "5171", "5172", "5178"})
"""Codes of the editions of 2012 and 2022 that are none of 2017; they count where a table has them."""


class Quality(StrEnum):
    """How well a division can be told from its neighbours in the other classification."""

    EXACT = "exact"  # every industry that leads to it leads nowhere else
    PART = "part"  # at least one leads to it alone, and at least one elsewhere too
    POOLED = "pooled"  # all lead elsewhere too: its figure cannot be told apart from theirs
    NONE = "none"  # no industry leads to it


@dataclass(frozen=True, slots=True)
class Link:
    """The share of a four-digit industry that belongs to a division, and the six-digit ones behind it."""

    naics: str
    division: str
    weight: float
    basis: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether all of the industry belongs there."""
        return self.weight == 1.0


@dataclass(frozen=True, slots=True)
class Crosswalk:
    """All links, by industry and by division."""

    by_naics: Mapping[str, tuple[Link, ...]]
    by_division: Mapping[str, tuple[Link, ...]]

    @property
    def links(self) -> tuple[Link, ...]:
        """Every link, by industry."""
        return tuple(link for links in self.by_naics.values() for link in links)

    @property
    def ambiguous(self) -> tuple[str, ...]:
        """Industries that lead to several divisions."""
        return tuple(each for each, links in self.by_naics.items() if len(links) > 1)

    def quality(self, division: str) -> Quality:
        """How well a division can be told from its neighbours."""
        links = self.by_division.get(division, ())
        if not links:
            return Quality.NONE
        whole = sum(link.whole for link in links)
        if whole == len(links):
            return Quality.EXACT
        return Quality.PART if whole else Quality.POOLED


@cache
def crosswalk() -> Crosswalk:
    """The crosswalk that ships with forerun."""
    with FILE.open(encoding="utf-8", newline="") as file:
        links = [
            Link(row["naics"], row["gbt"], float(row["weight"]), tuple(row["basis"].split()))
            for row in csv.DictReader(file)
        ]
    by_naics, by_division = dict[str, list[Link]](), dict[str, list[Link]]()
    for link in links:
        by_naics.setdefault(link.naics, []).append(link)
        by_division.setdefault(link.division, []).append(link)
    return Crosswalk(
        {key: tuple(each) for key, each in by_naics.items()},
        {key: tuple(each) for key, each in sorted(by_division.items())},
    )
