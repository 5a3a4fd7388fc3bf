"""Parts that only list rows: sectors, the new three, network, demand, prices, profits, capacity, survey."""

from __future__ import annotations

from forerun.ledger.snapshot import Snapshot
from forerun.monitor import wording
from forerun.monitor.figures import at, before, latest, newest
from forerun.monitor.result import Part, Row
from forerun.monitor.spec import PartSpec, RowSpec
from forerun.types import Comparator, Figure, Names

HISTORY = 60
"""Periods that a row carries for its chart."""


def part(snapshot: Snapshot, spec: PartSpec) -> Part:
    """The rows of a part, in the order of the profile."""
    return Part(spec.id, spec.names, tuple(row(snapshot, each) for each in spec.rows))


def row(snapshot: Snapshot, spec: RowSpec) -> Row:
    """One series: its latest figure, the one before, and the same period in other measures.

    When a year-to-date companion already tells January and February, whose months are never told apart,
    the figure is missing at that period rather than the December before.
    """
    history = snapshot.history(spec.series.id, spec.measure)
    figure = _shown(snapshot, spec)
    return Row(
        names=spec.series.names,
        figure=figure,
        previous=before(history, figure),
        companions=tuple(at(snapshot, spec.series, figure.period, each) for each in spec.companions),
        history=history[-HISTORY:],
        note=_who_says_so(snapshot, figure),
    )


def _who_says_so(snapshot: Snapshot, figure: Figure) -> Names | None:
    """Who states a figure that only bounds the true one."""
    told = figure.observation
    if told is None or told.comparator is Comparator.EQUAL:
        return None
    publisher = snapshot.catalog.publishers.get(told.publisher)
    names = publisher.names if publisher else Names(told.publisher, told.publisher)
    return wording.stated_by(names)


def _shown(snapshot: Snapshot, spec: RowSpec) -> Figure:
    figure = latest(snapshot, spec.series, spec.measure, lasting=spec.lasting)
    beside = newest([latest(snapshot, spec.series, each) for each in spec.companions])
    if beside is None or figure.period is None or figure.period >= beside or beside.index != 2:
        return figure
    return at(snapshot, spec.series, beside, spec.measure)
