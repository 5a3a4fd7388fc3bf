"""Test for a season that is left in an adjusted series."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from forerun.outlook.seasonal.result import Test
from forerun.outlook.seasonal.windows import Floats


def residual_f_test(name: str, values: Floats, seasons: Sequence[int], recent: int = 0) -> Test | None:
    """One-way analysis of variance of quarterly differences by season, the F-test of table D 11 of X-11.

    Method: Lothian & Morry (1978), "A test for the presence of identifiable seasonality", Statistics Canada;
    it equals X-13's ``d11.f``.

    Args:
        name: of the test.
        values: adjusted series, shape (T,), NaN where missing.
        seasons: index of each value's period within its year, length T.
        recent: number of differences at the end to test, 0 for all of them.

    Returns:
        The test, or None when some season has fewer than two differences.
    """
    from scipy.stats import f_oneway

    lag = max(len(set(seasons)) // 4, 1)
    change = (values[lag:] - values[:-lag])[-recent:]
    season = np.array(seasons)[lag:][-recent:]
    kept = ~np.isnan(change)
    groups = [change[kept & (season == each)] for each in sorted(set(season[kept]))]
    if len(groups) < 2 or min(map(len, groups)) < 2 or all(np.ptp(group) == 0 for group in groups):
        return None
    found = f_oneway(*groups)
    return Test(name, float(found.statistic), float(found.pvalue))
