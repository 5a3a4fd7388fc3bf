"""The example of docs/factor-model.md, run as it stands."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_example_runs(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (example,) = EXAMPLE.findall((root / "docs" / "factor-model.md").read_text(encoding="utf-8"))
    exec(example, {"__name__": "example"})  # noqa: S102
    first, second = capsys.readouterr().out.splitlines()
    assert first == "True () (2,) (2, 2)"
    assert second == "[('steel', '2023-12')] True"
