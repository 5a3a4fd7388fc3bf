"""What stands in a brief, and that every number of it can be traced."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from forerun.brief.blocks import Brief, Chart, Section, Sentences, Strip, TileMap
from forerun.brief.shown import figures_shown
from forerun.views.items import Line, State, Table
from forerun.views.text import Number

from .conftest import BEFORE_RELEASE, INTERVIEW, YEAR_CLOSED

Composed = Callable[[str, str, str], Brief]


def section(brief: Brief, name: str) -> Section:
    return next(each for each in brief.sections if each.id == name)


def plain(line: Line) -> str:
    texts = (i.text if isinstance(i, Number) else i.word if isinstance(i, State) else i for i in line)
    return "".join(text for text in texts if isinstance(text, str))


def sentence(brief: Brief, lead: str) -> str:
    blocks = section(brief, "summary").blocks
    lines = next(block.lines for block in blocks if isinstance(block, Sentences))
    return plain(dict(lines)[lead])


def test_sections_stand_in_the_order_of_reading(composed: Composed) -> None:
    assert [each.id for each in composed("china", YEAR_CLOSED, "en").sections] == [
        "summary",
        "headline",
        "industries",
        "sectors",
        "breadth",
        "new_three",
        "network",
        "demand",
        "survey",
        "prices",
        "profits",
        "capacity",
        "places",
        "revisions",
        "calendar",
        "gaps",
        "method",
        "sources",
    ]


def test_the_summary_says_the_headline_in_both_languages(composed: Composed) -> None:
    assert sentence(composed("china", INTERVIEW, "en"), "Output").startswith(
        "Industrial value added grew 4.5% in September 2023 from a year earlier. "
        "In January–September 2023 it grew 4.0%. "
        "The rate for the year to date rose by 0.1 percentage points. "
    )
    assert sentence(composed("china", INTERVIEW, "zh"), "生产").startswith(
        "2023年9月规模以上工业增加值同比增长4.5%。2023年1—9月增长4.0%。累计增速较上期加快0.1个百分点。"
    )


def test_in_march_the_year_to_date_speaks_for_the_month_that_is_not_published(composed: Composed) -> None:
    brief = composed("china", "2024-03-20", "en")
    assert sentence(brief, "Output").startswith(
        "Industrial value added grew 7.0% in January–February 2024 from a year earlier. "
    )
    (strip,) = (block for block in section(brief, "summary").blocks if isinstance(block, Strip))
    assert (strip.figures[0].number.text, strip.figures[0].unit) == ("—", "")
    assert strip.figures[0].number.figure.missing == "January and February are published together"


def test_the_summary_states_direction_and_rule(composed: Composed) -> None:
    said = sentence(composed("china", INTERVIEW, "en"), "Direction")
    assert said.startswith("Rising. Rising or falling when the year-to-date rate moved by")
    assert "+4.0 to 2023-09" in said


def test_the_summary_holds_cars_against_their_plan(composed: Composed) -> None:
    assert (
        "Vehicle sales: 30.094 million units in January–December 2023, "
        "against about 27 million units intended for 2023. "
    ) in sentence(composed("china", YEAR_CLOSED, "en"), "Plans")


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("day", [BEFORE_RELEASE, INTERVIEW, YEAR_CLOSED])
def test_every_number_has_a_trace_that_was_public(composed: Composed, day: str, lang: str) -> None:
    shown = list(figures_shown(composed("china", day, lang).sections))
    assert len(shown) > 300
    for figure in shown:
        rows = figure.trace.observations
        assert bool(rows) == (figure.value is not None)
        assert figure.value is not None or figure.missing
        assert all(row.published.isoformat() <= day for row in rows)


def test_before_the_release_the_page_knows_no_september(composed: Composed) -> None:
    shown = figures_shown(composed("china", BEFORE_RELEASE, "en").sections)
    periods = {str(f.period) for f in shown if f.series.indicator == "iva" and f.value is not None}
    assert "2023-08" in periods
    assert periods.isdisjoint({"2023-09", "2023-Q3"})


def test_six_key_figures_lead(composed: Composed) -> None:
    (strip,) = (
        b for b in section(composed("china", INTERVIEW, "en"), "summary").blocks if isinstance(b, Strip)
    )
    assert [(key.number.text, key.unit, key.period) for key in strip.figures] == [
        ("+4.5%", "", "Sep 2023"),
        ("+4.0%", "", "Jan–Sep 2023"),
        ("49.5", "", "Oct 2023"),
        ("−2.5%", "", "Sep 2023"),
        ("−9.0%", "", "Jan–Sep 2023"),
        ("3.189 million", "stations", "Sep 2023"),
    ]


def test_the_tile_map_shades_by_value(composed: Composed) -> None:
    maps = [
        b for b in section(composed("china", YEAR_CLOSED, "zh"), "places").blocks if isinstance(b, TileMap)
    ]
    tiles = {tile.name: tile for tile in maps[0].tiles}
    assert len(tiles) == 31
    assert (tiles["广东"].shade, tiles["西藏"].shade) == (4, 1)
    assert min(tile.column for tile in tiles.values()) == 0
    assert len({(tile.column, tile.row) for tile in tiles.values()}) == 31


def test_every_chart_has_its_table(composed: Composed) -> None:
    for each in composed("toyland", "2024-07-30", "en").sections:
        for block in each.blocks:
            if isinstance(block, Chart):
                assert block.table.rows


def test_revisions_show_first_and_latest(composed: Composed) -> None:
    blocks = section(composed("toyland", "2024-07-30", "en"), "revisions").blocks
    table = next(block for block in blocks if isinstance(block, Table))
    for row in table.rows:
        first, latest = row[2][0], row[4][0]
        assert isinstance(first, Number)
        assert isinstance(latest, Number)
        assert first.figure.trace.observations[0].published < latest.figure.trace.observations[0].published
        assert first.figure.value != latest.figure.value


def test_without_revisions_the_section_says_so(composed: Composed) -> None:
    (note,) = section(composed("china", INTERVIEW, "en"), "revisions").blocks
    assert "published anew" in str(note)


def test_sources_are_those_of_the_numbers_shown(composed: Composed) -> None:
    brief = composed("china", INTERVIEW, "en")
    (table,) = section(brief, "sources").blocks
    assert isinstance(table, Table)
    used = {row.source for figure in figures_shown(brief.sections[:-1]) for row in figure.trace.observations}
    assert [row[0][0] for row in table.rows] == sorted(used)
    assert all(all(row[1:4]) for row in table.rows)
