"""What an analytic error is, in words, and when there is none."""

from __future__ import annotations

from collections.abc import Mapping

from forerun.errors import ConventionError


def analytic(treated: Mapping[str, int], clusters: int, units: int) -> str:
    """The sentence that goes with analytic errors of group-time effects.

    Args:
        treated: how many clusters each cohort has, by its label.
        clusters: how many there are in all.
        units: how many units.

    Raises:
        ConventionError: one cluster holds all that is treated, so that its variance is unknown.
    """
    if sum(treated.values()) < 2:
        raise ConventionError(
            "one treated unit or cluster has no variance, so there is no analytic error",
            where=", ".join(treated),
            advice="Use placebos: difference-in-differences or synthetic control with placebo inference",
        )
    what = f"{units} units" if clusters == units else f"{clusters} clusters of {units} units"
    said = f"analytic from influence functions of {what}, cohort shares estimated, no small-sample factor"
    alone = [label for label, count in treated.items() if count == 1]
    if alone:
        said += f"; alone in its cohort, so that its own variance counts as zero: {', '.join(alone)}"
    return said
