"""The audit: silent on sound figures, loud on planted errors, and right on the traps of the starter data."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import UnknownNameError
from forerun.ledger.audit import audit, count_by_kind
from forerun.ledger.findings import Finding, Kind, Severity
from forerun.ledger.ledger import Ledger
from forerun.ledger.starter import starter_frame
from forerun.ledger.wording import WORDS
from forerun.periods import Period
from forerun.types import Basis, Comparator, Measure, Observation, Status

Planted = Callable[..., tuple[Finding, ...]]


@pytest.fixture(scope="session")
def china(starter: Callable[[str], Ledger]) -> tuple[Finding, ...]:
    ledger = starter("china")
    return audit(ledger.snapshot(ledger.catalog.compiled))


@pytest.fixture
def planted(tmp_path: Path) -> Planted:
    """Findings in Toyland's figures with some rows added, without those that are there anyway."""
    catalog = load_catalog("toyland")

    def find(*rows: Observation) -> tuple[Finding, ...]:
        ledger = Ledger.open(tmp_path / "ledger", catalog)
        ledger.append(starter_frame(catalog))
        before = audit(ledger.snapshot(catalog.compiled))
        ledger.append(rows)
        return tuple(each for each in audit(ledger.snapshot(catalog.compiled)) if each not in before)

    return find


def row(
    series: str, period: str, measure: str, value: float, *, published: str = "2024-07-24"
) -> Observation:
    owner = load_catalog("toyland").series_named(series)
    kind = Measure(measure)
    return Observation(
        owner.id,
        Period.parse(period),
        kind,
        value,
        owner.units[kind],
        Comparator.EQUAL,
        Status.REVISED,
        date.fromisoformat(published),
        Basis.STATED,
        datetime(2024, 7, 30),
        owner.publisher,
        next(
            each.id for each in load_catalog("toyland").sources.values() if each.publisher == owner.publisher
        ),
    )


def rows_of(path: Path) -> list[Observation]:
    with path.open(encoding="utf-8", newline="") as handle:
        lines = list(csv.DictReader(handle))
    made = [
        row(x["series"], x["period"], x["measure"], float(x["value"]), published=x["published"])
        for x in lines
    ]
    return [
        replace(
            each, source=x["source"], status=Status.REVISED if x["vintage"] == "later" else Status.PRELIMINARY
        )
        for each, x in zip(made, lines, strict=True)
    ]


# sound figures


@pytest.mark.parametrize("day", ["2023-07-31", "2024-02-10", "2024-07-30"])
def test_toyland_is_sound_apart_from_the_source_that_contradicts(
    starter: Callable[[str], Ledger], day: str
) -> None:
    found = audit(starter("toyland").snapshot(date.fromisoformat(day)))
    expected = [] if day == "2023-07-31" else [(Kind.CONFLICT, ("ty/scooter_output",))]
    assert [(each.kind, each.series) for each in found] == expected


def test_every_kind_has_words_in_both_languages() -> None:
    assert set(WORDS) == set(Kind)
    for words in WORDS.values():
        assert all((words.message.en, words.message.zh, words.check.en, words.check.zh))


def test_an_unknown_series_is_refused(starter: Callable[[str], Ledger]) -> None:
    with pytest.raises(UnknownNameError, match="STEEL"):
        audit(starter("toyland").snapshot(date(2024, 7, 30)), "STEELY")


# planted errors


@pytest.mark.parametrize(
    ("file", "kind", "series", "period"),
    [
        ("not-yet-over", Kind.PERIOD_NOT_OVER, "ty/pmi", "2024-08"),
        ("parts-of-country", Kind.PARTS_AGAINST_TOTAL, "ty-06/gdp", "2023"),
        ("parts-of-industry", Kind.PARTS_AGAINST_TOTAL, "ty/iva/D", "2024-06"),
        ("sign-flip", Kind.SIGN_FLIP, "ty/ppi", "2024-03"),
        ("ten-fold", Kind.UNIT_OFF, "ty/mobile_users", "2024-Q1"),
        ("year-to-date", Kind.MONTHS_AGAINST_CUMULATIVE, "ty/toy_output", "2024-05"),
    ],
)
def test_planted_errors_are_found(
    planted: Planted, data: Path, file: str, kind: Kind, series: str, period: str
) -> None:
    found = planted(*rows_of(data / "toyland-errors" / f"{file}.csv"))
    assert any(
        each.kind is kind and series in each.series and Period.parse(period) in each.periods for each in found
    )
    assert {each.kind for each in found} <= {kind, Kind.GROWTH_AGAINST_LEVELS, Kind.OFF_CALENDAR}


def test_a_page_with_another_day_than_its_release_is_found_once(planted: Planted) -> None:
    rows = [
        replace(
            row("OUT_STEEL", "2024-05", measure, value, published="2024-06-10"), status=Status.PRELIMINARY
        )
        for measure, value in (("level", 39.0), ("yoy", 1.1))
    ]
    found = [each for each in planted(*rows) if each.kind is Kind.OFF_CALENDAR]
    assert len(found) == 1
    assert found[0].severity is Severity.WARNING
    assert "2024-05 is dated 2024-06-10" in found[0].message.en


