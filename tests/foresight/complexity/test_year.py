"""One year and many, with everything that can be wrong with them."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.compiled import Array
from forerun.errors import ConventionError, SpecError
from forerun.foresight.complexity.filters import Filter
from forerun.foresight.complexity.method import Convention, Method
from forerun.foresight.complexity.sensitivity import sensitivity
from forerun.foresight.complexity.year import complexity_of_year, strengths
from forerun.foresight.complexity.years import complexity, ranked
from forerun.foresight.counts import Counts
from forerun.foresight.left_out import LeftOut, Why, counted


def counts(values: Array, first: int = 2001) -> Counts:
    values = np.asarray(values, float)
    values = values if values.ndim == 3 else values[None]
    years, places, activities = values.shape
    return Counts(
        tuple(range(first, first + years)),
        tuple(f"p{at:02}" for at in range(places)),
        tuple(f"a{at:02}" for at in range(activities)),
        values,
        values.any(axis=2),
        "own.csv",
    )


def drawn(places: int = 12, activities: int = 20, years: int = 1, seed: int = 5) -> Array:
    rng = np.random.default_rng(seed)
    able, hard = rng.normal(size=(places, 1)), rng.normal(size=activities)
    return np.exp(able * hard + rng.normal(0, 1, (years, places, activities)))


def finite(found: object) -> bool:
    names = ("eci", "pci", "coi", "density", "cog", "diversity", "ubiquity")
    return all(np.isfinite(getattr(found, name)).all() for name in names)


def test_indices_do_not_depend_on_the_order_of_places_and_activities() -> None:
    values = drawn()[0]
    rows, columns = np.random.default_rng(0).permutation(12), np.random.default_rng(1).permutation(20)
    one = complexity_of_year(counts(values), 2001)
    other = complexity_of_year(counts(values[rows][:, columns]), 2001)
    assert other.eci == pytest.approx(one.eci[rows], abs=1e-10)
    assert other.pci == pytest.approx(one.pci[columns], abs=1e-10)
    assert other.cog == pytest.approx(one.cog[rows][:, columns], abs=1e-10)


def test_indices_do_not_depend_on_the_unit() -> None:
    one, other = (complexity_of_year(counts(drawn() * unit), 2001) for unit in (1, 1e9))
    assert other.eci == pytest.approx(one.eci, abs=1e-10)
    assert other.density == pytest.approx(one.density, abs=1e-10)


@pytest.mark.parametrize("convention", list(Convention))
def test_eci_is_the_mean_of_pci_and_scaled(convention: Convention) -> None:
    found = complexity_of_year(counts(drawn()), 2001, method=Method(convention))
    mean = [found.pci[held].mean() for held in found.strengths.strong]
    assert found.eci == pytest.approx(mean, abs=1e-10)
    rows = np.repeat(found.eci, 20)
    assert (rows.mean(), rows.std(ddof=convention.lost)) == pytest.approx((0, 1), abs=1e-12)


def test_empty_places_and_activities_change_nothing() -> None:
    values = drawn()[0]
    one = complexity_of_year(counts(values), 2001)
    padded = complexity_of_year(counts(np.pad(values, ((0, 2), (0, 3)))), 2001)
    assert padded.eci == pytest.approx(one.eci, abs=1e-12)
    assert padded.cog == pytest.approx(one.cog, abs=1e-12)
    assert {(each.what, each.why) for each in padded.strengths.left_out} == {
        (name, Why.EMPTY) for name in ("p12", "p13", "a20", "a21", "a22")
    }


def test_places_without_advantage_are_left_out_and_the_rest_stays() -> None:
    """At a threshold of 2.3 some are strong in nothing; the whole year was NaN in ecomplexity 0.5.3."""
    found = complexity_of_year(counts(drawn()), 2001, method=Method(threshold=2.3))
    reasons = counted(found.strengths.left_out)
    assert reasons[Why.NO_ADVANTAGE] > 0
    assert finite(found)
    assert len(found.places) + len(found.activities) + sum(reasons.values()) == 32
    ratio = strengths(counts(drawn()), 2001).advantage
    assert found.strengths.advantage == pytest.approx(
        ratio[np.ix_(found.strengths.place_at, found.strengths.activity_at)]
    )


def test_a_part_that_shares_nothing_is_left_out() -> None:
    values = np.zeros((9, 14))
    values[:6, :10], values[6:, 10:] = drawn(6, 10)[0], drawn(3, 4)[0]
    found = complexity_of_year(counts(values), 2001)
    assert set(found.places) == {f"p{at:02}" for at in range(6)}
    assert counted(found.strengths.left_out) == {Why.UNCONNECTED: 7}
    assert not found.tied
    assert found.strengths.parts == 1


def test_parts_of_which_none_can_stand_alone_are_kept_and_told() -> None:
    found = complexity(counts(np.eye(5)))
    assert found.undetermined == (2001,)
    year = found.of(2001)
    assert year.strengths.parts == 5
    assert year.tied
    assert finite(year)
    assert year.density.sum() == 0


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (np.ones((1, 5)), "1 places and 5 activities"),
        (np.ones((5, 1)), "5 places and 1 activities"),
        (drawn(2, 9), "2 places and 9 activities"),
        (np.zeros((4, 5)), "0 places.*empty"),
        (np.ones((4, 5)), "strong in the same activities"),
    ],
)
def test_too_little_to_compare(values: Array, says: str) -> None:
    with pytest.raises(ConventionError, match=says) as caught:
        complexity(counts(values))
    assert caught.value.where == "own.csv (2001)"


def test_a_year_that_cannot_be_reckoned_does_not_spoil_the_others() -> None:
    values = drawn(years=3)
    values[1, 2:] = 0
    done: list[float] = []
    found = complexity(counts(values), done=done.append)
    assert found.years == (2001, 2003)
    assert np.isfinite(found.eci).all()
    assert done == [1, 2, 3]
    told = [each for each in found.left_out if each.why is Why.TOO_FEW]
    assert [each.what for each in told] == ["2002"]
    with pytest.raises(ConventionError):
        found.of(2002)


def test_years_are_laid_out_as_the_table() -> None:
    values = drawn(years=2)
    values[1, 4] = 0
    found = complexity(counts(values), Filter(largest=10), tables=True)
    assert np.isnan(found.eci).sum() == 4
    assert np.isnan(found.eci[1, 4])
    assert LeftOut("p04", Why.EMPTY, "2002") in found.left_out
    for at, year in enumerate(found.years):
        alone = complexity(counts(values), Filter(largest=10), years=[year]).of(year)
        assert found.of(year) is found.tables[at]
        assert np.array_equal(found.eci[at, alone.strengths.place_at], alone.eci)
        assert np.array_equal(found.pci[at, alone.strengths.activity_at], alone.pci)
        assert found.diversity[at].sum() == alone.diversity.sum() == alone.ubiquity.sum()
        assert sorted(found.ranks(year).values()) == list(range(1, 11))


def test_no_later_year_decides_which_places_an_earlier_one_keeps() -> None:
    values = drawn(years=2)
    kept = set(complexity(counts(values), Filter(largest=6)).ranks(2001))
    values[1] = values[1][::-1]
    assert set(complexity(counts(values), Filter(largest=6)).ranks(2001)) == kept


def test_unknown_years_and_thresholds() -> None:
    with pytest.raises(SpecError, match="no year 1990"):
        complexity(counts(drawn()), years=[1990])
    with pytest.raises(SpecError, match="no year is asked for"):
        complexity(counts(drawn()), years=[])
    for threshold in (0.0, -1.0, float("nan"), float("inf")):
        with pytest.raises(SpecError, match="threshold"):
            Method(threshold=threshold)


def test_equal_values_share_a_rank() -> None:
    assert ranked(np.array([1.0, np.nan, 3.0, 1.0, 0.0])) == [2, 0, 1, 2, 4]


def test_a_filter_that_leaves_too_little_is_told_in_the_sensitivity() -> None:
    found = sensitivity(counts(drawn()), 2001, others=(Filter(largest=2), Filter(largest=8)))
    assert [each.compared for each in found.standings] == [12, 0, 8]
    assert "too few" in found.standings[1].problem
    low, high = found.indices("p00") or (0, 0)
    assert low <= found.standings[0].eci["p00"] <= high
