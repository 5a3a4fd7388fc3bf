from __future__ import annotations

import subprocess
import sys
from importlib import import_module
from pkgutil import iter_modules

import pytest

from bench.row import Row, seconds
from bench.run import CASES, show


def test_a_goal_is_met_from_its_own_side() -> None:
    assert Row("wait", 0.9, 1.0, "s").met
    assert not Row("wait", 1.1, 1.0, "s").met
    assert Row("rows", 1.1e6, 1e6, "rows/s", at_least=True).met
    assert not Row("rows", 0.9e6, 1e6, "rows/s", at_least=True).met


def test_the_table_shows_the_goal_beside_the_value(capsys: pytest.CaptureFixture[str]) -> None:
    show([Row("wait", 2.5, 1.0, "s", note="warm"), Row("rows", 2e6, 1e6, "rows/s", at_least=True)])
    first, second = (line.split() for line in capsys.readouterr().out.splitlines())
    assert first == ["wait", "2.5", "s", "<=", "1", "s", "MISSED", "warm"]
    assert second == ["rows", "2,000,000", "rows/s", ">=", "1,000,000", "rows/s", "met"]


def test_every_case_can_be_measured() -> None:
    names = [each.name for each in iter_modules([str(CASES)])]
    assert "command_line" in names
    assert all(callable(import_module(f"bench.cases.{name}").measure) for name in names)


def test_a_command_that_fails_is_not_timed() -> None:
    with pytest.raises(subprocess.CalledProcessError):
        seconds((sys.executable, "-c", "raise SystemExit(3)"), runs=1)
