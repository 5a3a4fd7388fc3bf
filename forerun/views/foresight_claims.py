"""Forward claims as they are told everywhere: never without the score of the method behind them."""

from __future__ import annotations

import math
from collections.abc import Iterable

from forerun.catalog.model import Catalog
from forerun.foresight.recording import observed
from forerun.foresight.scores import Claim, Metric, Score
from forerun.types import Figure, Interval, Json
from forerun.views.items import Aside, Column, Item, Line, State, Table
from forerun.views.objects import as_object
from forerun.views.text import ABSENT, Number, unit_name
from forerun.views.words import words

LEVEL = 0.8
"""Of the interval that a table shows, or the one nearest to it."""
_DIGITS = 3
_LARGE = 1e15


def claim_object(claim: Claim) -> Json:
    """A claim as JSON, with its score and what it may be used for; a missing score is null."""
    return {
        "subject": claim.subject,
        "series": claim.series,
        "period": str(claim.period),
        "measure": claim.measure.value,
        "value": claim.value,
        "range_only": claim.range_only,
        "unit": claim.unit,
        "intervals": as_object(claim.intervals),
        "method": claim.method,
        "origin": str(claim.origin),
        "vintage": claim.vintage.isoformat(),
        "data": claim.data,
        "score": score_object(claim.score),
        "may_lead": claim.may_lead,
        "mark": None if claim.may_lead else "no demonstrated skill",
    }


def claims_object(claims: Iterable[Claim]) -> Json:
    """The part of a JSON object that holds every claim."""
    return {"claims": [claim_object(each) for each in claims]}


def score_object(score: Score | None) -> Json | None:
    """A hindcast as JSON, with whether it shows skill; null where none could be made."""
    if score is None:
        return None
    first, last, count = score.origins
    held = score.interval
    return {
        "metric": score.metric.value,
        "value": _finite(score.value),
        "baseline": score.baseline,
        "baseline_value": _finite(score.baseline_value),
        "skill": _finite(score.skill),
        "interval": None
        if held is None
        else {"level": held.level, "low": _finite(held.low), "high": _finite(held.high)},
        "n": score.n,
        "origins": {"first": first, "last": last, "count": count},
        "demonstrated": score.demonstrated,
    }


def _finite(value: float) -> float | None:
    """A number without the dust of binary arithmetic; null where it is none."""
    return float(f"{value:.9g}") if math.isfinite(value) else None


def claim_number(claim: Claim, catalog: Catalog, lang: str) -> Number:
    """The value of a claim with its unit, traced to the claim as a row of the ledger."""
    figure = Figure.of(catalog.series_named(claim.series), observed(claim, "forerun foresight"))
    unit = unit_name(figure, catalog, lang)
    between = "" if unit == "%" or lang == "zh" else " "
    return Number(f"{_plain(claim.value)}{between}{unit}".rstrip(), figure)


def claim_name(claim: Claim, catalog: Catalog, lang: str) -> str:
    """What a claim is about: the name of its series."""
    return catalog.series_named(claim.series).names.get(lang)


def claim_line(claim: Claim, catalog: Catalog, lang: str) -> Line:
    """A sentence: what is claimed for when, its interval, how such claims did."""
    say = words(lang)
    known = interval_of(claim.intervals)
    values: dict[str, Item] = {
        "period": str(claim.period),
        "value": claim_number(claim, catalog, lang),
        "level": "" if known is None else f"{100 * known.level:.0f}%",
        "interval": interval_text(known),
        "score": score_text(claim.score, lang),
    }
    key = "foresight.claim_bare" if known is None else "foresight.claim"
    if claim.range_only:
        key = "foresight.claim_range"
        unit = unit_name(values["value"].figure, catalog, lang) if isinstance(values["value"], Number) else ""
        values["unit"] = unit if unit == "%" or lang == "zh" else f" {unit}"
    return say.parts(key, values)


def claims_table(title: str, claims: Iterable[Claim], catalog: Catalog, lang: str) -> Table:
    """A row for each claim: value, interval, method, its score beside the baseline, whether it may lead."""
    say = words(lang)
    heads = ("about", "when", "value", "interval", "score", "standing")
    kinds = ("text", "tight", "number", "number", "text", "text")
    columns = tuple(Column(say[f"foresight.{head}"], kind) for head, kind in zip(heads, kinds, strict=True))
    rows = tuple(
        (
            (claim_name(each, catalog, lang),),
            (str(each.period),),
            (say["foresight.range_only"] if each.range_only else claim_number(each, catalog, lang),),
            (interval_text(interval_of(each.intervals)),),
            _scored(each, lang),
            (standing(each, lang),),
        )
        for each in claims
    )
    return Table(title, columns, rows)


def _scored(claim: Claim, lang: str) -> Line:
    """Method, its score and that of its baseline, on how many forecasts, in short."""
    say, score = words(lang), claim.score
    method = say.get(f"foresight.methods.{claim.method}", claim.method)
    if score is None:
        return method, Aside(f" {say['foresight.no_score']}")
    values = {
        "metric": say[f"foresight.metrics.{score.metric}"],
        "value": f"{score.value:.3g}",
        "reference": f"{score.baseline_value:.3g}",
        "baseline": say.get(f"foresight.baselines.{score.baseline}", score.baseline),
        "n": f"{score.n:,}",
    }
    return method, Aside(f" {say.fill('foresight.beside', values)}")


def standing(claim: Claim, lang: str) -> State:
    """Whether a claim may stand in a headline."""
    if claim.may_lead:
        return State("passes", words(lang)["foresight.leads"])
    return State("cannot_tell", words(lang)["foresight.no_skill"])


def score_text(score: Score | None, lang: str) -> str:
    """A hindcast in words: the method beside its baseline, and on how much it rests."""
    say = words(lang)
    if score is None:
        return say["foresight.no_score"]
    first, last, count = score.origins
    held = score.interval
    values = {
        "metric": say[f"foresight.metrics.{score.metric}"],
        "value": f"{score.value:.3g}",
        "baseline": say.get(f"foresight.baselines.{score.baseline}", score.baseline),
        "reference": f"{score.baseline_value:.3g}",
        "n": f"{score.n:,}",
        "count": str(count),
        "first": str(first),
        "last": str(last),
        "skill": _percent(score.skill) if score.metric is not Metric.AUC else f"{score.skill:.2f}",
        "range": "" if held is None else say.fill("foresight.skill_range", _ends(held)),
    }
    return say.fill("foresight.score_text", values)


def interval_of(intervals: Iterable[Interval]) -> Interval | None:
    """The interval whose level is nearest to :data:`LEVEL`; None where there is none."""
    return min(intervals, key=lambda each: abs(each.level - LEVEL), default=None)


def interval_text(interval: Interval | None) -> str:
    """Both ends of an interval."""
    if interval is None:
        return ABSENT
    return f"{_plain(interval.low)} – {_plain(interval.high)}"


def _plain(value: float) -> str:
    """A value in as many digits as a forecast deserves."""
    shown = float(f"{value:.{_DIGITS}g}")
    text = f"{shown:,.0f}" if 100 <= abs(shown) < _LARGE else f"{shown:g}"
    return text.replace("-", "−")


def _percent(share: float) -> str:
    return f"{100 * share:.0f}%".replace("-", "−")


def _ends(held: Interval) -> dict[str, str]:
    return {"level": _percent(held.level), "low": _percent(held.low), "high": _percent(held.high)}
