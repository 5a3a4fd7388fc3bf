from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from forerun.catalog.load import load_catalog
from forerun.documents.statement import Statement
from forerun.periods import Period
from forerun.statements.result import Claim, Judged, Verdict
from forerun.statements.wholes import with_wholes
from forerun.types import Comparator, Measure, Names

TOYLAND = load_catalog("toyland")
WHOLE, PART, OTHER = (TOYLAND.series_named(code).id for code in ("MOBILE_USERS", "GIGABIT_USERS", "STATIONS"))
UNDECIDED = Verdict.NOT_CHECKABLE


def said(
    series: str,
    value: float | None,
    *,
    period: str = "2030-Q1",
    comparator: Comparator = Comparator.EQUAL,
    verdict: Verdict = UNDECIDED,
) -> Judged:
    statement = Statement(
        indicator=series.removeprefix("ty/"),
        activity="",
        place="ty",
        series=series,
        period=Period.parse(period),
        measure=Measure.LEVEL,
        comparator=comparator,
        value=value,
        unit="10000 users",
        direction="",
        quote="",
        span=(0, 0),
        locator="",
    )
    return Judged(Claim(statement), verdict, Names("", ""))


def verdicts(claims: Sequence[Judged]) -> list[Verdict]:
    return [each.verdict for each in with_wholes(claims, TOYLAND)]


def test_a_part_larger_than_its_whole_contradicts_both() -> None:
    whole, part = with_wholes([said(WHOLE, 300.0), said(PART, 400.0)], TOYLAND)
    assert (whole.verdict, part.verdict) == (Verdict.CONTRADICTED, Verdict.CONTRADICTED)
    assert whole.reason == part.reason
    assert "Gigabit users" in whole.reason.en
    assert "移动用户" in whole.reason.zh


def test_what_the_ledger_could_decide_stays() -> None:
    claims = [said(WHOLE, 300.0, verdict=Verdict.SUPPORTED), said(PART, 400.0)]
    assert verdicts(claims) == [Verdict.SUPPORTED, Verdict.CONTRADICTED]


def test_what_cannot_be_compared_is_left_alone() -> None:
    for part in (
        said(PART, 300.0),
        said(PART, None),
        said(PART, 400.0, period="2030-Q2"),
        said(PART, 400.0, comparator=Comparator.LESS),
        said(OTHER, 400.0),
    ):
        assert verdicts([said(WHOLE, 300.0), part]) == [UNDECIDED, UNDECIDED]
    floor = said(WHOLE, 300.0, comparator=Comparator.MORE)
    assert verdicts([floor, said(PART, 400.0)]) == [UNDECIDED, UNDECIDED]


CLAIMS = st.builds(
    said,
    st.sampled_from([WHOLE, PART, OTHER]),
    st.none() | st.integers(-3, 3).map(float),
    period=st.sampled_from(["2030-Q1", "2030-Q2"]),
    comparator=st.sampled_from([Comparator.EQUAL, Comparator.MORE, Comparator.AT_MOST]),
)


def exceeds(part: Judged, whole: Judged) -> bool:
    a, b = part.claim.statement, whole.claim.statement
    exact = not a.comparator.is_ceiling and not b.comparator.is_floor
    of = (a.series, b.series, a.period) == (PART, WHOLE, b.period)
    return of and exact and a.value is not None and b.value is not None and a.value > b.value


@given(st.lists(CLAIMS, max_size=12))
def test_it_finds_what_holding_each_claim_against_each_other_finds(claims: list[Judged]) -> None:
    wrong = [any(exceeds(a, b) or exceeds(b, a) for b in claims) for a in claims]
    assert verdicts(claims) == [Verdict.CONTRADICTED if each else UNDECIDED for each in wrong]
