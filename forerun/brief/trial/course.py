"""What happened through time: the treated beside what would have been, the gap, the event study."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from forerun.brief.blocks import Block, Chart, Note, Section
from forerun.brief.trial.material import Desk
from forerun.compiled import Array
from forerun.trials.did.result import Profile
from forerun.trials.recording import in_percent
from forerun.trials.synthetic.fitted import SyntheticFit
from forerun.views import trial_charts
from forerun.views.charts import NARROW
from forerun.views.items import Column, Line, Table
from forerun.views.text import ABSENT
from forerun.views.trial_charts import Axis, Course, Moment
from forerun.views.trial_words import share

COHORTS = 4
"""Starts of treatment that are drawn, the earliest first."""
INNER = (5, 95)
"""Percentiles of the placebos that the table gives."""


def course(desk: Desk) -> Section | None:
    """Trajectories and gaps of a synthetic estimator, and effects by time since the start."""
    blocks = (*_paths(desk), *_study(desk))
    return Section("course", desk.word("section.course"), blocks) if blocks else None


def _paths(desk: Desk) -> Iterator[Block]:
    fit = desk.found.main.fit
    if fit is None:
        return
    for each in fit.cohorts[:COHORTS]:
        yield _trajectories(desk, each)
        yield _gap(desk, each, len(fit.cohorts) == 1)
    if len(fit.cohorts) > COHORTS:
        values = {"shown": str(COHORTS), "count": str(len(fit.cohorts))}
        yield Note(desk.fill("cohorts_more", values))


def _trajectories(desk: Desk, fit: SyntheticFit) -> Chart:
    observed, synthetic = _levels(desk, fit)
    names = desk.word("treated"), desk.word("synthetic")
    drawn = _axis(desk, fit), Course(names[0], observed), Course(names[1], synthetic)
    title = desk.fill("trajectories", {"start": fit.periods[fit.start]})
    caption = desk.fill("index" if desk.saying.in_log else "level", {"base": fit.periods[fit.start - 1]})
    return Chart(
        title=title,
        caption=caption,
        spec=trial_charts.trajectories(*drawn),
        table=_by_period(desk, title, fit.periods, (drawn[1], drawn[2])),
        narrow=trial_charts.trajectories(*drawn, NARROW),
    )


def _levels(desk: Desk, fit: SyntheticFit) -> tuple[list[float], list[float]]:
    """Both paths; of a logarithm as an index, 100 for the treated in the last period before the start."""
    if not desk.saying.in_log:
        return _list(fit.observed), _list(fit.synthetic)
    base = fit.observed[fit.start - 1]
    return _list(100 * np.exp(fit.observed - base)), _list(100 * np.exp(fit.synthetic - base))


def _gap(desk: Desk, fit: SyntheticFit, alone: bool) -> Chart:
    placebos = _shown(desk, desk.material.gaps if alone else np.zeros((0, len(fit.periods))))
    own = Course(desk.word("gap_own"), _list(_shown(desk, fit.gap)))
    drawn = _axis(desk, fit), own, [_list(row) for row in placebos], desk.word("gap_placebos")
    title = desk.word("gap")
    values = {"unit": desk.unit, "count": str(len(placebos))}
    extra = _inner(desk, placebos) if len(placebos) else ()
    return Chart(
        title=title,
        caption=desk.fill("gap_caption" if len(placebos) else "gap_alone", values),
        spec=trial_charts.gaps(*drawn),
        table=_by_period(desk, title, fit.periods, (own, *extra)),
        narrow=trial_charts.gaps(*drawn, NARROW),
    )


def _inner(desk: Desk, placebos: Array) -> Iterator[Course]:
    for each in INNER:
        name = desk.fill("percentile", {"at": str(each)})
        yield Course(name, _list(np.percentile(placebos, each, axis=0)))


def _axis(desk: Desk, fit: SyntheticFit) -> Axis:
    return Axis(fit.periods, fit.start, desk.fill("start", {"period": fit.periods[fit.start]}))


def _study(desk: Desk) -> Iterator[Block]:
    if desk.profile is None:
        return
    estimator, profile = desk.profile
    moments = tuple(_moments(desk, profile))
    level = {"level": share(profile.bands.level)}
    names = desk.fill("pointwise", level), desk.fill("uniform", level)
    title = desk.word("study")
    values = {"unit": desk.unit, "estimator": desk.saying.estimator(estimator)}
    yield Chart(
        title=title,
        caption=desk.fill("study_caption", values),
        spec=trial_charts.study(moments, names),
        table=_study_table(desk, title, names, profile),
        narrow=trial_charts.study(moments, names, NARROW),
    )


def _moments(desk: Desk, profile: Profile) -> Iterator[Moment]:
    bands = profile.bands
    ends = bands.low, bands.high, bands.uniform_low, bands.uniform_high
    for row, at in enumerate(profile.at):
        if np.isfinite([each[row] for each in ends]).all():
            yield Moment(
                int(at), desk.drawn(float(profile.att[row])), *(desk.drawn(float(each[row])) for each in ends)
            )


def _study_table(desk: Desk, title: str, names: tuple[str, str], profile: Profile) -> Table:
    bands, saying = profile.bands, desk.saying
    head = (
        Column(desk.word("since"), "tight"),
        Column(desk.say["trial.att"], "number"),
        Column(names[0], "number"),
        Column(names[1], "number"),
    )

    def between(low: float, high: float) -> Line:
        ends = {"low": saying.effect(float(low)), "high": saying.effect(float(high))}
        return (desk.say.fill("outlook.range", ends),)

    rows = tuple(
        (
            (str(int(at)),),
            (saying.effect(float(profile.att[row])),),
            between(bands.low[row], bands.high[row]),
            between(bands.uniform_low[row], bands.uniform_high[row]),
        )
        for row, at in enumerate(profile.at)
    )
    return Table(title, head, rows)


def _by_period(desk: Desk, title: str, periods: Sequence[str], courses: Sequence[Course]) -> Table:
    head = (Column(desk.say["table.period"], "tight"), *(Column(each.name, "number") for each in courses))
    rows = tuple(
        ((period,), *((_plain(each.values[at]),) for each in courses)) for at, period in enumerate(periods)
    )
    return Table(title, head, rows)


def _plain(value: float) -> str:
    return f"{value:.2f}".replace("-", "−") if np.isfinite(value) else ABSENT


def _shown(desk: Desk, effects: Array) -> Array:
    """Effects as they are drawn."""
    return np.asarray(np.vectorize(in_percent, otypes=[float])(effects) if desk.saying.in_log else effects)


def _list(values: Array) -> list[float]:
    return [round(float(each), 6) for each in values]