def test_revised_values_without_a_first_one_are_told_once_for_their_source(planted: Planted) -> None:
    found = planted(
        row("GDP_LAKELAND", "2019", "level", 9000.5), row("GDP_LAKELAND", "2020", "level", 9100.5)
    )
    assert [each.kind for each in found] == [Kind.REVISED_WITHOUT_PREDECESSOR]
    assert [str(period) for period in found[0].periods] == ["2019", "2020"]


# the traps that the data of China are known for

TRAPS = [
    (Kind.SHARE_AGAINST_LEVELS, "MOBILE_USERS", "2024-06"),
    (Kind.SHARE_AGAINST_PART, "BS_5G_SHARE_OF_MOBILE_BS", "2024-08"),
    (Kind.PERIOD_NOT_OVER, "PMI_MFG", "2025-01"),
    (Kind.GROWTH_AGAINST_LEVELS, "OUT_NEV", "2023-04"),
    (Kind.GROWTH_AGAINST_LEVELS, "OUT_NEV", "2023-05"),
    (Kind.GROWTH_AGAINST_LEVELS, "OUT_CEMENT", "2023-08"),
    (Kind.GROWTH_AGAINST_LEVELS, "OUT_STEEL_PRODUCTS", "2023-08"),
    (Kind.GROWTH_AGAINST_LEVELS, "OUT_TEN_NONFERROUS", "2023-08"),
    (Kind.GROWTH_AGAINST_LEVELS, "OUT_AUTO", "2020-07"),
    (Kind.GROWTH_AGAINST_LEVELS, "INTERNET_ENTERPRISE_REVENUE", "2023-12"),
    (Kind.GROWTH_AGAINST_LEVELS, "SOFTWARE_REVENUE", "2024-12"),
    (Kind.GROWTH_AGAINST_LEVELS, "TELECOM_VOLUME", "2021-12"),
    (Kind.GROWTH_AGAINST_LEVELS, "CAAM_NEV_SALES", "2022-10"),
    (Kind.GROWTH_AGAINST_LEVELS, "PV_POLYSILICON", "2024-12"),
    (Kind.GROWTH_AGAINST_LEVELS, "PV_WAFER", "2024-12"),
    (Kind.OUTLIER, "IVA_TOTAL", "2020-02"),
]


@pytest.mark.parametrize(("kind", "code", "period"), TRAPS)
def test_documented_traps_of_the_starter_data_are_found(
    china: tuple[Finding, ...], kind: Kind, code: str, period: str
) -> None:
    series = load_catalog("china").series_named(code).id
    assert any(
        each.kind is kind and series in each.series and Period.parse(period) in each.periods for each in china
    )


def test_alarms_on_the_starter_data_are_few(china: tuple[Finding, ...]) -> None:
    """Errors and warnings are those that the data's notes explain; the rest are notes for who computes."""
    loud = [each for each in china if each.severity is not Severity.NOTE]
    assert {(each.kind, each.series[0]) for each in loud} == {
        (Kind.SHARE_AGAINST_LEVELS, "cn/mobile_users_5g_share"),
        (Kind.SHARE_AGAINST_PART, "cn/base_stations_5g_share"),
        (Kind.PERIOD_NOT_OVER, "cn/pmi"),
        (Kind.PERIOD_NOT_OVER, "cn/pmi_nonmfg"),
        (Kind.PERIOD_NOT_OVER, "cn/counties_with_5g"),
        (Kind.PERIOD_NOT_OVER, "cn/villages_broadband"),
    }
    assert len(china) < 80
    assert sum(count_by_kind(china).values()) == len(china)


def test_database_values_of_new_energy_vehicles_are_not_believed(
    starter: Callable[[str], Ledger], tmp_path: Path
) -> None:
    """409 to 935 (10000) for months of 2021 and 2022 in which the releases say 33 to 80."""
    catalog = load_catalog("china")
    ledger = Ledger.open(tmp_path / "ledger", catalog)
    ledger.append(starter_frame(catalog))
    wrong = [Period.parse(f"{year}-{month:02d}") for year in (2021, 2022) for month in range(3, 13)]
    values = [*range(409, 459, 5), 426.2, 501.9, 600, 660, 720, 780, 830, 860, 900, 935]
    template = ledger.vintages("OUT_NEV", Period.parse("2023-03"), Measure.LEVEL)[0]
    ledger.append(
        replace(
            template,
            period=period,
            value=value,
            published=catalog.compiled,
            basis=Basis.BOUND,
        )
        for period, value in zip(wrong, values, strict=True)
    )
    found = audit(ledger.snapshot(catalog.compiled), "OUT_NEV")
    suspected = {
        str(period)
        for each in found
        if each.kind in (Kind.UNIT_OFF, Kind.LEVEL_JUMP)
        for period in each.periods
    }
    released = {"2021-09", "2022-03", "2022-04", "2022-05", "2022-06", "2022-08", "2022-09", "2022-11"}
    assert released | {"2022-12"} <= suspected
    exceeds = [each for each in found if each.kind is Kind.PART_EXCEEDS_WHOLE]
    assert {str(period) for each in exceeds for period in each.periods} >= {"2022-03", "2022-04", "2022-12"}
