from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from forerun.catalog.load import HERE, load_catalog, profiles, read_profile
from forerun.errors import SpecError, UnknownNameError


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    """A copy of the Chinese profile that a test may spoil."""
    return Path(shutil.copytree(HERE / "profiles" / "china", tmp_path / "china"))


def spoil(file: Path, line: int, before: str, after: str) -> None:
    lines = file.read_text(encoding="utf-8").split("\n")
    assert before in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(before, after, 1)
    file.write_text("\n".join(lines), encoding="utf-8")


def test_both_profiles_ship() -> None:
    assert {"china", "toyland"} <= set(profiles())


def test_an_unknown_profile_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match="Did you mean china"):
        load_catalog("chinna")


@pytest.mark.parametrize(
    ("file", "before", "after", "says"),
    [
        ("places.csv", ",region,", ",region,,", "not as many cells as the header"),
        ("breaks.csv", "2023", "23", "is not a period"),
        ("calendar.csv", "2025-12-11", "2025-12-32", "day is out of range"),
        ("series.csv", "level=", "mass=", "'mass' is not a valid Measure"),
        ("series.csv", ",year,", ",fortnight,", "'fortnight' is not a valid Frequency"),
        ("lags.csv", ",59,", ",many,", "'many'"),
        ("plans.csv", ",about,", ",roughly,", "'roughly' is not a valid Comparator"),
        ("holidays.csv", "3/7/7", "3/7", "not enough values to unpack"),
        ("holiday_dates.csv", "spring_festival", "spring_holiday", "'spring_holiday' is not in holidays.csv"),
        ("holiday_dates.csv", "2023-01-22", "2022-01-22", "does not come after"),
        ("pilots.csv", "cn-", '"cn"-', "',' expected after"),
    ],
)
def test_a_spoiled_row_is_named_by_file_and_line(
    profile: Path, file: str, before: str, after: str, says: str
) -> None:
    lines = (profile / file).read_text(encoding="utf-8").split("\n")
    line = 1 + next(number for number, text in enumerate(lines) if number > 1 and before in text)
    spoil(profile / file, line, before, after)
    with pytest.raises(SpecError, match=says) as problem:
        read_profile(profile)
    assert problem.value.where == f"{file}:{line}"


def test_a_missing_column_is_named(profile: Path) -> None:
    spoil(profile / "releases.csv", 1, "publisher", "editor")
    with pytest.raises(SpecError, match=r"releases\.csv:2: cannot read the row: 'publisher'"):
        read_profile(profile)


def test_an_id_stands_once(profile: Path) -> None:
    first = (profile / "publishers.csv").read_text(encoding="utf-8").split("\n")[1]
    spoil(profile / "publishers.csv", 3, "", first + "\n")
    with pytest.raises(SpecError, match=r"publishers\.csv:3: .*stands on an earlier line already"):
        read_profile(profile)


def test_an_alias_leads_to_one_series(profile: Path) -> None:
    rows = (profile / "series.csv").read_text(encoding="utf-8").split("\n")
    line = 1 + next(number for number, text in enumerate(rows) if text.startswith("CAAM_AUTO_SALES,"))
    spoil(profile / "series.csv", line, "auto_sales", "nev_sales")
    with pytest.raises(SpecError, match="'nev_sales' names another series already"):
        read_profile(profile)


def test_a_missing_file_is_named(profile: Path) -> None:
    (profile / "sources.csv").unlink()
    with pytest.raises(SpecError, match=r"sources\.csv: the profile lacks this file"):
        read_profile(profile)


def test_pilots_and_treatments_may_be_absent(profile: Path) -> None:
    for name in ("pilots.csv", "treatments.csv", "identities.csv"):
        (profile / name).unlink()
    catalog = read_profile(profile)
    assert (catalog.pilots, catalog.treatments, catalog.identities) == ((), (), ())


def test_a_file_in_another_encoding_is_named(profile: Path) -> None:
    text = (profile / "places.csv").read_text(encoding="utf-8")
    (profile / "places.csv").write_bytes(text.encode("gb18030"))
    with pytest.raises(SpecError, match=r"places\.csv"):
        read_profile(profile)
