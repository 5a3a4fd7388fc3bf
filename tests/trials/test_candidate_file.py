"""A trial's design that may choose among the places of a file alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from forerun.catalog.load import load_catalog
from forerun.engine.local import LocalEngine
from forerun.errors import InputError, SpecError, UnknownNameError
from forerun.ledger.snapshot import Snapshot
from forerun.trials.candidate_file import read_candidates
from forerun.trials.design.power import Running
from forerun.trials.planning import Plan, plan
from forerun.trials.reading import read_panel
from forerun.trials.spec_file import read_trial

PLACES = tuple(f"p{at}" for at in range(9))
DESIGN = '[design]\nsizes = [1, 2]\ndurations = [2]\nlookback = 2\nplaces_file = "candidates.csv"\n[analysis]'


def table() -> str:
    rows = ["place,year,output,start"]
    for at, place in enumerate(PLACES):
        rows += [f"{place},{2001 + t},{100 + 7 * at + 3 * t + (at * t) % 5}," for t in range(12)]
    return "\n".join(rows) + "\n"


def planned(path: Path, snapshot: Snapshot) -> Plan:
    spec = read_trial(path, snapshot.catalog)
    return plan(spec, read_panel(spec, snapshot), snapshot.catalog, Running(LocalEngine()))


def test_only_places_of_the_file_are_chosen_and_the_others_still_serve(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    path = trial(table(), ("[analysis]", DESIGN))
    (path.parent / "candidates.csv").write_text(
        "place,rank,probability,low,high,source\np7,1,0.2,0.1,0.3,ab\np2,2,,,,ab\np4,3,0.1,0.1,0.1,ab\n",
        "utf-8",
    )
    found = planned(path, snapshots["china"])
    chosen = {place for each in found.found.designs for place in each.places}
    assert chosen == {"p7", "p2", "p4"}
    everyone = planned(
        trial(table(), ("[analysis]", DESIGN.replace("places_file", "# "))), snapshots["china"]
    )
    assert {place for each in everyone.found.designs for place in each.places} == set(PLACES)


def test_a_place_that_the_outcome_does_not_have_is_named(
    trial: Callable[..., Path], snapshots: dict[str, Snapshot]
) -> None:
    path = trial(table(), ("[analysis]", DESIGN))
    (path.parent / "candidates.csv").write_text("place\np7\nAtlantis\n", "utf-8")
    with pytest.raises(UnknownNameError, match="Atlantis"):
        planned(path, snapshots["china"])
    (path.parent / "candidates.csv").write_text("place\np7\nBeijing\n", "utf-8")
    with pytest.raises(InputError, match="Beijing has no figure"):
        planned(path, snapshots["china"])


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no column place"),
        (b"rank,name\n1,x\n", "no column place"),
        (b"place\n", "lists no place"),
        (b"rank,place\n1,x\n2,\n", r"csv:3: names no place"),
        (b"rank,place\n1\n", r"csv:2: names no place"),
        (b"place\nx\x1b[31m\n", r"csv:2: names no place"),
        (b"place\n\xff\xfe\n", "no UTF-8"),
        (b"place\n" + b"x" * 1_000_001, "too large"),
    ],
)
def test_a_file_that_is_no_list_of_places_is_refused(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(SpecError, match=said):
        read_candidates(path)


def test_a_list_is_read_in_its_order_and_each_place_once(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('\ufeffrank, place\n1,"Washington, D.C."\n\n2, p1\n3,p1\n', "utf-8")
    assert read_candidates(path) == ("Washington, D.C.", "p1")


def test_a_file_that_is_missing_is_named_with_the_way_to_it(trial: Callable[..., Path]) -> None:
    path = trial(table(), ("[analysis]", DESIGN))
    with pytest.raises(SpecError, match=r"candidates\.csv: cannot be read.*forerun foresight places"):
        read_trial(path, load_catalog("china"))
