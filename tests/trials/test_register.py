"""The register keeps what was said first, lists what changed, and finds out what was changed since."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pytest

from forerun.catalog.load import load_catalog
from forerun.errors import LedgerError
from forerun.trials.design_files import choice_of, last_design
from forerun.trials.files import TrialFolder
from forerun.trials.panel import NEVER, Panel
from forerun.trials.reading import Reading
from forerun.trials.register import Register, Registered, figures_before, revised
from forerun.trials.spec import TrialSpec
from forerun.trials.spec_file import parse_trial
from tests.trials.conftest import TRIAL

NOW = datetime(2024, 1, 1, 12, tzinfo=UTC)
TEXT = TRIAL.replace("alpha = 0.3", "alpha = 0.1")


def spec_of(text: str) -> TrialSpec:
    return parse_trial(text, "one.toml", Path(), load_catalog("toyland"))


def registered(text: str = TEXT, figures: float = 1.0) -> Registered:
    outcome = figures * np.arange(12.0).reshape(3, 4)
    panel = Panel(("a", "b", "c"), ("2001", "2002", "2003", "2004"), outcome, np.array([2, NEVER, NEVER]))
    return Registered(spec_of(text), Reading(panel, (), "abc", ""), date(2024, 1, 1))


def test_the_same_trial_is_registered_once(tmp_path: Path) -> None:
    once = Register.open(tmp_path).add(registered(), NOW)
    twice = Register.open(tmp_path).add(registered(), NOW)
    assert [entry.number for entry in once.entries] == [1]
    assert twice.entries == once.entries


def test_comments_and_order_are_no_change(tmp_path: Path) -> None:
    register = Register.open(tmp_path).add(registered(), NOW)
    assert register.changes_since(spec_of("# a remark" + TEXT)) == ()


def test_a_later_change_is_listed_and_the_first_entry_kept(tmp_path: Path) -> None:
    Register.open(tmp_path).add(registered(), NOW)
    before = (tmp_path / "0001.json").read_bytes()
    later = TEXT.replace("alpha = 0.1", "alpha = 0.2")
    register = Register.open(tmp_path).add(registered(later), NOW)
    assert [(c.key, c.registered, c.now) for c in register.entries[1].changes] == [
        ("analysis.alpha", "0.1", "0.2")
    ]
    assert register.changes_since(spec_of(later)) == register.entries[1].changes
    assert (tmp_path / "0001.json").read_bytes() == before


def test_revised_figures_before_treatment_are_a_new_entry(tmp_path: Path) -> None:
    register = Register.open(tmp_path).add(registered(), NOW)
    assert len(register.add(registered(figures=2.0), NOW).entries) == 2


def test_figures_under_treatment_do_not_count_as_before() -> None:
    panel = registered().reading.panel
    outcome = panel.outcome.copy()
    outcome[:, 2:] += 100
    assert figures_before(replace(panel, outcome=outcome)) == figures_before(panel)
    assert figures_before(panel).last == "2002"


@pytest.mark.parametrize("damage", [lambda t: t.replace("0.1", "0.9"), lambda t: t[:50], lambda t: "[]"])
def test_a_changed_entry_is_found_out(tmp_path: Path, damage) -> None:
    Register.open(tmp_path).add(registered(), NOW)
    Register.open(tmp_path).add(registered(TEXT.replace("0.02", "0.03")), NOW)
    path = tmp_path / "0001.json"
    path.write_text(damage(path.read_text("utf-8")), "utf-8")
    with pytest.raises(LedgerError, match="000"):
        Register.open(tmp_path)


@pytest.mark.parametrize(
    "part",
    [{"text": 5}, {"text": "[["}, {"at": 5}, {"number": True}, {"design": "../x"}, {"started": "no"}],
    ids=str,
)
def test_an_entry_of_other_kinds_is_damaged(tmp_path: Path, part: dict[str, object]) -> None:
    Register.open(tmp_path).add(registered(), NOW)
    path = tmp_path / "0001.json"
    path.write_text(json.dumps({**json.loads(path.read_text("utf-8")), **part}), "utf-8")
    with pytest.raises(LedgerError, match="damaged"):
        Register.open(tmp_path)


def test_an_entry_without_bottom_is_damaged(tmp_path: Path) -> None:
    (tmp_path / "0001.json").write_text("[" * 100_000, "utf-8")
    with pytest.raises(LedgerError, match="damaged"):
        Register.open(tmp_path)


def test_the_entry_of_another_trial_is_found_out(tmp_path: Path) -> None:
    folder = TrialFolder(tmp_path / "another")
    folder.register.add(registered(), NOW)
    with pytest.raises(LedgerError, match="is of the trial"):
        _ = folder.register


def test_a_mark_or_design_that_is_damaged_or_gone_is_found_out(tmp_path: Path) -> None:
    folder = TrialFolder(tmp_path)
    folder.designs.mkdir()
    (folder.designs / "last").write_bytes(b"\xff../x")
    with pytest.raises(LedgerError, match="no hash"):
        last_design(folder)
    with pytest.raises(LedgerError, match="gone"):
        choice_of(folder, "0" * 64)


def test_a_missing_entry_is_found_out(tmp_path: Path) -> None:
    register = Register.open(tmp_path).add(registered(), NOW)
    register.add(registered(TEXT.replace("0.02", "0.03")), NOW)
    (tmp_path / "0001.json").unlink()
    with pytest.raises(LedgerError, match="0002"):
        Register.open(tmp_path)


def test_the_places_whose_earlier_figures_changed_are_named() -> None:
    panel = registered().reading.panel
    outcome = panel.outcome.copy()
    outcome[1, 0] += 1
    assert revised(figures_before(panel), replace(panel, outcome=outcome)) == ("b",)


def test_places_that_take_part_only_then_or_only_now_are_not_compared() -> None:
    panel = registered().reading.panel
    assert revised(figures_before(panel), panel.of([0, 2])) == ()
    assert revised(figures_before(panel.of([0, 2])), panel) == ()
