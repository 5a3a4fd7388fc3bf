"""What cannot be evaluated is refused with the place and the period at fault."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from forerun.errors import ForerunError
from forerun.ledger.snapshot import Snapshot
from forerun.trials.evaluate import Desk, evaluate
from forerun.trials.planning import plan
from forerun.trials.reading import read_panel
from forerun.trials.register import Register
from forerun.trials.spec_file import read_trial

YEARS = range(2001, 2007)
LEVELS = {"a": 1, "b": 2, "c": 4, "d": 3, "e": 5, "f": 7}


def row(place: str, year: int) -> str:
    noise = 0.01 * (LEVELS[place] * year % 7)
    gain = 0.3 if place == "a" and year > 2003 else 0.0
    value = LEVELS[place] + 0.1 * (year - 2000) + noise + gain
    return f"{place},{year},{value:.2f},{2004 if place == 'a' else ''}"


ROWS = ["place,year,output,start", *(row(place, year) for place in LEVELS for year in YEARS)]


def table(old: str = "", new: str = "") -> str:
    """The sound table; the line that begins with ``old`` replaced by ``new``."""
    assert any(line.startswith(old) for line in ROWS)
    return "\n".join(new if old and line.startswith(old) else line for line in ROWS) + "\n"


def run(path: Path, snapshot: Snapshot) -> None:
    spec = read_trial(path, snapshot.catalog)
    evaluate(spec, Desk(snapshot, Register.open(path.parent / "register")))


def without(place: str, *years: int) -> str:
    gone = tuple(f"{place},{year}," for year in years)
    return "\n".join(line for line in ROWS if not line.startswith(gone)) + "\n"


def started(year: str) -> str:
    return re.sub(r",2004$", f",{year}", table(), flags=re.MULTILINE)


def relative() -> str:
    return re.sub(r",20(0\d)", lambda year: f",{int(year[1]) - 4}", table())


def zero() -> str:
    return "\n".join([ROWS[0], *(re.sub(r"^(\w+,\d+),[^,]*", r"\1,0", line) for line in ROWS[1:])])


def test_the_sound_table_is_evaluated(trial: Callable[..., Path], snapshots: dict[str, Snapshot]) -> None:
    run(trial(table()), snapshots["toyland"])


LATE = "\n".join(line for line in ROWS if ",2001," not in line and ",2002," not in line)
TABLES = [
    ("a treated place missing before treatment", without("a", 2001, 2002, 2003), r"\ba\b.*2004"),
    ("one period before treatment", LATE, r"\ba\b, 2004: 1 period"),
    ("no period before treatment", started("2001"), r"\(a\).*2001"),
    ("duplicates", table() + ROWS[3] + "\n", r"lines 4 and 38 \(a, 2003\)"),
    ("a treatment that begins twice", table("a,2006,", "a,2006,1.5,2005"), r"\(a\): treatment begins twice"),
    ("all-zero outcome", zero(), r"a to f, 2001 to 2006: the outcome is 0 everywhere"),
    ("no number", table("b,2002,", "b,2002,much,"), r"panel\.csv:9 \(b, 2002\): 'much'"),
    ("infinite", table("b,2002,", "b,2002,inf,"), r"panel\.csv:9 \(b, 2002\)"),
    ("no place", table("b,2002,", ",2002,3,"), r"panel\.csv:9.*'place' is empty"),
    ("no rows", ROWS[0] + "\n", "no rows"),
    ("nobody treated", started(""), "no place is treated"),
    ("a start that is no period", started("soon"), r"\(a\): treatment begins in 'soon'"),
    ("a start in another form", started("2004-Q1"), r"'2004-Q1', which is not written as the periods are"),
    ("periods in two forms", table("b,2002,", "b,2002-Q1,3,"), "'2001' and '2002-Q1'"),
    ("too large a number", table("b,2002,", "b,2002,1e200,"), r"panel\.csv:9 \(b, 2002\): '1e200'"),
    ("a name of blanks", table("b,2002,", "  ,2002,3,"), r"panel\.csv:9.*'place' is empty"),
    ("never that is a period", relative(), "0 in column 'start'"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), [case[1:] for case in TABLES], ids=[case[0] for case in TABLES])
def test_a_table_that_cannot_be_used_is_refused(
    content: str, said: str, trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    path = trial(content, ('"difference_in_differences"', '"sdid"'))
    with pytest.raises(ForerunError, match=said) as caught:
        run(path, snapshots["toyland"])
    assert caught.value.advice


def effect(path: Path, snapshot: Snapshot) -> float:
    spec = read_trial(path, snapshot.catalog)
    return evaluate(spec, Desk(snapshot, Register.open(path.parent / "register"))).main.effect.att


FLOATS = re.sub(r"^(\w,\d+),", r"\1.0,", table(), flags=re.MULTILINE)
ALIKE = [
    ("years as floats", FLOATS),
    ("years and start as floats", FLOATS.replace(",2004\n", ",2004.0\n")),
    ("one year as a float", table().replace("a,2004,", "a,2004.0,")),
    ("blanks", table().replace("a,2004,", " a , 2004,").replace(",2004\n", ", 2004\n")),
]


@pytest.mark.parametrize("content", [case[1] for case in ALIKE], ids=[case[0] for case in ALIKE])
def test_the_same_table_written_otherwise_gives_the_same_effect(
    content: str, trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    plain = effect(trial(table()), snapshots["toyland"])
    assert effect(trial(content), snapshots["toyland"]) == plain


def test_flags_may_be_words(trial: Callable[..., Path], snapshots: dict[str, Snapshot]) -> None:
    plain = effect(trial(table()), snapshots["toyland"])
    lines = [line.rsplit(",", 1)[0] for line in ROWS]
    flags = [
        "did",
        *("TRUE" if line.startswith(("a,2004", "a,2005", "a,2006")) else "false" for line in lines[1:]),
    ]
    content = "\n".join(f"{line},{flag}" for line, flag in zip(lines, flags, strict=True))
    changed = trial(content, ('start = "start"', 'treated = "did"'))
    assert effect(changed, snapshots["toyland"]) == plain


def test_a_column_may_have_the_name_of_ours(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    path = trial(table().replace("place,", "__line,"), ('place = "place"', 'place = "__line"'))
    run(path, snapshots["toyland"])


@pytest.mark.parametrize("weights", ["-1", "0", ""])
def test_a_place_without_weight_is_refused(
    weights: str, trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    lines = [f"{ROWS[0]},heads"] + [
        f"{line},{weights if line.startswith('c,2003') or not weights else 2}" for line in ROWS[1:]
    ]
    if weights == "0":
        lines = [re.sub("^c(.*),2$", r"c\1,0", line) for line in lines]
    path = trial("\n".join(lines), ('start = "start"', 'start = "start"\nweight = "heads"'))
    with pytest.raises(ForerunError, match=r"\((a|c)\): column 'heads'"):
        run(path, snapshots["toyland"])


def test_a_mark_of_byte_order_does_not_count(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    path = trial(table())
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    run(path, snapshots["toyland"])


def test_a_treatment_that_switches_off_is_refused(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    flags = [line.rsplit(",", 1)[0] for line in ROWS]
    lines = [f"{flags[0]},did"] + [
        f"{line},{int(line.startswith(('a,2003', 'a,2004')))}" for line in flags[1:]
    ]
    path = trial("\n".join(lines), ('start = "start"', 'treated = "did"'))
    with pytest.raises(ForerunError, match=r"\(a, 2005\): treatment switches off"):
        run(path, snapshots["toyland"])


def test_without_never_treated_places_the_way_out_is_named(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    everyone = "\n".join(line if line.startswith(("a", "place")) else line + "2005" for line in ROWS)
    changes = ('"difference_in_differences"', '"callaway_santanna"'), ('"placebo"', '"analytic"')
    with pytest.raises(ForerunError, match=r"not_yet_treated|not yet treated"):
        run(trial(everyone, *changes), snapshots["toyland"])
    with pytest.raises(ForerunError, match="never"):
        run(trial(everyone), snapshots["toyland"])


def test_a_rule_that_can_never_fire_is_refused(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    with pytest.raises(ForerunError, match=r"could never fire.*0\.1667"):
        run(trial(table(), ("alpha = 0.3", "alpha = 0.1")), snapshots["toyland"])


SPECS = [
    (('matters = 0.02', 'matters = 0.02\nextend_at = 0.02'), "could never fire"),
    (('matters = 0.02', 'matters = 0.02\nstop_at = 0.03'), "could say both"),
    (('matters = 0.02', 'matters = -1'), "above zero"),
    (('matters = 0.02', 'matters = 0.02\nrequires = ["honest"]'), "not planned"),
    (('matters = 0.02', 'matters = 0.02\ntransported = true'), "could never fire"),
    (('matters = 0.02', 'matters = nan'), "finite"),
    (('alpha = 0.3', 'alpha = 1.0'), "between 0 and 1"),
    (('"placebo"', '"analytic"'), "not defined for difference_in_differences"),
    (('"placebo"', '"bootstrap"'), "is not one of"),
    (('id = "one"', 'id = "../one"'), "lower-case letters"),
    (('start = "start"', 'start = "start"\nlarge = true'), "with analytic errors alone"),
    (('start = "start"', 'start = "start"\ntreated = "start"'), "give one"),
    (('start = "start"', 'start = "begin"'), "no column 'begin'"),
    (('file = "panel.csv"', 'file = "gone.csv"'), r"gone\.csv"),
    (('[analysis]', '[analysis]\nseeds = 3'), "'seeds' is not one of"),
    (('[analysis]', '[places]\nexcluded = ["z"]\n[analysis]'), "unknown place 'z'"),
    (('[analysis]', '[treatment]\nstarts = { z = "2004" }\n[analysis]'), "give one"),
    (('start = "start"', '[treatment]\nprogramme = "free_trade_zone"'), "no treatment of the profile"),
    (('[trial]', '[trial'), "is not TOML"),
    (('matters = 0.02', 'matters = 1e300'), "at most 1e\\+60"),
    (('[analysis]', '[design]\nbudget = 1e308\n[analysis]'), "'budget' must be at most"),
    (('file = "panel.csv"', 'file = "panel\\u0000.csv"'), "'file' must be a name"),
    (('file = "panel.csv"', 'file = "."'), "no regular file"),
    (('file = "panel.csv"', 'file = "/dev/zero"'), "no regular file"),
    (('value = "output"', 'value = ""'), "'value' must be a name"),
    (('value = "output"', 'value = "output"\ncovariates = [""]'), "'covariates' must be names"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "said"), SPECS, ids=[said for _, said in SPECS])
def test_a_trial_that_makes_no_sense_is_refused(
    change: tuple[str, str], said: str, trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    with pytest.raises(ForerunError, match=said):
        run(trial(table(), change), snapshots["toyland"])


def test_a_place_that_the_catalog_does_not_hold_is_named_with_its_likes(
    tmp_path: Path, snapshots: dict[str, Snapshot]
) -> None:
    catalog = snapshots["china"].catalog
    text = (catalog.root / "trials" / "low-carbon-2010.toml").read_text("utf-8")
    (tmp_path / "x.toml").write_text(text.replace('["Tibet"]', '["Guangdnog"]'), "utf-8")
    with pytest.raises(ForerunError, match=r"unknown place 'Guangdnog'.*Guangdong"):
        run(tmp_path / "x.toml", snapshots["china"])


DESIGNS = [
    ("waves = 1000000000\n", "1000000000 waves are more than the 1 places"),
    ("lookback = 1000000000\n", "windows that need 1000000002"),
]


@pytest.mark.parametrize(("setting", "said"), DESIGNS)
def test_a_search_without_bounds_is_refused_at_once(
    setting: str, said: str, trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    catalog = snapshots["toyland"].catalog
    design = f"[design]\nsizes = [1]\ndurations = [1]\neffects = [0.1]\n{setting}[analysis]"
    spec = read_trial(trial(table(), ("[analysis]", design)), catalog)
    with pytest.raises(ForerunError, match=said):
        plan(spec, read_panel(spec, snapshots["toyland"]), catalog)


def test_a_search_needs_places_without_gaps(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    catalog = snapshots["toyland"].catalog
    lines = [line for line in ROWS if line[0] not in "bcd" or ",2002," not in line]
    design = "[design]\nsizes = [1]\ndurations = [1]\nlookback = 1\n[analysis]"
    spec = read_trial(trial("\n".join(lines), ("[analysis]", design)), catalog)
    with pytest.raises(ForerunError, match="3 places have a figure in every period, and a search needs 4"):
        plan(spec, read_panel(spec, snapshots["toyland"]), catalog)


LARGE = [
    ({}, ("start", "begin"), r"panel\.csv: there is no column 'start'"),
    ({"start": pl.String}, (), "'start' is not written as 'year' is"),
    ({"output": pl.String}, (), "'output' is of the kind String"),
    ({"output": 1e300}, (), "output is not a finite number, or above"),
]


@pytest.mark.parametrize(("columns", "renamed", "said"), LARGE, ids=[case[2] for case in LARGE])
def test_a_large_table_of_other_kinds_is_refused(
    columns: dict[str, Any],
    renamed: tuple[str, ...],
    said: str,
    trial: Callable[..., Path],
    snapshots: dict[str, Snapshot],
) -> None:
    frame = pl.read_csv(table().encode())
    for name, kind in columns.items():
        new = pl.lit(kind) if isinstance(kind, float) else pl.col(name).cast(kind)
        frame = frame.with_columns(new.alias(name))
    path = large(trial)
    (frame.rename(dict([renamed])) if renamed else frame).write_parquet(path.parent / "panel.csv")
    with pytest.raises(ForerunError, match=said) as caught:
        run(path, snapshots["toyland"])
    assert caught.value.advice


def test_a_large_table_that_is_no_parquet_is_refused(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    with pytest.raises(ForerunError, match=r"panel\.csv: cannot be read as Parquet.*leave large out"):
        run(large(trial), snapshots["toyland"])


def large(trial: Callable[..., Path]) -> Path:
    return trial(
        table(),
        ('start = "start"', 'start = "start"\nlarge = true'),
        ('"difference_in_differences"', '"callaway_santanna"'),
        ('"placebo"', '"analytic"'),
    )
