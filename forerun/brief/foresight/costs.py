"""What it costs, what it will cost, and when it is cheaper than something else."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Section, Sentences
from forerun.brief.foresight.desk import Desk, Lines, apart
from forerun.foresight.costs.crossing import Crossing
from forerun.foresight.costs.forecast import CostForecast
from forerun.foresight.costs.study import CostStudy
from forerun.views.charts import NARROW
from forerun.views.foresight_cost_objects import chances, fan
from forerun.views.foresight_costs import ahead_table, chances_table, cost_lines, crossing_lines, title


def costs(desk: Desk) -> Section:
    """A fan for each cost with what it rests on, and every crossing."""
    found = desk.found.costs
    return desk.section("costs", *(_blocks(desk, found) if found else ()))


def _blocks(desk: Desk, found: CostStudy) -> Iterator[Block]:
    shared: Lines = ()
    for each in found.forecasts:
        own, shared = apart(cost_lines(each, found, desk.lang), desk.say["foresight_costs.calibrated"])
        yield _fan(desk, each)
        yield Sentences(own)
    if shared:
        yield Sentences(shared)
    for one in found.crossings:
        yield Sentences(tuple(crossing_lines(one, desk.lang)))
        if not one.already:
            yield _chances(desk, one)


def _fan(desk: Desk, found: CostForecast) -> Chart:
    return Chart(
        title=title(found.curve, desk.lang),
        caption=desk.word("fan"),
        spec=fan(found, desk.lang),
        table=ahead_table(found, desk.lang),
        narrow=fan(found, desk.lang, NARROW),
    )


def _chances(desk: Desk, found: Crossing) -> Chart:
    table = chances_table(found, desk.lang)
    return Chart(table.caption, desk.word("chances"), chances(found), table, chances(found, NARROW))
