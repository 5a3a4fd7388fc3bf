"""What the trial says of the target population, or why it says nothing."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Note, Section, Sentences
from forerun.brief.trial.material import Desk
from forerun.trials.transport.overlap import Verdict
from forerun.trials.transport.quantity import Quantity
from forerun.trials.transport.transport import Transport
from forerun.trials.transport.wording import sentences
from forerun.views import trial_charts
from forerun.views.charts import NARROW
from forerun.views.items import Line, State
from forerun.views.trial_charts import Row
from forerun.views.trial_effects import ways, ways_table
from forerun.views.trial_words import share

_STATES = {
    Verdict.SUPPORTED: "passes",
    Verdict.EXTRAPOLATES: "cannot_tell",
    Verdict.CANNOT_TELL: "fails",
}
_ANSWER = "doubly_normal"


def target(desk: Desk) -> Section:
    """Effect in the trial places and in the target population, the premium, and whether overlap allows it."""
    moved = desk.found.transport
    title = desk.word("section.target")
    if moved is None:
        return Section("target", title, (Note(desk.word("no_target")),))
    return Section("target", title, tuple(_blocks(desk, moved)))


def _blocks(desk: Desk, moved: Transport) -> Iterator[Block]:
    yield Sentences(tuple(_lines(desk, moved)))
    table = ways_table(desk.found, desk.saying.catalog, desk.lang)
    rows = tuple(
        Row(
            desk.word(f"short.{key}"),
            desk.drawn(each.value),
            desk.drawn(each.interval.low),
            desk.drawn(each.interval.high),
            stands_out=key == _ANSWER,
        )
        for key, each in ways(moved)
    )
    yield Chart(
        title=desk.word("ways"),
        caption=desk.fill("ways_caption", {"unit": desk.unit}),
        spec=trial_charts.forest(rows),
        table=table,
        narrow=trial_charts.forest(rows, NARROW),
    )
    yield Note(desk.word("ways_note"))


def _lines(desk: Desk, moved: Transport) -> Iterator[tuple[str, Line]]:
    say = desk.say
    told = sentences(moved)[: 1 + len(moved.overlap.reasons)]
    first = desk.saying.named(told[0].get(desk.lang), desk.found.panel.places)
    state = State(_STATES[moved.verdict], desk.word(f"overlap.{moved.verdict}"))
    yield say["trial.overlap"], (state, desk.say["say.colon"], first)
    for each in told[1:]:
        yield "", (desk.saying.named(each.get(desk.lang), desk.found.panel.places),)
    yield "", (say.fill("trial.covered", {"share": share(round(moved.overlap.covered, 3))}),)
    yield say["trial.naive"], (_told(desk, moved.naive),)
    if moved.national is not None and moved.premium is not None:
        yield say["trial.national"], (_told(desk, moved.national.effect),)
        yield desk.word("effort"), (desk.word(f"effort_basis.{moved.effort.basis}"),)
        yield say["trial.premium"], (_told(desk, moved.premium.total),)
        yield say["trial.placement"], (_told(desk, moved.premium.placement),)
        yield say["trial.effort"], (_told(desk, moved.premium.effort),)


def _told(desk: Desk, each: Quantity) -> str:
    values = {
        "effect": desk.saying.effect(each.value),
        "level": share(each.interval.level),
        "interval": desk.saying.interval(each.interval),
    }
    return desk.say.fill("trial.national_text", values)
