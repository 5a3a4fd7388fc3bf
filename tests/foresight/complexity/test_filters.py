"""What a filter keeps, and the reason of everything else."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.errors import SpecError
from forerun.foresight.complexity.filters import EVERYTHING, Filter, kept
from forerun.foresight.counts import Counts
from forerun.foresight.left_out import LeftOut, Why

VALUES = np.array(
    [
        [[5.0, 0, 1, 0], [3, 3, 0, 0], [0, 0, 0, 0], [2, 4, 0, 0], [0, 0, 9, 0]],
        [[1.0, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 1]],
    ]
)
COUNTS = Counts((2001, 2002), tuple("pqrst"), tuple("abcd"), VALUES, VALUES.any(axis=2), "t.csv")


def names(chosen: Filter, year: int = 2001) -> tuple[str, str, dict[str, Why]]:
    found = kept(COUNTS, year, chosen)
    assert found.values.sum() == pytest.approx(
        COUNTS.values[COUNTS.years.index(year)][np.ix_(found.places, found.activities)].sum()
    )
    places = "".join(COUNTS.places[at] for at in found.places)
    activities = "".join(COUNTS.activities[at] for at in found.activities)
    return places, activities, {each.what: each.why for each in found.left_out}


def test_what_counts_nothing_in_the_year_is_left_out() -> None:
    assert names(EVERYTHING) == ("pqst", "abc", {"r": Why.EMPTY, "d": Why.EMPTY})
    assert names(EVERYTHING, 2002) == ("pqrst", "abcd", {})
    assert kept(COUNTS, 2001, EVERYTHING).left_out[0] == LeftOut("r", Why.EMPTY, "2001")


def test_the_largest_places_ties_by_name() -> None:
    assert names(Filter(largest=2)) == (
        "pt", "ac", {"q": Why.SMALL, "r": Why.EMPTY, "s": Why.SMALL, "b": Why.EMPTY, "d": Why.EMPTY}
    )  # fmt: skip
    assert names(Filter(largest=99))[0] == "pqst"


def test_other_conditions() -> None:
    assert names(Filter(least_total=7))[0] == "t"
    assert names(Filter(names=("q", "s")))[2] == {
        "p": Why.UNCHOSEN, "r": Why.EMPTY, "t": Why.UNCHOSEN, "c": Why.EMPTY, "d": Why.EMPTY
    }  # fmt: skip
    populations = {"p": 5.0, "q": 1.0, "s": 9.0}
    assert names(Filter(populations=populations, least_population=2))[2] == {
        "q": Why.SMALL, "r": Why.EMPTY, "t": Why.UNMATCHED, "d": Why.EMPTY
    }  # fmt: skip


def test_a_place_that_loses_its_activities_goes_as_well() -> None:
    """The last place has only the third activity, which two places have."""
    assert names(Filter(least_places=3)) == (
        "pqs", "a", {"r": Why.EMPTY, "b": Why.SMALL, "c": Why.SMALL, "d": Why.EMPTY, "t": Why.EMPTY}
    )  # fmt: skip


def test_the_record_names_what_is_set() -> None:
    assert EVERYTHING.record == {}
    assert Filter(largest=130, names=("a",), least_places=2).record == {
        "largest": 130, "names": ["a"], "least_places": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("conditions", "says"),
    [
        ({"largest": 0}, "none"),
        ({"least_total": -1.0}, "below zero"),
        ({"least_total": float("nan")}, "no number"),
        ({"least_population": 5.0}, "no populations"),
    ],
)
def test_conditions_that_nothing_meets(conditions: dict[str, float], says: str) -> None:
    with pytest.raises(SpecError, match=says):
        Filter(**conditions)  # type: ignore[arg-type]


def test_unknown_names() -> None:
    with pytest.raises(SpecError, match="no place 'x'"):
        kept(COUNTS, 2001, Filter(names=("x",)))
    with pytest.raises(SpecError, match=r"no year 1999.*2001 to 2002"):
        kept(COUNTS, 1999, EVERYTHING)
