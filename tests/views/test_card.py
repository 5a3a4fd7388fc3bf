"""The card of a number: release, day, vintage, earlier and other values, source, command."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from forerun.catalog.model import Catalog
from forerun.types import Trace
from forerun.views.card import FEW, card
from forerun.views.targets import target_figure

from .conftest import Build

DAY = date(2023, 12, 1)


def test_a_published_number(build: Build, china: Catalog) -> None:
    first = build("EXPORTS_USD", "yoy", "2023-09", -6.2, published="2023-10-13", publisher="GACC")
    later = build("EXPORTS_USD", "yoy", "2023-09", -6.8, status="revised", basis="bound", publisher="GACC")
    other = build("EXPORTS_USD", "yoy", "2023-09", -6.5, publisher="NBS")
    figure = replace(later, previous=first.trace.observations, conflicts=other.trace.observations)
    shown = card(figure, china, DAY, "en")
    lines = dict(shown.lines)
    assert shown.title == figure.series.names.en
    assert shown.subtitle == "September 2023 · growth on a year earlier"
    assert lines["value"] == "−6.8%"
    assert lines["release"] == china.releases[figure.series.release].names.en
    assert lines["published"] == "by 18 October 2023"
    assert lines["vintage"] == "revised"
    assert lines["earlier"] == "−6.2%, 13 October 2023"
    assert lines["elsewhere"] == "−6.5%, National Bureau of Statistics of China, 18 October 2023"
    assert lines["source"] == "page-of-the-release"
    assert shown.command == "forerun trace EXPORTS_USD 2023-09 --as-of 2023-12-01"


def test_a_derived_number_lists_its_inputs_or_counts_them(build: Build, china: Catalog) -> None:
    august = build("IVA_TOTAL", "ytd_yoy", "2023-08", 3.9, published="2023-09-15")
    september = build("IVA_TOTAL", "ytd_yoy", "2023-09", 4.0)
    rows = september.trace.observations + august.trace.observations
    derived = replace(september, value=0.1, trace=Trace(rows, "acceleration/1"))
    lines = dict(card(derived, china, DAY, "en").lines)
    assert lines["inputs"] == "+4.0% (Jan–Sep 2023); +3.9% (Jan–Aug 2023)"
    assert lines["recipe"].startswith("growth rate less the growth rate before it")
    assert lines["published"] == "18 October 2023"
    many = replace(derived, trace=Trace(rows * FEW, "acceleration/1"))
    assert dict(card(many, china, DAY, "en").lines)["inputs"] == str(2 * FEW)


def test_a_missing_number_says_why_and_nothing_else(build: Build, china: Catalog) -> None:
    shown = card(build("IVA_TOTAL", "yoy", "2023-09", None), china, DAY, "zh")
    assert shown.lines == (("missing", "截至2023-11-04未见数据"),)


def test_a_target_carries_its_plan(china: Catalog) -> None:
    target = next(each for each in china.targets if each.plan == "auto-23" and each.indicator == "auto_sales")
    figure = target_figure(target, china)
    shown = card(figure, china, DAY, "en")
    assert (figure.value, figure.kind) == (2700.0, "published")
    assert dict(shown.lines)["value"] == "about 27 million units"
    assert dict(shown.lines)["published"] == "1 September 2023"
    assert shown.command == "forerun catalog plans auto-23"


def test_a_direction_without_a_number_is_a_missing_target(china: Catalog) -> None:
    target = next(each for each in china.targets if each.value is None)
    assert target_figure(target, china).kind == "missing"
