"""A check as JSON: every claim with its reading, verdict and figures."""

from __future__ import annotations

from forerun.documents.statement import Unread
from forerun.statements.result import Check, Claim, Judged
from forerun.statements.wording import RULES
from forerun.types import Json
from forerun.views.claims import counted
from forerun.views.objects import as_object, envelope, figure_object, tidy
from forerun.views.reasons import unread

SCHEMA = "forerun.check/1"


def check_object(check: Check, lang: str) -> Json:
    """The JSON object of ``forerun check --json``; every span points into its ``text``."""
    return {
        **envelope(SCHEMA, check.as_of, check.ledger),
        "document": {
            "name": check.name,
            "said": check.said.isoformat(),
            "said_basis": check.said_basis,
            "speaker": check.speaker or None,
            "publisher": check.publisher or None,
        },
        "text": check.text,
        "claims": [_claim_object(each, lang) for each in check.claims],
        "counts": {verdict.value: count for verdict, count in counted(check).items()},
        "not_claims": [_unread_object(each, lang) for each in check.not_claims],
    }


def _claim_object(judged: Judged, lang: str) -> Json:
    claim = judged.claim
    return {
        "quote": claim.quote,
        "span": list(claim.span),
        "locator": claim.statement.locator,
        "reading": _reading_object(claim),
        "figure": figure_object(judged.figure, lang) if judged.figure else None,
        "verdict": judged.verdict.value,
        "rule": RULES[judged.verdict].get(lang),
        "reason": judged.reason.get(lang),
        "caution": judged.caution.get(lang) or None,
        "evidence": as_object(judged.evidence, lang),
        "repeated": as_object(claim.repeated),
    }


def _reading_object(claim: Claim) -> Json:
    said = claim.statement
    return {
        "series": said.series or None,
        "indicator": said.indicator or None,
        "place": said.place or None,
        "activity": said.activity or None,
        "period": str(said.period) if said.period else None,
        "period_is_inferred": claim.is_inferred,
        "measure": said.measure.value,
        "comparator": said.comparator.value,
        "value": tidy(said.value),
        "unit": said.unit or None,
        "direction": said.direction or None,
        "wording": said.wording or None,
        "modality": said.modality,
    }


def _unread_object(sentence: Unread, lang: str) -> Json:
    return {
        "quote": sentence.text,
        "locator": sentence.locator,
        "reason": unread(sentence.reason, lang),
    }
