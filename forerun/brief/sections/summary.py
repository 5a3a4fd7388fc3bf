"""The first page: six key figures and plain sentences, each made from traced numbers."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import KeyFigure, Section, Sentences, Strip
from forerun.brief.desk import Desk, recent
from forerun.monitor.result import Share, TargetRow, TargetState
from forerun.types import Figure
from forerun.views.items import Item, Line, State
from forerun.views.phrases import closed, course, statement, told
from forerun.views.targets import target_figure
from forerun.views.text import Number, cell, parted, period_name, prose, size, span_name

_TOLD_ROWS = 4
"""Rows of a part that the summary tells; the rest stands in the part's own table."""
_KEY_PARTS = ("survey", "prices", "profits", "network")
_PARTS_TOLD = ("new_three", "network", "demand", "survey", "prices", "profits", "capacity")


def summary(desk: Desk) -> Section:
    """Key figures, and what they add up to in words."""
    blocks = (Strip(tuple(_key_figures(desk))), Sentences(tuple(_sentences(desk))))
    return Section("summary", desk.say["section.summary"], blocks)


def _key_figures(desk: Desk) -> Iterator[KeyFigure]:
    found = desk.monitor.headline
    yield _key(desk, desk.say["summary.month"], found.month, found.previous_month, found.history)
    yield _key(
        desk, desk.say["summary.to_date"], found.year_to_date, found.previous_year_to_date, found.ytd_history
    )
    for part in _KEY_PARTS:
        for row in desk.monitor.part(part).rows[:1]:
            yield _key(desk, desk.name(row.names), row.figure, row.previous, row.history)


def _key(desk: Desk, label: str, figure: Figure, before: Figure, history: tuple[Figure, ...]) -> KeyFigure:
    value, unit = parted(figure, desk.catalog, desk.lang)
    detail: Line = ()
    if before.value is not None:
        earlier = Number(parted(before, desk.catalog, desk.lang)[0], before)
        detail = desk.say.parts("summary.before", {"amount": earlier})
    period = period_name(figure.period, figure.measure, desk.lang, short=True)
    return KeyFigure(label, Number(value, figure), unit, period, detail, recent(history))


def _sentences(desk: Desk) -> Iterator[tuple[str, Line]]:
    say = desk.say
    yield say["summary.lead.direction"], _direction(desk)
    yield say["summary.lead.output"], _output(desk)
    yield desk.name(desk.monitor.sectors.names), told(desk.monitor.sectors.rows, desk.catalog, desk.lang)
    yield say["summary.lead.breadth"], _breadth(desk)
    yield say["summary.lead.plans"], _plans(desk)
    for part in _PARTS_TOLD:
        found = desk.monitor.part(part)
        yield desk.name(found.names), told(found.rows[:_TOLD_ROWS], desk.catalog, desk.lang)
    if desk.monitor.gaps:
        yield say["summary.lead.gaps"], (say.fill("summary.gaps", {"count": str(len(desk.monitor.gaps))}),)


def _direction(desk: Desk) -> Line:
    found = desk.monitor.headline
    word = State(found.direction.value, desk.say[f"direction.{found.direction.value}"])
    return (word, desk.say["say.stop"], desk.name(found.rule))


def _output(desk: Desk) -> Line:
    """The month or else the year to date by name, then the others and what is derived; only what there is."""
    found = desk.monitor.headline
    rates = (
        ("month", found.month),
        ("so_far", found.year_to_date),
        ("pace", found.acceleration),
        ("momentum", found.momentum),
        ("two_year", found.two_year),
    )
    known = [(key, figure) for key, figure in rates if figure.value is not None]
    subject = desk.subject(found.month.series)
    named = [statement(subject, figure, desk.catalog, desk.lang) for _, figure in known[:1]]
    return closed([*named, *(_more(desk, key, figure) for key, figure in known[1:])], desk.lang)


def _more(desk: Desk, key: str, figure: Figure) -> Line:
    values: dict[str, Item] = {
        "amount": size(figure, desk.catalog, desk.lang),
        "period": period_name(figure.period, figure.measure, desk.lang),
    }
    return desk.say.parts(f"summary.{key}.{course(figure)}", values)


def _breadth(desk: Desk) -> Line:
    known = [each for each in desk.monitor.breadth if each.growing.value is not None]
    return closed([_share(desk, each) for each in known], desk.lang)


def _share(desk: Desk, share: Share) -> Line:
    values: dict[str, Item] = {
        "name": desk.name(share.names),
        "growing": cell(share.growing),
        "total": cell(share.total),
        "period": period_name(share.growing.period, share.growing.measure, desk.lang),
    }
    return desk.say.parts("summary.share", values)


def _plans(desk: Desk) -> Line:
    """Which industries are where, then every amount that a plan names and a figure can be held against."""
    lines = [line for state in TargetState if (line := _industries(desk, state))]
    amounts = (row for industry in desk.monitor.industries for row in industry.targets)
    lines += [_amount(desk, row) for row in amounts if row.target.basis == "level" and row.actual.value]
    return closed(lines, desk.lang)


def _industries(desk: Desk, state: TargetState) -> Line:
    names = [desk.name(each.industry.names) for each in desk.monitor.industries if each.state is state]
    if not names:
        return ()
    listed = desk.say["say.comma"].join(names)
    return (State(state.value, desk.say[f"state.{state.value}"]), desk.say["say.colon"], listed)


def _amount(desk: Desk, row: TargetRow) -> Line:
    values: dict[str, Item] = {
        "name": desk.name(desk.catalog.aim(row.target)),
        "actual": prose(row.actual, desk.catalog, desk.lang),
        "period": period_name(row.actual.period, row.actual.measure, desk.lang),
        "target": prose(target_figure(row.target, desk.catalog), desk.catalog, desk.lang),
        "aim": span_name(row.target.first, row.target.last, desk.lang),
    }
    return desk.say.parts("summary.amount", values)
