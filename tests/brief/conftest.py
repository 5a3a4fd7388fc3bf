"""Briefs of the shipped profiles, composed once for each day and language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import pytest

from forerun.brief.blocks import Brief
from forerun.brief.compose import compose
from forerun.brief.files import files_of
from forerun.brief.payload import payload
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import Monitor, monitor
from forerun.settings import Settings
from forerun.types import Json
from forerun.workspace import Workspace

INTERVIEW, BEFORE_RELEASE, YEAR_CLOSED = "2023-11-04", "2023-10-10", "2024-02-01"


@cache
def _known(profile: str, day: str) -> tuple[Monitor, Snapshot]:
    snapshot = Workspace.open(Settings(profile=profile)).ledger.snapshot(date.fromisoformat(day))
    return monitor(snapshot), snapshot


@cache
def _composed(profile: str, day: str, lang: str) -> Brief:
    return compose(*_known(profile, day), lang)


@cache
def _json(profile: str, day: str, lang: str) -> Json:
    return payload(*_known(profile, day), lang)


@cache
def _page(profile: str, day: str, lang: str) -> str:
    brief = _composed(profile, day, lang)
    (page,) = files_of(brief, _known(profile, day)[1].catalog, pdf=False).values()
    return page.decode()


@pytest.fixture
def known() -> Callable[[str, str], tuple[Monitor, Snapshot]]:
    """Monitor and snapshot of a profile on a day."""
    return _known


@pytest.fixture
def composed() -> Callable[[str, str, str], Brief]:
    """The brief of a profile, day and language."""
    return _composed


@pytest.fixture
def json_of() -> Callable[[str, str, str], Json]:
    """The JSON object of a profile, day and language."""
    return _json


@pytest.fixture
def page() -> Callable[[str, str, str], str]:
    """The page of a profile, day and language."""
    return _page


def figures_in(value: Any) -> Iterator[Json]:
    """Every figure object anywhere in a JSON value."""
    if isinstance(value, dict):
        if "measure" in value and "kind" in value:
            yield value
        for each in value.values():
            yield from figures_in(each)
    elif isinstance(value, list):
        for each in value:
            yield from figures_in(each)
