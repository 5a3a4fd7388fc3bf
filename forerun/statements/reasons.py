"""Why a verdict was given: one sentence in each language, made of figures and times."""

from __future__ import annotations

import calendar

from forerun.catalog.model import Catalog
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Figure, Measure, Names, Series

_SIGNS = {
    Comparator.ABOUT: Names("about ", "约"),
    Comparator.MORE: Names("more than ", "超过"),
    Comparator.AT_LEAST: Names("at least ", "不低于"),
    Comparator.LESS: Names("less than ", "不到"),
    Comparator.AT_MOST: Names("at most ", "不超过"),
}
_RATES = {
    Measure.YOY: Names(" on a year earlier", "（同比）"),
    Measure.YTD_YOY: Names(" on a year earlier", "（同比）"),
    Measure.MOM: Names(" on a month earlier", "（环比）"),
    Measure.MOM_SA: Names(" on a month earlier, seasonally adjusted", "（环比，季调）"),
}
NOTHING = Names("", "")
LATER = Names(
    "Only a vintage published after that day is held; the first one may have been another.",
    "台账中仅有其后公布的修订数据，初次公布的数据可能不同。",
)
"""That a speaker cannot have quoted what is held."""
NO_OTHER_END = Names(
    "It is not understood from what the distance is measured; that figure would be needed.",
    "未能识别与何者相比；需要被比较的数据。",
)
NO_START = Names(
    "No figure from before it was said is held, from which the direction would be measured.",
    "台账中没有发言之前的数据，无法判断变化方向。",
)
FAR_BEYOND = Names(
    "The figure lies so far beyond the bound that another figure or unit may be meant.",
    "公布数据远超所说界限，所指或为其他数据或单位。",
)
SLOWER = Names("It grew, but more slowly than before.", "虽在增长，但增速放缓。")
A_RUN = Names(
    "A run of months was said, which one comparison with the figure before cannot decide.",
    "所说为连续多期的变化，仅与前一期比较不能判断。",
)


def joined(*parts: Names) -> Names:
    """Sentences one after the other; empty ones are left out."""
    return Names(" ".join(p.en for p in parts if p.en), "".join(p.zh for p in parts if p.zh))


def time_of(period: Period | None, measure: Measure) -> Names:
    """``January–September 2023``, ``September 2023``, ``Q3 2023``; ``2023年1—9月``."""
    if period is None:
        return Names("a time that is not said", "未说明的时间")
    year, last = period.year, period.last_month.index
    if period.frequency is Frequency.YEAR:
        return Names(str(year), f"{year}年")
    if measure.cumulative and last > 1:
        return Names(f"January–{calendar.month_name[last]} {year}", f"{year}年1—{last}月")
    if period.frequency is Frequency.MONTH:
        return Names(f"{calendar.month_name[last]} {year}", f"{year}年{last}月")
    en, zh = ("Q", "季度") if period.frequency is Frequency.QUARTER else ("H", "半年")
    return Names(f"{en}{period.index} {year}", f"{year}年第{period.index}{zh}")


def amount(figure: Figure, catalog: Catalog) -> Names:
    """The number with its unit and bound: ``318.9 (10000 stations)``, ``4.5% on a year earlier``."""
    row = figure.observation
    bound = _SIGNS.get(row.comparator, NOTHING) if row else NOTHING
    return number(figure.value or 0.0, figure.unit, figure.measure, catalog, bound)


def number(value: float, unit: str, measure: Measure, catalog: Catalog, bound: Names = NOTHING) -> Names:
    """A number with its unit as a sentence has it."""
    known = catalog.units.get(unit)
    text = f"{value:,.10g}".replace("-", "−")
    if known is not None and known.dimension == "percent":
        rate = _RATES.get(measure, NOTHING)
        sign = "+" if measure.is_growth and value > 0 else ""
        return Names(f"{bound.en}{sign}{text}%{rate.en}", f"{bound.zh}{sign}{text}%{rate.zh}")
    en, zh = (known.names.en, known.names.zh) if known else (unit, unit)
    spaced = f"{text} ({en})" if en[:1].isdigit() else f"{text} {en}"
    return Names(f"{bound.en}{spaced}".strip(), f"{bound.zh}{text.replace(',', '')}{zh}")


def told(figure: Figure, catalog: Catalog) -> Names:
    """What a figure says, of when, by whom and since when."""
    when, much, row = time_of(figure.period, figure.measure), amount(figure, catalog), figure.observation
    if row is None:
        return Names(f"{when.en}: {much.en}", f"{when.zh}为{much.zh}")
    about = Names("about ", "约") if row.published_is_estimated else NOTHING
    publisher = catalog.publishers.get(row.publisher)
    name = publisher.names.zh if publisher else row.publisher
    return Names(
        f"{when.en}: {much.en} ({row.publisher}, {about.en}{row.published})",
        f"{when.zh}为{much.zh}（{name}，{about.zh}{row.published}）",
    )


def says(figure: Figure, catalog: Catalog) -> Names:
    """``Published for September 2023: ...`` as a sentence."""
    text = told(figure, catalog)
    return Names(f"Published for {text.en}.", f"公布数据：{text.zh}。")


def agrees(figure: Figure, catalog: Catalog) -> Names:
    """The figure that a claim agrees with."""
    return says(figure, catalog)


