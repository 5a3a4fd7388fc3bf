"""The catalog: series, activities, places, units, sources, calendar, plans and pilots of one profile."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from forerun.catalog.forward import forward_series
from forerun.errors import UnknownNameError
from forerun.periods import Period
from forerun.types import Json, Measure, Names, Series, Source, Target


@dataclass(frozen=True, slots=True)
class Term:
    """An indicator, activity or place with every wording under which texts name it."""

    id: str
    names: Names
    aliases_en: tuple[str, ...] = ()
    aliases_zh: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Activity(Term):
    """An economic activity: a section or division, an aggregate of them, a product or a technology.

    ``scheme`` is the classification (``gbt4754``), ``aggregate``, ``product`` or ``technology``; ``section``
    the letter above a division or the division that makes a product; ``isic`` the counterpart in ISIC
    Rev. 4; ``members`` what an aggregate or section is made of; ``counter`` the Chinese measure word of a
    product (``辆`` for vehicles), empty where the unit's own name does.
    """

    scheme: str = "gbt4754"
    section: str = ""
    isic: str = ""
    members: tuple[str, ...] = ()
    counter: str = ""


@dataclass(frozen=True, slots=True)
class Place(Term):
    """A country or a first-level region; ``column`` and ``row`` are its cell on the tile map, -1 for none."""

    short: Names = field(default=Names("", ""))
    kind: str = ""
    region: str = ""
    column: int = -1
    row: int = -1


@dataclass(frozen=True, slots=True)
class Unit(Term):
    """A unit: ``scale`` of ``dimension`` (``10000 tonnes`` is 1e4 of ``tonne``)."""

    dimension: str = ""
    scale: float = 1.0


@dataclass(frozen=True, slots=True)
class Publisher(Term):
    """A body that publishes figures; ``domains`` are the web hosts that ``ingest`` may fetch from.

    ``official`` says whether its statements may become observations.
    """

    domains: tuple[str, ...] = ()
    official: bool = True


@dataclass(frozen=True, slots=True)
class Release:
    """One kind of release; ``frequency`` is empty for one without a rhythm, which is never due or late."""

    id: str
    publisher: str
    names: Names
    frequency: str


@dataclass(frozen=True, slots=True)
class ReleaseDay:
    """A day on which a release came out or was scheduled to."""

    release: str
    period: Period
    published: date
    scheduled: bool
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Lag:
    """Days from the end of a period to publication, for one case of a release (``all``, ``December``).

    ``count`` says from how many releases they were measured; 0 is a rule of thumb that ``note`` explains.
    """

    release: str
    case: str
    count: int
    median_days: float
    min_days: int
    max_days: int
    note: str = ""


@dataclass(frozen=True, slots=True)
class Industry:
    """A key industry of the plans and the activities whose figures stand for it.

    ``series`` are the value-added series shown, ``output`` physical series that illustrate it.
    ``stand_in`` says in words why the divisions are not the industry itself (empty when they are).
    """

    id: str
    names: Names
    activities: tuple[str, ...]
    series: tuple[str, ...]
    output: tuple[str, ...]
    stand_in: Names


@dataclass(frozen=True, slots=True)
class Break:
    """A measured break: recipes must not cross from ``before`` to ``after`` within ``series``.

    ``measures`` are the measures concerned; ``recipes`` what is refused (``levels`` for ratios or
    differences of levels, ``chain`` for chaining growth, ``all``).
    """

    series: str
    measures: tuple[Measure, ...]
    before: Period
    after: Period
    recipes: tuple[str, ...]
    note: Names

    def is_of(self, series: Series) -> bool:
        """Whether the break is one of this series, which it names by id or code."""
        return self.series in (series.id, series.code)

    def lies_between(self, since: Period, until: Period) -> bool:
        """Whether going from the one period to the other crosses the break."""
        return since.end < self.after.end and until.end > self.before.end


class IdentityKind(StrEnum):
    """What an :class:`Identity` says."""

    SUM = "sum"  # the parts add up to the whole
    PART = "part"  # no part exceeds the whole
    BETWEEN = "between"  # growth of the whole lies between the lowest and the highest of the parts
    SHARE = "share"  # the whole is the share of the first part in the second, in percent
    NET = "net"  # the whole (ytd_level) is the change of the part's level since the end of last year


@dataclass(frozen=True, slots=True)
class Identity:
    """A relation that published figures must satisfy; series are named by id or code.

    ``measures`` are those in which the parts are compared.  ``tolerance`` comes on top of rounding: percent
    of the whole, for ``between`` and ``share`` percentage points.
    """

    kind: IdentityKind
    whole: str
    parts: tuple[str, ...]
    measures: tuple[Measure, ...]
    tolerance: float
    note: Names


class TrapKind(StrEnum):
    """How two series come to be taken for one another."""

    SCOPE = "scope"  # one name for a narrower and a wider thing
    BODY = "body"  # two bodies, currencies or parts count what sounds the same


@dataclass(frozen=True, slots=True)
class Trap:
    """Two series that are taken for one another, named by id or code.

    ``other`` is empty when the catalog does not hold the other one; ``words`` are then those by which people
    speak of it.
    """

    series: str
    other: str
    kind: TrapKind
    words: tuple[str, ...]
    note: Names


@dataclass(frozen=True, slots=True)
class Pilot:
    """A place designated by a programme within a window of days.

    ``not_before`` is None when no source bounds it; ``batch_size`` is the size that was published, of which
    the register may hold only a part (``batch_complete`` is then False).
    """

    programme: str
    names: Names
    lead_agency: str
    document_no: str
    batch: str
    batch_size: int
    batch_complete: bool
    province: str
    place: str
    level: str
    not_before: date | None
    not_after: date
    precision: str
    status: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Treatment:
    """A programme that reached a province, or a pilot inside it, on a day.

    ``start`` is the date as read, a day, a year or empty; ``precision`` says how it is known.
    """

    programme: str
    names: Names
    place: str
    pilot: str
    level: str
    start: str
    precision: str
    batch: str
    source: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Holiday:
    """A holiday that moves in the calendar: ``dates`` ascend, a year may have several or none.

    ``rule`` says in words by which rule the dates were computed.  ``windows`` are lengths in days, before it,
    from its first day on and after these, among which seasonal adjustment chooses; empty for a holiday that
    is only adjusted for when asked.
    """

    id: str
    names: Names
    rule: str
    windows: tuple[tuple[int, int, int], ...] = ()
    dates: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalog:
    """Everything that a profile says about a country, indexed for use.

    ``codes`` leads from a series' code or alias, in capitals, to its id.
    """

    profile: str
    names: Names
    home: str
    compiled: date
    root: Path
    series: Mapping[str, Series]
    codes: Mapping[str, str]
    indicators: Mapping[str, Term]
    activities: Mapping[str, Activity]
    places: Mapping[str, Place]
    adjacency: Mapping[str, tuple[tuple[str, str], ...]]
    units: Mapping[str, Unit]
    publishers: Mapping[str, Publisher]
    sources: Mapping[str, Source]
    releases: Mapping[str, Release]
    release_days: tuple[ReleaseDay, ...]
    lags: tuple[Lag, ...]
    industries: tuple[Industry, ...]
    targets: tuple[Target, ...]
    breaks: tuple[Break, ...]
    pilots: tuple[Pilot, ...]
    monitor: Json
    series_aliases: Mapping[str, tuple[str, ...]]
    identities: tuple[Identity, ...] = ()
    traps: tuple[Trap, ...] = ()
    treatments: tuple[Treatment, ...] = ()
    aims: Mapping[str, Term] = field(default_factory=dict)
    holidays: Mapping[str, Holiday] = field(default_factory=dict)
    outlook: Json = field(default_factory=dict)
    foresight: Json = field(default_factory=dict)

    def aim(self, target: Target) -> Names:
        """What a target is about: the aim, indicator or series of that name, else the name itself."""
        known = self.aims.get(target.indicator) or self.indicators.get(target.indicator)
        if known is not None:
            return known.names
        if target.series in self.series:
            return self.series[target.series].names
        plain = target.indicator.replace("_", " ")
        return Names(plain, plain)

    def series_named(self, name: str) -> Series:
        """The series with this id, code or alias, or the series of a forward claim with this id.

        Raises:
            UnknownNameError: the catalog holds none of that name.
        """
        found = self.series.get(name) or self.series.get(self.codes.get(name.upper(), ""))
        if found is None:
            found = forward_series(name, self.places)
        if found is None:
            raise UnknownNameError("series", name, [*self.series, *self.codes])
        return found

    def series_at(self, place: str, indicator: str, activity: str = "") -> Series | None:
        """The series for a combination, or None when the catalog has none."""
        return self.series.get(series_id(place, indicator, activity))

    def place(self, name: str) -> Place:
        """The place with this id or one of its names.

        Raises:
            UnknownNameError: the catalog does not hold it.
        """
        found = self.places.get(name) or next((p for p in self.places.values() if _is_called(p, name)), None)
        if found is None:
            known = [each.names.en for each in self.places.values()]
            raise UnknownNameError("place", name, [*self.places, *known])
        return found

    def holiday(self, name: str) -> Holiday:
        """The moving holiday with this id.

        Raises:
            UnknownNameError: the catalog does not hold it.
        """
        if name not in self.holidays:
            raise UnknownNameError("holiday", name, self.holidays)
        return self.holidays[name]

    def unit(self, name: str) -> Unit:
        """The unit with this id or one of its aliases.

        Raises:
            UnknownNameError: the catalog does not hold it.
        """
        found = self.units.get(name) or next((u for u in self.units.values() if _is_called(u, name)), None)
        if found is None:
            raise UnknownNameError("unit", name, self.units)
        return found

    def publisher(self, name: str) -> Publisher:
        """The publisher with this id or one of its names.

        Raises:
            UnknownNameError: the catalog does not hold it.
        """
        wanted = name.casefold()
        for publisher in self.publishers.values():
            if wanted == publisher.id.casefold() or _is_called(publisher, name):
                return publisher
        raise UnknownNameError("publisher", name, self.publishers)

    def figure_files(self) -> tuple[Path, ...]:
        """The CSV files with the profile's starter figures, in a fixed order."""
        return tuple(sorted((self.root / "figures").glob("*.csv")))


def series_id(place: str, indicator: str, activity: str = "") -> str:
    """The id of a series, ``cn/iva/36``."""
    return "/".join(part for part in (place, indicator, activity) if part)


def _is_called(term: Term, name: str) -> bool:
    wanted = name.casefold()
    spoken = (term.names.en, term.names.zh, *term.aliases_en, *term.aliases_zh)
    return any(wanted == each.casefold() for each in spoken)


def convert(value: float, source: Unit, target: Unit) -> float:
    """``value`` of ``source`` in ``target``; both must share a dimension.

    Raises:
        UnknownNameError: the dimensions differ.
    """
    if source.dimension != target.dimension:
        raise UnknownNameError("unit", source.id, [target.id], where=f"not convertible to {target.id}")
    if source.scale == target.scale:
        return value
    return float(f"{value * source.scale / target.scale:.12g}")
