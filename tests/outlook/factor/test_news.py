"""News: every release, revision and withdrawal, adding up to the change of the forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.outlook.factor import aggregation as kinds
from forerun.outlook.factor.fit import Fit, FitSpec, fit
from forerun.outlook.factor.news import news
from forerun.outlook.factor.panel import Panel, panel, standardised
from forerun.outlook.factor.predict import expected, joint
from forerun.outlook.news import ChangeKind
from tests.outlook.factor.test_fit import drawn

TARGET = "gdp"


def vintages(seed: int) -> tuple[Fit, Panel, Panel]:
    """A model fitted on an old vintage; the old and the new one as published."""
    made, _ = drawn(seed, months=120)
    whole = panel(made.values * 3 + 5, made.start, made.names, made.aggregations)
    old = whole.values.copy()
    old[-3:] = np.nan
    old[-6:, 4] = np.nan
    fresh = whole.values.copy()
    fresh[-1] = np.nan
    fresh[-10, 1] += 0.7
    fresh[50, 2] -= 0.4
    fresh[-8, 3] = np.nan
    before = replace(whole, values=old)
    return fit(standardised(before), FitSpec()), before, replace(whole, values=fresh)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_changes_add_up(seed: int) -> None:
    model, _, fresh = vintages(seed)
    target = TARGET, fresh.month(fresh.months - 1)
    found = news(model, fresh, {target: 1.0})
    assert found.residual == pytest.approx(0, abs=1e-8)
    assert found.revision_impact != 0
    kinds = [change.kind for change in found.changes]
    assert kinds.count(ChangeKind.REVISION) == 2
    assert kinds.count(ChangeKind.WITHDRAWAL) == 1
    assert kinds.count(ChangeKind.RELEASE) > 10
    several = [change for change in found.changes if change.series == "x4"]
    assert len(several) > 3
    assert len({change.weight for change in several}) == len(several)


def test_old_and_new_are_the_forecasts_of_the_two_vintages() -> None:
    model, before, fresh = vintages(4)
    target = TARGET, fresh.month(fresh.months - 1)
    found = news(model, fresh, {target: 1.0})
    assert found.old == pytest.approx(joint(model.panel, model.parameters, [target]).mean[0], abs=1e-9)
    as_before = replace(
        fresh,
        values=(fresh.values - model.panel.means) / model.panel.scales,
        means=model.panel.means,
        scales=model.panel.scales,
    )
    assert found.new == pytest.approx(joint(as_before, model.parameters, [target]).mean[0], abs=1e-9)
    assert before.months == fresh.months


def test_nothing_new_is_no_news() -> None:
    model, before, _ = vintages(5)
    found = news(model, before, {(TARGET, before.month(before.months - 1)): 1.0})
    assert found.changes == ()
    assert found.new == found.old


def test_a_figure_as_expected_moves_nothing() -> None:
    model, before, _ = vintages(6)
    row, column = before.months - 3, 0
    values = before.values.copy()
    values[row, column] = expected(model.panel, model.parameters)[row, column]
    found = news(model, replace(before, values=values), {(TARGET, before.month(before.months - 1)): 1.0})
    assert len(found.changes) == 1
    assert found.changes[0].weight != 0
    assert found.changes[0].impact == pytest.approx(0, abs=1e-12)
    assert found.new == pytest.approx(found.old, abs=1e-12)


def test_new_parameters_stand_on_a_line_of_their_own() -> None:
    model, _, fresh = vintages(7)
    again = fit(standardised(fresh), FitSpec(), start=model.parameters)
    target = TARGET, fresh.month(fresh.months - 1)
    found = news(model, fresh, {target: 1.0}, new=again)
    assert found.new == pytest.approx(joint(again.panel, again.parameters, [target]).mean[0], abs=1e-9)
    assert found.changes[-1].kind is ChangeKind.PARAMETERS
    assert found.parameter_impact != 0
    assert found.residual == pytest.approx(0, abs=1e-8)


def test_a_later_end_and_a_series_that_is_gone() -> None:
    model, _, fresh = vintages(8)
    fewer = panel(fresh.values[12:, 1:], fresh.start.shift(12), fresh.names[1:], fresh.aggregations[1:])
    found = news(model, fewer.extended(fewer.months + 4), {(TARGET, fresh.month(fresh.months - 1)): 1.0})
    assert found.residual == pytest.approx(0, abs=1e-8)
    gone = [change for change in found.changes if change.kind is ChangeKind.WITHDRAWAL]
    assert {change.series for change in gone} == set(fresh.names)


def test_a_series_that_consists_of_something_else_is_refused() -> None:
    model, _, fresh = vintages(8)
    other = replace(fresh, aggregations=(kinds.joint_months(2), *fresh.aggregations[1:]))
    with pytest.raises(InputError, match="x0: the series is monthly in the old vintage and joint_months_2"):
        news(model, other, {(TARGET, fresh.month(fresh.months - 1)): 1.0})


def test_a_sum_of_figures_moves_by_the_sum() -> None:
    model, _, fresh = vintages(9)
    cells = [("x0", fresh.month(fresh.months + k)) for k in range(2)] + [
        ("gdp", fresh.month(fresh.months - 1))
    ]
    parts = [news(model, fresh, {cell: 1.0}) for cell in cells]
    whole = news(model, fresh, dict(zip(cells, (1.0, -2.0, 0.5), strict=True)))
    for name in ("old", "new", "release_impact", "revision_impact"):
        one, two, three = (getattr(part, name) for part in parts)
        assert getattr(whole, name) == pytest.approx(one - 2 * two + 0.5 * three, abs=1e-9)
    assert whole.residual == pytest.approx(0, abs=1e-8)
