"""The answer first: what was asked, what was found, what follows, and how far it can be believed."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Note, Section, Sentences
from forerun.brief.trial.material import Desk
from forerun.trials.result import Effect
from forerun.views.items import Line, State
from forerun.views.trial_effects import clause, data, deviations, left_out, registration
from forerun.views.trial_words import number, share


def summary(desk: Desk) -> Section:
    """Question, answer, decision, and what a reader must know before believing it."""
    unit = desk.say["trial.in_percent" if desk.saying.in_log else "trial.in_unit"].format(
        unit=f": {desk.found.reading.unit}" if desk.found.reading.unit else ""
    )
    blocks = (Sentences(tuple(_lines(desk))), Note(unit + desk.word("stop")))
    return Section("summary", desk.say["section.summary"], blocks)


def _lines(desk: Desk) -> Iterator[tuple[str, Line]]:
    say, found = desk.say, desk.found
    yield say["trial.question"], (found.spec.question,)
    yield desk.word("answer"), tuple(_answer(desk))
    made = found.decision.outcome
    outcome = State(made.value, say[f"trial.outcomes.{made}"])
    yield say["trial.decision"], (outcome, say["say.colon"], clause(found, desk.saying), desk.word("stop"))
    yield say["trial.decides"], (found.spec.decides,)
    yield say["trial.registered_at"], (registration(found.standing, say),)
    if count := len(tuple(deviations(found.standing, desk.saying))):
        yield say["trial.deviations"], (desk.fill("deviates", {"count": str(count)}),)
    yield desk.word("selection"), (_selection(desk),)
    yield say["trial.data"], (data(found, say),)
    for row, (reason, places) in enumerate(left_out(found, desk.lang)):
        values = {"places": desk.saying.places(places), "reason": reason}
        yield "" if row else say["trial.left_out"], (say.fill("trial.left_out_text", values),)


def _selection(desk: Desk) -> str:
    """Whether a lot chose the places, and what follows from the lot alone."""
    lot = desk.found.by_lot
    if lot is None:
        return desk.word("not_drawn")
    values = {"p": number(lot.p_value), "sets": str(lot.sets)}
    return desk.word("drawn") + desk.fill("drawn_p", values)


def _answer(desk: Desk) -> Iterator[str]:
    effect = desk.found.main.effect
    direction = desk.word("higher" if effect.att >= 0 else "lower")
    values = {"size": desk.saying.size(effect.att), "direction": direction}
    yield desk.fill("answer_text", values)
    for each in effect.intervals[:1]:
        values = {"level": share(each.level), "interval": desk.saying.interval(each)}
        holds = each.low <= 0.0 <= each.high
        yield desk.fill("answer_open" if holds else "answer_clear", values)
    yield _p_value(desk, effect)


def _p_value(desk: Desk, effect: Effect) -> str:
    if effect.p_value is None:
        return desk.word("p_none")
    values = {"p": number(effect.p_value), "least": number(effect.least_p)}
    return desk.fill("p_least" if effect.least_p > 0.0 else "p_text", values)
