"""A small check put together by hand from published figures of the china profile."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from forerun.documents.statement import Statement, Unread
from forerun.ledger.ledger import Ledger
from forerun.periods import Period
from forerun.settings import Settings
from forerun.statements.result import Check, Claim, Judged, Verdict
from forerun.types import Comparator, Figure, Measure, Names
from forerun.workspace import Workspace

DAY = date(2023, 11, 4)
TEXT = (
    "From January to September the value added of industry grew by 4.0 percent.\n"
    "It has more than 3.18 million base stations, more than 60 percent of the world's.\n"
    "\n"
    "In September exports were 30 billion dollars. Its momentum is good. "
    "If 3 more firms came, 100 would follow.\n"
)
IVA, STATIONS, EXPORTS = "cn/iva", "cn/base_stations_5g", "cn/exports"


@cache
def ledger() -> Ledger:
    """The figures that ship with the china profile."""
    return Workspace.open(Settings(profile="china")).ledger


def figure(series: str, period: str, measure: str = "level") -> Figure:
    return ledger().snapshot(DAY).figure(series, Period.parse(period), Measure(measure))


def claim(quote: str, text: str = TEXT, **said: Any) -> Claim:
    """A claim about home, in a level, without a period, unless told otherwise; ``said`` are fields."""
    start = text.index(quote)
    plain = Statement(
        indicator="iva",
        activity="",
        place="cn",
        series="",
        period=None,
        measure=Measure.LEVEL,
        comparator=Comparator.EQUAL,
        value=None,
        unit="",
        direction="",
        quote=quote,
        span=(start, start + len(quote)),
        locator="sentence 1",
    )
    return Claim(replace(plain, **said))


def judged() -> tuple[Judged, ...]:
    rate = {"period": Period.parse("2023-09"), "measure": Measure.YTD_YOY, "unit": "percent"}
    grown = figure(IVA, "2023-09", "ytd_yoy")
    return (
        Judged(
            claim("the value added of industry grew by 4.0 percent", series=IVA, value=4.0, **rate),
            Verdict.SUPPORTED,
            Names("It agrees.", "一致。"),
            grown,
        ),
        Judged(
            replace(claim("September the value added of industry", series=IVA, **rate), is_inferred=True),
            Verdict.CONTRADICTED,
            Names("It does not agree.", "不一致。"),
            grown,
            (figure(IVA, "2023-06", "ytd_yoy"),),
        ),
        Judged(
            claim(
                "more than 3.18 million base stations",
                indicator="base_stations_5g",
                series=STATIONS,
                period=Period.parse("2023-09"),
                comparator=Comparator.MORE,
                value=318.0,
                unit="10000 stations",
            ),
            Verdict.SUPPORTED_SAME_PUBLISHER,
            Names("Only MIIT says so.", "仅工信部公布。"),
            figure(STATIONS, "2023-09"),
            caution=Names("Nobody else counts them.", "无其他机构统计。"),
        ),
        Judged(
            claim(
                "more than 60 percent of the world's",
                value=60.0,
                unit="percent",
                measure=Measure.SHARE,
                comparator=Comparator.MORE,
            ),
            Verdict.NOT_CHECKABLE,
            Names("It would need a world total.", "需要全球总数。"),
        ),
        Judged(
            claim("Its momentum is good", direction="up", indicator="", modality="expected"),
            Verdict.STALE,
            Names("It was.", "曾经如此。"),
            figure(IVA, "2023-12", "yoy"),
        ),
    )


def check(**changes: Any) -> Check:
    """The check; ``changes`` replace fields of it."""
    plain = Check(
        name="interview.txt",
        text=TEXT,
        said=DAY,
        said_basis="given",
        as_of=DAY,
        speaker="Jin Zhuanglong",
        publisher="MIIT",
        ledger=ledger().snapshot(DAY).hash,
        claims=judged(),
        not_claims=(
            Unread(
                "If 3 more firms came, 100 would follow.", "sentence 5", "supposed or commanded, not stated"
            ),
        ),
    )
    return replace(plain, **changes)
