"""Places in words and tables: readiness, hindcast of entries, complexity, location quotients, charts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from forerun.catalog.model import Catalog
from forerun.errors import UnknownNameError
from forerun.foresight.entry.study import EntryHindcast
from forerun.foresight.left_out import LeftOut, counted
from forerun.foresight.location import Location, Product
from forerun.foresight.places import PlacesStudy
from forerun.foresight.readiness import Readiness, Ready, Standing
from forerun.types import Interval, Json, Measure
from forerun.views.charts import WIDE
from forerun.views.foresight_claims import interval_of, score_text
from forerun.views.foresight_left_out import why_text
from forerun.views.items import Aside, Column, Line, State, Table
from forerun.views.text import ABSENT, period_name
from forerun.views.trial_charts import Row, forest
from forerun.views.words import words

SHOWN, LISTED, CHARTED = 20, 12, 15
SHADES = (0.5, 1.0, 1.5, 2.5)
"""Quotients at which a tile becomes darker."""


def place_name(place: str, catalog: Catalog, lang: str) -> str:
    """A place by its short name where the catalog knows it, else as the table has it."""
    try:
        known = catalog.place(place)
    except UnknownNameError:
        return place
    return known.short.get(lang) or known.names.get(lang)


def study_lines(study: PlacesStudy, lang: str) -> Iterator[tuple[str, Line]]:
    """What the answer rests on: the table, the filter, the hindcast, what was left out."""
    say = words(lang)
    yield say["foresight_places.data"], (study.source or ABSENT, Aside(f" {study.data[:12]}"))
    yield say["foresight_places.filter"], (_filter_text(study, lang),)
    ready = study.readiness
    if ready is not None:
        members = say["number.comma"].join(ready.members)
        yield say["foresight_places.activity"], (members,)
        if ready.origin:
            years = {
                "origin": str(ready.origin),
                "target": str(ready.target),
                "window": str(ready.setting.window),
            }
            yield say["foresight_places.when"], (say.fill("foresight_places.when_text", years),)
        yield say["foresight_places.sensitivity"], (_sensitivity(ready, lang),)
    yield say["foresight_places.score"], *_score(study, lang)
    if study.left_out:
        yield say["foresight_places.left_out"], (left_out_text(study.left_out, lang),)


def _filter_text(study: PlacesStudy, lang: str) -> str:
    setting, say = study.setting, words(lang)
    values = {
        "least": f"{setting.least:,.6g}",
        "window": str(setting.window),
        "absent": f"{setting.absent:g}",
        "present": f"{setting.present:g}",
    }
    return say.fill("foresight_places.filter_text", values)


def _sensitivity(ready: Readiness, lang: str) -> str:
    say = words(lang)
    parts = (
        say.fill("foresight_places.under", {"least": f"{least:,.6g}", "places": str(places)})
        for least, places in ready.filters
    )
    return say.fill(
        "foresight_places.sensitivity_text",
        {"filters": say["foresight.between"].join(parts), "places": str(ready.compared)},
    )


def _score(study: PlacesStudy, lang: str) -> tuple[Line]:
    say = words(lang)
    hindcast = study.hindcast
    if hindcast is None or hindcast.score is None or hindcast.means is None:
        return (
            (State("cannot_tell", say["foresight.no_skill"]), Aside(f" {say['foresight_places.too_short']}")),
        )
    text = score_text(hindcast.score, lang)
    mark = State("passes", say["foresight.skill"])
    if not hindcast.score.demonstrated:
        mark = State("cannot_tell", say["foresight.no_skill"])
    return ((f"{text} ", mark),)


def ready_table(study: PlacesStudy, catalog: Catalog, lang: str, first: int = SHOWN) -> Table:
    """Places that could enter, the likeliest first, or by density where no probability can be told."""
    ready = _asked(study)
    say = words(lang)
    heads = ("rank", "place", "probability", "interval", "ranks", "rca", "density", "density_rank", "volume")
    kinds = ("number", "tight", "number", "tight", "tight", "number", "number", "number", "number")
    columns = tuple(
        Column(say[f"foresight_places.{head}"], kind) for head, kind in zip(heads, kinds, strict=True)
    )
    rows = tuple(
        (
            (str(each.rank),),
            (place_name(each.place, catalog, lang),),
            (_percent(each.probability),),
            (_interval(interval_of(each.intervals)),),
            (ABSENT if each.ranks is None else "–".join(str(rank) for rank in each.ranks),),
            (f"{each.rca:.2f}",),
            (f"{each.density:.3f}",),
            (str(each.density_rank),),
            (f"{each.volume:,.6g}",),
        )
        for each in ready.those(Standing.ABSENT)[:first]
    )
    key = "ready" if ready.skilled else "ready_no_skill"
    values = {"activity": activity_name(study, lang), "target": str(ready.target or "")}
    return Table(say.fill(f"foresight_places.{key}", values), columns, rows)


def standing_lines(study: PlacesStudy, catalog: Catalog, lang: str) -> Iterator[tuple[str, Line]]:
    """Places that have the activity already, and those in between, by RCA."""
    ready, say = _asked(study), words(lang)
    for standing in (Standing.THERE, Standing.BETWEEN):
        those = ready.those(standing)
        named = [f"{place_name(each.place, catalog, lang)} {each.rca:.2f}" for each in those]
        yield say[f"foresight_places.standing.{standing}"], (_some(named, lang) or ABSENT,)


def activity_name(study: PlacesStudy, lang: str) -> str:
    """What places are ready for: the industry's name, or the activity as the table has it."""
    if study.industry is not None:
        return study.industry.names.get(lang)
    return "" if study.readiness is None else study.readiness.activity


