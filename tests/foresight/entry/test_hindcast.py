"""The hindcast of entries beside the reference table of the patents panel."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forerun.errors import InputError
from forerun.foresight.counts import Counts
from forerun.foresight.counts_file import read_counts
from forerun.foresight.entry.hindcast import OriginScore, origins_of, scored, tell
from forerun.foresight.entry.resampling import means
from forerun.foresight.entry.setting import Setting

REFERENCE = {
    1989: (423, 32, 0.696, 0.592, 0.656, 0.526, 0.156),
    1994: (581, 31, 0.681, 0.805, 0.566, 0.649, 0.097),
    1999: (668, 37, 0.640, 0.719, 0.573, 0.659, 0.108),
    2004: (751, 34, 0.636, 0.619, 0.572, 0.567, 0.059),
}
"""Candidates, entries; AUC of density pooled, within place and field; of ubiquity; precision of density."""
SETTING = Setting(both_ends=True, exclude=("CHN",))


@pytest.fixture(scope="module")
def patents(request: pytest.FixtureRequest) -> Counts:
    shared = Path(request.config.rootpath).parent / "shared"
    path = shared / "data" / "foresight" / "patents_country_field_1970_2009.csv.gz"
    if not path.is_file():
        pytest.skip(f"the reference material {path} is not on this machine")
    return read_counts(path)


@pytest.fixture(scope="module")
def origins(patents: Counts) -> tuple[OriginScore, ...]:
    return tuple(scored(each) for each in tell(patents, SETTING, tuple(REFERENCE)))


@pytest.mark.parametrize("origin", REFERENCE)
def test_an_origin_gives_the_counts_and_scores_of_the_reference(
    origins: tuple[OriginScore, ...], origin: int
) -> None:
    found = next(each for each in origins if each.origin == origin)
    by = {each.predictor: each for each in found.scores}
    density = by["density"]
    said = (
        found.candidates,
        found.entries,
        density.pooled,
        density.within_place,
        density.within_field,
        by["ubiquity"].pooled,
        density.precision,
    )
    assert said == pytest.approx(REFERENCE[origin], abs=5.1e-4)


def test_the_blend_reaches_what_is_asked_of_it_and_beats_the_base_rate_at_every_origin(
    patents: Counts, origins: tuple[OriginScore, ...]
) -> None:
    found = means(tell(patents, SETTING, tuple(REFERENCE)), len(patents.places))
    assert found is not None
    assert found.pooled.value >= 0.70
    assert found.within_field is not None
    assert found.within_field.value >= 0.61
    assert found.skill.value >= 0.04
    assert found.skill.interval.low > 0
    assert all((each.skill or 0) > 0 for each in origins)


@pytest.mark.parametrize(
    "setting",
    [
        Setting(exclude=("CHN",)),
        Setting(horizon=3, exclude=("CHN",)),
        Setting(window=3, exclude=("CHN",)),
        Setting(least=1000, exclude=("CHN",)),
    ],
)
def test_no_look_ahead_other_horizons_windows_and_sizes_do_as_well(patents: Counts, setting: Setting) -> None:
    found = means(tell(patents, setting), len(patents.places), draws=50)
    assert found is not None
    assert found.origins >= 20
    assert found.pooled.value >= 0.68
    assert found.within_field is not None
    assert found.within_field.value >= 0.61
    assert found.skill.value > 0


def test_what_is_told_at_an_origin_does_not_know_later_years(patents: Counts) -> None:
    cut = patents.years.index(1994) + 1
    short = Counts(
        patents.years[: cut + 5],
        patents.places,
        patents.activities,
        patents.values[: cut + 5],
        patents.present[: cut + 5],
    )
    later = next(each for each in tell(patents, Setting(), (1994,)))
    earlier = next(each for each in tell(short, Setting(), (1994,)))
    for name in later.said:
        assert np.array_equal(later.said[name], earlier.said[name]), name


def test_a_table_that_is_too_short_says_what_would_do() -> None:
    table = Counts((2000, 2001), ("a",), ("x",), np.ones((2, 1, 1)), np.ones((2, 1), bool), "two.csv")
    assert origins_of(table, Setting()) == ()
    with pytest.raises(InputError, match=r"two\.csv.*shorter window"):
        tell(table, Setting())
    with pytest.raises(InputError, match="at least one year"):
        Setting(window=0)


def test_ranking_by_a_coin_has_no_skill() -> None:
    draw = np.random.default_rng(5)
    values = draw.poisson(20, (30, 40, 12)).astype(float)
    names = tuple(f"p{number:02d}" for number in range(40)), tuple(f"a{number:02d}" for number in range(12))
    table = Counts(tuple(range(1990, 2020)), *names, values, np.ones((30, 40), bool))
    found = means(tell(table, Setting(absent=0.95, present=1.0, least=1)), 40, draws=100)
    assert found is not None
    assert found.skill.interval.low < 0.01
