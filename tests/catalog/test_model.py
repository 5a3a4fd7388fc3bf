from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forerun.catalog.load import load_catalog
from forerun.catalog.model import convert
from forerun.errors import UnknownNameError

CHINA = load_catalog("china")


@pytest.mark.parametrize("name", ["cn/iva/36", "IVA_AUTO", "iva_auto"])
def test_a_series_is_found_by_id_and_code(name: str) -> None:
    assert CHINA.series_named(name).names.en == "Industrial value added: Automobiles"


@pytest.mark.parametrize(
    ("alias", "code"),
    [
        ("bs_5g", "BASE_STATIONS_5G"),
        ("broadband_gigabit_users", "GIGABIT_USERS"),
        ("telecom_volume_const", "TELECOM_VOLUME"),
        ("nev_output_nbs", "OUT_NEV"),
        ("nev_production", "CAAM_NEV_OUT"),
        ("new_three_exports", "NEW3_EXPORTS"),
    ],
)
def test_names_of_the_source_tables_lead_to_the_same_series(alias: str, code: str) -> None:
    assert CHINA.series_named(alias) is CHINA.series_named(code)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("terminals_5g", "mobile_users_5g"),
        ("electronics_mfg_revenue", "electronics_mfg_revenue_broad"),
        ("ev_exports_units_customs", "nev_exports_caam"),
        ("auto_exports_customs", "auto_exports_caam"),
        ("pv_cell_output", "OUT_SOLAR_CELLS"),
        ("solar_cell_output_nbs_style", "pv_cell_output"),
        ("solar_cell_output_nbs_style", "OUT_SOLAR_CELLS"),
        ("nev_output_nbs", "nev_production"),
        ("GDP_INDUSTRY", "INDUSTRY_VA"),
    ],
)
def test_series_that_only_sound_alike_stay_apart(one: str, other: str) -> None:
    assert CHINA.series_named(one) is not CHINA.series_named(other)


def test_an_unknown_series_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="IVA_AUTO"):
        CHINA.series_named("IVA_AUTOS")


def test_a_series_is_found_by_what_it_is_about() -> None:
    found = CHINA.series_at("cn", "output", "cement")
    assert found is CHINA.series_named("OUT_CEMENT")
    assert CHINA.series_at("cn", "cement") is None


@pytest.mark.parametrize(
    ("spoken", "unit"),
    [("万吨", "10000 tonnes"), ("亿千瓦时", "100 million kWh"), ("10k stations", "10000 stations")],
)
def test_units_are_found_by_their_words(spoken: str, unit: str) -> None:
    assert CHINA.unit(spoken).id == unit


@pytest.mark.parametrize(
    ("spoken", "publisher"), [("国家统计局", "NBS"), ("GAC", "GACC"), ("gacc", "GACC"), ("工信部", "MIIT")]
)
def test_publishers_are_found_by_their_names(spoken: str, publisher: str) -> None:
    assert CHINA.publisher(spoken).id == publisher


def test_unknown_units_and_publishers_are_refused() -> None:
    with pytest.raises(UnknownNameError, match="unknown unit"):
        CHINA.unit("furlongs")
    with pytest.raises(UnknownNameError, match="unknown publisher"):
        CHINA.publisher("the neighbour")


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        (318.9, "10000 stations", "station", 3_189_000),
        (545, "GW", "10000 kW", 54_500),
        (1.06, "USD billion", "USD 100 million", 10.6),
        (1, "EFLOPS", "TFLOPS", 1e6),
        (6, "million users", "100 million users", 0.06),
    ],
)
def test_conversion(value: float, source: str, target: str, result: float) -> None:
    assert convert(value, CHINA.units[source], CHINA.units[target]) == result


def test_units_of_different_things_do_not_convert() -> None:
    with pytest.raises(UnknownNameError, match="not convertible"):
        convert(1.0, CHINA.units["10000 tonnes"], CHINA.units["10000 units"])


@given(value=st.floats(-1e6, 1e6).map(lambda x: float(f"{x:.6g}")), data=st.data())
def test_conversion_there_and_back_gives_the_value(value: float, data: st.DataObject) -> None:
    source = data.draw(st.sampled_from(sorted(CHINA.units)))
    alike = [u for u in CHINA.units.values() if u.dimension == CHINA.units[source].dimension]
    target = data.draw(st.sampled_from(alike))
    there = convert(value, CHINA.units[source], target)
    assert convert(there, target, CHINA.units[source]) == pytest.approx(value, rel=1e-9, abs=1e-300)
