"""What the monitor finds: frozen values, every number a :class:`~forerun.types.Figure` with its trace."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from forerun.catalog.model import Industry
from forerun.types import Figure, Names, Target


class Direction(StrEnum):
    """Where the industrial economy is heading, by the stated rule."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"
    UNKNOWN = "unknown"


class TargetState(StrEnum):
    """How an actual stands to its target."""

    AHEAD = "ahead"
    ON_TRACK = "on_track"
    BEHIND = "behind"
    NO_FIGURE = "no_figure"


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline series: latest month, year to date, and how fast it moves.

    ``acceleration`` is the change of the year-to-date rate against the previous release in percentage
    points; ``momentum`` the mean of the last three monthly rates; ``two_year`` the two-year average
    growth of the latest month.  ``history`` and ``ytd_history`` are what the charts draw, oldest first;
    ``first_prints`` the first announcements of the same months, where known.
    """

    month: Figure
    year_to_date: Figure
    month_on_month: Figure
    previous_month: Figure
    previous_year_to_date: Figure
    acceleration: Figure
    momentum: Figure
    two_year: Figure
    history: tuple[Figure, ...]
    ytd_history: tuple[Figure, ...]
    first_prints: tuple[Figure, ...]
    direction: Direction
    rule: Names


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a part: the figure shown first, its predecessor, and companions in other measures."""

    names: Names
    figure: Figure
    previous: Figure
    companions: tuple[Figure, ...] = ()
    history: tuple[Figure, ...] = ()
    note: Names | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A part of the monitor that lists rows; ``id`` is one of :data:`~forerun.monitor.spec.PARTS`."""

    id: str
    names: Names
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Share:
    """A count of growing members among those with a figure, for breadth."""

    names: Names
    growing: Figure
    total: Figure
    share: Figure
    members: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class TargetRow:
    """A target beside its actual.

    ``gap`` is actual minus target in the actual's unit; ``needed`` the pace that the rest of the period
    needs to meet the target (percent for growth targets, units per month for levels).  ``expected`` is the
    point that the actual should have reached by its period, None where that is the target itself.
    """

    target: Target
    actual: Figure
    gap: Figure
    needed: Figure
    state: TargetState
    reason: Names
    expected: Figure | None


@dataclass(frozen=True, slots=True)
class IndustryRow:
    """A key industry: growth of the activities that stand for it, output, and its targets."""

    industry: Industry
    growth: tuple[Row, ...]
    output: tuple[Row, ...]
    targets: tuple[TargetRow, ...]
    state: TargetState


@dataclass(frozen=True, slots=True)
class PlaceValue:
    """One place on the tile map."""

    place: str
    figure: Figure


@dataclass(frozen=True, slots=True)
class PlaceMap:
    """Figures by place for the tile map, latest common period."""

    names: Names
    values: tuple[PlaceValue, ...]


@dataclass(frozen=True, slots=True)
class Monitor:
    """Everything that the monitor says about one day."""

    as_of: date
    ledger: str
    place: str
    headline: Headline
    sectors: Part
    breadth: tuple[Share, ...]
    industries: tuple[IndustryRow, ...]
    national_targets: tuple[TargetRow, ...]
    new_three: Part
    network: Part
    demand: Part
    prices: Part
    profits: Part
    capacity: Part
    survey: Part
    maps: tuple[PlaceMap, ...]
    gaps: tuple[Figure, ...]

    @property
    def parts(self) -> tuple[Part, ...]:
        """The parts that list rows, in the order in which they are shown."""
        told = (self.new_three, self.network, self.demand, self.prices, self.profits, self.capacity)
        return (self.sectors, *told, self.survey)

    def part(self, name: str) -> Part:
        """The part with this id.

        Raises:
            KeyError: it is none of :data:`~forerun.monitor.spec.PARTS`.
        """
        return {each.id: each for each in self.parts}[name]

    @property
    def targets(self) -> tuple[TargetRow, ...]:
        """Every target once, though a plan may cover two industries: first theirs, then the nation's."""
        rows = [row for industry in self.industries for row in industry.targets]
        return tuple({row.target: row for row in (*rows, *self.national_targets)}.values())
