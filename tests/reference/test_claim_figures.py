"""Every official figure that statements are held against is in the Chinese starter ledger.

``claims.jsonl`` of the reference material gives, beside each claim, the figure that settles it (``truth``),
another that bears on it (``evidence``) and what was true on other days (``as_of_variants``).
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import convert
from forerun.errors import UnknownNameError
from forerun.ledger.starter import starter_frame
from forerun.periods import Frequency, Period
from forerun.types import Measure, Series

CHINA = load_catalog("china")
AS_OF = date(2026, 1, 1)
EXACT = 1e-9

NAMED_OTHERWISE = {
    "industrial_value_added": "cn/iva",
    "total_industrial_value_added": "cn/industry_value_added_annual",
    "steel_value_added": "cn/iva/steel_industry",
    "petrochem_value_added": "cn/iva/petrochemicals",
    "handset_output": "cn/output/mobile_phones",
    "target_auto_sales": "cn/sales_caam/motor_vehicles",
}
"""Indicators of the claims that are no alias of their series."""

OF_ANOTHER_SERIES = {
    ("S05-C4", "evidence"): "cn/villages_fibre_and_4g",
    ("S10-C2", "evidence"): "cn/mobile_users_5g",
    ("S18-C2", "evidence"): "cn/export_volume/motor_vehicles",
    ("S24-C1", "evidence"): "cn/iva",
    ("S25-C1", "evidence"): "cn/industrial_revenue/electronic_information",
}
"""Evidence that speaks of another series than the claim does; each claim's ``why`` says so."""

LEFT_OUT = {
    ("S42-C1", "truth"): "the target of a plan: it stands among the plans, nobody states it as a figure"
}


@dataclass(frozen=True)
class Official:
    """A value beside a claim, in the series' unit; ``period`` is empty where only a day is told."""

    claim: str
    role: str
    series: Series
    period: str
    measure: Measure
    value: float
    by: date

    def is_in(self, figures: pl.DataFrame) -> bool:
        said = figures.filter(
            (pl.col("series") == self.series.id) & (pl.col("measure") == self.measure.value)
        )
        return any(
            abs(value - self.value) <= EXACT * abs(self.value)
            for period, value in said.select("period", "value").iter_rows()
            if (period == self.period if self.period else Period.parse(period).end <= self.by)
        )


@pytest.fixture(scope="module")
def claims(shared: Path) -> list[dict[str, Any]]:
    lines = (shared / "data/statements/claims.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines]


@pytest.fixture(scope="module")
def figures() -> pl.DataFrame:
    return starter_frame(CHINA).filter(pl.col("published") <= AS_OF)


def told(claims: list[dict[str, Any]]) -> Iterator[tuple[dict[str, Any], str, dict[str, Any]]]:
    """Claim, role and value; a value of a variant comes in the words of the others."""
    for claim in claims:
        for role in ("truth", "evidence"):
            if claim[role]:
                yield claim, role, claim[role]
        for each in claim["as_of_variants"]:
            if each["truth_value"] is not None:
                yield claim, f"as of {each['as_of']}", each | {"value": each["truth_value"], "period": ""}


def official(claims: list[dict[str, Any]]) -> Iterator[Official]:
    for claim, role, value in told(claims):
        if not value.get("derived") and (claim["id"], role) not in LEFT_OUT:
            yield read(claim, role, value)


def read(claim: dict[str, Any], role: str, value: dict[str, Any]) -> Official:
    said = claim["reading"]
    name = NAMED_OTHERWISE.get(said["indicator"], said["indicator"])
    series = CHINA.series_named(OF_ANOTHER_SERIES.get((claim["id"], role), name))
    period, measure = at(series, said["period"], said["measure"], value["period"])
    number = in_unit(series, measure, value["value"], value.get("unit", said["unit"]))
    return Official(claim["id"], role, series, period, measure, number, date.fromisoformat(by(value)))


def by(value: dict[str, Any]) -> str:
    return str(value.get("as_of", AS_OF))


def at(series: Series, claimed: str, measure: str, period: str) -> tuple[str, Measure]:
    """A yearly series has the total of a year as its level, a monthly one as that of January to December."""
    if series.frequency is Frequency.YEAR:
        return period[:4], Measure(measure.removeprefix("ytd_"))
    if series.flow and len(claimed) == len("2023"):
        return period and f"{period}-12", Measure(f"ytd_{measure}")
    return period, Measure(measure)


def in_unit(series: Series, measure: Measure, value: float, unit: str) -> float:
    ours = CHINA.units[series.units[measure]]
    if unit == "percent" and ours.id.startswith("percent of "):
        return value
    return convert(value, CHINA.unit(unit), ours)


def test_every_official_value_beside_a_claim_is_in_the_starter_ledger(
    claims: list[dict[str, Any]], figures: pl.DataFrame
) -> None:
    values = list(official(claims))
    assert len(claims) == 63
    assert len(values) == 64
    assert [each for each in values if not each.is_in(figures)] == []


def test_a_value_that_nobody_published_would_be_missed(
    claims: list[dict[str, Any]], figures: pl.DataFrame
) -> None:
    (claim,) = [each for each in claims if each["id"] == "S01-C4"]
    truth = read(claim, "truth", claim["truth"] | {"value": 318.8})
    stale = read(claim, "as of 2022-12-31", {"value": 318.9, "period": "", "as_of": "2022-12-31"})
    assert not truth.is_in(figures)
    assert not stale.is_in(figures)


def test_what_was_derived_is_not_entered_as_published(
    claims: list[dict[str, Any]], figures: pl.DataFrame
) -> None:
    """Vehicle sales of October 2022: both levels are there, the growth between first releases is not."""
    (derived,) = [read(claim, role, value) for claim, role, value in told(claims) if value.get("derived")]
    assert (derived.series.code, derived.period, derived.measure) == ("CAAM_AUTO_SALES", "2022-10", "yoy")
    assert not derived.is_in(figures)
    sales = figures.filter((pl.col("series") == derived.series.id) & (pl.col("measure") == "level"))
    levels = dict(sales.select("period", "value").iter_rows())
    assert (levels["2021-10"], levels["2022-10"]) == (233.3, 250.5)
    assert round(100 * (levels["2022-10"] / levels["2021-10"] - 1), 1) == derived.value


def test_what_is_left_out_is_a_target_on_record(claims: list[dict[str, Any]]) -> None:
    for claim, role, value in told(claims):
        if (claim["id"], role) in LEFT_OUT:
            assert any(
                (each.source, str(each.first), each.value)
                == (value["source_id"], value["period"], value["value"])
                for each in CHINA.targets
            )


def test_no_name_is_given_twice_and_none_for_nothing(claims: list[dict[str, Any]]) -> None:
    roles = {(claim["id"], role): claim["reading"]["indicator"] for claim, role, _ in told(claims)}
    assert {*OF_ANOTHER_SERIES, *LEFT_OUT} <= set(roles)
    own = {roles[key] for key in roles if key not in OF_ANOTHER_SERIES and key not in LEFT_OUT}
    assert set(NAMED_OTHERWISE) <= own
    for name in NAMED_OTHERWISE:
        with pytest.raises(UnknownNameError):
            CHINA.series_named(name)
