"""Forecasts of diffusion as claims, which carry their score and can be kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from forerun.catalog.forward import Forward, forward_id
from forerun.foresight.diffusion.forecast import DiffusionForecast
from forerun.foresight.diffusion.study import DiffusionStudy
from forerun.foresight.scores import Claim
from forerun.periods import Frequency, Period
from forerun.types import Interval, Measure

METHOD = "diffusion.curves"


def study_claims(study: DiffusionStudy) -> Iterator[Claim]:
    """Every claim of a study."""
    for each in study.forecasts:
        yield from diffusion_claims(each, study.as_of)


def diffusion_claims(found: DiffusionForecast, vintage: date) -> Iterator[Claim]:
    """One claim for each period ahead.

    A catalogued series is claimed itself, in its unit; the path of a person's own table in percent of its
    last value, on a series of forward claims.  Before the inflection only the range is claimed.

    Args:
        found: the forecast.
        vintage: the day whose knowledge it is.
    """
    path = found.path
    scale = 1.0 if path.series else 100 / path.latest
    for each in found.ahead:
        yield Claim(
            subject=path.subject,
            series=path.series or forward_id(Forward.DIFFUSION, path.subject),
            period=each.period if path.series else Period(Frequency.YEAR, each.period.year),
            measure=path.measure if path.series else Measure.LEVEL,
            value=each.value * scale,
            unit=path.unit if path.series else "percent",
            intervals=tuple(Interval(one.level, one.low * scale, one.high * scale) for one in each.intervals),
            method=METHOD,
            origin=path.last,
            vintage=vintage,
            data=path.data,
            score=each.score,
            range_only=not found.inflected,
        )
