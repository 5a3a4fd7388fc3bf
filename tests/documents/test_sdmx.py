from __future__ import annotations

import pytest

from forerun.catalog.load import load_catalog
from forerun.documents.csvfile import csv_grid
from forerun.documents.sdmx import is_sdmx, read_sdmx
from forerun.documents.statement import Parts
from forerun.documents.tidy import RowStatement
from forerun.errors import InputError
from forerun.types import Measure, Status

TOYLAND = load_catalog("toyland")
V1 = (
    "DATAFLOW,FREQ,REF_AREA,INDICATOR,ACTIVITY,TRANSFORMATION,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,UNIT_MULT"
    ",OBS_STATUS"
)
V2 = f"STRUCTURE,STRUCTURE_ID,ACTION,{V1.removeprefix('DATAFLOW,')}"


def read(text: str) -> Parts:
    grid = csv_grid(text, "f.csv")
    assert is_sdmx(grid)
    return read_sdmx(grid, TOYLAND, "f.csv")


def only(row: str, head: str = V1) -> RowStatement:
    (statement,) = read(f"{head}\n{row}\n").statements
    assert isinstance(statement, RowStatement)
    return statement


def test_version_1() -> None:
    found = only("TSO:DF_IND(1.0),M,TY,IVA,32,G1Y,2024-05,4.7,PC,0,P")
    assert (found.series, str(found.period), found.measure) == ("ty/iva/32", "2024-05", Measure.YOY)
    assert (found.value, found.unit, found.status) == (4.7, "percent", Status.PRELIMINARY)
    assert found.locator == "row 2"


def test_version_2_with_labels_in_header_and_cells() -> None:
    head = V2.replace("REF_AREA", "REF_AREA: Reference area").replace("OBS_VALUE", "OBS_VALUE: Value")
    row = (
        "dataflow: Dataflow,TSO:DF_IND(1.0),I: Information,M: Monthly,TY: Toyland,iva: Value added,_T: Total,"
    )
    found = only(f"{row}N: Level,2024-05,4.096,TYC,9,A: Normal value", head)
    assert (found.series, found.measure, found.unit, found.status) == ("ty/iva", Measure.LEVEL, "TYC", None)
    assert found.value == 4.096e9


@pytest.mark.parametrize(
    ("told", "period"),
    [
        ("2023", "2023"),
        ("2023-A1", "2023"),
        ("2023-09", "2023-09"),
        ("2023-M09", "2023-09"),
        ("2023M9", "2023-09"),
        ("2023-Q3", "2023-Q3"),
        ("2023Q3", "2023-Q3"),
        ("2023-S1", "2023-H1"),
        ("2023-H2", "2023-H2"),
        ("2023-09-01", "2023-09"),
    ],
)
def test_periods(told: str, period: str) -> None:
    assert str(only(f"X,M,ty,gdp,,N,{told},5,TYC,6,").period) == period


def test_multipliers_keep_the_digits() -> None:
    assert only("X,M,ty,gdp,_Z,N,2023,0.1,TYC,1,").value == 1
    assert only("X,M,ty,gdp,_Z,N,2023,123.4,TYC,-1,").value == 12.34


def test_month_on_month_depends_on_seasonal_adjustment() -> None:
    head = f"{V1},SEASONAL_ADJUST,COMMENT_OBS"
    found = only("X,M,ty,iva,,G1,2024-05,1.12,PC,0,P,S,first: rounded", head)
    assert (found.measure, found.note) == (Measure.MOM_SA, "first: rounded")


def test_our_measures_may_be_named() -> None:
    head = V1.replace("TRANSFORMATION", "MEASURE")
    assert only("X,M,ty,iva,,YTD_YOY,2024-05,4.4,PC,0,P", head).measure is Measure.YTD_YOY


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("X,M,ty,iva,,G1Y,2024-05,,PC,0,M", "missing"),
        ("X,M,ty,iva,,G1Y,2024-05,NaN,PC,0,A", "missing"),
        ("X,M,ty,iva,,G1Y,2024-05,4.8,PC,0,M", "missing"),
    ],
)
def test_missing_is_listed(row: str, reason: str) -> None:
    parts = read(f"{V1}\n{row}\n")
    assert parts.statements == ()
    assert reason in parts.unread[0].reason


def test_a_deletion_is_listed() -> None:
    parts = read(f"{V2}\ndataflow,X,D,M,ty,iva,,G1Y,2024-05,4.8,PC,0,A\n")
    assert parts.statements == ()
    assert "only appends" in parts.unread[0].reason


def test_unknown_areas_and_indicators_are_listed_as_uncatalogued() -> None:
    parts = read(f"{V1}\nX,M,XX,iva,,G1Y,2024-05,4.8,PC,0,A\nX,M,ty,unicorns,,N,2024-05,4,unit,0,A\n")
    assert parts.statements == ()
    assert len(parts.uncatalogued) == 2


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("X,M,ty,iva,,G1Y,2023-13,4.8,PC,0,A", "'2023-13' is not a period"),
        ("X,M,ty,iva,,G1Y,2023-M13,4.8,PC,0,A", "'2023-13' is not a period"),
        ("X,M,ty,iva,,G9,2024-05,4.8,PC,0,A", "TRANSFORMATION 'G9' is not known here"),
        ("X,M,ty,iva,,G1Y,2024-05,4.8,FURLONG,0,A", "unknown unit 'FURLONG'"),
        ("X,M,ty,iva,,G1Y,2024-05,4.8,PC,0,Q", "OBS_STATUS 'Q' is not known here"),
        ("X,M,ty,iva,,G1Y,2024-05,many,PC,0,A", "'many' with UNIT_MULT '0' is not a number"),
        ("X,M,ty,iva,,G1Y,2024-05,4.8,PC,99,A", "UNIT_MULT '99' is not a number"),
        ("X,M,ty,iva,,G1Y,2024-05,1e999999999,PC,9,A", "is too large|not a number"),
        ("X,M,ty,iva,,G1Y,2024-05,inf,PC,,A", "'inf' is not a number"),
    ],
)
def test_what_makes_no_sense_refuses_the_file(row: str, problem: str) -> None:
    with pytest.raises(InputError, match=rf"f\.csv, row 2: .*({problem})"):
        read(f"{V1}\n{row}\n")
