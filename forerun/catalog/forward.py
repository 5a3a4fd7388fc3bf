"""Series of forward claims: what foresight says of a place, field or technology that no statistic counts.

Their ids have the form of every series, ``cn-440000/forward_entry/hydrogen``; the middle part says what is
claimed.  Place and subject may be a person's own names, so that these series stand in no list: whoever knows
the id knows the series.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from forerun.periods import Frequency
from forerun.types import Measure, Names, Series

OWNER = "forerun"
GROUP = "foresight"
_PARTS = 3


class Forward(StrEnum):
    """What a forward claim says."""

    ENTRY = "forward_entry"  # the probability that a place comes to specialise in an activity
    GROWTH = "forward_growth"  # growth of a field's share since the origin
    COST = "forward_cost"  # cost in percent of that at the origin
    CROSSING = "forward_crossing"  # the probability that one cost lies below another by then
    DIFFUSION = "forward_diffusion"  # how much there is of something, in percent of that at the origin


@dataclass(frozen=True, slots=True)
class _Kind:
    measure: Measure
    unit: str
    en: str
    zh: str


_KINDS: Mapping[Forward, _Kind] = {
    Forward.ENTRY: _Kind(
        Measure.PROBABILITY, "percent", "Probability of entry: {place}, {what}", "{place}进入{what}的概率"
    ),
    Forward.GROWTH: _Kind(
        Measure.LEVEL,
        "percent",
        "Growth of share since origin: {what}, {place}",
        "{what}份额自起点以来的增长（{place}）",
    ),
    Forward.COST: _Kind(
        Measure.LEVEL, "percent", "Cost in percent of that at origin: {what}", "{what}成本占起点成本的百分比"
    ),
    Forward.CROSSING: _Kind(
        Measure.PROBABILITY, "percent", "Probability of being cheaper: {what}", "{what}更便宜的概率"
    ),
    Forward.DIFFUSION: _Kind(
        Measure.LEVEL,
        "percent",
        "Diffusion in percent of that at origin: {what}",
        "{what}扩散程度占起点的百分比",
    ),
}


class Named(Protocol):
    """What has a name in both languages."""

    @property
    def names(self) -> Names:
        """The name."""
        ...


def forward_id(kind: Forward, subject: str, place: str = "world") -> str:
    """The id of the series of a claim about a subject in a place; both may be any names.

    Raises:
        ValueError: one of them is empty.
    """
    if not place.strip() or not subject.strip():
        raise ValueError("a forward claim names its place and what it is about")
    return f"{_quoted(place)}/{kind.value}/{_quoted(subject)}"


def forward_series(name: str, places: Mapping[str, Named]) -> Series | None:
    """The series of this id; None when it is not the id of a forward claim.

    Args:
        name: an id as :func:`forward_id` writes them.
        places: those that the catalog knows, by id.
    """
    parts = name.split("/")
    if len(parts) != _PARTS or parts[1] not in list(Forward) or not all(parts):
        return None
    place, kind, subject = _plain(parts[0]), _KINDS[Forward(parts[1])], _plain(parts[2])
    known = places[place].names if place in places else Names(place, place)
    return Series(
        id=name,
        code=name,
        place=place,
        indicator=parts[1],
        activity=subject,
        names=Names(
            kind.en.format(place=known.en, what=subject), kind.zh.format(place=known.zh, what=subject)
        ),
        frequency=Frequency.YEAR,
        units={kind.measure: kind.unit},
        publisher=OWNER,
        release="",
        group=GROUP,
        flow=False,
    )


def _quoted(text: str) -> str:
    return text.strip().replace("%", "%25").replace("/", "%2F")


def _plain(text: str) -> str:
    return text.replace("%2F", "/").replace("%25", "%")
