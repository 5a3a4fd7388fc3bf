"""The crosswalk holds every industry and every division, and its weights are what its basis says."""

from __future__ import annotations

import csv
from fractions import Fraction

import pytest

from forerun.foresight.ai.crosswalk import FILE, INDUSTRIAL, Quality, crosswalk
from forerun.foresight.ai.names import Directory

FACTORIES = """
3111 3112 3113 3114 3115 3116 3117 3118 3119 3121 3122 3131 3132 3133 3141 3149 3151 3152 3159 3161 3162
3169 3211 3212 3219 3221 3222 3231 3241 3251 3252 3253 3254 3255 3256 3259 3261 3262 3271 3272 3273 3274
3279 3311 3312 3313 3314 3315 3321 3322 3323 3324 3325 3326 3327 3328 3329 3331 3332 3333 3334 3335 3336
3339 3341 3342 3343 3344 3345 3346 3351 3352 3353 3359 3361 3362 3363 3364 3365 3366 3369 3371 3372 3379
3391 3399
"""
"""Manufacturing in the North American classification of 2017, by hand."""
MINES_AND_UTILITIES = ["2111", "2121", "2122", "2123", "2131", "2211", "2212", "2213"]


def test_every_industry_of_2017_is_there() -> None:
    assert len(FACTORIES.split()) == 86
    found = {each for each in crosswalk().by_naics if each[:2] in ("31", "32", "33")}
    assert found == set(FACTORIES.split())
    assert {each for each in crosswalk().by_naics if each[:2] in ("21", "22")} == set(MINES_AND_UTILITIES)


def test_weights_are_shares_of_six_digit_industries_and_sum_to_one() -> None:
    for naics, links in crosswalk().by_naics.items():
        assert sum(link.weight for link in links) == pytest.approx(1, abs=1e-9), naics
        parts = [each.partition("/") for link in links for each in link.basis]
        total = len({code for code, _, _ in parts})
        assert all(code.startswith(naics) and len(code) == 6 for code, _, _ in parts)
        for code in {code for code, _, _ in parts}:
            assert sum(Fraction(1, int(of or 1)) for each, _, of in parts if each == code) == 1, code
        for link in links:
            mine = sum(Fraction(1, int(each.partition("/")[2] or 1)) for each in link.basis)
            assert link.weight == pytest.approx(float(mine / total), abs=1e-9)


def test_all_divisions_are_named_and_only_one_has_nothing(china: Directory) -> None:
    assert len(INDUSTRIAL) == 41
    assert [each for each in INDUSTRIAL if crosswalk().quality(each) is Quality.NONE] == ["12"]
    made = [each for each in INDUSTRIAL if "13" <= each <= "43"]
    assert len(made) == 31
    assert set(made) <= set(crosswalk().by_division)
    assert set(INDUSTRIAL) < set(china.divisions)


def test_360_industries_of_manufacturing_are_each_assigned_once_in_full() -> None:
    codes = {
        each.partition("/")[0]
        for link in crosswalk().links
        if link.naics in FACTORIES.split()
        for each in link.basis
    }
    assert len(codes) == 360


@pytest.mark.parametrize(
    ("naics", "divisions"),
    [
        ("3341", {"39"}),
        ("3254", {"27"}),
        ("3252", {"26", "28"}),
        ("3361", {"36"}),
        ("3364", {"37"}),
        ("3262", {"29"}),
        ("3311", {"31"}),
        ("3313", {"32"}),
        ("3315", {"33"}),
        ("3372", {"20", "21"}),
        ("3122", {"16"}),
        ("2111", {"07"}),
        ("2212", {"45"}),
        ("5415", {"65"}),
    ],
)
def test_industries_that_are_known_well(naics: str, divisions: set[str]) -> None:
    assert {link.division for link in crosswalk().by_naics[naics]} == divisions


def test_quality_tells_whole_shared_and_pooled_apart() -> None:
    assert crosswalk().quality("36") is Quality.EXACT
    assert crosswalk().quality("39") is Quality.PART
    assert crosswalk().quality("28") is Quality.POOLED
    assert crosswalk().quality("08") is Quality.POOLED
    assert crosswalk().quality("99") is Quality.NONE


def test_the_file_is_what_it_says() -> None:
    with FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["naics", "gbt", "weight", "basis"]
    assert len({(row[0], row[1]) for row in rows[1:]}) == len(rows) - 1
