"""The inference asked for by name."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from forerun.errors import SpecError
from forerun.trials.inference.asked import Asked
from forerun.trials.inference.conformal import conformal
from forerun.trials.inference.jackknife_plus import jackknife_plus
from forerun.trials.inference.placebo import placebo
from forerun.trials.inference.resampling import cluster_bootstrap, jackknife
from forerun.trials.panel import Panel
from forerun.trials.result import Effect, Inference
from forerun.trials.synthetic.method import Method

_WAYS: dict[Inference, Callable[[Panel, Method, Asked], Effect]] = {
    Inference.PLACEBO: placebo,
    Inference.CONFORMAL: conformal,
    Inference.CONFORMAL_BLOCK: partial(conformal, order=Inference.CONFORMAL_BLOCK),
    Inference.CONFORMAL_IID: partial(conformal, order=Inference.CONFORMAL_IID),
    Inference.JACKKNIFE: jackknife,
    Inference.JACKKNIFE_PLUS: jackknife_plus,
    Inference.CLUSTER_BOOTSTRAP: cluster_bootstrap,
}


def infer(panel: Panel, method: Method, inference: Inference, asked: Asked | None = None) -> Effect:
    """The effect that a method finds, with its uncertainty.

    Raises:
        InputError: a panel that cannot be used.
        ConventionError: an inference that is not defined for this panel or method.
        SpecError: an inference that synthetic estimators do not have.
    """
    if inference not in _WAYS:
        raise SpecError(
            f"synthetic estimators have no {inference} inference", advice=f"Use one of {', '.join(_WAYS)}"
        )
    return _WAYS[inference](panel, method, asked or Asked())
