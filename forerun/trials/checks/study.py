"""An event study as the checks read it: estimates before and after, and how they vary together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from forerun.compiled import Array
from forerun.errors import ConventionError, InputError, SpecError

_SLACK = 1e-8  # of the largest eigenvalue: how far below zero rounding can push the smallest


@dataclass(frozen=True, slots=True, eq=False)
class EventStudy:
    """Estimates by period relative to the start of treatment, made by :func:`event_study`.

    Attributes:
        relative: the P periods that were estimated, ascending; 0 is the first treated one; the reference,
            whose estimate is zero by construction, is not among them.
        estimates: (P,), in the outcome's unit.
        covariance: (P, P), of the estimates.
        reference: the period against which all others are measured.
    """

    relative: tuple[int, ...]
    estimates: Array
    covariance: Array
    reference: int

    @property
    def before(self) -> int:
        """How many periods were estimated before the reference; they come first."""
        return sum(each < self.reference for each in self.relative)

    @property
    def time(self) -> Array:
        """(P,) periods counted from the reference."""
        return np.asarray(self.relative, float) - self.reference

    @property
    def errors(self) -> Array:
        """(P,) standard errors."""
        errors: Array = np.sqrt(np.diag(self.covariance))
        return errors

    def of(self, relative: Sequence[int]) -> EventStudy:
        """The study of some of its periods only."""
        rows = [self.relative.index(each) for each in relative]
        return EventStudy(
            tuple(relative), self.estimates[rows], self.covariance[np.ix_(rows, rows)], self.reference
        )


def event_study(
    relative: Sequence[int], estimates: Array, covariance: Array, *, reference: int = -1
) -> EventStudy:
    """An event study from what an estimator gives.

    Args:
        relative: P periods relative to the start, ascending; the reference may be among them and is left out.
        estimates: (P,) estimates in the outcome's unit, as of Callaway and Sant'Anna with a universal base
            period or of a two-way fixed-effects regression.
        covariance: (P, P) covariance matrix of the estimates.
        reference: the period against which all others are measured.

    Raises:
        InputError: shapes that differ, periods out of order, numbers that are not finite, a period without
            variance, a matrix that is no covariance matrix.
        SpecError: no period after the reference.
    """
    at, beta, matrix = tuple(relative), np.asarray(estimates, float), np.asarray(covariance, float)
    if beta.shape != (len(at),) or matrix.shape != (len(at), len(at)):
        raise InputError(
            f"{len(at)} periods, estimates of shape {beta.shape} and a covariance of shape {matrix.shape}",
            where="event study",
            advice="Give one estimate and one row and column of the covariance for each period",
        )
    if any(later <= earlier for earlier, later in pairwise(at)):
        raise InputError(f"periods {at} do not ascend", where="event study", advice="Sort them, each once")
    kept = [k for k, each in enumerate(at) if each != reference]
    study = EventStudy(tuple(at[k] for k in kept), beta[kept], matrix[np.ix_(kept, kept)], reference)
    if study.before == len(study.relative):
        raise SpecError(
            f"no period after the reference {reference}", where="event study", advice="Add treated periods"
        )
    _sound(study)
    return study


def _sound(study: EventStudy) -> None:
    """Refuse numbers that cannot be estimates with their covariance."""
    for k, period in enumerate(study.relative):
        where = f"event study, relative period {period}"
        if not (np.isfinite(study.estimates[k]) and np.isfinite(study.covariance[k]).all()):
            raise InputError("an estimate or covariance is not a number", where=where, advice="Leave it out")
        if study.covariance[k, k] <= 0.0:
            raise InputError(
                f"variance {study.covariance[k, k]:g}",
                where=where,
                advice="An estimate needs a positive variance; only the reference has none",
            )
    scale = np.abs(study.covariance).max()
    least = float(np.linalg.eigvalsh(study.covariance)[0])
    skew = np.abs(study.covariance - study.covariance.T).max()
    if skew > _SLACK * scale or least < -_SLACK * scale * len(study.relative):
        raise InputError(
            f"no covariance matrix: smallest eigenvalue {least:.3g}, largest asymmetry {skew:.3g}",
            where="event study",
            advice="Give the estimator's full covariance matrix, in the order of the periods",
        )


def consecutive(study: EventStudy) -> None:
    """Refuse a study from which the path of a trend cannot be read.

    Raises:
        ConventionError: no period before the reference, or a gap between periods.
    """
    if study.before == 0:
        raise ConventionError(
            f"no estimate before the reference period {study.reference}",
            where="event study",
            advice="How large a violation could be is learnt from periods before treatment: estimate some",
        )
    every = sorted({*study.relative, study.reference})
    for earlier, later in pairwise(every):
        if later != earlier + 1:
            raise ConventionError(
                f"no estimate between {earlier} and {later}",
                where="event study",
                advice="Changes from one period to the next need consecutive periods: leave out those beyond",
            )


def first_effect(study: EventStudy) -> Array:
    """Weights, one for each period after the reference, of the effect in the first treated period."""
    after = np.asarray(study.relative[study.before :])
    chosen = 0 if 0 in after else int(after[0])
    return np.asarray(after == chosen, float)


def average_effect(study: EventStudy) -> Array:
    """Weights, one for each period after the reference, of the mean effect over the treated periods.

    Raises:
        SpecError: no treated period.
    """
    treated = np.asarray(study.relative[study.before :]) >= 0
    if not treated.any():
        raise SpecError("no treated period", where="event study", advice="Add relative period 0 or later")
    weights: Array = treated / treated.sum()
    return weights
