"""Diffusion ahead in words and tables: stage, ranges, models, hindcast, what was left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forerun.foresight.diffusion.baselines import Baseline
from forerun.foresight.diffusion.best import BestCurve
from forerun.foresight.diffusion.calibration import Calibration, Result
from forerun.foresight.diffusion.forecast import Ahead, Answer, DiffusionForecast, Reach
from forerun.foresight.diffusion.path import Path, period_at
from forerun.foresight.diffusion.stage import SIGNIFICANCE
from forerun.foresight.diffusion.study import DiffusionStudy
from forerun.foresight.scores import Score
from forerun.periods import Frequency
from forerun.views.foresight_costs import amount, percent
from forerun.views.items import Column, Line, Table
from forerun.views.text import ABSENT
from forerun.views.words import words

LISTED = 1, 5, 10
"""Years ahead that a list of paths shows."""
HORIZONS = (1, 2, 3, 5, 7, 10)
"""Years ahead that the hindcast shows."""
NAMED = 20
"""Series that a sentence names."""
_MINUS = "−"


def title(path: Path, lang: str) -> str:
    """The name of a path with its unit."""
    key = "foresight_diffusion.title" if path.unit else "foresight_diffusion.title_plain"
    return words(lang).fill(key, {"name": path.called.get(lang), "unit": path.unit})


def path_lines(found: DiffusionForecast, study: DiffusionStudy, lang: str) -> Iterator[tuple[str, Line]]:
    """What is known of a path, how far it has come, what its forecast rests on."""
    say, path = words(lang), found.path
    values = {
        "value": _with_unit(path.latest, path.unit),
        "period": str(path.last),
        "n": str(path.values.size),
        "first": str(period_at(float(path.dates[0]), path.frequency)),
        "points": f"{found.points:.0f}",
    }
    yield say["foresight_diffusion.now"], (say.fill("foresight_diffusion.now_text", values),)
    yield say["foresight_diffusion.kind"], (say[f"foresight_diffusion.kinds.{path.kind}"],)
    yield say["foresight_diffusion.stage"], (stage_text(found, lang),)
    yield "", (_maturity(found, lang),)
    yield say["foresight_diffusion.ceilings"], (ceilings_text(found, lang),)
    yield say["foresight_diffusion.weights"], (_weights(found, lang),)
    if found.reach is not None:
        level = {"level": _with_unit(found.reach.level, path.unit)}
        yield say.fill("foresight_diffusion.reach", level), (reach_text(found.reach, found, lang),)
    yield say["foresight_diffusion.hindcast"], (hindcast_text(found, lang),)
    yield say["foresight_diffusion.calibrated"], (calibrated_text(study.calibration, lang),)


def _with_unit(value: float, unit: str) -> str:
    return f"{amount(value)} {unit}".rstrip()


def stage_text(found: DiffusionForecast, lang: str) -> str:
    """How far it has come; without any date before the inflection."""
    first, last = found.standing.inflections
    values = {"first": _date(first, found, lang), "last": _date(last, found, lang)}
    return words(lang).fill(f"foresight_diffusion.{found.standing.stage}", values)


def _date(when: float | None, found: DiffusionForecast, lang: str) -> str:
    """A date in decimal years as a month, or as a year for a path of years."""
    if when is None:
        return words(lang)["foresight_diffusion.not_within"]
    yearly = found.path.frequency is Frequency.YEAR
    return str(period_at(when, Frequency.YEAR if yearly else Frequency.MONTH))


def _maturity(found: DiffusionForecast, lang: str) -> str:
    say, standing = words(lang), found.standing
    low, high = standing.maturity
    reached = {"low": percent(low, 0), "high": percent(high, 0)}
    bends = "foresight_diffusion.bend_yes" if standing.bends < SIGNIFICANCE else "foresight_diffusion.bend_no"
    return say["foresight.between"].join(
        (say.fill("foresight_diffusion.maturity", reached), say.fill(bends, {"p": f"{standing.bends:.2g}"}))
    )


def ceilings_text(found: DiffusionForecast, lang: str) -> str:
    """The ceilings that were tried, why, and which of them count most."""
    say = words(lang)
    low, high, stated = found.ceilings
    values = {
        "low": amount(low),
        "high": amount(high),
        "likely_low": amount(found.likely[0]),
        "likely_high": amount(found.likely[1]),
    }
    key = "foresight_diffusion.ceilings_stated" if stated else "foresight_diffusion.ceilings_open"
    why = found.path.why.get(lang) if stated else ""
    return say["foresight.between"].join(each for each in (say.fill(key, values), why) if each)


def _weights(found: DiffusionForecast, lang: str) -> str:
    say = words(lang)
    parts = (
        say.fill(
            "foresight_diffusion.weight",
            {"model": say[f"foresight_diffusion.models.{curve.model}"], "share": percent(weight, 0)},
        )
        for curve, weight in zip(found.curves, found.weights, strict=True)
    )
    return say["foresight.between"].join(parts)


def reach_text(reach: Reach, found: DiffusionForecast, lang: str) -> str:
    """When a level is reached, or why no date is given."""
    low, middle, high = (_date(each, found, lang) for each in reach.dates)
    values = {"low": low, "middle": middle, "high": high, "possible": percent(reach.possible, 0)}
    text = words(lang).fill(f"foresight_diffusion.{reach.answer}", values)
    dated = reach.answer in (Answer.DATED, Answer.BEYOND)
    if dated and not (found.ahead[0].score and found.ahead[0].score.demonstrated):
        text = f"{text}{words(lang)['foresight.between']}{words(lang)['foresight.no_skill']}"
    return text


def reach_lines(study: DiffusionStudy, lang: str) -> Iterator[tuple[str, Line]]:
    """When each path of a list reaches the level that was asked for; nothing where none was."""
    say = words(lang)
    for each in study.forecasts:
        if each.reach is not None:
            level = say.fill("foresight_diffusion.reach", {"level": amount(each.reach.level)})
            yield f"{each.path.called.get(lang)}: {level}", (reach_text(each.reach, each, lang),)


def hindcast_text(found: DiffusionForecast, lang: str) -> str:
    """How far the method erred some years ahead at this stage, beside the best simple rule."""
    say = words(lang)
    scored = [each for each in found.ahead if each.score is not None and each.horizon <= LISTED[1]]
    if not scored or scored[-1].score is None:
        return say["foresight_diffusion.hindcast_few"]
    score, horizon = scored[-1].score, scored[-1].horizon
    values = {
        "horizon": str(horizon),
        "error": f"{score.value:.3f}",
        "rule": say[f"foresight_diffusion.rules.{score.baseline}"],
        "reference": f"{score.baseline_value:.3f}",
        "n": str(score.n),
        "paths": str(scored[-1].paths),
    }
    return say.fill("foresight_diffusion.hindcast_text", values)


def calibrated_text(calibration: Calibration, lang: str) -> str:
    """Which series the intervals and scores are of."""
    own = "own" if calibration.own else "profile"
    return words(lang).fill(f"foresight_diffusion.calibrated_{own}", _named(calibration, lang))


def _named(calibration: Calibration, lang: str) -> dict[str, str]:
    say = words(lang)
    names = [each.get(lang) for each in calibration.used]
    shown = names[:NAMED] + ([f"+ {len(names) - NAMED}"] if len(names) > NAMED else [])
    return {"paths": str(len(names)), "names": say["foresight.between"].join(shown)}


def ahead_table(found: DiffusionForecast, lang: str) -> Table:
    """A row for each period ahead: middle, range, interval, and the score that they rest on."""
    say = words(lang)
    after = found.inflected
    columns = (
        Column(say["foresight_diffusion.period"], "number"),
        Column(say["foresight_diffusion.years_ahead"], "number"),
        Column(say["foresight_diffusion.value" if after else "foresight_diffusion.middle"], "number"),
        Column(say["foresight_diffusion.spread"], "number"),
        *(
            Column(say.fill("foresight_diffusion.interval", {"level": level}), "number")
            for level in ("80%", "95%")
        ),
        Column(say["foresight_diffusion.skill"]),
        Column(say["foresight_diffusion.errors"], "number"),
        Column(say["foresight_diffusion.sample"], "number"),
    )
    caption = say["foresight_diffusion.caption_after" if after else "foresight_diffusion.caption_before"]
    return Table(caption, columns, tuple(_ahead_row(each, lang) for each in found.ahead))


def _ahead_row(each: Ahead, lang: str) -> tuple[Line, ...]:
    score = each.score
    intervals = [range_text((one.low, one.high), lang) for one in each.intervals]
    return (
        (str(each.period),),
        (str(each.horizon),),
        (amount(each.value),),
        (range_text(each.spread, lang),),
        *((text,) for text in (*intervals, *[ABSENT] * (2 - len(intervals)))),
        (skill_text(score, lang),),
        (f"{score.value:.3f} / {score.baseline_value:.3f}" if score else ABSENT,),
        (f"{score.n} / {each.paths}" if score else ABSENT,),
    )


def range_text(ends: tuple[float, float], lang: str) -> str:
    """Both ends of a range."""
    return words(lang).fill("foresight_diffusion.range", {"low": amount(ends[0]), "high": amount(ends[1])})


def skill_text(score: Score | None, lang: str) -> str:
    """The skill with its interval, or that none was demonstrated."""
    if score is None or not score.demonstrated:
        return words(lang)["foresight.no_skill"]
    held = score.interval
    text = f"{score.skill:.2f}" if held is None else f"{score.skill:.2f} ({held.low:.2f} – {held.high:.2f})"
    return text.replace("-", _MINUS)


def models_table(found: DiffusionForecast, lang: str) -> Table:
    """What each model says by itself; without inflections before the inflection."""
    say = words(lang)
    shown = [at for at, each in enumerate(found.ahead) if each.horizon in LISTED]
    shown = [at for at in shown if at + 1 not in shown or found.ahead[at + 1].horizon in LISTED][:3]
    keys = ("ceiling", "maturity_head", "inflection", "spread_years", "growth")
    columns = (
        Column(say["foresight_diffusion.model"]),
        *(Column(say[f"foresight_diffusion.{key}"], "number") for key in keys),
        *(Column(str(found.ahead[at].period), "number") for at in shown),
    )
    rows = tuple(_model_row(each, found, shown, lang) for each in found.curves)
    return Table(say["foresight_diffusion.models_caption"], columns, rows)


def _model_row(
    each: BestCurve, found: DiffusionForecast, shown: Sequence[int], lang: str
) -> tuple[Line, ...]:
    say = words(lang)
    ceiling = {"value": amount(each.ceiling)}
    told = found.inflected
    return (
        (say[f"foresight_diffusion.models.{each.model}"],),
        (say.fill("foresight_diffusion.at_edge", ceiling) if each.at_edge else ceiling["value"],),
        (percent(each.maturity, 0),),
        (_date(each.inflection, found, lang) if told else ABSENT,),
        (f"{each.spread:.1f}" if told else ABSENT,),
        (f"{each.growth:.1f}" if told else ABSENT,),
        *((amount(each.ahead[at]),) for at in shown),
    )


def list_table(study: DiffusionStudy, lang: str) -> Table:
    """A row for each path: where it stands and where it may go."""
    say = words(lang)
    longest = max((each.ahead[-1].horizon for each in study.forecasts), default=1)
    horizons = [at for at in LISTED if at <= longest]
    columns = (
        Column(say["foresight_diffusion.subject"]),
        Column(say["foresight_diffusion.unit"]),
        Column(say["foresight_diffusion.period"], "number"),
        Column(say["foresight_diffusion.latest"], "number"),
        Column(say["foresight_diffusion.stage_head"]),
        *(
            Column(say.fill("foresight_diffusion.in_years", {"horizon": str(at)}), "number")
            for at in horizons
        ),
        Column(say["foresight_diffusion.skill"]),
    )
    rows = tuple(_list_row(each, horizons, lang) for each in study.forecasts)
    return Table(say["foresight_diffusion.list_caption"], columns, rows)


def _list_row(found: DiffusionForecast, horizons: Sequence[int], lang: str) -> tuple[Line, ...]:
    path = found.path
    by_horizon = {each.horizon: each for each in found.ahead}
    shown = [by_horizon.get(at) for at in horizons]
    last = next((each for each in reversed(shown) if each), None)
    return (
        (path.called.get(lang),),
        (path.unit,),
        (str(path.last),),
        (amount(path.latest),),
        (words(lang)[f"foresight_diffusion.stages.{found.standing.stage}"],),
        *((_with_range(each, lang),) for each in shown),
        (skill_text(last.score if last else None, lang),),
    )


def _with_range(each: Ahead | None, lang: str) -> str:
    if each is None:
        return ABSENT
    ends = (each.intervals[0].low, each.intervals[0].high) if each.intervals else each.spread
    return f"{amount(each.value)} ({range_text(ends, lang)})"


def hindcast_table(calibration: Calibration, lang: str) -> Table:
    """A row for each stage and some horizons, the method beside the simple rules."""
    say = words(lang)
    columns = (
        Column(say["foresight_diffusion.at_stage"]),
        Column(say["foresight_diffusion.years_ahead"], "number"),
        *(Column(say[f"foresight_diffusion.rules.{rule}"], "number") for rule in ("method", *Baseline)),
        Column(say["foresight_diffusion.skill"]),
        *(
            Column(say[f"foresight_diffusion.{key}"], "number")
            for key in ("in_range", "held_80", "held_95", "below", "above", "sample")
        ),
    )
    rows = tuple(_hindcast_row(each, lang) for each in calibration.results if each.horizon in HORIZONS)
    return Table(say["foresight_diffusion.hindcast_caption"], columns, rows)


def _hindcast_row(each: Result, lang: str) -> tuple[Line, ...]:
    say = words(lang)
    stage = {None: "all", False: "stages.before", True: "stages.passed"}[each.inflected]
    held = (*each.held, *each.outside) if each.held else ()
    return (
        (say[f"foresight_diffusion.{stage}"],),
        (str(each.horizon),),
        *((f"{error:.3f}",) for error in (each.error, *each.baselines)),
        (skill_text(each.skill, lang),),
        (percent(each.in_range, 0),),
        *((percent(share, 0),) for share in held),
        *((ABSENT,) for _ in range(4 - len(held))),
        (f"{each.n} / {each.paths}",),
    )


def hindcast_note(calibration: Calibration, lang: str) -> str:
    """What the hindcast is of."""
    return words(lang).fill("foresight_diffusion.hindcast_note", _named(calibration, lang))
