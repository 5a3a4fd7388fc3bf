"""The examples of docs/statespace.md, run as they stand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

EXAMPLE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def test_the_examples_run(root: Path, shared: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shared.is_dir()
    page = (root / "docs" / "statespace.md").read_text(encoding="utf-8")
    examples = EXAMPLE.findall(page)
    assert len(examples) == 3
    monkeypatch.chdir(root)
    exec("\n".join(examples), {"__name__": "example"})  # noqa: S102
