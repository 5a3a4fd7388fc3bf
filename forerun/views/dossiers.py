"""A dossier of a future industry as JSON."""

from __future__ import annotations

from forerun.catalog.model import Catalog
from forerun.foresight.dossier import Dossier
from forerun.types import Json
from forerun.views.foresight_claims import claim_object
from forerun.views.foresight_cost_objects import costs_object
from forerun.views.foresight_diffusion_objects import diffusion_object
from forerun.views.foresight_field_objects import fields_object, industry_object
from forerun.views.foresight_place_objects import location_object, places_object
from forerun.views.objects import as_object, envelope

SCHEMA = "forerun.foresight.dossier/1"


def dossier_object(found: Dossier, catalog: Catalog, lang: str) -> Json:
    """The JSON object of ``forerun foresight dossier --json``; parts without evidence are null."""
    industry, known = found.industry, (found.as_of, found.ledger, lang)
    return {
        **envelope(SCHEMA, found.as_of, found.ledger),
        "industry": industry_object(industry, lang),
        "established": industry.established,
        "signals": as_object(found.signals, lang),
        "costs": None if found.costs is None else costs_object(found.costs, lang),
        "diffusion": None if found.diffusion is None else diffusion_object(found.diffusion, lang),
        "location": None
        if found.location is None
        else location_object(found.location, industry, catalog, known),
        "places": None if found.places is None else places_object(found.places, catalog, lang),
        "fields": None if found.fields is None else fields_object(found.fields, lang),
        "exposure": None if found.exposure is None else as_object(found.exposure, lang),
        "claims": [claim_object(each) for each in found.claims],
        "missing": [each.get(lang) for each in industry.missing],
        "doubts": [each.get(lang) for each in industry.doubts],
        "refused": found.refused,
    }
