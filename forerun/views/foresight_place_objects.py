"""Places as JSON: readiness with its claims, hindcast, complexity, location quotients."""

from __future__ import annotations

from datetime import date

from forerun.catalog.model import Catalog
from forerun.foresight.candidate_file import place_id
from forerun.foresight.entry.setting import Setting
from forerun.foresight.entry.study import EntryHindcast
from forerun.foresight.industries import FutureIndustry
from forerun.foresight.location import Location
from forerun.foresight.places import PlacesStudy
from forerun.foresight.readiness import Readiness, Ready
from forerun.types import Json, Names
from forerun.views.foresight_claims import claim_object, score_object
from forerun.views.foresight_left_out import left_out_objects
from forerun.views.foresight_places import place_name, tiles
from forerun.views.objects import as_object, envelope, figure_object, tidy

SCHEMA = "forerun.foresight.places/1"
"""Things left out that are listed one by one."""


def places_object(study: PlacesStudy, catalog: Catalog, lang: str) -> Json:
    """The JSON object of ``forerun foresight places --table FILE --json``; probabilities are shares."""
    return {
        "schema": SCHEMA,
        "as_of": study.asked.vintage.isoformat(),
        "data": study.data,
        "source": study.source,
        "industry": _industry(study.industry, lang),
        "setting": _setting(study.setting),
        "readiness": None if study.readiness is None else readiness_object(study.readiness, catalog, lang),
        "hindcast": None if study.hindcast is None else hindcast_object(study.hindcast),
        "complexity": _complexity(study, catalog),
        "why_no_complexity": study.why_not or None,
        "left_out": left_out_objects(study.left_out),
    }


def readiness_object(found: Readiness, catalog: Catalog, lang: str) -> Json:
    """The places by standing, those that could enter by rank."""
    return {
        "activity": found.activity,
        "members": list(found.members),
        "origin": found.origin or None,
        "target": found.target or None,
        "compared": found.compared,
        "filters": [{"least": tidy(least), "places": places} for least, places in found.filters],
        "skill_demonstrated": found.skilled,
        "mark": None if found.skilled else "no demonstrated skill",
        "places": [_ready(each, catalog, lang) for each in found.places],
    }


def _ready(each: Ready, catalog: Catalog, lang: str) -> Json:
    return {
        "place": each.place,
        "id": place_id(each.place, catalog),
        "name": place_name(each.place, catalog, lang),
        "standing": each.standing.value,
        "rank": each.rank or None,
        "ranks": None if each.ranks is None else list(each.ranks),
        "rca": tidy(each.rca),
        "density": tidy(each.density),
        "density_rank": each.density_rank,
        "volume": tidy(each.volume),
        "probability": each.probability,
        "intervals": as_object(each.intervals),
        "claim": None if each.claim is None else claim_object(each.claim),
    }


def hindcast_object(found: EntryHindcast) -> Json:
    """Scores by origin and on average; those of the blend with intervals."""
    return {
        "score": score_object(found.score),
        "means": None if found.means is None else as_object(found.means),
        "averages": as_object(found.averages),
        "origins": [
            {**as_object(each), "skill": None if each.skill is None else tidy(each.skill)}
            for each in found.origins
        ],
        "left_out": left_out_objects(found.left_out),
    }


def location_object(
    found: Location, industry: FutureIndustry | None, catalog: Catalog, known: tuple[date, str, str]
) -> Json:
    """The JSON object where no table was given: location quotients with the figures behind them.

    Args:
        found: the quotients.
        industry: the one asked for.
        catalog: of the profile.
        known: the day, the hash of the ledger and the language.
    """
    as_of, ledger, lang = known
    return {
        **envelope(SCHEMA, as_of, ledger),
        "industry": _industry(industry, lang),
        "complexity": None,
        "products_known": found.known,
        "products": [
            {
                "activity": each.activity,
                "name": catalog.activities[each.activity].names.get(lang),
                "period": str(each.period),
                "reporting": each.reporting,
                "places": each.places,
                "quotients": [
                    {
                        "place": one.place,
                        "name": place_name(one.place, catalog, lang),
                        "value": tidy(one.value),
                        "share": tidy(one.share),
                        "gdp_share": tidy(one.whole),
                        "output": figure_object(one.output, lang),
                        "gdp": figure_object(one.gdp, lang),
                    }
                    for one in each.quotients
                ],
                "tiles": list(tiles(each, catalog, lang)),
            }
            for each in found.products
        ],
        "missing": [] if industry is None else [_said(each, lang) for each in industry.missing],
        "left_out": left_out_objects(found.left_out),
    }


def _said(names: Names, lang: str) -> str:
    return names.get(lang)


def _industry(industry: FutureIndustry | None, lang: str) -> Json | None:
    return None if industry is None else {"id": industry.id, "name": industry.names.get(lang)}


def _setting(setting: Setting) -> Json:
    return {
        "window": setting.window,
        "horizon": setting.horizon,
        "absent": setting.absent,
        "present": setting.present,
        "least": tidy(setting.least),
        "both_ends": setting.both_ends,
        "exclude": list(setting.exclude),
    }


def _complexity(study: PlacesStudy, catalog: Catalog) -> Json | None:
    year = study.complexity
    if year is None:
        return None
    places = zip(year.places, year.eci, year.coi, year.diversity, strict=True)
    activities = zip(year.activities, year.pci, year.ubiquity, strict=True)
    return {
        "convention": year.strengths.method.convention.value,
        "threshold": year.strengths.method.threshold,
        "year": year.year or None,
        "places": [
            {
                "place": name,
                "id": place_id(name, catalog),
                "eci": _finite(eci),
                "coi": _finite(coi),
                "diversity": int(diversity),
                "ranks": None if study.ranks is None else study.ranks.ranks(name),
            }
            for name, eci, coi, diversity in places
        ],
        "activities": [
            {"activity": name, "pci": _finite(pci), "ubiquity": int(ubiquity)}
            for name, pci, ubiquity in activities
        ],
    }


def _finite(value: float) -> float | None:
    return tidy(float(value)) if value == value and abs(value) != float("inf") else None