def _asked(study: PlacesStudy) -> Readiness:
    if study.readiness is None:
        raise ValueError("no activity was asked for")
    return study.readiness


def averages_table(found: EntryHindcast, lang: str) -> Table:
    """Every predictor on average over origins: the pooled AUC never without that within fields."""
    say = words(lang)
    heads = ("predictor", "pooled", "within_field", "within_place", "precision")
    columns = tuple(
        Column(say[f"foresight_places.{head}"], "number" if head != "predictor" else "text") for head in heads
    )
    rows = tuple(
        (
            (say[f"foresight_places.predictors.{each.predictor}"],),
            (_auc(each.pooled),),
            (_auc(each.within_field),),
            (_auc(each.within_place),),
            (f"{each.precision:.3f}",),
        )
        for each in found.averages
    )
    return Table(say["foresight_places.averages"], columns, rows)


def means_lines(found: EntryHindcast, lang: str) -> Iterator[tuple[str, Line]]:
    """The blend's averages with bootstrap intervals over places."""
    say = words(lang)
    if found.means is None:
        yield say["foresight_places.blend"], (say["foresight_places.too_short"],)
        return
    for key, mean in (
        ("pooled", found.means.pooled),
        ("within_field", found.means.within_field),
        ("brier_skill", found.means.skill),
    ):
        if mean is None:
            yield say[f"foresight_places.{key}"], (ABSENT,)
            continue
        held = mean.interval
        values = {
            "value": f"{mean.value:.3f}",
            "level": f"{100 * held.level:.0f}",
            "low": f"{held.low:.3f}",
            "high": f"{held.high:.3f}",
            "origins": str(found.means.origins),
        }
        yield say[f"foresight_places.{key}"], (say.fill("foresight_places.mean_text", values),)


def origins_table(found: EntryHindcast, lang: str) -> Table:
    """Every origin: candidates, entries, and AUCs pooled / within fields of the main predictors."""
    say = words(lang)
    shown = ("blend", "density", "ubiquity", "place_effect", "field_effect", "rca", "volume")
    columns = (
        *(Column(say[f"foresight_places.{head}"], "number") for head in ("origin", "places", "candidates")),
        *(Column(say[f"foresight_places.{head}"], "number") for head in ("entries", "base", "brier_skill")),
        *(Column(say[f"foresight_places.short.{name}"], "number") for name in shown),
    )
    rows = []
    for each in found.origins:
        by = {one.predictor: one for one in each.scores}
        rows.append(
            (
                (str(each.origin),),
                (str(each.places),),
                (f"{each.candidates:,}",),
                (f"{each.entries:,}",),
                (_percent(each.base_rate),),
                (_percent(each.skill),),
                *(
                    (f"{_auc(by[name].pooled)} / {_auc(by[name].within_field)}" if name in by else ABSENT,)
                    for name in shown
                ),
            )
        )
    return Table(say["foresight_places.origins"], columns, tuple(rows))


def complexity_table(study: PlacesStudy, catalog: Catalog, lang: str, first: int = SHOWN) -> Table:
    """Places by ECI with their diversity and COI, and the range of ranks under other filters."""
    say, year = words(lang), study.complexity
    heads = ("rank", "place", "eci", "ranks", "diversity", "coi")
    columns = tuple(
        Column(say[f"foresight_places.{head}"], "tight" if head in ("place", "ranks") else "number")
        for head in heads
    )
    if year is None:
        return Table(say["foresight_places.complexity"], columns, ())
    order = sorted(range(len(year.places)), key=lambda at: (-year.eci[at], year.places[at]))
    rows = []
    for rank, at in enumerate(order[:first], 1):
        span = None if study.ranks is None else study.ranks.ranks(year.places[at])
        rows.append(
            (
                (str(rank),),
                (place_name(year.places[at], catalog, lang),),
                (_signed(year.eci[at]),),
                (ABSENT if span is None else f"{span[0]}–{span[1]}",),
                (str(int(year.diversity[at])),),
                (_signed(year.coi[at]),),
            )
        )
    values = {"convention": year.strengths.method.convention.value, "places": str(len(year.places))}
    return Table(say.fill("foresight_places.complexity", values), columns, tuple(rows))


