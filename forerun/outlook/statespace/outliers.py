"""Outliers and holes replaced, as Giannone, Reichlin and Small (2008) prepare their panel.

Journal of Monetary Economics 55, replication files; the median of an even number of values is the mean of the
two in the middle.  This changes data, so the dynamic factor models of this package do without it.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from forerun.outlook.statespace.model import Array

FARTHEST = 4.0
"""Interquartile ranges from the median beyond which a value is an outlier."""

REACH = 3
"""Months on each side over which the replacing moving average runs."""


def correct_outliers(values: Array) -> Array:
    """Outliers, and holes before the last observation, replaced by a centred moving average.

    The average of seven months is taken with the median in their place, the first and the last value being
    repeated at the ends.

    Args:
        values: (T,), NaN where nothing is observed.

    Returns:
        (T,), NaN after the last observation only; all NaN when nothing was observed.
    """
    seen = np.flatnonzero(np.isfinite(values))
    if not len(seen):
        return values
    inhabited = values[: seen[-1] + 1]
    wrong = np.isnan(inhabited) | is_outlier(inhabited)
    calm = np.where(wrong, np.nanmedian(inhabited), inhabited)
    ahead = np.full(min(REACH, len(values) - len(inhabited)), np.nan)
    after = np.concatenate([ahead, np.full(REACH - len(ahead), calm[-1])])
    windows = np.lib.stride_tricks.sliding_window_view(
        np.concatenate([np.full(REACH, calm[0]), calm, after]), 2 * REACH + 1
    )
    corrected = values.copy()
    corrected[: len(inhabited)] = np.where(wrong, np.nanmean(windows, axis=1), inhabited)
    return corrected


def is_outlier(values: Array) -> NDArray[np.bool_]:
    """Whether each value (T,) lies more than :data:`FARTHEST` interquartile ranges from the median."""
    low, middle, high = np.nanpercentile(values, [25, 50, 75])
    return np.asarray(np.abs(values - middle) > FARTHEST * (high - low), dtype=np.bool_)
