"""What a trial found, in lines and tables."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.catalog.model import Catalog
from forerun.trials.checks.check import Verdict
from forerun.trials.evaluate import Beside, Evaluation, Standing
from forerun.trials.spec import Direction
from forerun.trials.transport.balance import Balance
from forerun.trials.transport.quantity import Quantity
from forerun.trials.transport.transport import Transport
from forerun.trials.transport.wording import sentences
from forerun.types import Interval, Names
from forerun.views.items import Aside, Column, Line, State, Table
from forerun.views.text import ABSENT
from forerun.views.trial_objects import bacon_of, profile_of
from forerun.views.trial_words import SEPARATOR, Saying, number, share, starts
from forerun.views.trials import HASH, changed
from forerun.views.words import Words, words

FEW = 3
"""Comparisons left out that are named."""


def opening(found: Evaluation, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """The answer first: effect, decision, and what a reader must know before believing it."""
    saying = Saying.of(found.spec, catalog, lang)
    say, spec = saying.say, found.spec
    yield say["trial.question"], (spec.question,)
    yield say["trial.effect"], (saying.told(found.main.effect),)
    if found.by_lot is not None:
        drawn = {"p": number(found.by_lot.p_value), "sets": str(found.by_lot.sets)}
        yield say["trial.by_lot"], (say.fill("trial.by_lot_text", drawn),)
    yield say["trial.decision"], (decision(found, saying),)
    if failed := [each for each in found.checks if each.verdict is Verdict.FAILS]:
        names = SEPARATOR[lang].join(say[f"trial.check_name.{each.name}"] for each in failed)
        yield say["trial.not_passed"], (names,)
    yield say["trial.decides"], (spec.decides,)
    yield say["trial.data"], (data(found, say),)
    yield (
        say["trial.error"],
        (f"{saying.estimator(spec.analysis.estimator)}; {found.main.effect.convention}",),
    )
    yield say["trial.registered_at"], (registration(found.standing, say),)
    for line in deviations(found.standing, saying):
        yield say["trial.deviations"], (line,)
    for reason, places in left_out(found, lang):
        values = {"places": saying.places(places), "reason": reason}
        yield say["trial.left_out"], (say.fill("trial.left_out_text", values),)
    if found.main.groups is not None and found.main.groups.left_out:
        shown = found.main.groups.left_out
        told = "; ".join(f"{each.what}: {each.reason}" for each in shown[:FEW])
        yield say["trial.left_out"], (told if len(shown) <= FEW else f"{told}; … ({len(shown)})",)
    unit = f": {found.reading.unit}" if found.reading.unit else ""
    yield (
        "",
        (Aside(say["trial.in_percent"] if saying.in_log else say.fill("trial.in_unit", {"unit": unit})),),
    )


def decision(found: Evaluation, saying: Saying) -> str:
    """What the rule says, and which clause of it."""
    values = {
        "outcome": saying.say[f"trial.outcomes.{found.decision.outcome}"],
        "reason": clause(found, saying),
    }
    return saying.say.fill("trial.decision_text", values)


def clause(found: Evaluation, saying: Saying) -> str:
    """The clause of the rule that decided, with its numbers."""
    say, made = saying.say, found.decision
    sign = -1 if found.spec.rule.direction is Direction.LOWER else 1
    ends = {"end": made.end, "bound": made.bound}
    values = {key: saying.effect(None if each is None else sign * each) for key, each in ends.items()}
    if made.interval is not None:
        values["interval"] = saying.interval(made.interval)
    if made.failed is not None:
        values["check"] = say[f"trial.check_name.{made.failed.name}"]
    told = say.fill(f"trial.clause.{made.clause}", values)
    return say.fill("trial.clause.transported", {"told": told}) if found.spec.rule.transported else told


def data(found: Evaluation, say: Words) -> str:
    """How many places, treated from when, in which periods."""
    panel = found.panel
    treated = int(panel.treated.sum())
    values = {
        "treated": str(treated),
        "others": str(len(panel.places) - treated),
        "starts": starts(panel.periods, panel.cohorts, say),
        "periods": str(len(panel.periods)),
        "first": panel.periods[0],
        "last": panel.periods[-1],
    }
    return say.fill("trial.data_text", values)


def registration(standing: Standing, say: Words) -> str:
    """When the trial was registered, and whether that was before it began."""
    if not standing.entries:
        return say["trial.registration_none"]
    first = standing.entries[0]
    key = "trial.registration_late" if first.started else "trial.registration_text"
    return say.fill(key, {"at": first.at, "hash": standing.hash[:HASH]})


def deviations(standing: Standing, saying: Saying) -> Iterator[str]:
    """How the trial file differs from the registered one, and which places' earlier figures were revised."""
    yield from (changed(each, saying.lang) for each in standing.changes)
    if standing.revised:
        yield revision(standing, saying)


