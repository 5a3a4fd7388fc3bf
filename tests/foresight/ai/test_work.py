"""From abilities to occupations to industries, by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.ai.exposure import standardised
from forerun.foresight.ai.matrix import read_abilities
from forerun.foresight.ai.tables import read_occupations
from forerun.foresight.ai.work import industries_of, occupations_of, read_demands, read_staffing

Writer = Callable[..., Path]
RELATED = "ability,Chess,Speech\nSight,1,0\nHearing,0,1\nMemory,2,2\n"
WIDE = """occupation,ability,importance,level
11-1011,Sight,2,3
11-1011,memory,1,4
13-1011,Hearing,1,1
15-1011,Strength,5,5
17-1011,Sight,0,0
"""
LONG = """O*NET-SOC Code,Element Name,Scale ID,Data Value
11-1011.00,Sight,IM,1
11-1011.00,Sight,LV,3
11-1011.03,Sight,IM,3
11-1011.03,Sight,LV,3
11-1011.00,Memory,IM,1
11-1011.00,Memory,LV,4
13-1011.00,Hearing,IM,1
13-1011.00,Hearing,LV,1
"""


def test_exposure_of_occupations_by_hand(written: Writer) -> None:
    """Sums 1, 1 and 4 are -0.577, -0.577 and 1.155; the first mean is (6 * -0.577 + 4 * 1.155) / 10."""
    related = read_abilities(written(RELATED, "related.csv"))
    found = occupations_of(related, read_demands(written(WIDE)))
    low, high = -1 / 3**0.5, 2 / 3**0.5
    raw = np.array([(6 * low + 4 * high) / 10, low])
    assert list(found.values) == ["11-1011", "13-1011"]
    assert list(found.values.values()) == pytest.approx(standardised(raw).tolist())
    left_out = {each.what for each in found.left_out}
    assert {"Strength", "15-1011", "17-1011"} <= left_out


def test_the_long_form_of_the_database_says_the_same(written: Writer) -> None:
    """Importance of sight is the mean of the two detailed occupations."""
    related = read_abilities(written(RELATED, "related.csv"))
    wide = occupations_of(related, read_demands(written(WIDE, "wide.csv")))
    long = occupations_of(related, read_demands(written(LONG, "long.csv")))
    assert long.values == pytest.approx(wide.values)


def test_exposure_of_industries_by_hand(written: Writer) -> None:
    """3341: (3 * 2 + 1 * -2) / 4 = 1; 3342: -2; standardised with n - 1 these are +-0.707."""
    occupations = read_occupations(written("SOC Code,AIOE\n11-1011,2\n13-1011,-2\n", "aioe.csv"))
    text = (
        "naics,soc,employment\n3341,11-1011,3\n3341,13-1011,1\n"
        "3342.0,13-1011,5\n3342,99-1011,5\n3343,11-1011,**\n"
    )
    found = industries_of(occupations, read_staffing(written(text)))
    assert {row.naics.code: row.value for row in found.rows} == pytest.approx(
        {"3341": 0.5**0.5, "3342": -(0.5**0.5)}
    )
    assert {each.what for each in found.left_out} == {"+ 1", "99-1011"}


def test_tables_that_do_not_fit_together_are_refused(written: Writer) -> None:
    related = read_abilities(written(RELATED, "related.csv"))
    with pytest.raises(InputError, match="no ability of it"):
        occupations_of(related, read_demands(written("soc,ability,importance,level\n11-1011,Smell,1,1\n")))
    occupations = read_occupations(written("SOC Code,AIOE\n11-1011,2\n", "aioe.csv"))
    with pytest.raises(InputError, match="no industry employs"):
        industries_of(occupations, read_staffing(written("naics,soc,employment\n3341,13-1011,1\n")))
    with pytest.raises(InputError, match="no row can be used"):
        read_staffing(written("naics,soc,employment\nx,y,z\n"))
    with pytest.raises(InputError, match="no column"):
        read_demands(written("a,b\n1,2\n"))
    with pytest.raises(InputError, match="IM and LV"):
        read_demands(written("soc,ability,scale,value\n11-1011,Sight,IM,1\n"))
