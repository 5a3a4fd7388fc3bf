"""The checks of the audit one by one, on figures as they were published and on slips planted in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from forerun.catalog.model import Identity, IdentityKind
from forerun.ledger.consistency import check_consistency
from forerun.ledger.findings import Finding, Kind, SeriesRows
from forerun.ledger.identities import check_identity
from forerun.ledger.plausibility import check_plausibility
from forerun.ledger.provenance import check_provenance
from forerun.periods import Frequency, Period
from forerun.types import Basis, Comparator, Measure, Names, Observation, Series, Status


def book(name: str, *cells: tuple[str, str, float], flow: bool = True) -> SeriesRows:
    """A series with figures given as (measure, period, value)."""
    units = {measure: "10000 units" for measure in Measure if not measure.is_growth}
    units |= dict.fromkeys((*(m for m in Measure if m.is_growth), Measure.SHARE), "percent")
    owner = Series(name, name, "cn", name, "", Names(name, name), Frequency.MONTH, units, "NBS", "", "", flow)
    rows = [
        Observation(
            name,
            Period.parse(period),
            Measure(measure),
            value,
            units[Measure(measure)],
            Comparator.EQUAL,
            Status.PRELIMINARY,
            date(2025, 1, 20),
            Basis.STATED,
            datetime(2025, 1, 20),
            "NBS",
            "page",
        )
        for measure, period, value in cells
    ]
    return SeriesRows.of(owner, sorted(rows, key=lambda each: (each.measure, str(each.period))))


def months(measure: str, first: str, *values: float) -> list[tuple[str, str, float]]:
    start = Period.parse(first)
    return [(measure, str(start.shift(step)), value) for step, value in enumerate(values)]


def related(
    kind: str, measure: str, whole: SeriesRows, *parts: SeriesRows, tolerance: float = 0
) -> list[Finding]:
    books = {each.series.code: each for each in (whole, *parts)}
    names = tuple(each.series.code for each in parts)
    note = Names("as the catalog says", "目录所载")
    identity = Identity(IdentityKind(kind), whole.series.code, names, (Measure(measure),), tolerance, note)
    return list(check_identity(identity, books.__getitem__))


def kinds(found: Iterable[Finding]) -> list[Kind]:
    return [each.kind for each in found]


def test_smartphones_are_not_more_than_phones() -> None:
    """A garbled page of 2024: 63 (100 million) smartphones among 52 mobile phones."""
    phones, smart = book("P", ("ytd_level", "2024-06", 52)), book("S", ("ytd_level", "2024-06", 63))
    found = related("part", "ytd_level", phones, smart)
    assert kinds(found) == [Kind.PART_EXCEEDS_WHOLE]
    assert found[0].message.en.startswith("S 63 exceeds its whole 52 in 2024-06")
    assert not related("part", "ytd_level", smart, phones)


def test_parts_add_up_within_rounding_and_tolerance() -> None:
    """Batteries of 2024, GWh: 826, 260 and 84 are 1170; of 2023: 675, 185 and 80 are 940."""
    parts = [
        book(name, ("ytd_level", "2024-12", value)) for name, value in (("A", 826), ("B", 260), ("C", 84))
    ]
    assert not related("sum", "ytd_level", book("T", ("ytd_level", "2024-12", 1170)), *parts)
    assert not related("sum", "ytd_level", book("T", ("ytd_level", "2024-12", 1172)), *parts)
    assert not related("sum", "ytd_level", book("T", ("ytd_level", "2024-12", 1160)), *parts, tolerance=1)
    assert kinds(related("sum", "ytd_level", book("T", ("ytd_level", "2024-12", 1160)), *parts)) == [
        Kind.PARTS_AGAINST_TOTAL
    ]


def test_a_total_grows_like_something_between_its_parts() -> None:
    """September 2023: mining 1.5, manufacturing 5.0, utilities 3.5, industry 4.5."""
    parts = [book(name, ("yoy", "2023-09", rate)) for name, rate in (("B", 1.5), ("C", 5.0), ("D", 3.5))]
    assert not related("between", "yoy", book("T", ("yoy", "2023-09", 4.5)), *parts)
    assert kinds(related("between", "yoy", book("T", ("yoy", "2023-09", 5.4)), *parts)) == [
        Kind.GROWTH_OUTSIDE_PARTS
    ]


def test_new_stations_are_the_change_of_the_stock() -> None:
    """231.2 at the end of 2022 after 142.5: 88.7 were built, not 78.7."""
    stock = book("S", ("level", "2021-12", 142.5), ("level", "2022-12", 231.2), flow=False)
    assert not related("net", "level", book("N", ("ytd_level", "2022-12", 88.7)), stock)
    assert kinds(related("net", "level", book("N", ("ytd_level", "2022-12", 78.7)), stock)) == [
        Kind.NET_ADDITION_AGAINST_LEVELS
    ]


def test_a_cumulative_flow_does_not_fall_within_a_year() -> None:
    """Telecom revenue to July 2023 is 10056; 8688 to June typed for it would be a fall."""
    cells = [*months("ytd_level", "2023-04", 5699, 7125, 8688), ("ytd_level", "2023-07", 7056)]
    assert kinds(check_consistency(book("R", *cells), ())) == [Kind.FALLING_CUMULATIVE]
    assert not kinds(check_consistency(book("R", *cells, flow=False), ()))
    over = [("ytd_level", "2023-12", 16800.0), ("ytd_level", "2024-02", 2923.0)]
    assert not kinds(check_consistency(book("R", *over), ()))


def test_a_year_is_what_its_last_month_cumulates_to() -> None:
    same = book("X", ("level", "2023", 3016.1), ("ytd_level", "2023-12", 3016.1))
    other = book("X", ("level", "2023", 3016.1), ("ytd_level", "2023-12", 3061.1))
    assert not kinds(check_consistency(same, ()))
    assert kinds(check_consistency(other, ())) == [Kind.MONTHS_AGAINST_CUMULATIVE]


def test_ranges_of_shares_rates_and_diffusion_indices() -> None:
    cells = [("share", "2023-09", 142.8), ("yoy", "2023-09", -104.5), ("yoy", "2023-10", 250.0)]
    assert kinds(check_plausibility(book("X", *cells))) == [Kind.OUT_OF_RANGE, Kind.OUT_OF_RANGE]


def test_a_level_ten_times_too_large_is_a_unit_and_a_season_is_none() -> None:
    season = [100.0, 60.0, 90.0, 110.0, 20.0, 120.0]
    calm = months("level", "2019-01", *(season * 8))
    assert not kinds(check_plausibility(book("X", *calm)))
    slipped = [(m, p, v * 10 if p == "2021-03" else v) for m, p, v in calm]
    found = list(check_plausibility(book("X", *slipped)))
    assert kinds(found) == [Kind.UNIT_OFF]
    assert "2021-03" in found[0].message.en
    assert "10^1" in found[0].message.en


def test_fast_growth_is_no_alarm() -> None:
    """5G base stations (10000) doubled from 2019 to 2020 and grew by two thirds in 2022."""
    stock = months("level", "2022-01", *(150.0 * 1.06**step for step in range(24)))
    assert not kinds(check_plausibility(book("S", *stock, flow=False)))


def test_a_run_of_figures_of_another_scope_is_named_from_end_to_end() -> None:
    """As in a database that gave 409 to 935 for months in which some 33 to 80 were released."""
    sound = [30.0, 33.0, 50.0, 59.0, 62.0, 70.0, 75.0, 76.0]
    wrong = [409.0, 502.0, 560.0, 610.0, 700.0, 820.0, 935.0]
    cells = months("level", "2021-01", *sound, *wrong, *(80.0 + step for step in range(12)))
    found = [each for each in check_plausibility(book("N", *cells)) if each.kind is Kind.LEVEL_JUMP]
    assert [str(period) for period in found[0].periods] == [
        str(Period.parse("2021-09").shift(n)) for n in range(7)
    ]
    assert len(found) == 1


def test_a_lost_sign_among_negative_rates() -> None:
    """PPI fell by 2.5 to 5.4 percent through 2023; a +3.0 for August has lost its sign."""
    rates = [-0.8, -1.4, -2.5, -3.6, -4.6, -5.4, -4.4, 3.0, -2.5, -2.6, -3.0, -2.7]
    found = list(check_plausibility(book("PPI", *months("yoy", "2023-01", *rates))))
    assert kinds(found) == [Kind.SIGN_FLIP]
    rates[7] = -3.0
    assert not kinds(check_plausibility(book("PPI", *months("yoy", "2023-01", *rates))))


def test_a_negative_level_where_all_are_positive() -> None:
    cells = months("level", "2021-01", *([5.0, 6.0, 5.5, 6.5] * 3), -6.0)
    assert Kind.SIGN_FLIP in kinds(check_plausibility(book("X", *cells)))


def test_sources_days_and_vintages_that_do_not_fit() -> None:
    sound = book("X", ("level", "2023-09", 84.7)).keys[Measure.LEVEL, Period.parse("2023-09")][0]

    def found(*others: Observation) -> list[Kind]:
        group = {(Measure.LEVEL, sound.period): (sound, *others)}
        return kinds(check_provenance(SeriesRows(book("X").series, group)))

    assert not found()
    assert found(replace(sound, value=85.7)) == [Kind.DUPLICATE, Kind.CONFLICT]
    assert found(replace(sound, value=90.1, publisher="CAAM", source="caam")) == [Kind.CONFLICT]
    assert not found(replace(sound, value=80, publisher="CAAM", source="caam", comparator=Comparator.MORE))
    assert found(replace(sound, value=847.0, publisher="CAAM", source="caam")) == [Kind.UNIT_OFF]
    assert found(replace(sound, value=-84.7, publisher="CAAM", source="caam")) == [Kind.SIGN_FLIP]
    earlier = replace(sound, value=8.47, published=date(2023, 10, 18), source="release")
    assert found(earlier) == [Kind.UNIT_OFF]
    assert found(replace(sound, published=date(2023, 9, 29), source="early")) == [Kind.PERIOD_NOT_OVER]
