"""The claims of a reading: in the order of the text, each said once."""

from __future__ import annotations

from dataclasses import replace

from forerun.documents.statement import Reading, Statement
from forerun.statements.result import Claim

Key = tuple[object, ...]


def claims_of(reading: Reading) -> tuple[Claim, ...]:
    """Every statement of a reading as a claim; one that the text repeats is listed where it comes first."""
    found: dict[Key, Claim] = {}
    every = (*reading.statements, *reading.uncatalogued)
    for statement in sorted(every, key=lambda each: (each.span, each.series == "")):
        first = found.get(_key(statement))
        if first is None:
            found[_key(statement)] = Claim(statement)
        elif first.span != statement.span:
            found[_key(statement)] = replace(first, repeated=(*first.repeated, statement.span))
    return tuple(found.values())


def _key(statement: Statement) -> Key:
    """What makes two statements the same claim; what no series is about is told apart by its words."""
    about = statement.series or (statement.indicator, statement.activity, statement.quote)
    said = (statement.comparator, statement.value, statement.unit, statement.direction)
    return about, statement.place, statement.period, statement.measure, said, statement.modality
