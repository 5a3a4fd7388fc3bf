"""Readiness of places for an activity, on a made-up world and on tables too short for a hindcast."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import InputError
from forerun.foresight.candidate_file import HEADER, candidate_rows, write_candidates
from forerun.foresight.counts import UNDATED, Counts
from forerun.foresight.entry.features import density, rca
from forerun.foresight.entry.setting import Setting
from forerun.foresight.readiness import Readiness, Standing, chosen_activity, readiness
from forerun.foresight.recording import observed
from forerun.types import Measure, Status
from tests.foresight.entry.conftest import made_up

DAY = date(2014, 6, 30)
SETTING = Setting(window=3, horizon=4, least=100)


@pytest.fixture(scope="module")
def world() -> Counts:
    return made_up()


@pytest.fixture(scope="module")
def ready(world: Counts) -> Readiness:
    return readiness(world, "a03", SETTING, DAY)


def one_year(table: Counts) -> Counts:
    return replace(table, years=(UNDATED,), values=table.values[-1:], present=table.present[-1:])


def test_every_place_that_takes_part_stands_once_where_its_advantage_says(
    world: Counts, ready: Readiness
) -> None:
    found = ready
    window = world.window(2013, 3)
    large = window.sum(axis=1) >= 100
    assert sorted(each.place for each in found.places) == [
        name for name, kept in zip(world.places, large, strict=True) if kept
    ]
    held = np.zeros(len(large))
    held[large] = rca(window[large])[:, 3]
    for each in found.places:
        own = held[world.places.index(each.place)]
        assert each.rca == pytest.approx(own)
        expected = Standing.THERE if own >= 1 else Standing.BETWEEN if own >= 0.5 else Standing.ABSENT
        assert each.standing is expected
        assert (each.claim is not None) is (expected is Standing.ABSENT)


def test_ranks_follow_the_probability_and_span_the_other_filters(ready: Readiness) -> None:
    found, those = ready, ready.those(Standing.ABSENT)
    assert [each.rank for each in those] == list(range(1, len(those) + 1))
    said = [each.probability for each in those if each.probability is not None]
    assert len(said) == len(those) > 5
    assert said == sorted(said, reverse=True)
    for each in those:
        assert each.ranks is not None
        assert each.ranks[0] <= each.rank <= each.ranks[1]
        for held in each.intervals:
            assert 0 <= held.low <= (each.probability or 0) <= held.high <= 1
    assert [least for least, _ in found.filters] == [50, 200, 400]
    assert [places for _, places in found.filters] == sorted((p for _, p in found.filters), reverse=True)


def test_claims_carry_the_hindcast_of_the_same_table(world: Counts, ready: Readiness) -> None:
    found = ready
    assert found.skilled
    claim = found.claims[0]
    assert (claim.measure, claim.unit, str(claim.period)) == (Measure.PROBABILITY, "percent", "2017")
    assert claim.series == f"{found.places[0].place}/forward_entry/a03"
    assert claim.score is found.score
    assert claim.may_lead
    row = observed(claim, "forerun")
    assert row.status is Status.FORECAST
    assert "no demonstrated skill" not in row.note
    assert readiness(world, "a03", SETTING, DAY).claims == found.claims  # the draws have a seed


def test_one_year_gives_density_alone_without_skill_and_without_claims(world: Counts) -> None:
    table = one_year(world)
    found = readiness(table, "a03", Setting(window=1, least=100), DAY)
    assert (found.score, found.claims, found.skilled, found.target) == (None, (), False, 0)
    window = table.values[0]
    near = density(rca(window[window.sum(axis=1) >= 100]) >= 1)[:, 3]
    ready = found.those(Standing.ABSENT)
    assert [each.density for each in ready] == sorted((each.density for each in ready), reverse=True)
    assert {round(each.density, 12) for each in ready} <= set(np.round(near, 12))
    assert all(each.probability is None for each in ready)


def test_several_activities_count_as_one(world: Counts) -> None:
    table, name = chosen_activity(world, ["A03", "a05"], "hydrogen")
    assert name == "hydrogen"
    assert len(table.activities) == len(world.activities) - 1
    joined = table.values[:, :, table.activities.index("hydrogen")]
    assert np.array_equal(joined, world.values[:, :, 3] + world.values[:, :, 5])
    assert chosen_activity(world, ["a03"])[0] is world
    with pytest.raises(InputError, match="Did you mean a03"):
        chosen_activity(world, ["a033"])


def test_what_nobody_has_or_nobody_is_large_enough_for_is_refused(world: Counts) -> None:
    values = world.values.copy()
    values[:, :, 3] = 0
    with pytest.raises(InputError, match="nothing of 'a03' is counted"):
        readiness(replace(world, values=values), "a03", SETTING, DAY)
    with pytest.raises(InputError, match="no place without a break counts"):
        readiness(world, "a03", replace(SETTING, least=1e12), DAY)


def test_the_list_of_candidates_is_by_rank_with_the_ids_that_the_catalog_knows(world: Counts) -> None:
    names = ("Beijing", "广东", *world.places[2:])
    found = readiness(replace(world, places=names), "a03", SETTING, DAY)
    lines = candidate_rows(found, load_catalog("china")).splitlines()
    assert lines[0] == ",".join(HEADER)
    ready = found.those(Standing.ABSENT)
    assert len(lines) == len(ready) + 1
    ids = {"Beijing": "cn-110000", "广东": "cn-440000"}
    for line, each in zip(lines[1:], ready, strict=True):
        place, rank, probability, low, high, source = line.split(",")
        assert (place, int(rank), source) == (ids.get(each.place, each.place), each.rank, world.data)
        assert float(low) <= float(probability) <= float(high)


def test_a_list_that_cannot_be_written_says_so(world: Counts) -> None:
    from pathlib import Path

    found = readiness(one_year(world), "a03", Setting(window=1, least=100), DAY)
    with pytest.raises(InputError, match="cannot be written"):
        write_candidates(Path("/nowhere/at/all.csv"), found, load_catalog("china"))
