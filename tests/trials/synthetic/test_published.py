"""Against numbers that were published or that other programs print."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from forerun.trials.panel import Panel
from forerun.trials.result import Estimator
from forerun.trials.synthetic.estimate import best, fit
from forerun.trials.synthetic.method import Method, Predictor

Array = npt.NDArray[Any]
BASE = Method(Estimator.DEMEANED)
RIDGE = Method(Estimator.RIDGE, fixed_effects=True)


def test_synthetic_difference_in_differences_of_the_california_tobacco_law(prop99: Panel) -> None:
    """Arkhangelsky et al. (2021), their code: -15.604, stopped early."""
    found = fit(prop99, Method(Estimator.SDID))
    assert found.att == pytest.approx(-15.604, abs=0.005)
    assert found.period_weights[-3:] == pytest.approx([0.3665, 0.2065, 0.4271], abs=1e-3)
    assert found.period_weights[:-3].max() == 0.0
    largest = dict(list(found.weights.items())[:3])
    assert largest == pytest.approx(
        {"Nevada": 0.1245, "New Hampshire": 0.1050, "Connecticut": 0.0783}, abs=2e-3
    )


def test_difference_in_differences_of_the_same(prop99: Panel) -> None:
    assert fit(prop99, Method(Estimator.DID)).att == pytest.approx(-27.34911, abs=1e-5)


def test_difference_in_differences_with_unit_weights_of_the_same(prop99: Panel) -> None:
    """Their DIFP is the synthetic control whose places may differ in level: -11.10464, stopped early."""
    assert fit(prop99, BASE).att == pytest.approx(-11.10464, abs=0.005)


def frank_wolfe(rows: Array, target: Array, penalty: float, least: float) -> Array:
    """The steps of Arkhangelsky et al. (2021): stop when little is won, drop small weights, go on."""

    def descend(weights: Array, steps: int) -> Array:
        values: list[float] = []
        while len(values) < steps and (len(values) < 2 or values[-2] - values[-1] > least**2):
            left = weights @ rows - target
            gradient = rows @ left + len(target) * penalty * weights
            toward = -weights
            toward[np.argmin(gradient)] += 1.0
            curvature = ((toward @ rows) ** 2).sum() + len(target) * penalty * (toward**2).sum()
            weights = weights + np.clip(-gradient @ toward / curvature, 0.0, 1.0) * toward
            left = weights @ rows - target
            values.append(penalty * (weights**2).sum() + (left**2).mean())
        return weights

    first = descend(np.full(len(rows), 1.0 / len(rows)), 100)
    kept = np.where(first <= first.max() / 4, 0.0, first)
    return descend(kept / kept.sum(), 10_000)


def test_synthetic_control_fits_better_than_the_published_one_which_stops_early(prop99: Panel) -> None:
    """The published -19.620 comes from a descent that stops early; the optimum is another estimate."""
    found = fit(prop99, Method(Estimator.SYNTHETIC))
    donors, own = prop99.outcome[~prop99.treated], prop99.outcome[prop99.treated][0]
    noise = np.diff(donors[:, :19], axis=1).std(ddof=1)
    early = frank_wolfe(donors[:, :19], own[:19], (1e-6 * noise) ** 2, 1e-5 * noise)
    gap = own - early @ donors
    assert gap[19:].mean() == pytest.approx(-19.61966, abs=2e-3)
    assert found.l2_imbalance < np.linalg.norm(gap[:19])
    assert found.att == pytest.approx(gap[19:].mean(), abs=0.15)


def test_walkthrough_of_geolift(walkthrough: Panel) -> None:
    found = fit(walkthrough, BASE)
    assert found.att == pytest.approx(155.556, abs=1e-3)
    assert found.lift == pytest.approx(0.054, abs=5e-4)
    assert found.cumulative == pytest.approx(4667, abs=0.5)
    assert found.l2_imbalance == pytest.approx(909.489, abs=1e-3)
    assert found.scaled_l2 == pytest.approx(0.1636, abs=1e-4)
    printed = {
        "cincinnati": 0.2272,
        "miami": 0.2028,
        "baton rouge": 0.1335,
        "minneapolis": 0.0900,
        "dallas": 0.0739,
    }
    assert dict(list(found.weights.items())[:5]) == pytest.approx(printed, abs=1e-4)


def test_walkthrough_of_geolift_with_a_ridge(walkthrough: Panel) -> None:
    found = fit(walkthrough, RIDGE)
    assert found.att == pytest.approx(156.805, abs=1e-3)
    assert found.lift == pytest.approx(0.055, abs=5e-4)
    assert found.cumulative == pytest.approx(4704, abs=0.5)
    assert found.l2_imbalance == pytest.approx(903.525, abs=1e-3)
    assert found.scaled_l2 == pytest.approx(0.1626, abs=1e-4)
    assert found.donor_weights.sum() == pytest.approx(1.0)
    assert found.donor_weights.min() < 0.0


CELLS = (("chicago", "cincinnati"), ("honolulu", "indianapolis"))


@pytest.fixture
def two_cells(cities: Panel) -> Panel:
    """The multi-cell panel of GeoLift: its single-cell one with other effects multiplied in."""
    outcome = cities.outcome.copy()
    effects = {"chicago": 1.3 / 1.05, "cincinnati": 1.3, "honolulu": 1.18, "indianapolis": 1.18}
    for name, factor in {**effects, "portland": 1 / 1.05}.items():
        outcome[cities.places.index(name), 90:] *= factor
    return replace(cities, outcome=outcome)


@pytest.mark.parametrize(
    ("cell", "att", "cumulative", "l2", "scaled_l2"),
    [(0, 673.819, 20215, 956.678, 0.1694), (1, 216.423, 6493, 1508.472, 0.326)],
)
def test_walkthrough_of_two_cells(
    two_cells: Panel, treated: Any, cell: int, att: float, cumulative: float, l2: float, scaled_l2: float
) -> None:
    """Printed by GeoLift 2.5 with the model "best"; the other cell is no donor."""
    donors = two_cells.of([i for i, name in enumerate(two_cells.places) if name not in CELLS[1 - cell]])
    found = best(treated(donors, "2021-04-01", *CELLS[cell]), [BASE, RIDGE])
    assert found.estimator is Estimator.RIDGE
    assert found.att == pytest.approx(att, abs=1e-3)
    assert found.cumulative == pytest.approx(cumulative, abs=0.5)
    assert found.l2_imbalance == pytest.approx(l2, abs=1e-3)
    assert found.scaled_l2 == pytest.approx(scaled_l2, abs=5e-5)


def test_ridge_of_the_california_tobacco_law(prop99: Panel) -> None:
    """augsynth 0.2.0, whose solver stops within 1e-5."""
    found = fit(prop99, Method(Estimator.RIDGE))
    assert found.att == pytest.approx(-15.952578, abs=2e-5)
    assert found.l2_imbalance == pytest.approx(3.197961, abs=2e-6)
    assert found.scaled_l2 == pytest.approx(0.045728, abs=1e-6)


def test_the_best_fit_is_that_with_the_least_imbalance(walkthrough: Panel) -> None:
    assert best(walkthrough, [BASE, RIDGE]).estimator is Estimator.RIDGE


def test_several_treated_places_beside_diff_diff(cities: Panel, treated: Any) -> None:
    """diff-diff 3.13.0, SyntheticDiD, whose descent stops early; its standard error is about 190."""
    panel = treated(cities, "2021-04-01", "chicago", "portland", "atlanta", "denver")
    assert fit(panel, Method(Estimator.SDID)).att == pytest.approx(126.1278, abs=2.0)


def years(first: int, last: int, step: int = 1) -> tuple[str, ...]:
    return tuple(f"{year}.0" for year in range(first, last + 1, step))


def test_classical_synthetic_control_of_the_basque_country(basque: Panel) -> None:
    """Predictors of Abadie and Gardeazabal (2003) as in the tests of pysyncon."""
    schooling = ("school.illit", "school.prim", "school.med", "school.high", "school.post.high", "invest")
    sectors = ("agriculture", "energy", "industry", "construction", "services.venta", "services.nonventa")
    predictors = (
        *(Predictor(name, years(1964, 1969)) for name in schooling),
        Predictor("outcome", years(1960, 1969)),
        *(Predictor(f"sec.{name}", years(1961, 1969, 2)) for name in sectors),
        Predictor("popdens", years(1969, 1969)),
    )
    found = fit(basque, Method(Estimator.SYNTHETIC, predictors=predictors, fitted=years(1960, 1969)))
    assert found.weights == pytest.approx(
        {"Cataluna": 0.850816, "Madrid (Comunidad De)": 0.149184}, abs=0.002
    )
    assert sum(found.predictor_weights.values()) == pytest.approx(1.0)
    alone = Method(
        Estimator.SYNTHETIC, predictors=predictors, importance=tuple(found.predictor_weights.values())
    )
    assert fit(basque, alone).weights == pytest.approx(found.weights, abs=1e-6)
