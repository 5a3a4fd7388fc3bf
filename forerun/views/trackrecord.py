"""The track record of forecasts as tables: by figure and horizon, against the best benchmark."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from forerun.outlook.result import Outlook
from forerun.outlook.scoreboard import ScoreRow
from forerun.views.fans import Pair
from forerun.views.forecasts import forecasts, held_text, horizon_name, model_name, score_of
from forerun.views.items import Aside, Column, Line, Table
from forerun.views.tables import columns
from forerun.views.text import ABSENT
from forerun.views.words import words


def record_table(found: Outlook, lang: str) -> Table:
    """How the chosen forecasters did at these horizons before, with and without the exceptional months."""
    pairs = [(each, score_of(found.track, each)) for each in forecasts(found)]
    rows = dict.fromkeys(score for _, score in pairs if score is not None)
    return scores_table(words(lang)["record.caption"], list(rows), found.calm, found.track, lang)


def scores_table(
    caption: str, rows: Sequence[ScoreRow], calm: Iterable[ScoreRow], every: Iterable[ScoreRow], lang: str
) -> Table:
    """One line for each score and one for the same without exceptional months.

    Args:
        caption: of the table.
        rows: the forecasters shown, one at each figure and horizon.
        calm: scores without the exceptional months.
        every: scores of all forecasters, among which the best benchmark is found.
        lang: of the words.
    """
    head = columns(lang, *_COLUMNS)
    rivals, quiet = _by_key(every), _by_key(calm)
    lines: list[tuple[Line, ...]] = []
    for each in rows:
        lines.append((*_named(each, lang), *_score(each, rivals, lang)))
        if (without := quiet.get(_key(each))) and without.count < each.count:
            lines.append(((Aside(words(lang)["record.calm"]),), (), *_score(without, quiet, lang)))
    return Table(caption, head, tuple(lines))


_COLUMNS = ("=ahead", "forecaster", "#count", "#rmse", "rival", "#rival_rmse", "#p", "=held_short")
_Key = tuple[str, int, str]


def _key(row: ScoreRow) -> _Key:
    return row.aim, row.horizon, row.forecaster


def _by_key(rows: Iterable[ScoreRow]) -> dict[_Key, ScoreRow]:
    return {_key(each): each for each in rows}


def _named(row: ScoreRow, lang: str) -> tuple[Line, ...]:
    return (horizon_name(row.aim, row.horizon, lang),), (model_name(row.forecaster, lang),)


def _score(row: ScoreRow, among: dict[_Key, ScoreRow], lang: str) -> tuple[Line, ...]:
    rival = among.get((row.aim, row.horizon, row.against))
    own = row.against == row.forecaster
    return (
        (str(row.count),),
        (f"{row.rmse:.2f}",),
        (Aside(words(lang)["record.itself"]),) if own else (model_name(row.against, lang),),
        () if own or rival is None else (f"{rival.rmse:.2f}",),
        (ABSENT if row.p_value is None else f"{row.p_value:.2f}",),
        (held_text(row, lang),),
    )


def rmse_table(caption: str, rows: Sequence[ScoreRow], lang: str) -> Table:
    """RMSE of every forecaster by figure and horizon, the lowest marked."""
    names = list(dict.fromkeys(each.forecaster for each in rows))
    found = _by_key(rows)
    keys = dict.fromkeys((each.aim, each.horizon) for each in rows)
    head = (
        *columns(lang, "=ahead", "#count"),
        *(Column(model_name(name, lang, short=True), "number") for name in names),
    )
    lines = []
    for aim, horizon in keys:
        own = [found.get((aim, horizon, name)) for name in names]
        known = [each for each in own if each]
        best = min(each.rmse for each in known)
        cells = (_marked(each, best) for each in own)
        lines.append(((horizon_name(aim, horizon, lang),), (str(known[0].count),), *cells))
    return Table(caption, head, tuple(lines))


def _marked(row: ScoreRow | None, best: float) -> Line:
    if row is None:
        return (ABSENT,)
    return (f"{'▸ ' if row.rmse == best else ''}{row.rmse:.2f}",)


def pairs_table(caption: str, rows: Iterable[Pair], labels: tuple[str, str], lang: str) -> Table:
    """The table beside a chart of two forecasters' errors."""
    head = (*columns(lang, "=ahead"), *(Column(label, "number") for label in labels))
    shown = (((each.name,), (f"{each.own:.2f}",), (f"{each.rival:.2f}",)) for each in rows)
    return Table(caption, head, tuple(shown))
