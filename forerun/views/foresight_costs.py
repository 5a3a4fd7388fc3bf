"""Costs ahead in words and tables: forecasts, learning rates, hindcast, crossings, what was left out."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from forerun.foresight.costs.crossing import Crossing
from forerun.foresight.costs.curve import Curve
from forerun.foresight.costs.forecast import Ahead, CostForecast
from forerun.foresight.costs.hindcast import Method, Result, at_horizon
from forerun.foresight.costs.learning import LearningRate
from forerun.foresight.costs.study import CostStudy
from forerun.types import Interval
from forerun.views.items import Column, Line, Table
from forerun.views.text import ABSENT
from forerun.views.words import words

HORIZONS = (1, 2, 3, 5, 10, 15, 20)
"""Years ahead that a table shows."""
LISTED = 1, 5, 10, 20
"""Years ahead that a list of technologies shows."""
_MINUS = "−"
_LARGEST, _LARGE, _SMALL = 1e15, 1000.0, 1e-4


def amount(value: float) -> str:
    """A cost in four digits: ``12,105``, ``49.00``, ``0.04425``, ``4.6e−08``."""
    if value >= _LARGEST or value < _SMALL:
        return f"{value:.3g}".replace("-", _MINUS)
    if value >= _LARGE:
        return f"{value:,.0f}"
    return f"{value:.{3 - math.floor(math.log10(value))}f}"


def percent(share: float, decimals: int = 1) -> str:
    """A share in percent with a typographic minus."""
    return f"{100 * share:.{decimals}f}%".replace("-", _MINUS)


def _signed(share: float) -> str:
    return f"{'+' if share > 0 else ''}{percent(share)}"


def title(curve: Curve, lang: str) -> str:
    """The name of a cost with its unit."""
    key = "foresight_costs.title" if curve.unit else "foresight_costs.title_plain"
    return words(lang).fill(key, {"name": curve.called.get(lang), "unit": curve.unit})


def cost_lines(found: CostForecast, study: CostStudy, lang: str) -> Iterator[tuple[str, Line]]:
    """What is known of a cost, how well the method did, what it rests on."""
    say = words(lang)
    curve = found.curve
    values = {
        "cost": _with_unit(float(curve.costs[-1]), curve.unit),
        "year": str(curve.last_year),
        "n": str(curve.years.size),
        "first": f"{curve.years[0]:.0f}",
        "drift": _signed(_yearly(found.drift)),
        "recent": _signed(_yearly(found.recent)),
    }
    yield say["foresight_costs.now"], (say.fill("foresight_costs.now_text", values),)
    yield say["foresight_costs.direction"], (_direction(found, lang),)
    for rate in found.learning:
        yield say["foresight_costs.learning"], (learning_text(rate, curve, lang),)
    if text := hindcast_text(found, lang):
        yield say["foresight_costs.hindcast"], (text,)
        yield "", (say["foresight_costs.correlated"],)
    yield say["foresight_costs.calibrated"], (calibration_text(study, lang),)


def _yearly(log_change: float) -> float:
    """A change of the logarithm as a share of the cost."""
    return math.expm1(log_change)


def _direction(found: CostForecast, lang: str) -> str:
    say, p_value = words(lang), {"p": f"{found.p_value:.2g}"}
    if not found.falling:
        return say.fill("foresight_costs.not_falling", p_value)
    text = say.fill("foresight_costs.falling", p_value)
    return text if found.scored else f"{text}{say['foresight.between']}{say['foresight_costs.irregular']}"


def learning_text(rate: LearningRate, curve: Curve, lang: str) -> str:
    """A learning rate with the names of both series and its years."""
    say = words(lang)
    values = {
        "levels": percent(rate.levels, 2),
        "differences": percent(rate.differences, 2),
        "cost": curve.called.get(lang),
        "production": rate.production,
        "convention": say[f"foresight_costs.conventions.{rate.convention}"],
        "first": f"{rate.first:.0f}",
        "last": f"{rate.last:.0f}",
        "n": str(rate.n),
    }
    return say.fill("foresight_costs.rate", values)


def hindcast_text(found: CostForecast, lang: str) -> str:
    """How far the method erred some years ahead, beside no change; empty where nothing was scored."""
    say = words(lang)
    asked = [each for each in found.ahead if each.horizon in LISTED[:3]]
    if not asked:
        return ""
    row = at_horizon(found.calibration.results, Method.DAMPED, asked[-1].horizon)
    if row is None:
        return ""
    values = {
        "horizon": str(row.horizon),
        "error": f"{row.error:.3f}",
        "no_change": f"{row.no_change:.3f}",
        "n": f"{row.n:,}",
        "technologies": str(row.technologies),
    }
    return say.fill("foresight_costs.hindcast_text", values)


def calibration_text(study: CostStudy, lang: str) -> str:
    """Which technologies the intervals are calibrated on."""
    key = "foresight_costs.calibrated_own" if study.own else "foresight_costs.calibrated_shipped"
    calibration = study.calibration
    values = {"technologies": str(calibration.pool.technologies), "source": calibration.source}
    return words(lang).fill(key, values)


def _with_unit(value: float, unit: str) -> str:
    return f"{amount(value)} {unit}".rstrip()


def ahead_table(found: CostForecast, lang: str) -> Table:
    """A row for each of some years ahead: cost, intervals, and the score that they rest on."""
    say = words(lang)
    columns = (
        Column(say["foresight_costs.years_ahead"], "number"),
        Column(say["foresight_costs.year"], "number"),
        Column(say["foresight_costs.cost"], "number"),
        *(
            Column(say.fill("foresight_costs.interval", {"level": level}), "number")
            for level in ("80%", "95%")
        ),
        Column(say["foresight_costs.skill"]),
        Column(say["foresight_costs.errors"], "number"),
        Column(say["foresight_costs.sample"], "number"),
    )
    shown = [each for each in found.ahead if each.horizon in HORIZONS or each is found.ahead[-1]]
    rows = tuple(_ahead_row(each, found, lang) for each in shown)
    return Table(say["foresight_costs.caption"], columns, rows)


def _ahead_row(each: Ahead, found: CostForecast, lang: str) -> tuple[Line, ...]:
    row = at_horizon(found.calibration.results, Method.DAMPED, each.horizon)
    return (
        (str(each.horizon),),
        (str(each.year),),
        (amount(each.value),),
        *((range_text(one, lang),) for one in each.intervals),
        (skill_text(each, lang),),
        (f"{row.error:.3f} / {row.no_change:.3f}" if row else ABSENT,),
        (f"{row.n:,} / {row.technologies}" if row else ABSENT,),
    )


def range_text(interval: Interval, lang: str) -> str:
    """Both ends of an interval."""
    ends = {"low": amount(interval.low), "high": amount(interval.high)}
    return words(lang).fill("foresight_costs.range", ends)


def skill_text(each: Ahead, lang: str) -> str:
    """The skill with its interval, or that none was demonstrated."""
    score = each.score
    if score is None or not score.demonstrated:
        return words(lang)["foresight.no_skill"]
    if score.interval is None:
        return f"{score.skill:.2f}".replace("-", _MINUS)
    held = score.interval
    return f"{score.skill:.2f} ({held.low:.2f} – {held.high:.2f})".replace("-", _MINUS)


def rivals_table(found: CostForecast, lang: str) -> Table:
    """What other methods say at some horizons."""
    say = words(lang)
    horizons = [at for at in LISTED if found.at(at)]
    columns = (Column(say["foresight_costs.method"]), *_in_years(horizons, lang))
    methods = dict.fromkeys(each.method for each in found.rivals)
    told = {(each.method, each.horizon): amount(each.value) for each in found.rivals}
    rows = tuple(
        ((say[f"foresight_costs.methods.{method}"],), *((told[method, at],) for at in horizons))
        for method in methods
    )
    return Table(say["foresight_costs.rivals_caption"], columns, rows)


def _in_years(horizons: Sequence[int], lang: str) -> Iterator[Column]:
    say = words(lang)
    return (Column(say.fill("foresight_costs.in_years", {"horizon": str(at)}), "number") for at in horizons)


def list_table(study: CostStudy, lang: str) -> Table:
    """A row for each technology: what it costs, and what it will cost with an 80 percent interval."""
    say = words(lang)
    longest = max((each.ahead[-1].horizon for each in study.forecasts), default=0)
    horizons = [at for at in LISTED if at <= longest] or [longest]
    columns = (
        Column(say["foresight_costs.technology"]),
        Column(say["foresight_costs.unit"]),
        Column(say["foresight_costs.year"], "number"),
        Column(say["foresight_costs.latest"], "number"),
        *_in_years(horizons, lang),
        Column(say["foresight_costs.skill"]),
    )
    return Table(
        say["foresight_costs.list_caption"],
        columns,
        tuple(_list_row(each, horizons, lang) for each in study.forecasts),
    )


def _list_row(found: CostForecast, horizons: Sequence[int], lang: str) -> tuple[Line, ...]:
    curve = found.curve
    shown = [each for at in horizons if (each := found.at(at))]
    return (
        (curve.called.get(lang),),
        (curve.unit,),
        (str(curve.last_year),),
        (amount(float(curve.costs[-1])),),
        *((f"{amount(each.value)} ({range_text(each.intervals[0], lang)})",) for each in shown),
        (skill_text(shown[-1], lang),),
    )


def hindcast_table(results: Sequence[Result], lang: str) -> Table:
    """A row for each method and some horizons, then over all."""
    say = words(lang)
    keys = ("errors", "squared", "held_80", "held_95", "below", "above", "sample")
    columns = (
        Column(say["foresight_costs.method"]),
        Column(say["foresight_costs.years_ahead"], "number"),
        *(Column(say[f"foresight_costs.{key}"], "number") for key in keys),
    )
    shown = [each for each in results if each.horizon in (*HORIZONS, 0)]
    order = [Method.DAMPED, *(each for each in Method if each is not Method.DAMPED)]
    rows = tuple(_hindcast_row(each, lang) for method in order for each in shown if each.method is method)
    return Table(say["foresight_costs.hindcast_caption"], columns, rows)


def _hindcast_row(each: Result, lang: str) -> tuple[Line, ...]:
    say, held = words(lang), each.held
    shares = (held.inside_80, held.inside_95, held.below_95, held.above_95) if held else ()
    return (
        (say[f"foresight_costs.methods.{each.method}"],),
        (str(each.horizon) if each.horizon else say["foresight_costs.all"],),
        (f"{each.error:.3f} / {each.no_change:.3f}",),
        (f"{each.squared:.3f} / {each.no_change_squared:.3f}",),
        *((percent(share),) for share in shares),
        *((ABSENT,) for _ in range(4 - len(shares))),
        (f"{each.n:,} / {each.technologies}",),
    )


def hindcast_note(study: CostStudy, lang: str) -> str:
    """What the hindcast is of."""
    values = {
        "source": study.calibration.source,
        "technologies": str(study.calibration.pool.technologies),
    }
    return words(lang).fill("foresight_costs.hindcast_note", values)


def crossing_lines(found: Crossing, lang: str) -> Iterator[tuple[str, Line]]:
    """When one is cheaper than another, in a sentence, and what that rests on."""
    say = words(lang)
    named = {"name": found.names[0].get(lang), "rival": found.names[1].get(lang)}
    yield say["foresight_costs.crossing"], (say.fill("foresight_costs.crossing_title", named),)
    costs = {"now": _with_unit(found.now, found.unit), "rival": _with_unit(found.now_rival, found.unit)}
    yield "", (say.fill("foresight_costs.already" if found.already else "foresight_costs.not_yet", costs),)
    if not found.already:
        yield "", (dates_text(found, lang),)
        yield "", (_crossing_note(found, lang),)


def _crossing_note(found: Crossing, lang: str) -> str:
    say = words(lang)
    middle = min(found.years, key=lambda each: abs(each.probability - 0.5))
    if (score := middle.score) and score.demonstrated:
        values = {"horizon": str(middle.horizon), "n": f"{score.n:,}"}
        values |= {"brier": f"{score.value:.3f}", "base": f"{score.baseline_value:.3f}"}
        return say.fill("foresight_costs.fall_score", values)
    note = f"{say['foresight.no_skill']}{say['foresight.between']}{say['foresight_costs.crossing_note']}"
    if found.rival_is_price:
        return note
    correlation = {"correlation": f"{found.correlation:g}".replace("-", _MINUS)}
    return f"{note}{say['foresight.between']}{say.fill('foresight_costs.correlation', correlation)}"


def dates_text(found: Crossing, lang: str) -> str:
    """The median date of a crossing with its 80 percent interval, or that there is none in the horizon."""
    say, last = words(lang), found.years[-1]
    low, median, high = found.dates
    if median is None:
        values = {"horizon": str(last.horizon), "last": percent(last.probability, 0)}
        return say.fill("foresight_costs.never", values)
    beyond = say.fill("foresight_costs.not_reached", {"year": str(last.year)})
    values = {
        "median": str(median),
        "low": str(low),
        "high": str(high) if high else beyond,
        "horizon": str(last.horizon),
        "beyond": percent(found.beyond, 0),
    }
    return say.fill("foresight_costs.dates", values)


def chances_table(found: Crossing, lang: str) -> Table:
    """The probability of being cheaper in some years."""
    say = words(lang)
    columns = (
        Column(say["foresight_costs.year"], "number"),
        Column(say["foresight_costs.chance"], "number"),
    )
    shown = [each for each in found.years if each.horizon in HORIZONS]
    rows = tuple(((str(each.year),), (percent(each.probability, 0),)) for each in shown)
    return Table(say["foresight_costs.chances_caption"], columns, rows)
