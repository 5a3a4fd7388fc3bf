"""A search for places, in lines, a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.catalog.model import Catalog
from forerun.trials.design.result import Design, DesignSearch
from forerun.trials.placing import Placed
from forerun.trials.planning import Plan
from forerun.trials.spec import TrialSpec
from forerun.types import Json
from forerun.views.items import Aside, Column, Line, Table
from forerun.views.objects import as_estimated, as_object
from forerun.views.text import ABSENT
from forerun.views.trial_words import Saying, number, share

SCHEMA = "forerun.trial-design/1"
SHOWN, KEPT, DECIMALS = 15, 200, 6
"""Designs in a table, designs in a file, decimals of their numbers."""


def design_object(found: Plan, placed: Placed | None, spec: TrialSpec, lang: str) -> Json:
    """The JSON object of ``forerun trial design --json``: first designs, and the choice among the best."""
    search = found.found
    content = {
        "schema": SCHEMA,
        "trial": spec.id,
        "name": spec.names.get(lang),
        "transform": spec.transform.value,
        "periods": [found.panel.periods[0], found.panel.periods[-1]],
        "method": search.method.value,
        "least_p": search.least_p,
        "size": search.size,
        "count": len(search.designs),
        "designs": [as_object(each) for each in search.designs[:KEPT]],
        "frontier": list(search.frontier),
        "near_optimal": list(search.near_optimal),
        "choice": as_object(search.choice),
        "chosen": as_object(search.chosen),
        "tried": [as_object(each) for each in found.tried],
        "placement": as_object(placed),
        "rollout": as_object(found.rollout),
        "power": [as_object(each) for each in found.power],
        "stability": as_object(search.stability),
        "seed": search.seed,
        "notes": [{"notice": each.notice.value, "count": each.count} for each in search.notes],
    }
    return as_estimated(content, DECIMALS)


def design_lines(found: Plan, spec: TrialSpec, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """What was chosen, how it was tested and what a reader must know."""
    saying, search = Saying.of(spec, catalog, lang), found.found
    say = saying.say
    yield say["trial.design.chosen"], (_chosen(search, saying),)
    if search.chosen is not None:
        yield "", (_tried(search.chosen, saying),)
    for each in found.tried:
        yield say["trial.design.tried"], (saying.places(each.places),)
        yield "", (_tried(each, saying),)
    for line in _waves(found, saying):
        yield say["trial.design.waves"], (line,)
    values = {
        "method": say[f"trial.design.{search.method}"],
        "least": number(search.least_p),
        "size": share(search.size),
    }
    yield say["trial.design.method"], (say.fill("trial.design.method_text", values),)
    if search.stability is not None:
        told = {
            "kendall": number(search.stability.kendall),
            "share": share(search.stability.share),
            "top": str(search.stability.top),
        }
        yield say["trial.design.stability"], (say.fill("trial.design.stability_text", told),)
    counts = {"count": str(len(search.frontier)), "all": str(len(search.designs))}
    yield "", (say.fill("trial.design.frontier", counts),)
    for note in search.notes:
        plain = f"trial.notice.{note.notice}"
        key = plain if note.count else next(k for k in (f"{plain}_uncounted", plain) if say.get(k))
        yield "", (Aside(say.fill(key, {"count": str(note.count)})),)


def _chosen(search: DesignSearch, saying: Saying) -> str:
    if search.choice is None or search.chosen is None:
        return saying.say["trial.design.none_chosen"]
    values = {
        "places": saying.places(search.choice.places),
        "duration": str(search.chosen.duration),
        "count": str(len(search.choice.sets)),
        "seed": str(search.choice.seed),
    }
    return saying.say.fill("trial.design.chosen_text", values)


def _waves(found: Plan, saying: Saying) -> Iterator[str]:
    """Which places begin when, and what the roll-out could show."""
    if found.rollout is None:
        return
    for start, places in zip(found.rollout.starts, found.rollout.waves, strict=True):
        values = {"start": str(start), "places": saying.places(places)}
        yield saying.say.fill("trial.design.wave_text", values)
    for each in found.power:
        told = {"duration": str(each.duration), "mde": _seen(each.mde, saying), "size": share(each.size)}
        yield saying.say.fill("trial.design.power_text", told)


def _tried(design: Design, saying: Saying) -> str:
    values = {
        "duration": str(design.duration),
        "mde": _seen(design.mde, saying),
        "planning": _seen(design.planning_mde, saying),
        "index": number(design.likeness.index) if design.likeness else ABSENT,
    }
    return saying.say.fill("trial.design.tried_text", values)


def designs_table(found: Plan, spec: TrialSpec, catalog: Catalog, lang: str, shown: int = SHOWN) -> Table:
    """The first designs; those from which the lot was drawn are among them."""
    saying = Saying.of(spec, catalog, lang)
    keys = ("#rank", "places", "#duration", "#mde", "#planning", "#size", "#index", "#bias", "#cost")
    head = tuple(
        Column(
            saying.say[f"trial.design.{key.lstrip('#')}"], "number" if key[0] == "#" else "text", weight=2.0
        )
        for key in keys
    )
    rows = tuple(_row(each, saying) for each in found.found.designs[:shown])
    counts = {"shown": str(len(rows)), "count": str(len(found.found.designs))}
    return Table(saying.say.fill("trial.design.title", counts), head, rows)


def _row(design: Design, saying: Saying) -> tuple[Line, ...]:
    likeness = design.likeness
    bias = likeness.bias if likeness else None
    return (
        (str(design.rank),),
        (saying.places(design.places, most=12),),
        (str(design.duration),),
        (_seen(design.mde, saying),),
        (_seen(design.planning_mde, saying),),
        (share(design.size),),
        (number(likeness.index) if likeness else ABSENT,),
        (saying.effect(bias.value) if bias else ABSENT,),
        (f"{design.cost:,.2f}" if design.cost else ABSENT,),
    )


def _seen(effect: float | None, saying: Saying) -> str:
    """The smallest effect that would be seen; shares of the outcome in percent."""
    if effect is None:
        return saying.say["trial.design.unseen"]
    return saying.size(effect) if saying.in_log else share(abs(effect))
