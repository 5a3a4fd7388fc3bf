"""What foresight leaves out and why, the same in every part; a part may word a reason in its own terms."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from forerun.foresight.left_out import LeftOut, Why
from forerun.views.items import Column, Table
from forerun.views.objects import as_object
from forerun.views.words import words

ROWS = 20
"""Things that a table shows one by one."""


def why_text(why: Why, part: str, lang: str) -> str:
    """A reason in words, those of the part (``costs``, ``fields``, ...) where it has its own."""
    say = words(lang)
    return say.get(f"foresight_{part}.why.{why}") or say[f"foresight.why.{why}"]


def left_out_objects(left_out: Iterable[LeftOut]) -> list[Any]:
    """Everything that was left out as JSON: what, why, where and how many each entry stands for."""
    return [as_object(each) for each in left_out]


def left_out_table(left_out: Sequence[LeftOut], part: str, lang: str) -> Table:
    """What was left out, why and where, the first of many."""
    say = words(lang)
    columns = tuple(Column(say[f"foresight.{key}"]) for key in ("left_out", "reason", "where"))
    rows = [((each.what,), (why_text(each.why, part, lang),), (each.where,)) for each in left_out[:ROWS]]
    if len(left_out) > ROWS:
        count = {"count": str(len(left_out) - ROWS)}
        rows.append(((say.fill("foresight.more", count),), ("",), ("",)))
    return Table(say["foresight.left_out_caption"], columns, tuple(rows))
