"""How far it has spread, and the range over curves and ceilings of how far it may spread."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Section, Sentences
from forerun.brief.foresight.desk import Desk, Lines, apart
from forerun.foresight.diffusion.study import DiffusionStudy
from forerun.views.charts import NARROW
from forerun.views.foresight_diffusion import ahead_table, path_lines, title
from forerun.views.foresight_diffusion_objects import fan
from forerun.views.foresight_left_out import left_out_table


def diffusion(desk: Desk) -> Section:
    """A fan for each path with its stage; paths to which no curve can be fitted are listed."""
    found = desk.found.diffusion
    return desk.section("diffusion", *(_blocks(desk, found) if found else ()))


def _blocks(desk: Desk, found: DiffusionStudy) -> Iterator[Block]:
    shared: Lines = ()
    for each in found.forecasts:
        yield Chart(
            title=title(each.path, desk.lang),
            caption=desk.word("spread"),
            spec=fan(each, desk.lang),
            table=ahead_table(each, desk.lang),
            narrow=fan(each, desk.lang, NARROW),
        )
        own, shared = apart(path_lines(each, found, desk.lang), desk.say["foresight_diffusion.calibrated"])
        yield Sentences(own)
    if shared:
        yield Sentences(shared)
    if found.left_out:
        yield left_out_table(found.left_out, "diffusion", desk.lang)
