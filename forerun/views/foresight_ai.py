"""Exposure to artificial intelligence in words, tables, a chart and JSON: an exposure, never a forecast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from forerun.catalog.model import Catalog
from forerun.foresight.ai.build import AiExposure, Scores, Sensitivity
from forerun.foresight.ai.crosswalk import INDUSTRIAL, Quality
from forerun.foresight.ai.divisions import DivisionExposure
from forerun.foresight.left_out import LeftOut, counted
from forerun.types import Json
from forerun.views.charts import WIDE
from forerun.views.foresight_left_out import why_text
from forerun.views.items import Column, Line, Table
from forerun.views.objects import as_object
from forerun.views.text import ABSENT
from forerun.views.trial_charts import Row, forest
from forerun.views.words import words

SCHEMA = "forerun.foresight.ai/1"
_MINUS = "−"
SHOWN_NAMES = 12
"""Codes or names of one sentence; the rest is counted."""
SHOWN_SCORES = 5
"""Abilities or occupations at either end."""
CHART_ROWS = 12
"""Divisions of a chart."""


def ai_object(result: AiExposure, catalog: Catalog, lang: str) -> Json:
    """The JSON object of ``forerun foresight ai --json``; exposures in standard deviations over industries.

    Args:
        result: without a table, every exposure is null.
        catalog: for the names of divisions.
        lang: of the names.
    """
    table = result.table
    return {
        "schema": SCHEMA,
        "as_of": result.as_of.isoformat(),
        "data": table.data if table else None,
        "source": table.source if table else None,
        "employment": result.employment or None,
        "summary": as_object(result.summary, lang),
        "abilities": _scores_object(result.abilities),
        "occupations": _scores_object(result.occupations),
        "divisions": [_division_object(each, catalog, lang) for each in result.divisions],
        "losses": as_object(result.losses, lang),
        "chosen": as_object(result.chosen, lang),
        "places": as_object(result.mix, lang),
        "sensitivity": as_object(result.sensitivity, lang),
        "left_out": as_object(table.left_out if table else (), lang),
    }


def _scores_object(scores: Scores | None) -> Json | None:
    if scores is None:
        return None
    rows = zip(scores.names, scores.values, strict=True)
    return {"source": scores.source, "scores": [{"name": name, "value": value} for name, value in rows]}


def _division_object(found: DivisionExposure, catalog: Catalog, lang: str) -> Json:
    shown = as_object(found, lang)
    return {
        "division": found.division,
        "name": _name(found.division, catalog, lang),
        **{key: each for key, each in shown.items() if key != "division"},
        "rank": found.rank or None,
        "ranks": list(found.ranks) if found.rank else None,
        "thin": found.thin,
    }


def ai_lines(result: AiExposure, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """What is shown, what it rests on, and what was asked for by name."""
    say = words(lang)
    if result.chosen is not None:
        yield say["foresight_ai.asked"], (_chosen_text(result, catalog, lang),)
    if result.table is None or result.summary is None:
        yield say["foresight_ai.missing"], (say["foresight_ai.no_table"],)
        yield "", (say["foresight_ai.needs"],)
    else:
        values = {
            "source": result.table.source,
            "rows": str(result.summary.rows),
            "mean": signed(result.summary.mean),
            "deviation": f"{result.summary.deviation:.2f}",
            "factories": str(result.summary.factories),
            "factories_mean": signed(result.summary.factories_mean),
        }
        yield say["foresight_ai.table"], (say.fill("foresight_ai.table_text", values),)
        weighted = "foresight_ai.weighted" if result.employment else "foresight_ai.unweighted"
        yield say["foresight_ai.bounds"], (say.fill(weighted, {"file": result.employment}),)
        yield "", (say["foresight_ai.thin_text"],)
    yield say["foresight_ai.meaning"], (say["foresight_ai.meaning_text"],)


def _chosen_text(result: AiExposure, catalog: Catalog, lang: str) -> str:
    say, chosen = words(lang), result.chosen
    if chosen is None:
        return ""
    held = chosen.exposure
    names = say["foresight_ai.between"].join(_name(each, catalog, lang) for each in held.divisions)
    missing = (*held.unvalued, *held.unmatched)
    values = {
        "name": chosen.names.get(lang),
        "value": signed(held.value),
        "range": span(held.low, held.high),
        "divisions": names,
        "missing": say["foresight_ai.between"].join(missing),
    }
    key = "chosen_none" if held.value is None else "chosen_part" if missing else "chosen_all"
    return say.fill(f"foresight_ai.{key}", values)


def ranking_table(result: AiExposure, catalog: Catalog, lang: str) -> Table:
    """Divisions, the most exposed first, with bounds and what the crosswalk lets us tell.

    Those without a figure stand here only when they were asked for; the losses name the others.
    """
    say = words(lang)
    keys = ("rank", "ranks", "division", "exposure", "range", "spread", "covered", "quality")
    kinds = ("number", "tight", "text", "number", "tight", "number", "number", "tight")
    columns = tuple(Column(say[f"foresight_ai.{key}"], kind) for key, kind in zip(keys, kinds, strict=True))
    named = result.chosen is not None
    rows = tuple(_ranked(each, catalog, lang) for each in _shown(result) if named or each.value is not None)
    return Table(say["foresight_ai.ranking"], columns, rows)


def crosswalk_table(result: AiExposure, catalog: Catalog, lang: str) -> Table:
    """Divisions with the industries that lead to them, for want of any exposure."""
    say = words(lang)
    columns = (
        Column(say["foresight_ai.division"]),
        Column(say["foresight_ai.quality"], "tight"),
        Column(say["foresight_ai.naics"]),
    )
    rows = tuple(
        (
            (_coded(each.division, catalog, lang),),
            (say[f"foresight_ai.qualities.{each.quality.value}"],),
            (
                " ".join(
                    f"{part.naics}{'' if part.kept == 1 else f'×{part.kept:.2f}'}" for part in each.parts
                ),
            ),
        )
        for each in _shown(result)
    )
    return Table(say["foresight_ai.crosswalk"], columns, rows)


def _ranked(found: DivisionExposure, catalog: Catalog, lang: str) -> tuple[Line, ...]:
    say, (first, last) = words(lang), found.ranks
    quality = say[f"foresight_ai.qualities.{found.quality.value}"]
    possible = str(first) if first == last else f"{first}–{last}"
    return (
        (str(found.rank) if found.rank else ABSENT,),
        (possible if found.rank else ABSENT,),
        (_coded(found.division, catalog, lang),),
        (signed(found.value),),
        (span(found.low, found.high),),
        (ABSENT if found.spread is None else f"{found.spread:.2f}",),
        (share(found.covered),),
        (say.fill("foresight_ai.thin", {"quality": quality}) if found.thin else quality,),
    )


def _shown(result: AiExposure) -> tuple[DivisionExposure, ...]:
    """All divisions, or those of what was asked for."""
    if result.chosen is None:
        return result.divisions
    held = {*result.chosen.exposure.divisions, *result.chosen.exposure.unvalued}
    return tuple(each for each in result.divisions if each.division in held)


def parts_table(result: AiExposure, lang: str) -> Table:
    """The industries of the other classification behind the divisions that were asked for."""
    say = words(lang)
    keys = ("division", "naics", "share", "kept", "exposure", "basis")
    kinds = ("tight", "text", "number", "number", "number", "text")
    columns = tuple(Column(say[f"foresight_ai.{key}"], kind) for key, kind in zip(keys, kinds, strict=True))
    rows = tuple(
        (
            (found.division,),
            (f"{part.naics} {part.title}".strip(),),
            (share(part.share),),
            (share(part.kept),),
            (signed(part.value) + (" *" if part.pooled else ""),),
            (" ".join(part.basis),),
        )
        for found in _shown(result)
        for part in found.parts
    )
    return Table(say["foresight_ai.parts"], columns, rows)


def places_table(result: AiExposure, catalog: Catalog, lang: str) -> Table:
    """Places, the most exposed through their mix first, with the divisions that say most about it."""
    say = words(lang)
    keys = ("place", "exposure", "range", "covered", "through")
    kinds = ("tight", "number", "tight", "number", "text")
    columns = tuple(Column(say[f"foresight_ai.{key}"], kind) for key, kind in zip(keys, kinds, strict=True))
    mix = result.mix
    year = "" if mix is None or mix.year is None else str(mix.year)
    rows = tuple(
        (
            (each.place,),
            (signed(each.value),),
            (span(each.low, each.high),),
            (share(each.covered),),
            (
                say["foresight_ai.between"].join(
                    f"{_name(part.division, catalog, lang)} {share(part.share)}" for part in each.parts[:3]
                ),
            ),
        )
        for each in (mix.places if mix else ())
    )
    key = "foresight_ai.places_in" if year else "foresight_ai.places"
    return Table(say.fill(key, {"year": year}), columns, rows)


def loss_lines(result: AiExposure, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """What the crosswalk loses: each kind of loss in a sentence, with the names."""
    say, lost = words(lang), result.losses
    ambiguous = [f"{naics} ({', '.join(divisions)})" for naics, divisions in lost.ambiguous]
    leaving = [f"{naics} ({share(part)})" for naics, part in lost.leaving]
    lists: tuple[tuple[str, Sequence[str]], ...] = (
        ("ambiguous", ambiguous),
        ("leaving", leaving),
        ("empty", [_coded(each, catalog, lang) for each in lost.empty]),
        ("unvalued", [_coded(each, catalog, lang) for each in lost.unvalued if result.table]),
        ("unknown", lost.unknown if result.table else ()),
        ("pooled", lost.pooled),
        ("unmatched", tuple(dict.fromkeys(each.split(" ")[0] for each in lost.unmatched))),
    )
    label = say["foresight_ai.losses"]
    for key, names in lists:
        if names:
            values = {"count": str(len(names)), "names": listed(names, lang)}
            yield label, (say.fill(f"foresight_ai.loss.{key}", values),)
            label = ""
    if lost.hidden is not None:
        yield label, (say.fill("foresight_ai.loss.hidden", {"share": share(lost.hidden)}),)
    told = [each for each in result.divisions if each.division in INDUSTRIAL]
    counts = say["foresight_ai.between"].join(
        f"{say[f'foresight_ai.qualities.{key.value}']} {sum(each.quality is key for each in told)}"
        for key in Quality
    )
    yield "", (say.fill("foresight_ai.loss.qualities", {"count": str(len(told)), "counts": counts}),)


def sensitivity_lines(result: AiExposure, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """How another table or one application alone orders the same things."""
    label = words(lang)["foresight_ai.sensitivity"]
    for each in result.sensitivity:
        yield label, (_sensitivity(each, catalog, lang),)
        label = ""


def _sensitivity(found: Sensitivity, catalog: Catalog, lang: str) -> str:
    say = words(lang)
    moves = say["foresight_ai.between"].join(
        f"{_coded(name, catalog, lang) if found.of == 'divisions' else name} {old} → {new}"
        for name, old, new in found.moves
    )
    values = {
        "label": found.label,
        "of": say[f"foresight_ai.of.{found.of}"],
        "count": str(found.count),
        "correlation": ABSENT
        if found.correlation is None
        else f"{found.correlation:.2f}".replace("-", _MINUS),
        "moves": moves or ABSENT,
    }
    return say.fill("foresight_ai.sensitivity_text", values)


def score_lines(result: AiExposure, lang: str) -> Iterator[tuple[str, Line]]:
    """The most and the least exposed abilities and occupations."""
    say = words(lang)
    for key, scores in (("abilities", result.abilities), ("occupations", result.occupations)):
        if scores is None:
            continue
        told = [f"{name} {signed(value)}" for name, value in zip(scores.names, scores.values, strict=True)]
        values = {
            "count": str(len(told)),
            "most": say["foresight_ai.between"].join(told[:SHOWN_SCORES]),
            "least": say["foresight_ai.between"].join(told[-SHOWN_SCORES:][::-1]),
        }
        yield say[f"foresight_ai.{key}"], (say.fill("foresight_ai.scores_text", values),)


def left_out_lines(result: AiExposure, lang: str) -> Iterator[tuple[str, Line]]:
    """How many rows of each table were left out and why, the first of them by name; shares of no whole."""
    say, mix = words(lang), result.mix
    tables: Mapping[str, tuple[LeftOut, ...]] = {
        result.table.source if result.table else "": result.table.left_out if result.table else (),
        mix.source if mix else "": mix.left_out if mix else (),
    }
    label = say["foresight_ai.left_out"]
    for source, left_out in tables.items():
        for why, count in counted(left_out).items():
            names = [
                f"{each.what} ({each.where})" if each.where else each.what
                for each in left_out
                if each.why is why
            ]
            values = {
                "source": source,
                "why": why_text(why, "ai", lang),
                "count": str(count),
                "names": listed(names, lang),
            }
            yield label, (say.fill("foresight_ai.left_out_text", values),)
            label = ""
    if mix and mix.uneven:
        names = [f"{place} ({total:.4g})" for place, total in mix.uneven]
        values = {"count": str(len(names)), "names": listed(names, lang)}
        yield label, (say.fill("foresight_ai.uneven", values),)


def exposure_chart(result: AiExposure, catalog: Catalog, lang: str, width: int = WIDE) -> Json:
    """The most exposed divisions with their bounds, those that were asked for in the accent colour."""
    held = set(result.chosen.exposure.divisions) if result.chosen else set(INDUSTRIAL)
    valued = [
        each for each in result.divisions if each.value is not None and (each.rank or each.division in held)
    ]
    chosen = [each for each in valued if each.division in held] if result.chosen else []
    rest = [each for each in valued if each not in chosen]
    kept = {each.division for each in (*chosen, *rest)[:CHART_ROWS]}
    rows = [_row(each, catalog, lang, each.division in held) for each in valued if each.division in kept]
    return forest(rows, width)


def _row(found: DivisionExposure, catalog: Catalog, lang: str, stands_out: bool) -> Row:
    bounds = (found.value or 0.0, found.low or 0.0, found.high or 0.0)
    return Row(_name(found.division, catalog, lang), *bounds, stands_out)


def signed(value: float | None) -> str:
    """An exposure with its sign, ``+1.16``; ``—`` for none."""
    if value is None:
        return ABSENT
    text = f"{abs(value):.2f}"
    if float(text) == 0:
        return text
    return f"{'+' if value > 0 else _MINUS}{text}"


def span(low: float | None, high: float | None) -> str:
    """Two bounds, ``+0.68 … +1.60``."""
    return ABSENT if low is None or high is None else f"{signed(low)} … {signed(high)}"


def share(part: float) -> str:
    """A share in whole percent; one that is not nothing is never written as nothing."""
    return "<1%" if 0 < part < 0.005 else f"{100 * part:.0f}%"


def listed(names: Sequence[str], lang: str) -> str:
    """Names in a row, the rest as a count."""
    say = words(lang)
    text = say["foresight_ai.between"].join(names[:SHOWN_NAMES])
    rest = len(names) - SHOWN_NAMES
    return text if rest <= 0 else say.fill("foresight_ai.and_more", {"names": text, "rest": str(rest)})


def _name(division: str, catalog: Catalog, lang: str) -> str:
    return catalog.activities[division].names.get(lang) if division in catalog.activities else division


def _coded(division: str, catalog: Catalog, lang: str) -> str:
    return f"{division} {_name(division, catalog, lang)}"
