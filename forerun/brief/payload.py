"""The brief as JSON: everything that the monitor found, the calendar, the gaps and the sources."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from forerun.brief.ahead import Ahead
from forerun.catalog.model import Catalog
from forerun.foresight.survey import Survey
from forerun.ledger.schedule import schedule
from forerun.ledger.snapshot import Snapshot
from forerun.monitor.result import Monitor
from forerun.types import Json
from forerun.views.forecast_objects import outlook_content
from forerun.views.foresight_claims import claim_object
from forerun.views.news import news_content
from forerun.views.objects import as_object, envelope

SCHEMA = "forerun.brief/1"


def payload(
    monitor: Monitor,
    snapshot: Snapshot,
    lang: str,
    ahead: Ahead | None = None,
    forward: Survey | None = None,
) -> Json:
    """The JSON object of ``forerun brief --json``; nothing in it depends on when or where it is made.

    Args:
        monitor: what the monitor says about the snapshot.
        snapshot: the ledger as known on that day.
        lang: ``en`` or ``zh``.
        ahead: the outlook of that day; ``outlook`` is null without it.
        forward: what is said of future industries that day; ``foresight`` is null without it.
    """
    found: Json = as_object(monitor, lang)
    content = {key: value for key, value in found.items() if key not in ("as_of", "ledger")}
    return {
        **envelope(SCHEMA, monitor.as_of, monitor.ledger),
        "profile": snapshot.catalog.profile,
        "lang": lang,
        **content,
        "outlook": _outlook(ahead, snapshot.catalog, lang),
        "foresight": _foresight(forward, lang),
        "calendar": as_object(schedule(snapshot), lang),
        "sources": _sources(content, snapshot.catalog),
    }


def _outlook(ahead: Ahead | None, catalog: Catalog, lang: str) -> Json | None:
    """Outlook and news without their envelopes; ``why`` says why one of them is null."""
    if ahead is None:
        return None
    return {
        "found": outlook_content(ahead.outlook, lang) if ahead.outlook else None,
        "news": news_content(ahead.movement, catalog, lang) if ahead.movement else None,
        "why": ahead.why or None,
    }


def _foresight(forward: Survey | None, lang: str) -> Json | None:
    """Evidence on future industries, and every claim with its score."""
    if forward is None:
        return None
    return {
        "industries": as_object(forward.evidence, lang),
        "claims": [claim_object(each) for each in forward.claims],
    }


def _sources(content: Json, catalog: Catalog) -> list[Json]:
    """Every source that the content names, once, in the order of their ids."""
    used = sorted(set(_named(content)))
    return [as_object(catalog.sources[name]) for name in used if name in catalog.sources]


def _named(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("source"), str):
            yield value["source"]
        for each in value.values():
            yield from _named(each)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each)
