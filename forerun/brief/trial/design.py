"""Whether an effect could have been seen, how like the country the places are, what else was possible."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Note, Section, Sentences
from forerun.brief.trial.material import Desk
from forerun.trials.design.representativeness import Representativeness
from forerun.trials.design.result import Design
from forerun.trials.planning import GROWTH, LEVEL, Plan
from forerun.views import trial_charts
from forerun.views.charts import NARROW
from forerun.views.items import Column, Table
from forerun.views.trial_charts import Dot
from forerun.views.trial_designs import design_lines, designs_table
from forerun.views.trial_placement import placement_sentence
from forerun.views.trial_words import number

SHOWN = 5
"""Designs in the table."""


def design(desk: Desk) -> Section:
    """The search for places with figures from before treatment, and where the programme really was."""
    return Section("design", desk.word("section.design"), tuple(_blocks(desk)))


def _blocks(desk: Desk) -> Iterator[Block]:
    found = desk.material.plan
    if found is None:
        yield Note(desk.fill("unplanned", {"why": desk.material.unplanned.rstrip(".")}))
    else:
        lines = tuple(design_lines(found, desk.found.spec, desk.saying.catalog, desk.lang))
        yield Sentences(((lines[0][0] or desk.word("section.design"), lines[0][1]), *lines[1:]))
    if desk.material.placed is not None:
        told = placement_sentence(desk.material.placed, desk.lang)
        yield Sentences(((desk.word("placement"), (told,)),))
    if found is not None:
        yield from _likeness(desk, found)
        yield from _frontier(desk, found)
        yield designs_table(found, desk.found.spec, desk.saying.catalog, desk.lang, SHOWN)


def _shown(plan: Plan) -> Design | None:
    """The set that was tried, else the one that was drawn."""
    return plan.tried[0] if plan.tried else plan.found.chosen


def _likeness(desk: Desk, plan: Plan) -> Iterator[Block]:
    """How far the places stand from the target population, characteristic by characteristic."""
    shown = _shown(plan)
    if shown is None or shown.likeness is None:
        return
    likeness = shown.likeness
    rows = [(characteristic(desk, each.name), each.standardised) for each in likeness.differences]
    title = desk.word("likeness" if plan.tried else "likeness_chosen")
    values = {"index": number(likeness.index), "random": number(likeness.index_of_random)}
    yield Chart(
        title=title,
        caption=desk.fill("likeness_caption", values),
        spec=trial_charts.differences(rows),
        table=_differences(desk, title, likeness),
        narrow=trial_charts.differences(rows, NARROW),
    )


def _differences(desk: Desk, title: str, likeness: Representativeness) -> Table:
    head = (
        Column(desk.say["trial.difference"]),
        *(Column(desk.word(key), "number") for key in ("mean_tried", "mean_target", "apart")),
    )
    rows = tuple(
        (
            (characteristic(desk, each.name),),
            (number(each.chosen),),
            (number(each.target),),
            (number(each.standardised),),
        )
        for each in likeness.differences
    )
    return Table(title, head, rows)


def characteristic(desk: Desk, name: str) -> str:
    """A characteristic by its name in the language."""
    return desk.word(f"characteristic.{name}") if name in (LEVEL, GROWTH) else name


def _frontier(desk: Desk, plan: Plan) -> Iterator[Block]:
    """Smallest visible effect against likeness: all designs, the frontier, the lot, and what was tried."""
    names = tuple(desk.word(f"frontier.{key}") for key in ("all", "front", "chosen", "tried"))
    search = plan.found
    front = {search.designs[i] for i in search.frontier}
    kinds = [(each, names[1] if each in front else names[0]) for each in search.designs]
    kinds += [(each, names[2]) for each in (search.chosen,) if each is not None]
    kinds += [(each, names[3]) for each in plan.tried]
    dots = [
        Dot(round(desk.drawn(each.mde), 4), round(each.likeness.index, 4), kind)
        for each, kind in kinds
        if each.mde is not None and each.likeness is not None
    ]
    if not dots:
        return
    title = desk.word("frontier.title")
    axes = desk.fill("frontier.effect", {"unit": desk.unit}), desk.word("frontier.index")
    used = tuple(each for each in names if any(dot.name == each for dot in dots))
    head = Column(desk.word("frontier.kind")), *(Column(each, "number") for each in axes)
    rows = tuple(
        ((dot.name,), (number(dot.effect),), (number(dot.likeness),)) for dot in dots if dot.name != names[0]
    )
    yield Chart(
        title=title,
        caption=desk.word("frontier.caption"),
        spec=trial_charts.scatter(dots, used, axes),
        table=Table(title, tuple(head), rows),
        narrow=trial_charts.scatter(dots, used, axes, NARROW),
    )
