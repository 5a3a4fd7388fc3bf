"""Exposure of divisions: means, bounds, ranks and losses by hand on small tables."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forerun.foresight.ai.crosswalk import INDUSTRIAL, crosswalk
from forerun.foresight.ai.divisions import (
    crosswalk_losses,
    division_exposures,
    exposure_of,
    losses,
    values_by_naics,
)
from forerun.foresight.ai.names import Directory
from forerun.foresight.ai.tables import ExposureTable, read_industries

Writer = Callable[..., Path]


def table(written: Writer, *rows: str) -> ExposureTable:
    return read_industries(written("NAICS,Industry Title,AIIE\n" + "\n".join(rows) + "\n"))


def test_mean_bounds_and_rank_by_hand(written: Writer) -> None:
    """36 is 3361, 3362 and 3363 in full: (1 + 2 + 6) / 3."""
    small = table(written, "3361,,1", "3362,,2", "3363,,6", "3122,,0.5", "2111,,4")
    found = {each.division: each for each in division_exposures(small, INDUSTRIAL)}
    cars = found["36"]
    assert (cars.value, cars.low, cars.high) == (pytest.approx(3.0), 1.0, 6.0)
    assert cars.spread == pytest.approx((14 / 3) ** 0.5)
    assert (cars.rank, cars.covered, cars.thin) == (2, 1.0, False)
    assert found["07"].rank == 1
    assert cars.ranks == (1, 2)  # tobacco at 0.5 lies below every mean that cars could have
    assert found["16"].ranks == (3, 3)
    assert found["13"].value is None
    assert found["13"].rank == 0


def test_employment_weights_the_parts_and_narrows_the_bounds(written: Writer) -> None:
    """28 has 3252 alone; 21 has 3371 and 3379 and the half of 3372 less 337212."""
    small = table(written, "3371,,0", "3372,,2", "3379,,1")
    workers = {"3371": 60.0, "3372": 40.0, "3379": 0.0}
    alike = {each.division: each for each in division_exposures(small, INDUSTRIAL)}["21"]
    known = {each.division: each for each in division_exposures(small, INDUSTRIAL, workers)}["21"]
    assert (alike.low, alike.high) == (0.0, 2.0)
    kept = next(link.weight for link in crosswalk().by_naics["3372"] if link.division == "21")
    assert known.value == pytest.approx(40 * kept * 2 / (60 + 40 * kept))
    assert (known.low, known.high) == (0.0, pytest.approx(40 * 2 / 100))


def test_a_row_of_several_industries_stands_for_those_without_their_own(written: Writer) -> None:
    small = table(
        written,
        "3270,Nonmetallic Mineral Product Manufacturing,-1",
        "3272,Glass,2",
        '3320,"Fabricated Metal (3323 and 3324 only)",3',
        '3320,"Fabricated Metal (3321, 3322, 3325, 3326, and 3329 only)",4',
    )
    found = {code: row.value for code, row in values_by_naics(small).items()}
    assert found == {
        "3271": -1, "3272": 2, "3273": -1, "3274": -1, "3279": -1,
        "3321": 4, "3322": 4, "3323": 3, "3324": 3, "3325": 4, "3326": 4, "3329": 4,
    }  # fmt: skip


def test_losses_are_stated(written: Writer, china: Directory) -> None:
    small = table(written, "3361,Cars,1", "3270,Minerals,-1", "5211,Banks,2", "3252,Resin and fibre,0")
    found = division_exposures(small, china.divisions)
    lost = losses(small, found)
    assert lost.empty == ("12",)
    assert lost.unmatched == ("5211 Banks",)
    assert lost.pooled == ("3270",)
    assert "3362" in lost.unknown
    assert "3361" not in lost.unknown
    assert "39" in lost.unvalued
    assert ("3252", ("26", "28")) in lost.ambiguous
    assert ("5629", 0.75) in lost.leaving
    assert lost.hidden == pytest.approx(0)  # every division has one value only


def test_what_is_hidden_within_divisions_by_hand(written: Writer) -> None:
    """36: 0 and 2, 16: 5, each of weight one; mean 7/3; within 2, in all 76/6."""
    small = table(written, "3361,,0", "3362,,2", "3122,,5")
    lost = losses(small, division_exposures(small, INDUSTRIAL))
    assert lost.hidden == pytest.approx(2 / (49 / 9 + 1 / 9 + 64 / 9))


def test_without_a_table_the_losses_of_the_crosswalk_remain() -> None:
    lost = crosswalk_losses(INDUSTRIAL)
    assert dict(lost.ambiguous)["3344"] == ("38", "39")
    assert lost.hidden is None
    nothing = division_exposures(ExposureTable((), "", ""), INDUSTRIAL)
    assert all(each.value is None and each.covered == 0 for each in nothing)


def test_exposure_of_a_future_industry(written: Writer, china: Directory) -> None:
    small = table(written, "3361,,1", "3362,,2", "3363,,6", "3122,,0.5")
    found = division_exposures(small, china.divisions)
    both = exposure_of(("36", "16", "39", "no such"), found, china)
    assert both.value == pytest.approx((3 + 0.5) / 2)
    assert (both.low, both.high) == (0.5, 6.0)
    assert both.divisions == ("36", "16")
    assert (both.unvalued, both.unmatched) == (("39",), ("no such",))
    assert exposure_of(("39",), found, china).value is None


def test_the_published_table_ranks_electronics_first(published: ExposureTable) -> None:
    found = division_exposures(published, INDUSTRIAL)
    assert [each.division for each in found[:2]] == ["39", "40"]
    assert all(each.low <= each.value <= each.high for each in found if each.value is not None)
    ranks = [each for each in found if each.value is not None]
    assert all(each.ranks[0] <= each.rank <= each.ranks[1] for each in ranks)
    assert 0 < (losses(published, found).hidden or 0) < 0.5
