"""Other estimators beside the trial's own, and the checks that were planned."""

from __future__ import annotations

from collections.abc import Iterator
from math import inf

from forerun.brief.blocks import Block, Chart, Note, Section, Tally
from forerun.brief.trial.material import Desk
from forerun.trials.checks.check import Verdict
from forerun.trials.result import Effect
from forerun.views import trial_charts
from forerun.views.charts import NARROW
from forerun.views.trial_charts import Row
from forerun.views.trial_effects import checks_table, estimators_table, forbidden, verdict


def estimators(desk: Desk) -> Section:
    """What other estimators say, drawn and in a table; refused ones with their reason."""
    return Section("estimators", desk.word("section.estimators"), tuple(_beside(desk)))


def _beside(desk: Desk) -> Iterator[Block]:
    found = desk.found
    table = estimators_table(found, desk.saying.catalog, desk.lang)
    yield table
    if warning := forbidden(found, desk.lang):
        yield Note(warning)
    effects = [found.main.effect, *(each.found.effect for each in found.beside if each.found)]
    if len(effects) > 1:
        rows = tuple(_row(desk, each, each is found.main.effect) for each in effects)
        title = desk.word("forest")
        yield Chart(
            title=title,
            caption=desk.fill("forest_caption", {"unit": desk.unit}),
            spec=trial_charts.forest(rows),
            table=table,
            narrow=trial_charts.forest(rows, NARROW),
        )


def _row(desk: Desk, effect: Effect, own: bool) -> Row:
    first = effect.intervals[0] if effect.intervals else None
    ends = (desk.drawn(first.low), desk.drawn(first.high)) if first else (-inf, inf)
    return Row(desk.word(f"short.{effect.estimator}"), desk.drawn(effect.att), *ends, stands_out=own)


def checks(desk: Desk) -> Section | None:
    """Every planned check with its verdict; None where none was planned."""
    found = desk.found
    if not found.checks:
        return None
    counts = {each: sum(one.verdict is each for one in found.checks) for each in Verdict}
    tally = Tally(tuple((verdict(each, desk.say), count) for each, count in counts.items() if count))
    table = checks_table(found, desk.saying.catalog, desk.lang)
    return Section("checks", desk.word("section.checks"), (tally, table))