def products_table(study: PlacesStudy, lang: str, first: int = SHOWN) -> Table:
    """Activities by PCI, with how many places are strong in them."""
    say, year = words(lang), study.complexity
    columns = (
        Column(say["foresight_places.rank"], "number"),
        Column(say["foresight_places.activity"]),
        Column(say["foresight_places.pci"], "number"),
        Column(say["foresight_places.ubiquity"], "number"),
    )
    if year is None:
        return Table(say["foresight_places.products"], columns, ())
    order = sorted(range(len(year.activities)), key=lambda at: (-year.pci[at], year.activities[at]))
    rows = tuple(
        ((str(rank),), (year.activities[at],), (_signed(year.pci[at]),), (str(int(year.ubiquity[at])),))
        for rank, at in enumerate(order[:first], 1)
    )
    return Table(say["foresight_places.products"], columns, rows)


def location_table(found: Location, catalog: Catalog, lang: str, first: int = 5) -> Table:
    """A row for each product: its year, how many places report, and where its quotient is highest."""
    say = words(lang)
    columns = (
        Column(say["foresight_places.product"], "tight"),
        Column(say["foresight_places.period"], "tight"),
        Column(say["foresight_places.reporting"], "tight"),
        Column(say["foresight_places.highest"]),
    )
    rows = tuple(
        (
            (catalog.activities[each.activity].names.get(lang),),
            (period_name(each.period, Measure.LEVEL, lang),),
            (f"{each.reporting} / {each.places}",),
            (
                say["number.comma"].join(
                    f"{place_name(one.place, catalog, lang)} {one.value:.2f}"
                    for one in each.quotients[:first]
                ),
            ),
        )
        for each in found.products
    )
    return Table(say["foresight_places.location"], columns, rows)


def readiness_chart(study: PlacesStudy, catalog: Catalog, lang: str, width: int = WIDE) -> Json:
    """Places by probability of entry in percent with their intervals."""
    ready = _asked(study)
    rows = [
        Row(place_name(each.place, catalog, lang), 100 * each.probability, *_ends(each), ready.skilled)
        for each in ready.those(Standing.ABSENT)[:CHARTED]
        if each.probability is not None
    ]
    return forest(rows, width)


def _ends(place: Ready) -> tuple[float, float]:
    held = interval_of(place.intervals)
    return (float("nan"), float("nan")) if held is None else (100 * held.low, 100 * held.high)


def tiles(found: Product, catalog: Catalog, lang: str) -> tuple[Json, ...]:
    """The quotients of a product on the tile map: column, row, name, value and shade from 0 to 4."""
    return tuple(
        {
            "column": catalog.places[each.place].column,
            "row": catalog.places[each.place].row,
            "name": place_name(each.place, catalog, lang),
            "value": each.value,
            "shade": sum(each.value >= limit for limit in SHADES),
        }
        for each in found.quotients
        if catalog.places[each.place].column >= 0
    )


def left_out_text(left_out: Sequence[LeftOut], lang: str) -> str:
    """How many things were left out for each reason, with the first names."""
    say = words(lang)
    parts = []
    for why, count in counted(left_out).items():
        named = _some(list(dict.fromkeys(each.what for each in left_out if each.why is why)), lang, 4)
        parts.append(f"{why_text(why, 'places', lang)}: {count:,} ({named})")
    return say["foresight.between"].join(parts)


def _some(named: Sequence[str], lang: str, most: int = LISTED) -> str:
    shown = words(lang)["number.comma"].join(islice(named, most))
    return shown if len(named) <= most else f"{shown} +{len(named) - most}"


def _percent(share: float | None) -> str:
    return ABSENT if share is None else f"{100 * share:.1f}".replace("-", "−")


def _auc(value: float | None) -> str:
    return ABSENT if value is None else f"{value:.3f}"


def _signed(value: float) -> str:
    return f"{value:+.2f}".replace("-", "−")


def _interval(held: Interval | None) -> str:
    return ABSENT if held is None else f"{100 * held.low:.1f} – {100 * held.high:.1f}"
