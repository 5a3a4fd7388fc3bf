"""Exposure of places through their mix, by hand."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from forerun.errors import InputError
from forerun.foresight.ai.divisions import division_exposures
from forerun.foresight.ai.mix import MixExposure, mix_exposure
from forerun.foresight.ai.names import Directory
from forerun.foresight.ai.tables import read_industries
from forerun.foresight.counts_file import read_counts
from forerun.foresight.left_out import Why

Writer = Callable[..., Path]
Places = Callable[..., MixExposure]


@pytest.fixture
def places(written: Writer, china: Directory) -> Places:
    """Places of a table where 36 has exposure 1 (0 to 2), 16 has -1, 07 has 3 and no other has any."""
    path = written("NAICS,AIIE\n3361,0\n3362,2\n3363,1\n3122,-1\n2111,3\n", "aiie.csv")
    found = division_exposures(read_industries(path), china.divisions)

    def through(text: str, as_of: date | None = None) -> MixExposure:
        return mix_exposure(read_counts(written(text, "mix.csv"), as_of=as_of), found, china)

    return through


def test_shares_times_exposure(places: Places) -> None:
    found = places("place,activity,value\nA,36,30\nA,烟草制品业,10\nB,C07,5\nB,39,15\n")
    assert [each.place for each in found.places] == ["B", "A"]
    second = found.places[1]
    assert second.value == pytest.approx(0.75 * 1 - 0.25)
    assert (second.low, second.high) == (pytest.approx(-0.25), pytest.approx(1.25))
    assert second.covered == 1.0
    assert [(each.division, each.share) for each in second.parts] == [("36", 0.75), ("16", 0.25)]
    assert found.places[0].covered == 0.25  # 39 has no figure
    assert found.year is None


def test_the_last_year_that_was_over_counts(places: Places) -> None:
    text = "year,place,activity,value\n2022,A,36,1\n2022,B,36,1\n2023,A,16,1\n2024,A,07,1\n"
    found = places(text, date(2024, 6, 30))
    assert found.year == 2023
    assert [(each.place, each.value) for each in found.places] == [("A", -1.0)]
    assert ("B", Why.EMPTY) in {(each.what, each.why) for each in found.left_out}


def test_wholes_beside_their_parts_are_not_counted_twice(places: Places) -> None:
    found = places("place,activity,value\nA,36,30\nA,3612,12\nA,制造业,60\nB,361,10\nB,3620,10\nC,制造业,7\n")
    by_place = {each.place: each for each in found.places}
    assert by_place["A"].value == pytest.approx(1.0)
    assert by_place["A"].covered == pytest.approx(0.5)  # half of manufacturing is named
    assert by_place["B"].value == pytest.approx(1.0)
    assert by_place["C"].value == pytest.approx(0.0)  # all of manufacturing: 36 and 16 in equal parts
    doubled = {each.what: each.count for each in found.left_out if each.why is Why.OVERLAPPING}
    assert doubled == {"3612": 1, "制造业": 1}


def test_unknown_names_are_listed_and_count_in_the_whole(places: Places) -> None:
    found = places("place,activity,value\nA,36,10\nA,magic,30\nB,36,1\n")
    assert found.unknown == ("magic",)
    assert {each.place: each.covered for each in found.places} == {"A": 0.25, "B": 1.0}
    assert ("magic", Why.UNMATCHED) in {(each.what, each.why) for each in found.left_out}


def test_shares_that_do_not_add_up_are_named(places: Places) -> None:
    rows = "A,36,60\nA,16,40\nB,36,50\nB,16,50\nC,36,30\nC,16,10\nD,36,90\nD,16,40\n"
    found = places("place,activity,value\n" + rows)
    assert found.uneven == (("C", 40.0), ("D", 130.0))
    covered = {each.place: each.covered for each in found.places}
    assert covered == {"A": 1.0, "B": 1.0, "C": pytest.approx(0.4), "D": 1.0}


def test_a_table_without_any_division_is_refused(places: Places) -> None:
    with pytest.raises(InputError, match="no activity of the table"):
        places("place,activity,value\nA,magic,1\nA,39,2\n")
