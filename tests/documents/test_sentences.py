"""The grammar on releases: every figure that a careful reader takes from a text, and no other."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.documents.sentences import read_text
from forerun.documents.statement import Context, Parts, Statement
from forerun.types import Measure

RELEASES = Path(__file__).parent.parent / "data" / "releases"
POINTS = (Measure.CHANGE_PP, Measure.YTD_CHANGE_PP)
Key = tuple[str, str, str, float | None, str, str]


@pytest.fixture(scope="module")
def china() -> Catalog:
    return load_catalog("china")


def key(statement: Statement, catalog: Catalog) -> Key:
    code = catalog.series[statement.series].code
    period = str(statement.period) if statement.period else "-"
    modality, comparator = statement.modality, statement.comparator.value
    return (code, period, statement.measure.value, statement.value, comparator, modality)


def expected(lines: list[str]) -> set[Key]:
    """Lines ``CODE PERIOD MEASURE VALUE [COMPARATOR [MODALITY]]``."""
    keys = set()
    for words in map(str.split, lines):
        code, period, measure, value, comparator, modality, *_ = (*words, *("=", "stated")[len(words) - 4 :])
        keys.add((code, period, measure, float(value), comparator, modality))
    return keys


def marked(lines: list[str], mark: str) -> list[str]:
    """The phrases of the lines that begin with a mark."""
    found = (line[1:].split(" | ") for line in lines if line.startswith(mark))
    return [phrase.strip() for phrases in found for phrase in phrases]


def read(name: str, catalog: Catalog) -> tuple[str, list[str], Parts]:
    text = (RELEASES / f"{name}.txt").read_text(encoding="utf-8")
    head, *lines = (RELEASES / f"{name}.figures").read_text(encoding="utf-8").splitlines()
    _, publisher, published = head.split()
    return text, lines, read_text(text, catalog, Context(date.fromisoformat(published), publisher))


@pytest.mark.parametrize("name", sorted(path.stem for path in RELEASES.glob("*.figures")))
def test_figures_of_a_release(name: str, china: Catalog) -> None:
    _, lines, parts = read(name, china)
    found = {key(statement, china) for statement in parts.statements if statement.value is not None}
    assert found == expected([line for line in lines if line[0] not in "?!"])


@pytest.mark.parametrize("name", sorted(path.stem for path in RELEASES.glob("*.figures")))
def test_what_has_no_series_or_was_not_understood_is_told(name: str, china: Catalog) -> None:
    _, lines, parts = read(name, china)
    uncatalogued = [statement.quote for statement in parts.uncatalogued]
    assert [each for each in marked(lines, "?") if not any(each in quote for quote in uncatalogued)] == []
    unread = [each.text for each in parts.unread]
    assert [each for each in marked(lines, "!") if not any(each in text for text in unread)] == []
    assert all(each.reason for each in parts.unread)


@pytest.mark.parametrize("name", sorted(path.stem for path in RELEASES.glob("*.figures")))
def test_spans_and_units_of_a_release(name: str, china: Catalog) -> None:
    text, _, parts = read(name, china)
    for each in (*parts.statements, *parts.uncatalogued):
        assert text[slice(*each.span)] == each.quote
    for each in parts.statements:
        series = china.series[each.series]
        usual = {Measure.YTD_LEVEL: Measure.LEVEL, Measure.LEVEL: Measure.YTD_LEVEL}.get(
            each.measure, each.measure
        )
        fallback = "percentage points" if each.measure in POINTS else "percent"
        assert each.unit == series.units.get(each.measure, series.units.get(usual, fallback))


@pytest.mark.parametrize("name", ["nbs-iva-2022-06", "nbs-iva-2024-04"])
@pytest.mark.parametrize("told", [True, False], ids=["with its day", "by itself"])
def test_releases_as_published(name: str, told: bool, china: Catalog, shared: Path) -> None:
    truth = json.loads((shared / "data" / "releases" / f"{name}.json").read_text(encoding="utf-8"))
    text = (shared / "data" / "releases" / truth["text_file"]).read_text(encoding="utf-8")
    context = Context(date.fromisoformat(truth["published"]), "NBS") if told else Context()
    parts = read_text(text, china, context)
    found = {
        (china.series[s.series].code, str(s.period), s.measure.value, s.value, s.unit)
        for s in parts.statements
    }
    assert found == {
        (f["series_id"], f["period"], f["measure"], f["value"], f["unit"]) for f in truth["figures"]
    }
