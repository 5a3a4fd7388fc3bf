"""Where the quarter and the year will end, how likely plans are, what moved the forecast, its record."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forerun.brief.blocks import Block, Chart, Note, Section, Sentences
from forerun.brief.desk import Desk
from forerun.outlook.movement import Movement
from forerun.outlook.result import Chance, Forecast, Outlook
from forerun.outlook.scoreboard import ScoreRow
from forerun.types import Figure
from forerun.views import fans
from forerun.views.charts import NARROW, Line
from forerun.views.fans import Fan, Pair, Step
from forerun.views.forecasts import (
    aim_name,
    chances_table,
    forecast_period,
    forecasts,
    horizon_name,
    model_name,
    percent,
    reason_line,
    score_of,
    sentence,
    where_table,
)
from forerun.views.items import Item
from forerun.views.news import change_label, news_table, ordered, told
from forerun.views.tables import series_table
from forerun.views.targets import target_figure
from forerun.views.text import day, prose, span_name
from forerun.views.trackrecord import pairs_table, record_table

_FALLS = 8
"""Changes that a waterfall shows singly."""
_SEEN = 0.005
"""Percentage points; smaller effects round to nothing."""
_LISTED = 12


def outlook(desk: Desk) -> Section | None:
    """What is to come as far as it can be told; None where nobody looked ahead."""
    if desk.ahead is None:
        return None
    title, found = desk.say["section.outlook"], desk.ahead.outlook
    if found is None:
        why = desk.say.fill("outlook.none", {"why": desk.ahead.why})
        return Section("outlook", title, (Note(why),))
    return Section("outlook", title, tuple(_blocks(desk, found)))


def _blocks(desk: Desk, found: Outlook) -> Iterator[Block]:
    yield Sentences(tuple(_sentences(desk, found)))
    yield from _fans(desk, found)
    yield where_table(found, desk.lang)
    if found.chances:
        yield chances_table(found, desk.catalog, desk.lang)
    if desk.ahead and desk.ahead.movement:
        yield from _news(desk, desk.ahead.movement)
    elif desk.ahead and desk.ahead.why:
        yield Note(desk.say.fill("outlook.unmoved", {"why": desk.ahead.why}))
    yield from _record(desk, found)
    yield Note(desk.say["outlook.method"])


def _sentences(desk: Desk, found: Outlook) -> Iterator[tuple[str, tuple[Item, ...]]]:
    """The year, the quarter and the next month, each with its interval and how such intervals did."""
    for each in (*found.years[:1], *found.quarters[:1], *found.months[:1]):
        period = forecast_period(each.period, each.measure, desk.lang)
        yield period, sentence(found, each, desk.lang)
    for chance in found.chances:
        if chance.probability is not None:
            yield desk.say["outlook.lead.chance"], _chance(desk, chance)
    if not found.chances:
        yield desk.say["outlook.lead.chance"], (desk.say["outlook.no_plan"],)
    shown = (found.years or found.quarters or found.months)[0]
    yield desk.say["outlook.lead.why"], reason_line(found, shown, desk.lang)


def _chance(desk: Desk, chance: Chance) -> tuple[Item, ...]:
    values: dict[str, Item] = {
        "aim": aim_name(chance, desk.catalog, desk.lang),
        "target": prose(target_figure(chance.target, desk.catalog), desk.catalog, desk.lang),
        "period": span_name(chance.target.first, chance.target.last, desk.lang),
        "chance": percent(chance.probability or 0.0),
    }
    line = desk.say.parts("outlook.chance", values)
    if chance.needed.value is None:
        return (*line, desk.say["say.stop"])
    needed = prose(chance.needed, desk.catalog, desk.lang)
    return (*line, *desk.say.parts("outlook.needed", {"needed": needed}), desk.say["say.stop"])


def _fans(desk: Desk, found: Outlook) -> Iterator[Chart]:
    """The year to date to the end of the year, and the next months."""
    for key, figure, course in (("year", found.to_date, found.course), ("month", found.latest, found.months)):
        if course:
            history = desk.snapshot.history(found.target.id, figure.measure)
            yield _fan(desk, key, _since_last_year(history, course[0]), course)


def _since_last_year(history: Sequence[Figure], first: Forecast) -> tuple[Figure, ...]:
    """Figures of the year before the forecast and after."""
    return tuple(each for each in history if each.period and each.period.year >= first.period.year - 1)


def _fan(desk: Desk, key: str, known: Sequence[Figure], course: Sequence[Forecast]) -> Chart:
    say = desk.say
    rival = _best_benchmark(course[-1])
    labels = (model_name(course[-1].chosen.model, desk.lang), model_name(rival, desk.lang))
    drawn = Fan(Line(say["outlook.published"], known), course, rival, labels)
    title = say[f"outlook.fan_{key}"]
    return Chart(
        title=title,
        caption=say["outlook.fan_caption"],
        spec=fans.fan(drawn, desk.lang),
        table=series_table(title, (say["outlook.published"],), (known,), desk.lang),
        narrow=fans.fan(drawn, desk.lang, NARROW),
    )


def _best_benchmark(forecast: Forecast) -> str:
    """The benchmark to draw beside the forecast: the best by real-time score so far; empty for none."""
    names = [each.model for each in forecast.estimates if each.benchmark and not each.chosen]
    scores = forecast.choice.scores
    return min(names, key=lambda name: scores.get(name, float("inf")), default="")


def _news(desk: Desk, moved: Movement) -> Iterator[Block]:
    say, catalog = desk.say, desk.catalog
    values = {
        "from": day(moved.as_of_from, desk.lang),
        "period": forecast_period(moved.period, moved.measure, desk.lang),
    }
    lines = told(moved, catalog, desk.lang)
    yield Sentences(tuple((say["outlook.lead.news"] if not n else "", line) for n, line in enumerate(lines)))
    steps = tuple(_steps(desk, moved))
    title = say.fill("outlook.waterfall", values)
    yield Chart(
        title=title,
        caption=say["outlook.waterfall_caption"],
        spec=fans.waterfall(steps),
        table=news_table(moved, catalog, desk.lang, _LISTED),
        narrow=fans.waterfall(steps, NARROW),
    )


def _steps(desk: Desk, moved: Movement) -> Iterator[Step]:
    """From one forecast to the other; effects that nobody could see are one step together."""
    changes = ordered(moved)
    shown = [each for each in changes if abs(each.impact) >= _SEEN][:_FALLS]
    yield Step(day(moved.as_of_from, desk.lang, short=True), moved.news.old, is_level=True)
    for each in shown:
        yield Step(change_label(each, desk.catalog, desk.lang), each.impact)
    if rest := changes[len(shown) :]:
        label = desk.say.fill("news.others", {"count": str(len(rest))})
        yield Step(label, sum(each.impact for each in rest))
    yield Step(day(moved.as_of_to, desk.lang, short=True), moved.news.new, is_level=True)


def _record(desk: Desk, found: Outlook) -> Iterator[Block]:
    """How such forecasts did: errors drawn, and everything in a table."""
    table = record_table(found, desk.lang)
    if not table.rows:
        yield Note(desk.say["outlook.no_track"])
        return
    rows = _pairs(desk, found)
    labels = (desk.say["record.shown"], desk.say["record.rival"])
    yield Chart(
        title=desk.say["record.errors"],
        caption=desk.say["record.chart_caption"],
        spec=fans.pairs(rows, labels),
        table=pairs_table(desk.say["record.errors"], rows, labels, desk.lang),
        narrow=fans.pairs(rows, labels, NARROW),
    )
    yield table


def _pairs(desk: Desk, found: Outlook) -> Sequence[Pair]:
    calm = found.calm or found.track
    scored = ((each, score_of(calm, each)) for each in forecasts(found))
    return [
        Pair(
            horizon_name(each.aim, each.horizon, desk.lang),
            score.rmse,
            next(row.rmse for row in calm if _is_rival(row, score)),
        )
        for each, score in scored
        if score
    ]


def _is_rival(row: ScoreRow, score: ScoreRow) -> bool:
    return (row.aim, row.horizon, row.forecaster) == (score.aim, score.horizon, score.against)
