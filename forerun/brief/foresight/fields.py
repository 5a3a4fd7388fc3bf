"""How the fields of an industry grow, and how exposed the activities that would carry it are to AI."""

from __future__ import annotations

from collections.abc import Iterator

from forerun.brief.blocks import Block, Chart, Section, Sentences
from forerun.brief.foresight.desk import Desk
from forerun.foresight.ai.divisions import ActivityExposure
from forerun.foresight.fields.study import FieldStudy
from forerun.views.charts import NARROW
from forerun.views.foresight_field_checks import signs_table
from forerun.views.foresight_fields import (
    fields_table,
    growth_chart,
    note_lines,
    outlook_lines,
    vocabulary_lines,
)
from forerun.views.items import Line
from forerun.views.text import ABSENT


def fields(desk: Desk) -> Section:
    """Growth told with its score; without counts, the words and classes by which the industry is known."""
    found = desk.found.fields
    if found is None:
        section = desk.section("fields")
        known = Sentences(tuple(vocabulary_lines(desk.found.industry, desk.lang)))
        return Section(section.id, section.title, (*section.blocks, known))
    return desk.section("fields", *_growth(desk, found))


def _growth(desk: Desk, found: FieldStudy) -> Iterator[Block]:
    table = fields_table(found.outlook, desk.lang, found.names)
    yield Sentences((*outlook_lines(found.outlook, desk.lang), *note_lines(found, desk.lang)))
    yield Chart(
        title=table.caption,
        caption=desk.word("growth"),
        spec=growth_chart(found.outlook, desk.lang, found.names),
        table=table,
        narrow=growth_chart(found.outlook, desk.lang, found.names, NARROW),
    )
    yield signs_table(found.signs, desk.lang, found.names, found.only)


def exposure(desk: Desk) -> Section:
    """Exposure of the activities that would carry the industry."""
    found = desk.found.exposure
    return desk.section("exposure", *([Sentences(tuple(_exposed(desk, found)))] if found else []))


def _exposed(desk: Desk, found: ActivityExposure) -> Iterator[tuple[str, Line]]:
    value = ABSENT if found.value is None else f"{found.value:+.2f}".replace("-", "−")
    bounds = "" if found.low is None or found.high is None else f"{found.low:+.2f} – {found.high:+.2f}"
    values = {"value": value, "bounds": bounds.replace("-", "−"), "count": str(len(found.divisions))}
    yield desk.word("exposed"), (desk.fill("exposed_text", values),)
    activities = desk.catalog.activities
    between = desk.say["foresight.between"]
    named = between.join(desk.name(activities[each].names) for each in found.divisions if each in activities)
    yield desk.word("divisions"), (named,)
    yield "", (desk.word("exposure_note"),)
