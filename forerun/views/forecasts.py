"""The outlook in tables and sentences: forecasts with their intervals, who made them, how such ones did."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from forerun.catalog.model import Catalog
from forerun.outlook.recording import figure_of
from forerun.outlook.records import Aim
from forerun.outlook.result import Chance, Estimate, Forecast, Outlook
from forerun.outlook.scoreboard import ScoreRow
from forerun.periods import Period
from forerun.types import Interval, Measure
from forerun.views.items import Aside, Column, Item, Line, Table
from forerun.views.tables import columns
from forerun.views.targets import target_figure
from forerun.views.text import ABSENT, Number, cell, day, parted, period_name, prose, span_name
from forerun.views.words import words

SHOWN = 0.8
"""Nominal level of the interval that stands in tables and sentences."""
_FACTOR_MODEL = re.compile(r"factors-(?P<factors>\d+)-lags-(?P<lags>\d+)(?P<fixed>-pca)?")
_MINUS = "−"


def model_name(model: str, lang: str, *, short: bool = False) -> str:
    """A forecaster as a person reads it; its id where the interface has no name for it."""
    found, table = _FACTOR_MODEL.fullmatch(model), "forecaster_short" if short else "forecaster"
    if found is None:
        return words(lang).get(f"{table}.{model}", model)
    key = f"{table}.{'fixed' if found['fixed'] else 'factors'}"
    return words(lang).fill(key, {"factors": found["factors"], "lags": found["lags"]})


def with_names(text: str, models: Iterable[str], lang: str) -> str:
    """A sentence that names forecasters by their ids, with their names instead."""
    ids = sorted(models, key=len, reverse=True)
    pattern = "|".join(map(re.escape, ids))
    return re.sub(pattern, lambda found: model_name(found[0], lang), text) if ids else text


def signed(value: float, digits: int = 1) -> str:
    """A rate or a difference with its sign."""
    text = f"{abs(value):.{digits}f}"
    sign = "+" if value > 0 else _MINUS
    return f"{sign}{text}" if float(text) else text


def plain_number(value: float, digits: int = 1) -> str:
    """A number with a minus where it is negative, and no sign where it rounds to nothing."""
    return signed(value, digits).removeprefix("+")


def interval_of(estimate: Estimate, level: float = SHOWN) -> Interval:
    """The interval of a nominal level, or the one whose level is nearest."""
    return min(estimate.intervals, key=lambda each: abs(each.level - level))


def interval_text(interval: Interval, lang: str) -> str:
    """Both ends of an interval, ``+3.5 to +4.9``."""
    values = {"low": signed(interval.low), "high": signed(interval.high)}
    return words(lang).fill("outlook.range", values)


def percent(share: float) -> str:
    """A probability in percent; one that is not certain is neither 0% nor 100%."""
    if 0 < share < 0.005:
        return "<1%"
    if 0.995 < share < 1:
        return ">99%"
    return f"{100 * share:.0f}%"


def forecasts(found: Outlook) -> tuple[Forecast, ...]:
    """Months, quarters and ends of years in the order in which they are shown."""
    return (*found.months, *found.quarters, *found.years)


def score_of(rows: Iterable[ScoreRow], forecast: Forecast, model: str = "") -> ScoreRow | None:
    """How a forecaster, the chosen one if none is named, did at this figure and horizon before."""
    wanted = forecast.aim, forecast.horizon, model or forecast.chosen.model
    return next((each for each in rows if (each.aim, each.horizon, each.forecaster) == wanted), None)


def held_text(score: ScoreRow | None, lang: str, level: float = SHOWN) -> str:
    """How many past intervals held the outcome, ``78% of 93``."""
    if score is None:
        return words(lang)["outlook.no_record"]
    found = min(score.coverage, key=lambda each: abs(each.level - level))
    return words(lang).fill("outlook.held", {"share": percent(found.share), "count": str(found.count)})


def opening(found: Outlook, catalog: Catalog, lang: str) -> Iterator[Line]:
    """What is forecast, as of when, and the last published figures."""
    say = words(lang)
    name = {
        "place": catalog.places[found.target.place].names.get(lang),
        "name": found.target.names.get(lang),
    }
    as_of = say.fill("print.as_of", {"day": day(found.as_of, lang)})
    yield say.fill("outlook.title", name), " ", Aside(as_of)
    known = [each for each in (found.latest, found.to_date) if each.value is not None]
    items: list[Item] = [say["outlook.latest"], say["say.colon"]]
    for number, each in enumerate(known):
        items += [say["say.semicolon"]] if number else []
        items += [period_name(each.period, each.measure, lang), " ", prose(each, catalog, lang)]
    yield tuple(items)


def forecast_period(period: Period, measure: Measure, lang: str) -> str:
    """The period of a forecast in a table."""
    return period_name(period, measure, lang, short=True)


def where_table(found: Outlook, lang: str) -> Table:
    """The chosen forecasts: figure, interval, how past intervals held, who forecasts."""
    head = columns(lang, "=period", "#forecast", "=interval", "=held", "forecaster")
    rows = (
        (
            (forecast_period(each.period, each.measure, lang),),
            (cell(figure_of(each, each.chosen, found.target, found.as_of)),),
            (interval_text(interval_of(each.chosen), lang),),
            (held_text(score_of(found.track, each), lang),),
            (model_name(each.chosen.model, lang),),
        )
        for each in forecasts(found)
    )
    return Table(words(lang)["outlook.where"], head, tuple(rows))


def beside_table(found: Outlook, lang: str) -> Table:
    """Every forecaster's figures beside one another, the chosen ones marked."""
    shown = forecasts(found)
    models = dict.fromkeys(each.model for forecast in shown for each in forecast.estimates)
    head = (
        *columns(lang, "forecaster"),
        *(Column(forecast_period(each.period, each.measure, lang), "number") for each in shown),
    )
    rows = (
        (
            (model_name(model, lang), *_is_benchmark(model, shown, lang)),
            *(_estimate(found, each, model) for each in shown),
        )
        for model in models
    )
    return Table(words(lang)["outlook.beside"], head, tuple(rows))


