"""The register of recipes: what each derived number is, in words, and what is refused.

Every derived number names its recipe (``month-from-cumulative/1``) in its
:class:`~forerun.types.Trace`.  A recipe that changes meaning gets a new version.  The functions are in
:mod:`forerun.ledger.levels` (levels), :mod:`forerun.ledger.rates` (growth),
:mod:`forerun.ledger.pace` (the way to a target) and :mod:`forerun.monitor` (targets and breadth);
``docs/conventions.md`` shows each with real numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from forerun.types import Names


@dataclass(frozen=True, slots=True)
class Recipe:
    """A convention by which one number is made from published ones."""

    name: str
    version: int
    formula: Names
    refuses: Names

    @property
    def id(self) -> str:
        """Name and version, as a :class:`~forerun.types.Trace` carries it."""
        return f"{self.name}/{self.version}"


MONTH_FROM_CUMULATIVE = Recipe(
    "month-from-cumulative",
    1,
    Names(
        "January to this period less January to the period before, both as published",
        "本期累计值减上期累计值，均为公布数",
    ),
    Names(
        "January or February alone, a gap between the two, a break, a bound, different publishers or "
        "vintages, rounding above a tenth of the result",
        "不单列1月或2月；中间缺期、口径变动、仅公布界限值、发布机构或版本不同、舍入误差超过结果十分之一时不推算",
    ),
)
CUMULATIVE_FROM_MONTHS = Recipe(
    "cumulative-from-months",
    1,
    Names(
        "sum of the published months from January on, January and February entering with their joint figure",
        "自1月起各月公布数之和，1—2月取合并数",
    ),
    Names("a missing month, a break, a bound", "缺月、口径变动、仅公布界限值时不推算"),
)
CHAINED_LEVEL = Recipe(
    "chained-level",
    1,
    Names(
        "the level of the same period a year before, grown by the published rate: a level on the comparable "
        "basis of that rate",
        "上年同期公布数按公布增速推算：为该增速可比口径下的水平",
    ),
    Names(
        "where a level is published, across a break, from a bound",
        "已公布水平值、跨口径变动、仅公布界限值时不推算",
    ),
)
GROWTH_FROM_LEVELS = Recipe(
    "growth-from-levels",
    1,
    Names(
        "ratio of two published levels a year apart, less one: nominal and not on a comparable basis",
        "相隔一年的两个公布水平值之比减一：名义增速，非可比口径",
    ),
    Names(
        "where a growth rate is published, across a break, from a bound, from percentages, rounding above "
        "one percentage point",
        "已公布增速、跨口径变动、仅公布界限值、百分比指标、舍入误差超过1个百分点时不推算",
    ),
)
NET_ADDITION = Recipe(
    "net-addition",
    1,
    Names(
        "stock at the end of the period less stock at the end of the year before",
        "期末存量减上年末存量",
    ),
    Names(
        "flows and percentages, a break, a bound, different publishers",
        "流量指标和百分比、口径变动、仅公布界限值、发布机构不同时不推算",
    ),
)
CONTRIBUTION = Recipe(
    "contribution",
    1,
    Names(
        "growth of the part times its share of the whole a year before, in percentage points",
        "分项增速乘以其上年同期占总体的比重，单位为百分点",
    ),
    Names(
        "without published levels of part and whole a year before, a part larger than its whole, a break",
        "无上年同期分项与总体公布水平、分项大于总体、跨口径变动时不推算",
    ),
)
TWO_YEAR_AVERAGE = Recipe(
    "two-year-average",
    1,
    Names(
        "geometric mean of the published growth of this period and of the same period a year before",
        "本期与上年同期公布增速的几何平均",
    ),
    Names("where either rate is not published, across a break", "任一增速未公布或跨口径变动时不推算"),
)
MOMENTUM = Recipe(
    "momentum",
    1,
    Names(
        "mean of the growth over a year of the last three months; January and February each count with "
        "their joint rate",
        "最近三个月同比增速的平均；1月、2月各按1—2月合并增速计",
    ),
    Names("a month without a published rate", "任一月份增速未公布时不推算"),
)
ACCELERATION = Recipe(
    "acceleration",
    1,
    Names(
        "growth rate less the growth rate before it, in percentage points",
        "本期增速减上期增速，单位为百分点",
    ),
    Names(
        "year-to-date rates of different years, rates of different measures, a gap between the two",
        "不同年份的累计增速、不同口径的增速、中间缺期时不推算",
    ),
)
MONTH_GROWTH = Recipe(
    "month-growth-from-cumulative",
    1,
    Names(
        "n times the growth of January to month n less (n - 1) times that of January to the month before: "
        "every month of the base year weighs the same",
        "前n个月增速乘n减前n-1个月增速乘(n-1)：假定基年各月权重相等",
    ),
    Names(
        "where the month's rate is published, February, a gap, a break, rounding above one percentage point",
        "已公布当月增速、2月、缺期、口径变动、舍入误差超过1个百分点时不推算",
    ),
)
CUMULATIVE_GROWTH = Recipe(
    "cumulative-growth-from-months",
    1,
    Names(
        "mean of the published monthly rates from January on, January and February counting twice with "
        "their joint rate: every month of the base year weighs the same",
        "自1月起各月公布增速的平均，1—2月合并增速计两次：假定基年各月权重相等",
    ),
    Names(
        "where the cumulative rate is published, a missing month, a break",
        "已公布累计增速、缺月、口径变动时不推算",
    ),
)
NEEDED_GROWTH = Recipe(
    "needed-growth",
    1,
    Names(
        "growth that the rest of the target period needs on average to meet the target; every month of the "
        "base year weighs the same",
        "为完成目标，余下时间平均所需增速；假定基年各月权重相等",
    ),
    Names(
        "when the period is over, a target without a number, a complete year without a published rate",
        "目标期已结束、目标无数值、期内完整年度增速未公布时不推算",
    ),
)
NEEDED_GROWTH_WEIGHTED = Recipe(
    "needed-growth-weighted",
    1,
    Names(
        "growth that the rest of the target period needs on average to meet the target; months weigh as the "
        "published levels of the year before",
        "为完成目标，余下时间平均所需增速；各月按上年公布水平加权",
    ),
    NEEDED_GROWTH.refuses,
)
NEEDED_PER_MONTH = Recipe(
    "needed-per-month",
    1,
    Names(
        "target less what is reached, divided by the months left; zero once the target is reached",
        "目标值减已完成数，除以剩余月数；目标已达到则为零",
    ),
    Names(
        "when the period is over, a target without a number, different units, a flow over several years",
        "目标期已结束、目标无数值、单位不同、跨年流量目标时不推算",
    ),
)

GAP_TO_TARGET = Recipe(
    "gap-to-target",
    1,
    Names("figure less target", "实际值减目标值"),
    Names("from a bound, without a figure", "仅公布界限值或无数据时不推算"),
)
EXPECTED_BY_PATTERN = Recipe(
    "expected-by-pattern",
    1,
    Names(
        "target times the share of the year before that its same months had made; where their level is not "
        "published, as this year's level and its published growth imply it",
        "目标值乘以上年同期累计占上年全年的比重；上年同期未公布时，由本年累计值及其公布增速推得",
    ),
    Names("without a published total of the year before", "上年全年值未公布时不推算"),
)
EXPECTED_BY_MONTHS = Recipe(
    "expected-by-months",
    1,
    Names("target times the share of the year's months that have passed", "目标值乘以已过月数占全年的比重"),
    Names("stocks", "存量指标不适用"),
)
EXPECTED_ON_LINE = Recipe(
    "expected-on-line",
    1,
    Names(
        "point reached by then on the straight line from the starting level to the target",
        "自起点水平到目标值的直线上当期所在位置",
    ),
    Names("flows, without a published starting level", "流量指标或起点水平未公布时不推算"),
)
MEMBERS = Recipe(
    "members",
    1,
    Names(
        "number of members: all of the classification where their growth is counted by the publisher, else "
        "those with a published figure",
        "成员数：发布机构给出增长个数时为分类全部成员，否则为有公布数据的成员",
    ),
    Names("nothing", "无"),
)
GROWING_MEMBERS = Recipe(
    "growing-members",
    1,
    Names("number of members whose figure is above zero", "数值大于零的成员数"),
    Names("where the publisher gives the count", "发布机构已给出个数时不推算"),
)
SHARE_GROWING = Recipe(
    "share-growing",
    1,
    Names("growing members as a percentage of all members", "增长成员占全部成员的百分比"),
    Names("without members", "无成员时不推算"),
)

RECIPES = {
    each.id: each
    for each in (
        MONTH_FROM_CUMULATIVE,
        CUMULATIVE_FROM_MONTHS,
        CHAINED_LEVEL,
        GROWTH_FROM_LEVELS,
        NET_ADDITION,
        CONTRIBUTION,
        TWO_YEAR_AVERAGE,
        MOMENTUM,
        ACCELERATION,
        MONTH_GROWTH,
        CUMULATIVE_GROWTH,
        NEEDED_GROWTH,
        NEEDED_GROWTH_WEIGHTED,
        NEEDED_PER_MONTH,
        GAP_TO_TARGET,
        EXPECTED_BY_PATTERN,
        EXPECTED_BY_MONTHS,
        EXPECTED_ON_LINE,
        MEMBERS,
        GROWING_MEMBERS,
        SHARE_GROWING,
    )
}
"""Every recipe under its id."""
