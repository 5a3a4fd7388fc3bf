"""Why a forecast moved: every release and revision with its effect, as a table, in sentences and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from forerun.catalog.model import Catalog
from forerun.outlook.movement import Movement
from forerun.outlook.news import Change, ChangeKind
from forerun.outlook.recording import Told
from forerun.periods import Period
from forerun.types import Figure, Json, Measure
from forerun.views.forecast_objects import series_object
from forerun.views.forecasts import model_name, plain_number, signed
from forerun.views.items import Aside, Line, Table
from forerun.views.objects import as_estimated, envelope, figure_object, tidy
from forerun.views.tables import columns
from forerun.views.text import cell, day, period_name
from forerun.views.words import words

SCHEMA = "forerun.outlook-news/1"
NEGLIGIBLE = 1e-8
"""Percentage points; what the changes leave unexplained is rounding below this."""
_TO_DATE = ":ytd"


def news_object(moved: Movement, catalog: Catalog, lang: str) -> Json:
    """The JSON object of ``forerun outlook news --json``; impacts in percentage points."""
    return {**envelope(SCHEMA, moved.as_of_to, moved.ledger), **news_content(moved, catalog, lang)}


def news_content(moved: Movement, catalog: Catalog, lang: str) -> Json:
    """The same without its envelope."""
    news = moved.news
    content = {
        "from": moved.as_of_from.isoformat(),
        "to": moved.as_of_to.isoformat(),
        "target": series_object(moved.target, lang),
        "model": moved.model,
        "old": figure_object(old_figure(moved), lang),
        "new": figure_object(new_figure(moved), lang),
        "changes": [_change(each, catalog, lang) for each in ordered(moved)],
        "sums": {
            "releases": tidy(news.release_impact),
            "revisions": tidy(news.revision_impact),
            "parameters": tidy(news.parameter_impact),
            "total": tidy(news.new - news.old),
        },
        "residual": tidy(news.residual),
        "left_out": [
            {"series": name, "name": _called(name, catalog, lang), "period": period}
            for name, period in moved.left_out
        ],
    }
    return as_estimated(content, decimals=6)


def old_figure(moved: Movement) -> Figure:
    """The forecast of the earlier day."""
    return _figure(moved, moved.news.old, earlier=True)


def new_figure(moved: Movement) -> Figure:
    """The forecast of the later day."""
    return _figure(moved, moved.news.new, earlier=False)


def _figure(moved: Movement, value: float, *, earlier: bool) -> Figure:
    told = Told(moved.period, moved.measure, value, moved.model)
    as_of = moved.as_of_from if earlier else moved.as_of_to
    command = f"forerun outlook news --from {moved.as_of_from} --to {moved.as_of_to} --period {moved.period}"
    return told.figure(moved.target, as_of, command)


def ordered(moved: Movement) -> list[Change]:
    """The changes, the largest effect first."""
    return sorted(
        moved.news.changes, key=lambda each: (-abs(each.impact), each.kind, each.series, each.period)
    )


def _change(change: Change, catalog: Catalog, lang: str) -> Json:
    said = change.to_dict()
    return {
        **said,
        "series": change.series.removesuffix(_TO_DATE) or None,
        "name": change_name(change, catalog, lang),
        "measure": Measure.YTD_YOY.value if change.series.endswith(_TO_DATE) else None,
        "period": change.period or None,
    }


def change_name(change: Change, catalog: Catalog, lang: str) -> str:
    """What changed: the series, or that the model was estimated anew."""
    if change.kind is ChangeKind.PARAMETERS:
        return words(lang)["news.parameters"]
    if change.series.endswith(_TO_DATE):
        name = _called(change.series.removesuffix(_TO_DATE), catalog, lang)
        return words(lang).fill("news.to_date", {"name": name})
    return _called(change.series, catalog, lang)


def change_label(change: Change, catalog: Catalog, lang: str) -> str:
    """What changed in few words, for a row of a chart: ``PMI, Oct``."""
    if change.kind is ChangeKind.PARAMETERS:
        return words(lang)["news.parameters"]
    month = words(lang)[f"month_short.{Period.parse(change.period).index}"]
    if change.series.endswith(_TO_DATE):
        name = words(lang)["news.to_date_short"]
    else:
        name = _short(change.series, catalog, lang)
    return words(lang)["number.comma"].join((name, month))


def _short(name: str, catalog: Catalog, lang: str) -> str:
    """The indicator where the series is its total, else the series by its own name."""
    series = catalog.series_named(name)
    indicator = catalog.indicators.get(series.indicator)
    return (series if series.activity or indicator is None else indicator).names.get(lang)


def _called(series: str, catalog: Catalog, lang: str) -> str:
    return catalog.series_named(series).names.get(lang)


def title(moved: Movement, lang: str) -> Line:
    """What moved between which days, and by which model."""
    values = {
        "name": moved.target.names.get(lang),
        "period": _period(moved.period, moved.measure, lang),
        "from": day(moved.as_of_from, lang),
        "to": day(moved.as_of_to, lang),
    }
    return (words(lang).fill("news.title", values), " ", Aside(model_name(moved.model, lang)))


def _period(period: Period, measure: Measure, lang: str) -> str:
    return period_name(period, measure, lang)


def moved_line(moved: Movement, lang: str) -> Line:
    """From where to where the forecast went."""
    change = moved.news.new - moved.news.old
    return words(lang).parts(
        "news.moved",
        {
            "old": cell(old_figure(moved)),
            "new": cell(new_figure(moved)),
            "change": signed(change, 2),
        },
    )


def news_table(moved: Movement, catalog: Catalog, lang: str, most: int = 0) -> Table:
    """Every change with its effect, the largest first, and the sums.

    Args:
        moved: what moved.
        catalog: names the series.
        lang: of the words.
        most: changes that are listed singly; the others in one line.  0 lists all.
    """
    head = columns(lang, "what", "=period", "#expected", "#came", "#weight", "#impact")
    changes = [each for each in ordered(moved) if each.kind is not ChangeKind.PARAMETERS]
    listed = changes[:most] if most else changes
    rows = [_row(each, catalog, lang) for each in listed]
    rows += _others(changes[len(listed) :], lang)
    return Table(words(lang)["news.caption"], head, (*rows, *_sums(moved, lang)))


def _row(change: Change, catalog: Catalog, lang: str) -> tuple[Line, ...]:
    name = change_name(change, catalog, lang)
    kind: Line = () if change.kind is ChangeKind.RELEASE else (" ", Aside(words(lang)[f"news.{change.kind}"]))
    period = period_name(Period.parse(change.period), Measure.LEVEL, lang, short=True)
    if change.series.endswith(_TO_DATE):
        return ((name, *kind), (period,), (), (), (), (signed(change.impact, 2),))
    return (
        (name, *kind),
        (period,),
        (plain_number(change.before),),
        (plain_number(change.after),),
        (plain_number(change.weight, 3),),
        (signed(change.impact, 2),),
    )


def _others(changes: Sequence[Change], lang: str) -> list[tuple[Line, ...]]:
    if not changes:
        return []
    label = words(lang).fill("news.others", {"count": str(len(changes))})
    return [_sum(label, sum(each.impact for each in changes))]


def _sum(label: str, value: float) -> tuple[Line, ...]:
    return ((label,), (), (), (), (), (signed(value, 2),))


def _sums(moved: Movement, lang: str) -> Iterator[tuple[Line, ...]]:
    say, news = words(lang), moved.news
    for key, value in (
        ("releases", news.release_impact),
        ("revisions", news.revision_impact),
        ("parameters", news.parameter_impact),
    ):
        yield _sum(say[f"news.{key}"], value)
    if abs(news.residual) > NEGLIGIBLE:
        yield _sum(say["news.residual"], news.residual)
    yield _sum(say["news.total"], news.new - news.old)


def left_out_line(moved: Movement, catalog: Catalog, lang: str) -> Line:
    """Figures published in between that the model leaves out as out of the ordinary; empty without any."""
    if not moved.left_out:
        return ()
    named = [
        f"{_called(name, catalog, lang)} "
        f"({period_name(Period.parse(period), Measure.LEVEL, lang, short=True)})"
        for name, period in moved.left_out
    ]
    return (words(lang).fill("news.left_out", {"names": words(lang)["say.semicolon"].join(named)}),)


def told(moved: Movement, catalog: Catalog, lang: str, most: int = 3) -> Iterator[Line]:
    """The movement in sentences: from where to where, the largest effects, and what the rest adds."""
    say = words(lang)
    yield moved_line(moved, lang)
    changes = [each for each in ordered(moved) if each.kind is not ChangeKind.PARAMETERS][:most]
    if changes:
        parts = (_effect(each, catalog, lang) for each in changes)
        yield (say["news.largest"], say["say.semicolon"].join(parts), say["say.stop"].rstrip())
    values = {
        "releases": signed(moved.news.release_impact, 2),
        "revisions": signed(moved.news.revision_impact, 2),
        "parameters": signed(moved.news.parameter_impact, 2),
    }
    yield (say.fill("news.sums", values),)


def _effect(change: Change, catalog: Catalog, lang: str) -> str:
    values = {
        "name": change_name(change, catalog, lang),
        "period": period_name(Period.parse(change.period), Measure.LEVEL, lang, short=True),
        "impact": signed(change.impact, 2),
        "before": plain_number(change.before),
        "after": plain_number(change.after),
    }
    key = "to_date_effect" if change.series.endswith(_TO_DATE) else f"{change.kind}_effect"
    return words(lang).fill(f"news.{key}", values)
