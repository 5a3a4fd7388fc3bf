"""Fields by expected growth, the hindcast behind it, breaks of coverage, signs of emergence, as tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from forerun.foresight.fields.gathering import OTHER
from forerun.foresight.fields.outlook import WORLD, FieldGrowth, FieldOutlook
from forerun.foresight.fields.study import FieldStudy
from forerun.foresight.industries import FutureIndustry
from forerun.foresight.left_out import LeftOut, counted
from forerun.foresight.scores import Score
from forerun.types import Interval, Json, Names
from forerun.views.charts import WIDE
from forerun.views.foresight_left_out import why_text
from forerun.views.items import Aside, Column, Line, Table
from forerun.views.text import ABSENT
from forerun.views.trial_charts import Row, forest
from forerun.views.words import words

SHOWN = 0.80
"""Level of the range that tables show."""
CHARTED = 20
LISTED = 12
MINUS = "−"


def fields_table(
    found: FieldOutlook, lang: str, names: Mapping[str, Names] | None = None, only: Sequence[str] = ()
) -> Table:
    """Fields with their share, past growth and what is told; by size where nothing may lead.

    Args:
        found: the outlook.
        lang: of words and names.
        names: of fields that are future industries.
        only: show these fields alone; all when empty.
    """
    say = words(lang)
    columns = (
        Column(say["foresight_fields.field"]),
        Column(say["foresight_fields.count"], "number"),
        Column(say["foresight_fields.share"], "number"),
        Column(say.fill("foresight_fields.past", {"years": str(found.plan.horizon)}), "number"),
        Column(say.fill("foresight_fields.expected", {"year": _target(found)}), "number"),
        Column(say["foresight_fields.range"], "tight"),
    )
    rows = tuple(
        (
            (field_name(each.field, lang, names),),
            (whole(each.count),),
            (f"{each.share:.2f}",),
            (signed(each.past),),
            (signed(each.expected),),
            (_range(each.claim.intervals),),
        )
        for each in ordered(found)
        if not only or each.field in only
    )
    key = "foresight_fields.caption" if _leads(found) else "foresight_fields.caption_no_skill"
    return Table(say.fill(key, {"place": place_name(found.place, lang)}), columns, rows)


def ordered(found: FieldOutlook) -> tuple[FieldGrowth, ...]:
    """By expected growth where that has skill, else by size."""
    if _leads(found):
        return found.fields
    return tuple(sorted(found.fields, key=lambda each: (-each.count, each.field)))


def _leads(found: FieldOutlook) -> bool:
    return any(each.may_lead for each in found.claims)


def _target(found: FieldOutlook) -> str:
    return str(found.origin + found.plan.horizon)


def outlook_lines(found: FieldOutlook, lang: str) -> Iterator[tuple[str, Line]]:
    """What the table rests on: its years, the score, calibration of ranges, places left out."""
    say = words(lang)
    plan = {
        "origin": str(found.origin),
        "horizon": str(found.plan.horizon),
        "window": str(found.plan.window),
        "target": _target(found),
        "place": place_name(found.place, lang),
    }
    yield say["foresight_fields.data"], (found.source or ABSENT, Aside(f" {found.data[:12]}"))
    yield say["foresight_fields.told"], (say.fill("foresight_fields.plan", plan),)
    yield say["foresight_fields.score"], (score_sentence(found.score, lang),)
    if found.calibration:
        said = (
            say.fill(
                "foresight_fields.held",
                {"level": _hundredths(each.level), "share": f"{100 * each.share:.1f}", "n": str(each.n)},
            )
            for each in found.calibration
        )
        yield say["foresight_fields.ranges"], (say["foresight.between"].join(said),)
    if found.unsettled:
        key = "unsettled_place" if found.place in found.unsettled else "unsettled_for"
        told = say.fill(f"foresight_fields.{key}", {"places": _some(found.unsettled, lang)})
        yield say["foresight_fields.unsettled"], (told,)
    if any(each.recent for each in found.coverage.common):
        years = say["number.comma"].join(str(each.year) for each in found.coverage.common if each.recent)
        yield (
            say["foresight_fields.truncated"],
            (say.fill("foresight_fields.truncated_in", {"years": years}),),
        )
    if found.left_out:
        yield say["foresight_fields.left_out"], (left_out_sentence(found.left_out, lang),)


def note_lines(study: FieldStudy, lang: str) -> Iterator[tuple[str, Line]]:
    """Of an industry asked for: which fields were counted as it, or why there are none."""
    say, industry = words(lang), study.industry
    if industry is None:
        return
    name = industry.names.get(lang)
    if study.members:
        yield say["foresight_fields.members"], (f"{name}: {_some(study.members, lang)}",)
    elif not study.only:
        classes = say["number.comma"].join(industry.classes)
        yield name, (say.fill("foresight_fields.unknown_in", {"name": name, "classes": classes}),)
    if study.why_not:
        yield name, (say.fill("foresight_fields.too_small", {"name": name, "why": study.why_not}),)


def vocabulary_lines(industry: FutureIndustry, lang: str) -> Iterator[tuple[str, Line]]:
    """The fixed words and the patent classes that an industry is known by."""
    say = words(lang)
    comma = say["number.comma"]
    yield say["foresight.industry"], (industry.names.get(lang),)
    yield say["foresight_fields.words_en"], (comma.join(industry.vocabulary.words_en) or ABSENT,)
    yield say["foresight_fields.words_zh"], (comma.join(industry.vocabulary.words_zh) or ABSENT,)
    yield say["foresight_fields.classes"], (comma.join(industry.classes) or ABSENT,)


def score_sentence(score: Score | None, lang: str) -> str:
    """A score in words: the skill with its interval, origins and forecasts; or that there is none."""
    say = words(lang)
    if score is None:
        return say.fill("foresight_fields.unscored", {"mark": say["foresight.no_skill"]})
    first, last, number = score.origins
    values = {
        "skill": skill_text(score),
        "interval": _skill_range(score.interval, lang),
        "first": str(first),
        "last": str(last),
        "origins": str(number),
        "n": f"{score.n:,}",
    }
    told = say.fill("foresight_fields.scored", values)
    return told if score.demonstrated else f"{told} {say['foresight.no_skill']}"


def skill_text(score: Score | None) -> str:
    """The skill to two digits behind the point, or a dash."""
    return ABSENT if score is None else f"{score.skill:.2f}".replace("-", MINUS)


def _skill_range(interval: Interval | None, lang: str) -> str:
    if interval is None:
        return words(lang)["foresight_fields.no_interval"]
    values = {
        "level": _hundredths(interval.level),
        "low": f"{interval.low:.2f}",
        "high": f"{interval.high:.2f}",
    }
    return words(lang).fill("foresight_fields.skill_interval", values).replace("-", MINUS)


def left_out_sentence(left_out: Iterable[LeftOut], lang: str) -> str:
    """How many things were left out for each reason."""
    say = words(lang)
    told = ((why_text(why, "fields", lang), count) for why, count in counted(left_out).items())
    parts = (f"{why} {count:,}" for why, count in told)
    return say["foresight.between"].join(parts)


def growth_chart(
    found: FieldOutlook, lang: str, names: Mapping[str, Names] | None = None, width: int = WIDE
) -> Json:
    """Fields by expected growth with their ranges; those told to grow or shrink most where there are many."""
    fields = list(ordered(found))
    if len(fields) > CHARTED:
        fields = [*fields[: CHARTED // 2], *fields[-CHARTED // 2 :]]
    rows = [
        Row(field_name(each.field, lang, names), each.expected, *_ends(each), stands_out=_outside(each))
        for each in fields
    ]
    return forest(rows, width)


def _ends(each: FieldGrowth) -> tuple[float, float]:
    held = _at(each.claim.intervals)
    return (held.low, held.high) if held is not None else (float("nan"), float("nan"))


def _outside(each: FieldGrowth) -> bool:
    held = _at(each.claim.intervals)
    return each.claim.may_lead and held is not None and not held.low <= 0 <= held.high


def _at(intervals: Iterable[Interval]) -> Interval | None:
    return next((each for each in intervals if each.level == SHOWN), None)


def _range(intervals: Iterable[Interval]) -> str:
    held = _at(intervals)
    return ABSENT if held is None else f"{signed(held.low)} .. {signed(held.high)}"


def field_name(field: str, lang: str, names: Mapping[str, Names] | None = None) -> str:
    """A field as shown: industries by their name, the rest in words, others as they are in the table."""
    if field == OTHER:
        return words(lang)["foresight_fields.other"]
    known = (names or {}).get(field)
    return known.get(lang) if known is not None else field


def place_name(place: str, lang: str) -> str:
    """A place as shown; all of them together in words."""
    return words(lang)["foresight_fields.all_places"] if place == WORLD else place


def signed(value: float) -> str:
    """A growth in percent with its sign."""
    return f"{value:+.1f}".replace("-", MINUS)


def _hundredths(share: float) -> str:
    return f"{100 * share:.0f}"


def whole(value: float) -> str:
    """A count without decimals."""
    return f"{value:,.0f}"


def _some(names: Sequence[str], lang: str) -> str:
    say = words(lang)
    shown = say["number.comma"].join(islice(names, LISTED))
    return shown if len(names) <= LISTED else f"{shown} +{len(names) - LISTED}"
