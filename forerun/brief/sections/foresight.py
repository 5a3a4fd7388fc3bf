"""Future industries: claims whose method has shown skill, and what is not known."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from forerun.brief.blocks import Note, Section, Sentences
from forerun.brief.desk import Desk
from forerun.foresight.leading import leading_claims
from forerun.foresight.survey import Survey
from forerun.views.foresight import evidence_table
from forerun.views.foresight_claims import claim_line, claim_name
from forerun.views.items import Line


def foresight(desk: Desk) -> Section | None:
    """What may lead, how much may not, and which evidence there is; None where nobody looked."""
    found = desk.forward
    if found is None:
        return None
    marked = sum(not each.may_lead for each in found.claims)
    values = {"count": str(marked), "all": str(len(found.claims))}
    return Section(
        "foresight",
        desk.say["section.foresight"],
        (
            Sentences(tuple(_lines(desk, found))),
            Note(desk.say.fill("foresight.marked", values)),
            replace(evidence_table(found.evidence, desk.lang), folded=True),
        ),
    )


def _lines(desk: Desk, found: Survey) -> Iterator[tuple[str, Line]]:
    leading = tuple(leading_claims(found.claims, desk.snapshot.as_of.year))
    for each in leading:
        yield claim_name(each, desk.catalog, desk.lang), claim_line(each, desk.catalog, desk.lang)
    if not leading:
        yield "", (desk.say["foresight.nothing_leads"],)
