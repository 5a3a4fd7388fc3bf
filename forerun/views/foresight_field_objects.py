"""Fields as JSON: growth told with its claims, scores, breaks of coverage, signs of emergence, topics."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date

from forerun.foresight.fields.breaks import Coverage, CoverageBreak
from forerun.foresight.fields.by_place import ByPlace
from forerun.foresight.fields.emergence import Emergence
from forerun.foresight.fields.outlook import FieldGrowth
from forerun.foresight.fields.study import FieldStudy
from forerun.foresight.industries import FutureIndustry
from forerun.foresight.scores import Claim
from forerun.types import Json, Names
from forerun.views.foresight_claims import score_object
from forerun.views.foresight_fields import field_name, ordered
from forerun.views.foresight_left_out import left_out_objects
from forerun.views.objects import as_object, tidy

SCHEMA = "forerun.foresight.fields/1"
"""Things left out that are listed one by one."""


def fields_object(study: FieldStudy, lang: str) -> Json:
    """The JSON object of ``forerun foresight fields --json``; growth and shares in percent."""
    found, industry = study.outlook, study.industry
    return {
        "schema": SCHEMA,
        "as_of": found.vintage.isoformat(),
        "data": found.data,
        "source": found.source,
        "industry": None if industry is None else industry_object(industry, lang),
        "members": list(study.members),
        "place": found.place,
        "horizon": found.plan.horizon,
        "window": found.plan.window,
        "origin": found.origin,
        "target": found.origin + found.plan.horizon,
        "score": score_object(found.score),
        "fields": [_field(each, lang, study.names) for each in ordered(found)],
        "hindcast": _hindcast(study),
        "emergence": [_emergence(each, study.names, lang) for each in study.signs],
        "signs": {sign.value: score_object(score) for sign, score in study.sign_scores.items()},
        "breaks": breaks_object(found.coverage),
        "unsettled": list(found.unsettled),
        "topics": [{"id": each.id, "name": each.name, "terms": list(each.terms)} for each in study.topics],
        "inside": None if study.inside is None else fields_object(study.inside, lang),
        "left_out": left_out_objects(found.left_out),
    }


def _hindcast(study: FieldStudy) -> Json:
    found = study.outlook
    return {
        "ways": {way.value: score_object(score) for way, score in found.ways.items()},
        "plain": {"half": _finite(found.plain[0]), "full": _finite(found.plain[1])},
        "weights": {signal.value: tidy(weight) for signal, weight in found.weights.items()},
        "calibration": as_object(found.calibration),
        "places": None if study.places is None else _places(study.places),
    }


def vocabulary_object(industry: FutureIndustry | None, as_of: date, ledger: str, lang: str) -> Json:
    """The object where no table is given: the words and the classes of an industry, if one was named."""
    return {
        "schema": SCHEMA,
        "as_of": as_of.isoformat(),
        "ledger": ledger,
        "industry": None if industry is None else industry_object(industry, lang),
        "fields": [],
    }


def industry_object(industry: FutureIndustry, lang: str) -> Json:
    """An industry with its fixed words and its classes."""
    return {
        "id": industry.id,
        "name": industry.names.get(lang),
        "words_en": list(industry.vocabulary.words_en),
        "words_zh": list(industry.vocabulary.words_zh),
        "classes": list(industry.classes),
    }


def breaks_object(found: Coverage) -> Json:
    """Breaks of coverage, lesser ones, edges, and years in which all places changed together."""
    return {
        "breaks": [_break(each) for each in found.breaks],
        "lesser": [_break(each) for each in found.lesser],
        "edges": [_break(each) for each in found.edges],
        "common": as_object(found.common),
    }


def _break(each: CoverageBreak) -> Json:
    ratio = each.ratio
    return {
        "place": each.place,
        "year": each.year,
        "until": each.until,
        "kind": each.kind.value,
        "before": tidy(each.before),
        "after": tidy(each.after),
        "ratio": None if ratio is None else tidy(ratio),
        "breadth": tidy(each.breadth),
        "unusual": tidy(each.unusual),
        "score": tidy(each.score),
    }


def _field(each: FieldGrowth, lang: str, names: Mapping[str, Names] | None) -> Json:
    return {
        "field": each.field,
        "name": field_name(each.field, lang, names),
        "count": tidy(each.count),
        "share": tidy(each.share),
        "past": tidy(each.past),
        "expected": tidy(each.expected),
        "intervals": as_object(each.claim.intervals),
        **_claim(each.claim),
    }


def _claim(claim: Claim) -> Json:
    return {
        "series": claim.series,
        "period": str(claim.period),
        "unit": claim.unit,
        "method": claim.method,
        "may_lead": claim.may_lead,
        "mark": None if claim.may_lead else "no demonstrated skill",
    }


def _places(found: ByPlace) -> Json:
    return {
        "pooled": {way.value: score_object(score) for way, score in found.pooled.items()},
        "scores": {place: score_object(score) for place, score in found.places.items()},
    }


def _emergence(each: Emergence, names: Mapping[str, Names] | None, lang: str) -> Json:
    return {
        "field": each.field,
        "name": field_name(each.field, lang, names),
        "first": each.first,
        "emerging": each.emerging,
        "signs": {sign.value: tidy(value) for sign, value in each.signs.items()},
    }


def _finite(value: float) -> float | None:
    return tidy(value) if math.isfinite(value) else None
