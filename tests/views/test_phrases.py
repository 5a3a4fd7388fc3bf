"""Sentences made from figures."""

from __future__ import annotations

from forerun.catalog.model import Catalog
from forerun.monitor.result import Row
from forerun.types import Figure
from forerun.views.items import Line
from forerun.views.phrases import course, statement, told
from forerun.views.text import Number

from .conftest import Build


def plain(line: Line) -> str:
    return "".join(item.text if isinstance(item, Number) else str(item) for item in line)


def row(figure: Figure) -> Row:
    return Row(figure.series.names, figure, figure)


def test_the_verb_tells_the_direction(build: Build, china: Catalog) -> None:
    exports = build("EXPORTS_USD", "yoy", "2023-09", -6.2)
    assert (
        plain(statement("Exports", exports, china, "en"))
        == "Exports fell 6.2% in September 2023 from a year earlier"
    )
    assert plain(statement("出口", exports, china, "zh")) == "2023年9月出口同比下降6.2%"
    assert course(build("CPI", "yoy", "2023-09", 0.0)) == "flat"


def test_levels_state_their_amount(build: Build, china: Catalog) -> None:
    stations = build("BASE_STATIONS_5G", "level", "2023-09", 318.9)
    assert (
        plain(statement("5G base stations", stations, china, "en"))
        == "5G base stations: 3.189 million stations in September 2023"
    )
    assert plain(statement("5G基站", stations, china, "zh")) == "2023年9月5G基站为318.9万个"


def test_a_bound_is_attributed_to_who_says_so(build: Build, china: Catalog) -> None:
    share = build("BS_5G_WORLD_SHARE", "share", "2023-09", 60.0, comparator=">", publisher="MIIT")
    said = plain(statement("Share of the world", share, china, "en"))
    assert said == (
        "Share of the world: more than 60% in September 2023 "
        "(according to Ministry of Industry and Information Technology)"
    )


def test_rows_of_one_period_and_measure_stand_together(build: Build, china: Catalog) -> None:
    sectors = [
        row(build("IVA_MINING", "yoy", "2023-09", 1.5)),
        row(build("IVA_MANUFACTURING", "yoy", "2023-09", 5.0)),
        row(build("IVA_UTILITIES", "yoy", "2023-09", None)),
        row(build("IVA_HIGHTECH", "yoy", "2023-08", 2.9)),
    ]
    said = plain(told(sectors, china, "en"))
    assert said.startswith(
        "Industrial value added, September 2023, on a year earlier: "
        "mining and quarrying +1.5%; manufacturing +5.0%. "
    )
    assert said.endswith("grew 2.9% in August 2023 from a year earlier. ")
    assert "Electricity" not in said


def test_without_any_figure_the_sentence_says_so(build: Build, china: Catalog) -> None:
    assert told([row(build("CPI", "yoy", "2023-09", None))], china, "zh") == ("暂无数据",)
