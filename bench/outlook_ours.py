"""Our factor model at work: ``python -m bench.outlook_ours TASK [NUMBER] FOLDER`` prints what it measured."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from pathlib import Path

import numpy as np

from bench.outlook_panels import BACKTEST, FILE, GDP, Figures, made_up, read
from bench.outlook_work import Found, cpu, perform
from forerun.outlook.factor.fit import FitSpec, fit
from forerun.outlook.factor.news import news
from forerun.outlook.factor.panel import Panel, standardised
from forerun.outlook.factor.parameters import Parameters
from forerun.outlook.factor.passes import loglikelihood
from forerun.outlook.factor.predict import forecast
from forerun.outlook.news import ChangeKind
from forerun.periods import Period

RUNS = 3
WARM = 5e-6  # tolerance of a fit from the one before, which starts far up the hill; from scratch 1e-6
OLD, NEW = "2019-11-30", "2019-12-31"  # the days between which the forecast moves
Vintages = Sequence[tuple[Panel, Period]]


def whole(folder: Path, factors: int) -> Found:
    """A whole fit from principal components, and its parameters on file for the peers."""
    figures, spec = read(folder / FILE), FitSpec(factors)
    given = standardised(figures.vintage(len(figures.days) - 1))
    found = fit(given, spec)
    keep(found.parameters, folder / f"parameters-{factors}.npz")
    return {
        "cpu": min(cpu(lambda: fit(given, spec)) for _ in range(RUNS)),
        "iterations": len(found.loglikelihood),
        "reached": found.loglikelihood[-1],
        "loglikelihood": loglikelihood(given, found.parameters),
        "moved": found.moved,
        "months": given.months,
        "series": len(given.names),
    }


def backtest(folder: Path) -> Found:
    """A forecast of the current quarter on each day, from the fit of the day before and from scratch."""
    figures = read(folder / FILE)
    few, many = ready(figures, "2015"), ready(figures, "2000")
    forecasts(few[:2], FitSpec(), warm=True)
    return {
        "cold": run(few, FitSpec(), warm=False),
        "warm": run(few, FitSpec(tolerance=WARM), warm=True),
        "warm_many": run(many, FitSpec(tolerance=WARM), warm=True),
        "same": run(few, FitSpec(), warm=True),
        "same_many": run(many, FitSpec(), warm=True),
    }


def ready(figures: Figures, first: str) -> Vintages:
    """Standardised panels of the days of a backtest, each with the month in which its quarter ends."""
    days = figures.between(first, BACKTEST[1])
    return [(standardised(figures.vintage(k)), figures.quarter(k)) for k in days]


def run(vintages: Vintages, spec: FitSpec, *, warm: bool) -> Found:
    """CPU seconds of fits and forecasts, best of the runs, and what the fits came to on average."""
    spent, paths = [], list[tuple[float, ...]]()
    for _ in range(RUNS):
        paths.clear()
        spent.append(cpu(lambda: paths.extend(forecasts(vintages, spec, warm=warm))))
    return {
        "cpu": min(spent),
        "vintages": len(paths),
        "iterations": float(np.mean([len(path) for path in paths])),
        "loglikelihood": float(np.mean([path[-1] for path in paths])),
    }


def forecasts(vintages: Vintages, spec: FitSpec, *, warm: bool) -> list[tuple[float, ...]]:
    """The log-likelihoods of each fit, each followed by a forecast.

    Warm ones start from the fit before when it was of the same series.
    """
    paths, before = list[tuple[float, ...]](), None
    for given, quarter in vintages:
        same = warm and before is not None and before.panel.names == given.names
        before = fit(given, spec, start=before.parameters if same and before else None)
        forecast(before, [(GDP, quarter)])
        paths.append(before.loglikelihood)
    return paths


def moved(folder: Path) -> Found:
    """News between two days a month apart, and what the peers need for the same."""
    figures = read(folder / FILE)
    old = fit(standardised(figures.vintage(figures.at(OLD))), FitSpec())
    fresh, target = figures.vintage(figures.at(NEW)), {(GDP, figures.quarter(figures.at(NEW))): 1.0}
    keep(old.parameters, folder / "parameters-news.npz")
    found = news(old, fresh, target)
    released = [each for each in found.changes if each.kind is ChangeKind.RELEASE]
    return {
        "cpu": min(cpu(lambda: news(old, fresh, target)) for _ in range(RUNS)),
        "residual": abs(found.residual),
        "releases": len(released),
        "old": found.old,
        "new": found.new,
        "impacts": {f"{each.series} {each.period}": each.impact for each in released},
    }


def first(_: Path) -> Found:
    """All that is compiled for a forecast and its news, on a small made-up panel."""
    figures = made_up(months=240, series=8)
    last = len(figures.days) - 1
    given, cell = figures.vintage(last), (GDP, figures.quarter(last))
    earlier = given.values.copy()
    earlier[-4:] = np.nan
    old = fit(standardised(replace(given, values=earlier)), FitSpec())
    said = float(forecast(old, [cell]).mean[0])
    return {"said": said, "releases": len(news(old, given, {cell: 1.0}).changes)}


def keep(given: Parameters, path: Path) -> None:
    """Write parameters to a file of numpy's."""
    np.savez(path, **{each.name: getattr(given, each.name) for each in fields(given)})


if __name__ == "__main__":
    perform({"whole": whole, "backtest": backtest, "moved": moved, "first": first})
