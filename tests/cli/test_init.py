from __future__ import annotations

import json
from pathlib import Path

import pytest

from forerun.cli.main import main


def test_a_workspace_is_made_with_the_figures_of_its_profile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["init", "desk", "--profile", "toyland", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told == {"schema": "forerun.init/1", "workspace": str(tmp_path / "desk"), "profile": "toyland"}
    assert 'profile = "toyland"' in (tmp_path / "desk" / "forerun.toml").read_text(encoding="utf-8")


def test_the_next_command_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["init", "desk", "--profile", "toyland"]) == 0
    assert "forerun ingest FILE --workspace desk" in capsys.readouterr().out


def test_a_folder_in_use_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "letters").mkdir()
    (tmp_path / "letters" / "dear.txt").write_text("hello", encoding="utf-8")
    assert main(["init", "letters", "--profile", "toyland"]) == 2
    assert "the folder is not empty" in capsys.readouterr().err
    assert [path.name for path in (tmp_path / "letters").iterdir()] == ["dear.txt"]
    assert main(["init", "desk", "--profile", "toyland"]) == 0
    assert main(["init", "desk", "--profile", "toyland"]) == 2
    assert "a workspace already" in capsys.readouterr().err
