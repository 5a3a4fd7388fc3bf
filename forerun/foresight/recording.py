"""Claims as rows of the ledger, of source ``forerun:<method>@<version>``, with the score in the note.

They have vintages and can be scored when the future has come; their status keeps them out of every figure.
"""

from __future__ import annotations

from datetime import datetime, time

from forerun import __version__
from forerun.errors import InputError
from forerun.foresight.scores import Claim, Metric, Score
from forerun.types import Basis, Comparator, Interval, Observation, Status

PUBLISHER = "forerun"
DIGITS = 9
"""Significant digits of a recorded value."""
NO_SCORE = "none"


def observed(claim: Claim, command: str) -> Observation:
    """A claim as a row of the ledger.

    Args:
        claim: with a finite value.
        command: the command line that makes it again.
    """
    return Observation(
        series=claim.series,
        period=claim.period,
        measure=claim.measure,
        value=_rounded(claim.value),
        unit=claim.unit,
        comparator=Comparator.EQUAL,
        status=Status.FORECAST,
        published=claim.vintage,
        basis=Basis.STATED,
        recorded=datetime.combine(claim.vintage, time()),
        publisher=PUBLISHER,
        source=f"{PUBLISHER}:{claim.method}@{__version__}",
        locator=command,
        note=note_of(claim),
    )


def note_of(claim: Claim) -> str:
    """What the ledger keeps beside the value: origin, vintage, data, intervals and hindcast."""
    parts = [
        f"method: {claim.method}",
        f"vintage: {claim.vintage}",
        f"origin: {claim.origin}",
        f"data: {claim.data}",
        *(f"interval {each.level:g}: {each.low:.9g} to {each.high:.9g}" for each in claim.intervals),
        *(["range only"] if claim.range_only else []),
    ]
    if claim.score is None:
        unscored = (f"score: {NO_SCORE}", f"baseline: {NO_SCORE}", "n: 0", "no demonstrated skill")
        return "; ".join([*parts, *unscored])
    score = claim.score
    first, last, count = score.origins
    parts += [
        f"score: {score.value:.9g}",
        f"metric: {score.metric}",
        f"baseline: {score.baseline}",
        f"baseline score: {score.baseline_value:.9g}",
        f"skill: {score.skill:.9g}",
        f"n: {score.n}",
        f"origins: {first} to {last}, {count}",
    ]
    if score.interval is not None:
        held = score.interval
        parts.append(f"skill interval {held.level:g}: {held.low:.9g} to {held.high:.9g}")
    return "; ".join(parts if claim.may_lead else [*parts, "no demonstrated skill"])


def score_of(row: Observation) -> Score | None:
    """The hindcast that stands in the note of a recorded claim; None where there was none.

    Raises:
        InputError: the row is no claim.
    """
    said = dict(part.split(": ", 1) for part in row.note.split("; ") if ": " in part)
    if "score" not in said:
        raise InputError("the row holds no claim of foresight", where=row.series)
    if said["score"] == NO_SCORE:
        return None
    span, count = said["origins"].rsplit(", ", 1)
    first, last = span.split(" to ")
    return Score(
        metric=Metric(said["metric"]),
        value=float(said["score"]),
        baseline=said["baseline"],
        baseline_value=float(said["baseline score"]),
        skill=float(said["skill"]),
        n=int(said["n"]),
        origins=(int(first), int(last), int(count)),
        interval=_skill_interval(said),
    )


def _skill_interval(said: dict[str, str]) -> Interval | None:
    for key, value in said.items():
        if key.startswith("skill interval "):
            low, high = value.split(" to ")
            return Interval(float(key.rsplit(" ", 1)[1]), float(low), float(high))
    return None


def _rounded(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
