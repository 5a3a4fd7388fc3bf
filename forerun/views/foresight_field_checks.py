"""What stands behind growth that is told: hindcast, scores by place, breaks of coverage, signs, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from forerun.foresight.fields.breaks import Coverage, CoverageBreak
from forerun.foresight.fields.by_place import ByPlace
from forerun.foresight.fields.emergence import Emergence, Sign
from forerun.foresight.fields.hindcast import Way
from forerun.foresight.fields.outlook import FieldOutlook
from forerun.foresight.scores import Score
from forerun.types import Names
from forerun.views.foresight_fields import MINUS, field_name, skill_text, whole
from forerun.views.items import Column, Line, Table
from forerun.views.text import ABSENT
from forerun.views.words import words


def ways_table(found: FieldOutlook, lang: str) -> Table:
    """Every way of telling growth with its score, and the plain benchmark."""
    say = words(lang)
    columns = (
        Column(say["foresight_fields.way"]),
        Column(say["foresight_fields.skill"], "number"),
        Column(say["foresight_fields.interval"], "tight"),
        Column(say["foresight_fields.origins"], "tight"),
        Column(say["foresight_fields.n"], "number"),
        Column(say["foresight_fields.verdict"]),
    )
    rows = [_score_row(say[f"foresight_fields.ways.{way.value}"], found.ways[way], lang) for way in Way]
    for key, value in zip(("plain_half", "plain_full"), found.plain, strict=True):
        text = f"{value:.2f}".replace("-", MINUS) if value == value else ABSENT
        rows.append(((say[f"foresight_fields.{key}"],), (text,), ("",), ("",), ("",), ("",)))
    return Table(say["foresight_fields.hindcast"], columns, tuple(rows))


def _score_row(name: str, score: Score | None, lang: str) -> tuple[Line, ...]:
    say = words(lang)
    if score is None:
        return ((name,), (ABSENT,), ("",), ("",), ("",), (say["foresight.no_skill"],))
    first, last, number = score.origins
    held = "" if score.interval is None else f"{score.interval.low:.2f} .. {score.interval.high:.2f}"
    mark = "" if score.demonstrated else say["foresight.no_skill"]
    return (
        (name,),
        (skill_text(score),),
        (held.replace("-", MINUS),),
        (f"{first}–{last} ({number})",),
        (f"{score.n:,}",),
        (mark,),
    )


def places_table(found: ByPlace, lang: str) -> Table:
    """The score of every large place told from its own counts, after all of them together."""
    say = words(lang)
    columns = (
        Column(say["foresight_fields.place"], "tight"),
        Column(say["foresight_fields.skill"], "number"),
        Column(say["foresight_fields.interval"], "tight"),
        Column(say["foresight_fields.origins"], "tight"),
        Column(say["foresight_fields.n"], "number"),
        Column(say["foresight_fields.verdict"]),
    )
    pooled = [
        _score_row(
            f"{say['foresight_fields.pooled']}: {say[f'foresight_fields.ways.{way.value}']}", score, lang
        )
        for way, score in found.pooled.items()
        if way in (Way.BLEND, Way.HALF, Way.SMALL)
    ]
    rows = [_score_row(place, score, lang) for place, score in found.places.items()]
    return Table(say["foresight_fields.by_place"], columns, (*pooled, *rows))


def breaks_table(found: Coverage, lang: str) -> Table:
    """Breaks of coverage by place and year, then those of the whole table."""
    say = words(lang)
    rows = [_break_row(each, "break", lang) for each in found.breaks]
    for each in found.common:
        kind = "recent" if each.recent else "common"
        text = say[f"foresight_fields.kinds.{kind}"]
        turn = say[f"foresight_fields.turn.{each.kind.value}"]
        rows.append(
            (
                (say["foresight_fields.all_places"],),
                (str(each.year),),
                ("",),
                ("",),
                (f"{each.ratio:.2f}",),
                (f"{turn}, {text}",),
            )
        )
    return Table(say["foresight_fields.breaks"], _break_columns(lang), tuple(rows))


def further_table(found: Coverage, lang: str) -> Table:
    """Lesser changes of places that are unsteady, and years in which the counts of a place begin or end."""
    kinds = (("lesser", found.lesser), ("edge", found.edges))
    rows = tuple(_break_row(each, kind, lang) for kind, held in kinds for each in held)
    return Table(words(lang)["foresight_fields.further"], _break_columns(lang), rows)


def _break_columns(lang: str) -> tuple[Column, ...]:
    say = words(lang)
    return (
        Column(say["foresight_fields.place"], "tight"),
        Column(say["foresight_fields.year"], "tight"),
        Column(say["foresight_fields.before"], "number"),
        Column(say["foresight_fields.after"], "number"),
        Column(say["foresight_fields.ratio"], "number"),
        Column(say["foresight_fields.kind"]),
    )


def _break_row(each: CoverageBreak, kind: str, lang: str) -> tuple[Line, ...]:
    say = words(lang)
    years = str(each.year) if each.until in {None, each.year} else f"{each.year}–{each.until}"
    ratio = each.ratio
    told = (say[f"foresight_fields.turn.{each.kind.value}"], say[f"foresight_fields.kinds.{kind}"])
    return (
        (each.place,),
        (years,),
        (whole(each.before),),
        (whole(each.after),),
        (ABSENT if ratio is None else f"{ratio:.3g}",),
        (say["number.comma"].join(told),),
    )


def signs_table(
    found: Iterable[Emergence], lang: str, names: Mapping[str, Names] | None = None, only: Sequence[str] = ()
) -> Table:
    """Signs of emergence of every field, emerging ones first."""
    say = words(lang)
    shown = (Sign.NOVELTY, Sign.BREADTH, Sign.PERSISTENCE)
    columns = (
        Column(say["foresight_fields.field"]),
        Column(say["foresight_fields.first"], "tight"),
        *(Column(say[f"foresight_fields.sign.{sign.value}"], "number") for sign in shown),
        Column(say["foresight_fields.sign.emerging"], "tight"),
    )
    rows = tuple(
        (
            (field_name(each.field, lang, names),),
            (ABSENT if each.first is None else str(each.first),),
            *((_percent(each.signs.get(sign)),) for sign in shown),
            (say["foresight_fields.yes"] if each.emerging else "",),
        )
        for each in sorted(found, key=lambda each: (not each.emerging, each.field))
        if not only or each.field in only
    )
    return Table(say["foresight_fields.signs"], columns, rows)


def sign_scores_table(scores: Mapping[Sign, Score | None], lang: str) -> Table:
    """What each sign told of the fields that outgrew the median one."""
    say = words(lang)
    columns = (
        Column(say["foresight_fields.sign_head"]),
        Column("AUC", "number"),
        Column(say["foresight_fields.skill"], "number"),
        Column(say["foresight_fields.interval"], "tight"),
        Column(say["foresight_fields.verdict"]),
    )
    rows = []
    for sign, score in scores.items():
        row = _score_row(say[f"foresight_fields.sign.{sign.value}"], score, lang)
        area = ABSENT if score is None else f"{score.value:.2f}"
        rows.append((row[0], (area,), row[1], row[2], row[5]))
    return Table(say["foresight_fields.sign_scores"], columns, tuple(rows))


def _percent(share: float | None) -> str:
    return ABSENT if share is None else f"{100 * share:.0f}"
