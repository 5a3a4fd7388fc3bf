"""Future industries and the evidence on them, as a table and as JSON."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from forerun.foresight.evidence import Evidence
from forerun.types import Json
from forerun.views.items import Column, Table
from forerun.views.objects import as_object, envelope
from forerun.views.words import words

SCHEMA = "forerun.foresight/1"
KINDS = ("signals", "costs", "diffusion", "places")


def evidence_object(found: Iterable[Evidence], as_of: date, ledger: str, lang: str) -> Json:
    """The JSON object of ``forerun foresight --json``: figures that each kind of evidence rests on."""
    return envelope(SCHEMA, as_of, ledger) | {"industries": [as_object(each, lang) for each in found]}


def evidence_table(found: Sequence[Evidence], lang: str) -> Table:
    """A row for each industry: how many figures of each kind there are, and what there is none of."""
    say = words(lang)
    columns = (
        Column(say["foresight.industry"], "tight"),
        Column(say["foresight.id"], "tight"),
        *(Column(say[f"foresight.{kind}"], "number") for kind in KINDS),
        Column(say["foresight.missing"]),
    )
    rows = tuple(
        (
            (each.names.get(lang),),
            (each.industry,),
            *((_count(getattr(each, kind)),) for kind in KINDS),
            (say["foresight.between"].join(name.get(lang) for name in each.missing),),
        )
        for each in sorted(found, key=lambda each: each.established)
    )
    return Table(say["foresight.caption"], columns, rows)


def _count(number: int) -> str:
    return str(number) if number else "–"
