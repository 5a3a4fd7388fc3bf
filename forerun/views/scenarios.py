"""Where scenarios lead: tables of cases and of their paths, and the same as JSON."""

from __future__ import annotations

from forerun.outlook.recording import Told
from forerun.outlook.scenarios import CaseResult, Expected, Kind, PathPoint, ScenarioStudy
from forerun.types import Figure, Json
from forerun.views.forecast_objects import series_object
from forerun.views.forecasts import forecast_period, percent, plain_number, signed
from forerun.views.items import Aside, Column, Item, Line, State, Table
from forerun.views.objects import envelope, figure_object, tidy
from forerun.views.tables import columns
from forerun.views.text import cell, period_name
from forerun.views.words import words

SCHEMA = "forerun.outlook-scenario/1"
_STATES = {Kind.FAVOURABLE: "rising", Kind.DIFFICULTY: "falling", Kind.NEUTRAL: "steady"}


def scenario_object(study: ScenarioStudy, name: str, lang: str) -> Json:
    """The JSON object of ``forerun outlook scenario --json``; distances in standard deviations."""
    return {
        **envelope(SCHEMA, study.as_of, study.ledger),
        "file": name,
        "target": series_object(study.target, lang),
        "model": study.model,
        "goals": [tidy(goal) for goal in study.goals],
        "baseline": [_expected(study, each, lang) for each in study.baseline],
        "chances": [tidy(each) for each in study.chances],
        "cases": [_case(study, each, lang) for each in study.cases],
    }


def _case(study: ScenarioStudy, case: CaseResult, lang: str) -> Json:
    return {
        "id": case.scenario.id,
        "name": case.scenario.names.get(lang),
        "kind": case.scenario.kind.value,
        "path": [_point(each, lang) for each in case.path],
        "distance": tidy(case.distance),
        "probability": tidy(case.probability),
        "plausible": case.plausible,
        "figures": [_expected(study, each, lang) for each in case.figures],
        "differences": [tidy(each) for each in case.differences],
        "chances": [tidy(each) for each in case.chances],
    }


def _point(point: PathPoint, lang: str) -> Json:
    return {
        "series": point.series.id,
        "name": point.series.names.get(lang),
        "period": str(point.period),
        "value": tidy(point.value),
        "own": tidy(point.own),
        "sd": tidy(point.sd),
        "z": tidy(point.z),
    }


def _expected(study: ScenarioStudy, expected: Expected, lang: str) -> Json:
    return {
        **figure_object(expected_figure(study, expected), lang),
        "model": study.model,
        "sd": tidy(expected.sd),
    }


def expected_figure(study: ScenarioStudy, expected: Expected) -> Figure:
    """A figure to come as one that a table shows."""
    told = Told(expected.period, expected.measure, expected.mean, study.model)
    return told.figure(study.target, study.as_of, f"forerun outlook scenario --as-of {study.as_of}")


def cases_table(study: ScenarioStudy, lang: str) -> Table:
    """The forecast without conditions, and each case with its difference from it."""
    say = words(lang)
    goals = tuple(
        Column(say.fill("scenario.chance", {"goal": plain_number(goal)}), "number") for goal in study.goals
    )
    figures = tuple(
        Column(forecast_period(each.period, each.measure, lang), "number") for each in study.baseline
    )
    head = (*columns(lang, "case"), *figures, *goals, *columns(lang, "#distance", "#as_far", "=plausible"))
    own: tuple[Line, ...] = (
        (say["scenario.baseline"],),
        *((cell(expected_figure(study, each)),) for each in study.baseline),
        *((percent(each),) for each in study.chances),
        (),
        (),
        (),
    )
    return Table(say["scenario.cases"], head, (own, *(_row(study, each, lang) for each in study.cases)))


def _row(study: ScenarioStudy, case: CaseResult, lang: str) -> tuple[Line, ...]:
    say, kind = words(lang), case.scenario.kind
    figures = zip(case.figures, case.differences, strict=True)
    name: Line = (case.scenario.names.get(lang), "\n", State(_STATES[kind], say[f"scenario.{kind}"]))
    return (
        name,
        *(
            (cell(expected_figure(study, each)), "\n", Aside(f"({signed(apart, 2)})"))
            for each, apart in figures
        ),
        *((percent(each),) for each in case.chances),
        (plain_number(case.distance),),
        (percent(case.probability),),
        (say["scenario.plausible" if case.plausible else "scenario.far"],),
    )


def paths_table(study: ScenarioStudy, lang: str) -> Table:
    """What each case assumes, beside the model's own forecast."""
    head = columns(lang, "case", "indicator", "=period", "#assumed", "#own", "#apart")
    rows = tuple(
        (
            (case.scenario.names.get(lang),) if not number else (),
            (point.series.names.get(lang),),
            (period_name(point.period, study.baseline[0].measure, lang, short=True),),
            (plain_number(point.value),),
            (plain_number(point.own),),
            (signed(point.z),),
        )
        for case in study.cases
        for number, point in enumerate(case.path)
    )
    return Table(words(lang)["scenario.paths"], head, rows)


def opening(study: ScenarioStudy, lang: str) -> Line:
    """What the cases are about."""
    items: list[Item] = [words(lang).fill("scenario.title", {"name": study.target.names.get(lang)})]
    return (*items, " ", Aside(words(lang)["scenario.method"]))
