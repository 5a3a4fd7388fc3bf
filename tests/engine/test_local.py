from __future__ import annotations

import operator
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from forerun.engine import LocalEngine

SLOW = """
import sys, time
from forerun.engine import LocalEngine
if __name__ == "__main__":
    LocalEngine(workers=2).map(time.sleep, [0.05, 60, 60, 60], lambda done: sys.stderr.write("begun "))
"""


def test_map_of_one_item_stays_in_this_process() -> None:
    told: list[float] = []
    assert LocalEngine(workers=2).map(operator.call, [os.getpid], told.append) == [os.getpid()]
    assert LocalEngine(workers=1).map(operator.call, [os.getpid] * 2, told.append) == [os.getpid()] * 2
    assert told == [1.0, 0.5, 1.0]


@pytest.mark.parametrize("to_all", [True, False])
def test_an_interrupt_ends_the_work_at_once_and_quietly(tmp_path: Path, *, to_all: bool) -> None:
    script = tmp_path / "slow.py"
    script.write_text(SLOW, encoding="utf-8")
    command = [sys.executable, str(script)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as running:
        assert running.stderr is not None
        assert running.stderr.read(6) == "begun "
        (os.killpg if to_all else os.kill)(running.pid, signal.SIGINT)
        said = running.stderr.read()
    assert running.returncode == -signal.SIGINT
    assert said.count("Traceback") == 1
    assert said.rstrip().endswith("KeyboardInterrupt")