def revision(standing: Standing, saying: Saying) -> str:
    """The places whose figures from before treatment were revised since the registration."""
    return saying.say.fill("trial.revised", {"places": saying.places(standing.revised)})


def left_out(found: Evaluation, lang: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Reasons for which places take no part, each with its places."""
    reasons = dict.fromkeys(each.reason for each in found.reading.left_out)
    for reason in reasons:
        yield reason.get(lang), tuple(each.place for each in found.reading.left_out if each.reason == reason)


def estimators_table(found: Evaluation, catalog: Catalog, lang: str) -> Table:
    """The trial's own estimator first, others beside it."""
    saying = Saying.of(found.spec, catalog, lang)
    say = saying.say
    own = Beside(found.spec.analysis.estimator, found.main)
    level = share(1 - found.spec.analysis.alpha)
    head = (
        Column(say["trial.estimator"], weight=2.0),
        Column(say["trial.att"], "number"),
        Column(say["trial.se"], "number"),
        Column(say.fill("trial.interval", {"level": level}), "number"),
        Column(say["trial.p"], "number"),
        Column(say["trial.draws"], weight=1.5),
    )
    rows = tuple(_estimator(each, saying) for each in (own, *found.beside))
    return Table(say["trial.beside"], head, rows)


def forbidden(found: Evaluation, lang: str) -> str:
    """What share of two-way fixed effects lies on comparisons that say nothing; empty when none does."""
    parts = bacon_of(found)
    if parts is None or not parts.forbidden:
        return ""
    return words(lang).fill("trial.forbidden", {"share": share(parts.forbidden)})


def _estimator(each: Beside, saying: Saying) -> tuple[Line, ...]:
    name = (saying.estimator(each.estimator),)
    if each.found is None:
        refused = saying.say.fill("trial.refused", {"why": each.refused.rstrip(".")})
        return name, (ABSENT,), (ABSENT,), (ABSENT,), (ABSENT,), (Aside(refused),)
    effect = each.found.effect
    return (
        name,
        (saying.effect(effect.att),),
        (saying.error(effect.error),),
        (saying.interval(effect.intervals[0]) if effect.intervals else ABSENT,),
        (number(effect.p_value),),
        (saying.say[f"trial.inferences.{effect.inference}"],),
    )


def checks_table(found: Evaluation, catalog: Catalog, lang: str) -> Table:
    """Every planned check with its verdict and what was found."""
    saying = Saying.of(found.spec, catalog, lang)
    say = saying.say
    caption = say["trial.checks_in_log" if saying.in_log else "trial.checks"]
    head = (
        Column(say["trial.check"]),
        Column(say["trial.verdict"], "tight"),
        Column(say["trial.found"], weight=4.0),
    )
    rows = tuple(
        (
            (say[f"trial.check_name.{each.name}"],),
            (verdict(each.verdict, say),),
            (saying.named(each.sentence.get(lang), found.panel.places),),
        )
        for each in found.checks
    )
    return Table(caption, head, rows)


def verdict(each: Verdict, say: Words) -> State:
    """A check's verdict as a state."""
    return State(each.value, say[f"trial.verdicts.{each}"])


def transport_lines(found: Evaluation, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """What the trial says of the target population, in sentences."""
    saying = Saying.of(found.spec, catalog, lang)
    say, moved = saying.say, found.transport
    if moved is None:
        return
    if moved.national is not None:
        yield say["trial.national"], (_quantity(moved.national.effect, saying),)
        if moved.premium is not None:
            yield say["trial.premium"], (_quantity(moved.premium.total, saying),)
            yield say["trial.placement"], (_quantity(moved.premium.placement, saying),)
            yield say["trial.effort"], (_quantity(moved.premium.effort, saying),)
    yield say["trial.overlap"], (say.fill("trial.covered", {"share": share(moved.overlap.covered)}),)
    if isinstance(moved.balance, Balance):
        sample = {
            "ess": number(moved.balance.size),
            "count": str(len(moved.places)),
            "largest": share(round(moved.balance.largest, 3)),
        }
        yield say["trial.sample"], (say.fill("trial.sample_text", sample),)
    for line in _unmeasured(moved, saying):
        yield say["trial.unmeasured"], (line,)
    for sentence in _told(moved):
        yield "", (saying.named(sentence.get(lang), found.panel.places),)


def _unmeasured(moved: Transport, saying: Saying) -> Iterator[str]:
    """How strong a moderator that was not measured must be to carry the answer to zero or what matters."""
    for each in moved.sensitivity.robustness if moved.sensitivity else ():
        values = {
            "threshold": saying.effect(each.threshold),
            "estimate": number(each.estimate_value),
            "interval": number(each.interval_value),
        }
        yield saying.say.fill("trial.unmeasured_text", values)


def study_table(found: Evaluation, catalog: Catalog, lang: str) -> Table | None:
    """The event study with pointwise intervals and the band that holds all of them; None without one."""
    profile = profile_of(found)
    if profile is None:
        return None
    saying = Saying.of(found.spec, catalog, lang)
    say, bands = saying.say, profile.bands
    level = share(bands.level)
    head = (
        Column(say["trial.since"], "number"),
        Column(say["trial.att"], "number"),
        Column(say.fill("trial.interval", {"level": level}), "number"),
        Column(say.fill("trial.band", {"level": level}), "number"),
    )
    rows = tuple(
        (
            (f"{at:+d}".replace("-", "−") if at else "0",),
            (saying.effect(float(att)),),
            (saying.interval(Interval(bands.level, float(low), float(high))),),
            (saying.interval(Interval(bands.level, float(below), float(above))),),
        )
        for at, att, low, high, below, above in zip(
            profile.at, profile.att, bands.low, bands.high, bands.uniform_low, bands.uniform_high, strict=True
        )
    )
    return Table(say["trial.event_study"], head, rows)


def ways_table(found: Evaluation, catalog: Catalog, lang: str) -> Table:
    """The effect in the trial places and for the target population, by each way to it."""
    saying = Saying.of(found.spec, catalog, lang)
    say = saying.say
    head = (
        Column(say["trial.way"], weight=2.0),
        Column(say["trial.att"], "number"),
        Column(say["trial.se"], "number"),
        Column(say.fill("trial.interval", {"level": share(1 - found.spec.analysis.alpha)}), "number"),
    )
    rows = tuple(
        (
            (say[f"trial.{key}"],),
            (saying.effect(each.value),),
            (saying.error(each.error),),
            (saying.interval(each.interval),),
        )
        for key, each in ways(found.transport)
    )
    return Table(say["trial.national"], head, rows)


def ways(found: Transport | None) -> Iterator[tuple[str, Quantity]]:
    """Ways to the national effect by the key of their name; only the trial's own where it cannot tell."""
    if found is None:
        return
    yield "naive", found.naive
    if found.national is not None:
        yield "weighted", found.national.weighted
        yield "modelled", found.national.modelled
        yield "doubly", found.national.doubly
        yield "doubly_normal", found.national.effect


def _told(moved: Transport) -> tuple[Names, ...]:
    return sentences(moved)


def _quantity(each: Quantity, saying: Saying) -> str:
    values = {
        "effect": saying.effect(each.value),
        "level": share(each.interval.level),
        "interval": saying.interval(each.interval),
    }
    return saying.say.fill("trial.national_text", values)