def _is_benchmark(model: str, shown: Iterable[Forecast], lang: str) -> Line:
    estimates = (each for forecast in shown for each in forecast.estimates if each.model == model)
    return (" ", Aside(words(lang)["outlook.benchmark"])) if next(estimates).benchmark else ()


def _estimate(found: Outlook, forecast: Forecast, model: str) -> Line:
    estimate = next((each for each in forecast.estimates if each.model == model), None)
    if estimate is None:
        return (ABSENT,)
    number = cell(figure_of(forecast, estimate, found.target, found.as_of))
    return ("▸ ", number) if estimate.chosen else (number,)


def chances_table(found: Outlook, catalog: Catalog, lang: str) -> Table:
    """Plans and goals, how likely each is, and the growth that the rest of its period needs."""
    head = columns(lang, "target_of", "target", "#chance", "#needed", "why")
    rows = (
        (
            (aim_name(each, catalog, lang),),
            (prose(target_figure(each.target, catalog), catalog, lang), " ", Aside(_span(each, lang))),
            (ABSENT if each.probability is None else percent(each.probability),),
            _needed(each, catalog, lang),
            (with_names(each.reason.get(lang), _models(found), lang),),
        )
        for each in found.chances
    )
    return Table(words(lang)["outlook.chances"], head, tuple(rows))


def aim_name(chance: Chance, catalog: Catalog, lang: str) -> str:
    """The plan that a number stands in, or that somebody asked about it."""
    target = chance.target
    if not target.plan:
        return words(lang)["outlook.asked"]
    industry = next((each for each in catalog.industries if each.id == target.industry), None)
    name = industry.names.get(lang) if industry else words(lang)["industries.nation"]
    return words(lang).fill("industries.aim", {"industry": name, "aim": catalog.aim(target).get(lang)})


def _span(chance: Chance, lang: str) -> str:
    return span_name(chance.target.first, chance.target.last, lang)


def _needed(chance: Chance, catalog: Catalog, lang: str) -> Line:
    if chance.needed.value is None:
        return (ABSENT,)
    return (Number(parted(chance.needed, catalog, lang)[0], chance.needed),)


def _models(found: Outlook) -> set[str]:
    return {each.model for forecast in forecasts(found) for each in forecast.estimates}


def reasons(found: Outlook, lang: str) -> Iterator[tuple[str, Line]]:
    """Why who was chosen, each reason once with the figures that it is for."""
    models, by_reason = _models(found), dict[str, list[str]]()
    for each in forecasts(found):
        period = forecast_period(each.period, each.measure, lang)
        by_reason.setdefault(each.reason.get(lang), []).append(period)
    for reason, periods in by_reason.items():
        yield words(lang)["number.comma"].join(periods), (with_names(reason, models, lang),)


def refusals(found: Outlook, lang: str) -> Iterator[tuple[str, Line]]:
    """Forecasters that could not forecast, and why."""
    for each in found.failures:
        yield (model_name(each.forecaster, lang) if each.forecaster else ""), (each.reason,)


def estimation(found: Outlook, lang: str) -> Iterator[tuple[str, Line]]:
    """What estimating the parameters adds to the next figure's spread, and what fits have to say."""
    tongue = words(lang)
    for forecast in found.months[:1]:
        for each in forecast.estimates:
            if each.sd_parameters is not None:
                values = {
                    "model": model_name(each.model, lang),
                    "sd": f"{each.sd_parameters:.2f}",
                    "period": forecast_period(forecast.period, forecast.measure, lang),
                }
                yield tongue["outlook.estimation"], (tongue.fill("outlook.of_parameters", values),)
    for remark in found.remarks:
        yield model_name(remark.forecaster, lang), (remark.text,)


def horizon_name(aim: Aim, horizon: int, lang: str) -> str:
    """A figure and how far ahead: ``next month to come out``, ``year end, 2 months ahead``."""
    key = f"horizon.{aim.value}"
    near = words(lang).get(f"{key}.{horizon}")
    return near or words(lang).fill(f"{key}.other", {"ahead": str(horizon)})


def sentence(found: Outlook, forecast: Forecast, lang: str) -> Line:
    """A chosen forecast with its interval, how such intervals did before, and who forecasts."""
    values: dict[str, Item] = {
        "value": cell(figure_of(forecast, forecast.chosen, found.target, found.as_of)),
        "interval": interval_text(interval_of(forecast.chosen), lang),
        "model": model_name(forecast.chosen.model, lang),
    }
    score = score_of(found.track, forecast)
    if score is None:
        return words(lang).parts("outlook.sentence_alone", values)
    return words(lang).parts("outlook.sentence", {**values, "held": held_text(score, lang)})


def reason_line(found: Outlook, forecast: Forecast, lang: str) -> Line:
    """Why this forecaster, with names instead of ids."""
    return (with_names(forecast.reason.get(lang), _models(found), lang),)
