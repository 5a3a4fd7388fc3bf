"""The recipes of seasonal adjustment in words, as a :class:`~forerun.types.Trace` names them."""

from __future__ import annotations

from forerun.ledger.recipes import Recipe
from forerun.types import Names

ADJUSTED = Recipe(
    "seasonally-adjusted",
    1,
    Names(
        "published levels without season, trading-day and holiday effects, by X-13ARIMA-SEATS",
        "用X-13ARIMA-SEATS剔除季节、交易日和节假日因素后的水平值",
    ),
    Names(
        "less than three years, constant series, all across a break; a month without a figure stays missing",
        "不足三年、数值不变、跨口径变动时不推算；无数据的月份仍为缺失",
    ),
)
SPLIT_BY_MODEL = Recipe(
    "joint-split-by-model",
    1,
    Names(
        "joint figure of two months times each month's share in the estimates of a regARIMA model that takes "
        "both as missing",
        "两个月的合并数按回归ARIMA模型（两月均视为缺失）估计值的比重拆分",
    ),
    Names("fewer than three years with figures for each month", "分月数据不足三年时不推算"),
)
SPLIT_BY_DAYS = Recipe(
    "joint-split-by-days",
    1,
    Names(
        "joint figure of two months in proportion to their average length, February with 28.25 days",
        "两个月的合并数按平均天数（2月取28.25天）的比重拆分",
    ),
    Names("nothing", "无"),
)
IMPLIED_INDEX = Recipe(
    "implied-index",
    1,
    Names(
        "the months of the year before the first rate stand at 100 or at a given pattern; from then on each "
        "month is the same month a year before, grown by the published rate; January and February take their "
        "joint rate",
        "首个增速之前一年的各月取100或给定形态；此后各月为上年同月乘以公布增速，1月、2月取1—2月合并增速",
    ),
    Names("across a break; a month without a rate stays missing", "跨口径变动时不推算；无增速的月份仍为缺失"),
)
MONTH_ON_MONTH = Recipe(
    "month-on-month-adjusted",
    1,
    Names("adjusted level over that of the month before, less one", "季调后水平的环比增速"),
    Names("a missing month, a level of zero or below", "缺月或水平值不大于零时不推算"),
)
THREE_MONTHS_ANNUALISED = Recipe(
    "three-months-annualised",
    1,
    Names(
        "mean adjusted level of three months over that of the three before, to the fourth power, less one",
        "季调后最近三个月均值与前三个月均值之比的四次方减一（%）",
    ),
    MONTH_ON_MONTH.refuses,
)

RECIPES = {
    each.id: each
    for each in (
        ADJUSTED,
        SPLIT_BY_MODEL,
        SPLIT_BY_DAYS,
        IMPLIED_INDEX,
        MONTH_ON_MONTH,
        THREE_MONTHS_ANNUALISED,
    )
}
"""Every recipe of this room under its id."""
