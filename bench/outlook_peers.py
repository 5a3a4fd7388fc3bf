"""The peers at the same work: ``python -m bench.outlook_peers TASK [NUMBERS] FOLDER``."""

from __future__ import annotations

import logging
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from bench.outlook_ours import NEW, OLD
from bench.outlook_panels import FILE, GDP, read
from bench.outlook_work import Found, cpu, perform
from forerun.compiled import Array
from forerun.outlook.factor.panel import Panel, standardised
from forerun.outlook.factor.parameters import Parameters

if TYPE_CHECKING:
    import pandas as pd


def statsmodels(folder: Path, factors: int, iterations: int) -> Found:
    """DynamicFactorMQ: its log-likelihood at our parameters, and the CPU time of its fastest iteration."""
    figures = read(folder / FILE)
    model = timed_model(standardised(figures.vintage(len(figures.days) - 1)), factors)
    given = translated(model.param_names, parameters(folder / f"parameters-{factors}.npz"), model.columns)
    value = float(model.loglike(given))
    with warnings.catch_warnings(action="ignore"):  # that it has not converged
        model.fit_em(maxiter=iterations, tolerance=0.0, disp=False, return_params=True)
    return {"loglikelihood": value, "iteration": min(model.spent), "iterations": len(model.spent)}


def nowcastbox(folder: Path, factors: int, iterations: int) -> Found:
    """MixedFreqDFM: the CPU time of its fastest iteration, between two lines of its log."""
    import nowcastbox as nb

    figures = read(folder / FILE)
    made, log = frame(figures.vintage(len(figures.days) - 1)), _Clock()
    logging.getLogger("nowcastbox").addHandler(log)
    logging.getLogger("nowcastbox").setLevel(logging.DEBUG)
    model = nb.MixedFreqDFM(n_factors=factors, max_iter=iterations, tol=0.0)
    with warnings.catch_warnings(action="ignore"):  # that it has not converged
        model.fit(made, target=GDP, frequency={GDP: "Q"})
    return {"iteration": float(np.diff(log.times).min()), "iterations": len(log.times) - 1}


def statsmodels_news(folder: Path) -> Found:
    """Its news between the two days at our parameters, each release's impact in units of the target."""
    figures = read(folder / FILE)
    old, fresh = standardised(figures.vintage(figures.at(OLD))), figures.vintage(figures.at(NEW))
    before, after = frame(old), (frame(fresh) - old.means) / old.scales
    model = timed_model(old, 1)
    earlier = model.smooth(
        translated(model.param_names, parameters(folder / "parameters-news.npz"), old.names)
    )
    found: list[Any] = []

    def moved() -> None:
        later = earlier.apply(monthly(after), endog_quarterly=quarterly(after), retain_standardization=False)
        found.append(later.news(earlier, impact_date=before.index[-1], impacted_variable=GDP))

    spent = cpu(moved)
    table = found[0].details_by_impact["impact"].reset_index()
    scale = float(old.scales[old.column(GDP)])
    dates, series = table["update date"].astype(str), table["updated variable"]
    names = [f"{name} {date}" for name, date in zip(series, dates, strict=True)]
    return {"cpu": spent, "impacts": dict(zip(names, (table["impact"] * scale).tolist(), strict=True))}


def timed_model(given: Panel, factors: int) -> Any:
    """DynamicFactorMQ on a panel; ``spent`` are CPU seconds by iteration, ``columns`` the panel's names."""
    from statsmodels.tsa.api import DynamicFactorMQ

    class Timed(DynamicFactorMQ):  # type: ignore[misc]
        spent: tuple[float, ...] = ()
        columns = given.names

        def _em_iteration(self, *arguments: Any, **named: Any) -> Any:
            start = time.process_time()
            done = super()._em_iteration(*arguments, **named)
            self.spent = (*self.spent, time.process_time() - start)
            return done

    made = frame(given)
    return Timed(
        monthly(made),
        endog_quarterly=quarterly(made),
        factors=1,
        factor_multiplicities=factors,
        factor_orders=1,
        idiosyncratic_ar1=True,
        standardize=False,
    )


def frame(given: Panel) -> pd.DataFrame:
    """A panel as a table of pandas, months in rows."""
    import pandas as pd

    months = pd.period_range(str(given.start), periods=given.months, freq="M")
    return pd.DataFrame(given.values, index=months, columns=list(given.names))


def monthly(made: pd.DataFrame) -> pd.DataFrame:
    """The monthly series."""
    return made.drop(columns=GDP)


def quarterly(made: pd.DataFrame) -> pd.DataFrame:
    """GDP by quarter."""
    ends = made.loc[made.index.month % 3 == 0, [GDP]]
    return ends.set_axis(ends.index.asfreq("Q"))


def parameters(path: Path) -> Parameters:
    """Parameters from a file of numpy's."""
    with np.load(path) as held:
        return Parameters(**held)


def translated(wanted: list[str], given: Parameters, names: tuple[str, ...]) -> Array:
    """Parameters in the order and under the names of DynamicFactorMQ."""
    root = np.linalg.cholesky(given.shock_covariance)
    factors = [f"0.{k + 1}" for k in range(given.factors)] if given.factors > 1 else ["0"]
    said: dict[str, float] = {}
    for i, name in enumerate(names):
        said |= {f"loading.{k}->{name}": value for k, value in zip(factors, given.loadings[i], strict=True)}
        said[f"L1.eps_{'Q' if name == GDP else 'M'}.{name}"] = given.ar[i]
        said[f"sigma2.{name}"] = given.variance[i]
    for i, name in enumerate(factors):
        said |= {f"L1.{k}->{name}": value for k, value in zip(factors, given.transition[0, i], strict=True)}
        said |= {f"fb(0).cov.chol[{i + 1},{k + 1}]": value for k, value in enumerate(root[i])}
    return np.array([said[name] for name in wanted])


class _Clock(logging.Handler):
    """CPU time whenever an iteration is logged."""

    def __init__(self) -> None:
        super().__init__()
        self.times: list[float] = []

    def emit(self, record: logging.LogRecord) -> None:
        if record.getMessage().startswith("EM iteration"):
            self.times.append(time.process_time())


TASKS: dict[str, Callable[..., Found]] = {
    "statsmodels": statsmodels,
    "nowcastbox": nowcastbox,
    "statsmodels_news": statsmodels_news,
}

if __name__ == "__main__":
    perform(TASKS)
