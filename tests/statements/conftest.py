"""Ledgers of the shipped profiles and of chosen figures, and a short way to check a text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents.document import make_document
from forerun.ledger.ledger import Ledger
from forerun.periods import Period
from forerun.settings import Settings
from forerun.statements.check import Asked, check_document
from forerun.statements.result import Check, Judged
from forerun.types import Basis, Comparator, Measure, Observation, Status
from forerun.workspace import Workspace

Checked = Callable[..., Check]
Row = tuple[str, str, str, float, str]
TODAY = date(2026, 6, 1)


@cache
def ledger_of(profile: str) -> Ledger:
    """The figures that ship with a profile."""
    return Workspace.open(Settings(profile=profile)).ledger


def asked(
    said: str = "2023-11-04", as_of: str = "", speaker: str = "", publisher: str = "", today: date = TODAY
) -> Asked:
    """What is known of a text; days as text, empty for not given."""
    day, judged = (date.fromisoformat(each) if each else None for each in (said, as_of))
    return Asked(judged, day, speaker, publisher, today)


def checked(
    text: str | bytes, *, ledger: Ledger | None = None, name: str = "speech.txt", **known: str
) -> Check:
    """A text checked against the figures of China, unless told otherwise; ``known`` as for :func:`asked`."""
    content = text.encode() if isinstance(text, str) else text
    return check_document(make_document(content, name=name), ledger or ledger_of("china"), asked(**known))


@pytest.fixture(scope="session")
def check() -> Checked:
    return checked


@pytest.fixture(scope="session")
def only() -> Callable[..., Judged]:
    """The only claim of a text."""

    def one(text: str, **known: object) -> Judged:
        (judged,) = checked(text, **known).claims  # type: ignore[arg-type]
        return judged

    return one


@pytest.fixture(scope="session")
def china() -> Ledger:
    return ledger_of("china")


@pytest.fixture
def toyland(tmp_path: Path) -> Callable[..., Ledger]:
    """A ledger of Toyland that holds only the rows given: series code, period, measure, value, day."""

    def build(*rows: Row, comparator: str = "=") -> Ledger:
        catalog = load_catalog("toyland")
        ledger = Ledger.open(tmp_path / "ledger", catalog)
        ledger.append(
            [
                Observation(
                    series=catalog.series_named(code).id,
                    period=Period.parse(period),
                    measure=Measure(measure),
                    value=value,
                    unit=catalog.series_named(code).units[Measure(measure)],
                    comparator=Comparator(comparator),
                    status=Status.PRELIMINARY,
                    published=date.fromisoformat(day),
                    basis=Basis.STATED,
                    recorded=datetime(2024, 8, 1, tzinfo=UTC),
                    publisher=catalog.series_named(code).publisher,
                    source="page",
                )
                for code, period, measure, value, day in rows
            ]
        )
        return ledger

    return build


def reading(judged: Judged) -> tuple[str, str, str, str, float | None]:
    """Series, period, measure, comparator and value of a claim."""
    said = judged.claim.statement
    return (
        said.series,
        str(said.period) if said.period else "-",
        said.measure.value,
        said.comparator.value,
        said.value,
    )
