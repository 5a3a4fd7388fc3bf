"""``forerun outlook backtest``: how forecasts would have done, knowing only what was known each day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

import typer

from forerun.cli.common import (
    AsJson,
    AsOf,
    Lang,
    Language,
    Profile,
    Workspace,
    emit_json,
    emit_rich,
)
from forerun.cli.outlook import WHEN_PIPED, TargetSeries, forecasting
from forerun.errors import InputError
from forerun.periods import Frequency, Period
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.ledger.snapshot import Snapshot
    from forerun.outlook.backtest import Backtest
    from forerun.outlook.benchmarks import Forecaster
    from forerun.outlook.spec import OutlookSpec

EXAMPLE = "forerun outlook backtest --from 2016-01 --to 2025-12"


def parse_month(text: str) -> Period:
    """A month, written ``2023-11``.

    Raises:
        InputError: not a month.
    """
    try:
        period = Period.parse(text)
    except InputError:
        period = None
    if period is None or period.frequency is not Frequency.MONTH:
        raise InputError(f"{text!r} is not a month", advice="Write it as 2023-11")
    return period


From = Annotated[
    Period | None,
    typer.Option(
        "--from",
        parser=parse_month,
        metavar="MONTH",
        show_default="that of the profile",
        help="Forecast at the end of this month first, such as 2016-01.",
    ),
]
To = Annotated[
    Period | None,
    typer.Option(
        "--to",
        parser=parse_month,
        metavar="MONTH",
        show_default="the last month that is over",
        help="Forecast at the end of this month last.",
    ),
]
Latest = Annotated[
    bool,
    typer.Option("--latest", help="Hold forecasts against the latest figures, not the first published."),
]


def backtest(
    start: From = None,
    end: To = None,
    latest: Latest = False,
    as_of: AsOf = None,
    target: TargetSeries = "",
    lang: Language = Lang.EN,
    as_json: AsJson = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Forecast at past month-ends, each time with what was known then, and score the forecasts.

    Models stand against the benchmarks by horizon, with a test of the difference, and once more without the
    exceptional months that the profile names.

    Raises:
        InputError: the months stand the wrong way round or lie outside the sample.
    """
    from forerun.outlook.attempts import attempted
    from forerun.outlook.backtest import judged
    from forerun.outlook.benchmarks import benchmarks
    from forerun.outlook.factor_model import factor_models
    from forerun.outlook.realtime import read
    from forerun.outlook.spec import outlook_spec
    from forerun.views.backtests import backtest_object
    from forerun.workspace import Workspace as OpenWorkspace

    desk = OpenWorkspace.open(Settings(workspace, profile))
    snapshot = desk.ledger.snapshot(as_of or date.today())
    spec = outlook_spec(desk.catalog, target)
    days = _days(start or spec.origins, end, snapshot)
    real_time = read(snapshot, spec)
    forecasters: list[Forecaster[Any]] = [*factor_models(spec), *benchmarks(spec.benchmarks)]
    with forecasting(lang) as tell:
        made = attempted(real_time, spec, forecasters, days, keep=desk.kept, progress=tell)
    past = judged(made, real_time, spec, latest=latest)
    if as_json:
        emit_json(backtest_object(past, spec.target.series, snapshot.as_of, snapshot.hash, lang))
    else:
        emit_rich(_blocks(past, spec, lang), piped=WHEN_PIPED)


def _days(start: Period, end: Period | None, snapshot: Snapshot) -> tuple[date, ...]:
    """The month-ends asked for, all of them over on the snapshot's day."""
    from forerun.outlook.backtest import month_ends

    day = snapshot.as_of
    over = Period(Frequency.MONTH, day.year, day.month)
    over = over if over.end <= day else over.shift(-1)
    last = end or over
    if last > over:
        raise InputError(f"{last} is not over on {day}", advice=f"Give --to up to {over}")
    if start > last:
        raise InputError(f"--from {start} is after {last}", advice="Give the earlier month first")
    return month_ends(start, last)


def _blocks(past: Backtest, spec: OutlookSpec, lang: str) -> Iterator[RenderableType]:
    from forerun.views.backtests import failures, opening, tables
    from forerun.views.terminal import rich_grid, rich_line, rich_table

    for line in opening(past, spec.target.series, lang):
        yield rich_line(line)
    for table in tables(past, spec.benchmarks, lang):
        yield rich_table(table)
    if past.failures:
        yield rich_grid(failures(past, lang))
