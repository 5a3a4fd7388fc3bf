"""The sentences of the monitor in both languages: rule of direction, reasons of states, names of shares."""

from __future__ import annotations

from forerun.monitor.direction import Comparison
from forerun.monitor.result import TargetState
from forerun.periods import Period
from forerun.types import Names

DIVISIONS = Names("Divisions with growing value added", "增加值增长的行业大类")
PRODUCTS = Names("Products with growing output", "产量增长的产品")
PLACES = Names("Places with growing product", "生产总值增长的地区")
PLACES_NOMINAL = Names(
    "Places with growing product, nominal, derived from levels of one vintage",
    "生产总值增长的地区（名义增速，按同一版本水平值推算）",
)

DIRECTION_ONLY = Names("The plan names a direction, not a number.", "方案只提方向，未定数值。")
NO_SERIES = Names("No published figure in the catalog has this scope.", "目录中没有口径一致的公布数据。")
OTHER_UNIT = Names("The published figure is in a unit of another kind.", "公布数据的计量单位不可换算。")
BOUND = Names("Only a bound is published, and it leaves the answer open.", "仅公布界限值，无法判断。")
NO_START = Names(
    "Not reached yet; without a comparable earlier level the pace cannot be judged.",
    "尚未达到；缺少可比的起点水平，无法判断进度。",
)

RATE = Names(
    "Growth of the year so far is held against the rate of the year.", "以年内累计增速对照全年目标。"
)
AVERAGE = Names(
    "Two-year average growth of the same months is held against the average of the plan.",
    "以同期两年平均增速对照方案的年均目标。",
)
TOTAL = Names("The total of the year is held against the target.", "以全年总量对照目标。")
LEVEL = Names("The level at the end of the period is held against the target.", "以期末水平对照目标。")
BY_PATTERN = Names(
    "Held against the share of the target that the same months made of the year before.",
    "按上年同期累计占全年的比重折算目标进度。",
)
BY_MONTHS = Names(
    "Held against the target by months passed; last year's pattern is not known.",
    "按已过月数折算目标进度；上年进度未知。",
)
NOTHING = Names("No figure is known.", "无已知数据。")


def rule(comparison: Comparison | None, steady_band: float, base_band: float) -> Names:
    """The rule of direction and what it compared."""
    general = Names(
        f"Rising or falling when the year-to-date rate moved by {steady_band:g} points or more against "
        f"the one at least three months earlier, otherwise steady.",
        f"累计增速较三个月前变动达到{steady_band:g}个百分点为回升或回落，否则为平稳。",
    )
    return _joined(general, _compared(comparison, base_band))


def _compared(comparison: Comparison | None, base_band: float) -> Names:
    if comparison is None:
        return Names(
            "No recent rate with an earlier one on a calm base is known.", "缺少基数平稳、可比的近期增速。"
        )
    now, then = f"{comparison.rate:+.1f}", f"{comparison.earlier_rate:+.1f}"
    found = Names(
        f"{now} to {comparison.period} after {then} to {comparison.earlier}.",
        f"{comparison.period}累计{now}，{comparison.earlier}累计{then}。",
    )
    if comparison.years == 1:
        return found
    moved = Names(
        f"Averages over {comparison.years} years, because the base moved by more than {base_band:g} points:",
        f"因基数变动超过{base_band:g}个百分点，取{comparison.years}年平均：",
    )
    return _joined(moved, found)


def _joined(first: Names, second: Names) -> Names:
    return Names(f"{first.en} {second.en}", f"{first.zh}{second.zh}")


def counted_divisions(known: int, total: int) -> Names:
    """Name of a share that was counted because the publisher's count is not there."""
    if not known:
        return DIVISIONS
    return Names(
        f"{DIVISIONS.en}, counted from the {known} of {total} with a figure",
        f"{DIVISIONS.zh}（按{total}个大类中有数据的{known}个计）",
    )


def stated_by(publisher: Names) -> Names:
    """Who states a rounded or bounding figure."""
    return Names(f"source: {publisher.en}", f"据{publisher.zh}")


def begins(first: Period) -> Names:
    """The target period lies ahead."""
    return Names(f"The target period begins with {first}.", f"目标期自{first}起。")


def nothing_known(first: Period, last: Period) -> Names:
    """No figure can be held against the target period yet."""
    english, chinese = (f"{last}" if first == last else f"{first}{dash}{last}" for dash in ("–", "—"))
    return Names(f"No figure to be held against {english} is known yet.", f"尚无可对照{chinese}目标的数据。")


def first_year(year: int) -> Names:
    """Only the first year of an average target has figures."""
    return Names(
        f"Only {year}, the first year of the target, is known: its rate is held against the average.",
        f"目标期内仅知首年{year}，以其增速对照年均目标。",
    )


def on_line(start: Period | None) -> Names:
    """A stock is held against the straight line to its target."""
    return Names(
        f"Held against the straight line from {start} to the target.", f"对照自{start}至目标值的直线进度。"
    )


def stale(period: Period | None) -> Names:
    """The last figure is too old to judge by."""
    return Names(f"Nothing is known since {period}.", f"{period}以来无已知数据。")


def verdict(state: TargetState, last: Period) -> Names:
    """How a target period ended."""
    english, chinese = _VERDICTS[state]
    return Names(f"{last} is over: {english}.", f"{last}已结束：{chinese}。")


_VERDICTS = {
    TargetState.AHEAD: ("the target was exceeded", "超额完成目标"),
    TargetState.ON_TRACK: ("the target was met", "完成目标"),
    TargetState.BEHIND: ("the target was missed", "未完成目标"),
}


def under_way(how: Names, period: Period | None) -> Names:
    """What a running target is held against, and up to when it is known."""
    return Names(f"Known to {period}. {how.en}", f"数据截至{period}。{how.zh}")