def only_own(publisher: str, catalog: Catalog) -> Names:
    """That nobody else publishes it."""
    zh = catalog.publishers[publisher].names.zh if publisher in catalog.publishers else publisher
    return Names(
        f"Only {publisher}, whose word this is, publishes it.", f"该数据仅由发言方{zh}公布，无其他来源印证。"
    )


def newer(figure: Figure, catalog: Catalog) -> Names:
    """That a later figure had come out."""
    text = told(figure, catalog)
    return Names(f"By then a later one was public: {text.en}.", f"其时已有更新数据：{text.zh}。")


def revised(figure: Figure, earlier: Figure, catalog: Catalog) -> Names:
    """That it was true of an earlier vintage."""
    first, last = told(earlier, catalog), told(figure, catalog)
    return Names(
        f"It agrees with the figure as first published, {first.en}; since revised, {last.en}.",
        f"与初次公布数据一致（{first.zh}），其后已修订（{last.zh}）。",
    )


def other_body(figure: Figure, other: Figure, catalog: Catalog) -> Names:
    """That one body says so and another otherwise."""
    yes, no = told(other, catalog), told(figure, catalog)
    return Names(
        f"One source agrees, {yes.en}; another does not, {no.en}.", f"{yes.zh}，一致；{no.zh}，不一致。"
    )


def imprecise(figure: Figure, catalog: Catalog) -> Names:
    """That it is near."""
    text = told(figure, catalog)
    return Names(f"Near, but not what was published: {text.en}.", f"与公布数据接近但不准确：{text.zh}。")


def otherwise(figure: Figure, catalog: Catalog) -> Names:
    """That the published figure says otherwise."""
    text = told(figure, catalog)
    return Names(f"The published figure says otherwise: {text.en}.", f"与公布数据不符：{text.zh}。")


def not_yet_true(figure: Figure, catalog: Catalog) -> Names:
    """That it had not come true by the day."""
    text = told(figure, catalog)
    return Names(f"Not yet true by that day: the latest was {text.en}.", f"当时尚未达到：最新数据{text.zh}。")


def wrong_sign(figure: Figure, catalog: Catalog) -> Names:
    """That the sign is turned."""
    text = told(figure, catalog)
    return Names(f"The same size with the opposite sign: {text.en}.", f"数值一致而符号相反：{text.zh}。")


def wrong_unit(figure: Figure, power: int, catalog: Catalog, *, near: bool = False) -> Names:
    """That the decimal point is off: what was said is 10 to the ``power`` times what it should be."""
    text, factor = told(figure, catalog), f"{10 ** abs(power):,}"
    few, little = ("small", "小") if power < 0 else ("large", "大")
    about, roughly = ("about ", "约") if near else ("", "")
    return Names(
        f"{text.en}; what was said is too {few} by a factor of {about}{factor}: the unit was lost.",
        f"{text.zh}；所说数字偏{little}，相差{roughly}{factor.replace(',', '')}倍：单位有误。",
    )


def wrong_period(figure: Figure | None, other: Figure, catalog: Catalog) -> Names:
    """That the number belongs to another time."""
    fits = told(other, catalog)
    own = otherwise(figure, catalog) if figure and figure.value is not None else NOTHING
    return joined(own, Names(f"The number is that of {fits.en}.", f"所说数字属于{fits.zh}。"))


def trap(note: Names, own: Figure | None, other: Figure | None, catalog: Catalog) -> Names:
    """That two series share the name."""
    shown = [_of_series(figure, catalog) for figure in (own, other) if figure and figure.value is not None]
    return joined(Names(f"{note.en}.", f"{note.zh}。"), *shown)


def _of_series(figure: Figure, catalog: Catalog) -> Names:
    text, names = told(figure, catalog), figure.series.names
    return Names(f"{names.en}, {text.en}.", f"{names.zh}：{text.zh}。")


def several(one: Names, other: Names) -> Names:
    """That the words fit several series, of which one cannot be judged."""
    return Names(
        f"The words fit several series, and not all can be judged: {one.en}; {other.en}.",
        f"所说可指多个序列，且并非都能判断：{one.zh}；{other.zh}。",
    )


def not_yet_known(figure: Figure) -> Names:
    """That nothing was public."""
    when = time_of(figure.period, figure.measure)
    return Names(
        f"No figure of {figure.series.names.en} for {when.en} was public by then ({figure.missing}).",
        f"其时{figure.series.names.zh}{when.zh}数据尚未公布。",
    )


def needed(
    series: Series, period: Period | None, measure: Measure, beside: Figure | None, catalog: Catalog
) -> Names:
    """Which figure would decide, and the nearest one that there is."""
    when = time_of(period, measure)
    want = Names(
        f"It would need {series.names.en} ({series.code}), {when.en}, which the ledger does not hold.",
        f"需要{series.names.zh}（{series.code}）{when.zh}的数据，台账中没有。",
    )
    if beside is None or beside.value is None:
        return want
    text = told(beside, catalog)
    return joined(want, Names(f"Nearest: {text.en}.", f"最接近的是{text.zh}。"))


def partly(figure: Figure) -> Names:
    """That a stretch is judged by the part of it that was public."""
    when = time_of(figure.period, figure.measure)
    return Names(f"Judged by what was public of it: {when.en}.", f"仅据当时已公布的{when.zh}数据判断。")


def only_a_bound(figure: Figure, catalog: Catalog) -> Names:
    """That a bound does not decide."""
    text = told(figure, catalog)
    return Names(
        f"Only a bound is published, which does not decide: {text.en}.",
        f"仅公布了界限值，不能判断：{text.zh}。",
    )
