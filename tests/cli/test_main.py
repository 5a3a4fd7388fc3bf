from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import pytest

from forerun.cli import common, main
from forerun.cli.main import VERBS
from forerun.errors import DocumentError, InputError


def run(*words: str) -> int:
    return main.main(words)


def test_a_wrong_name_is_one_sentence_and_code_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("catalog", "series", "--profile", "toylnd") == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "forerun: unknown profile 'toylnd'. Did you mean toyland?\n"


def test_with_json_the_sentence_is_also_an_object(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("catalog", "nothing", "--profile", "toyland", "--json") == 2
    out, err = capsys.readouterr()
    told = json.loads(out)
    assert told["schema"] == "forerun.error/1"
    assert told["error"]["kind"] == "InputError"
    assert told["error"]["what"] == "the catalog has no list 'nothing'"
    assert f"forerun: {told['error']['message']}\n" == err


def test_a_bug_says_so_and_shows_its_place_on_request(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_: str) -> None:
        raise ZeroDivisionError("nothing to share")

    monkeypatch.setattr("forerun.catalog.load.load_catalog", broken)
    assert run("catalog", "units") == 1
    assert "this is a bug in forerun" in (plain := capsys.readouterr().err)
    assert "Traceback" not in plain
    assert run("--traceback", "catalog", "units") == 1
    assert "Traceback" in (shown := capsys.readouterr().err)
    assert "in broken" in shown


@pytest.mark.parametrize(
    ("words", "named"),
    [(["brieff"], "brieff"), (["catalog"], "LIST"), (["catalog", "units", "--speed"], "speed")],
)
def test_wrong_usage_is_code_2_and_names_what_is_wrong(
    words: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words) == 2
    assert named in capsys.readouterr().err


def test_an_interrupt_is_code_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(_: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("forerun.catalog.load.load_catalog", interrupted)
    assert run("catalog", "units") == 130


def test_a_reader_who_leaves_early_sees_no_complaint() -> None:
    code = "import sys; from forerun.cli.main import main; sys.exit(main())"
    command = [sys.executable, "-c", code, "catalog", "units", "--profile", "toyland", "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_chinese_comes_out_whole_on_a_machine_without_a_language() -> None:
    command = [sys.executable, "-m", "forerun.cli.main", "catalog", "places", "--profile", "toyland"]
    plain = {**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run([*command, "--lang", "zh"], env=plain, capture_output=True, check=True)
    assert "ty-01  北境" in done.stdout.decode("utf-8")
    assert done.stderr == b""


def test_every_verb_has_json_a_summary_and_an_example_of_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for verb in VERBS:
        assert run(verb, "--help") == 0
        shown = " ".join(capsys.readouterr().out.split())
        assert "--json" in shown
        assert f"Example: forerun {verb} " in shown
        assert "Raises:" not in shown


def test_every_verb_is_listed_with_its_whole_first_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run("--help") == 0
    listed = capsys.readouterr().out.split("Commands:")[1]
    assert [line.split()[0] for line in listed.splitlines() if re.match(r"  \w", line)] == list(VERBS)
    assert "..." not in listed
    assert "Make a workspace: a folder with a ledger of your own." in " ".join(listed.split())


def test_help_loads_nothing_heavy() -> None:
    heavy = [
        "polars",
        "duckdb",
        "numpy",
        "scipy",
        "numba",
        "rich",
        "httpx",
        "lxml",
        "jinja2",
        "vl_convert",
        "typst",
        "pypdfium2",
    ]
    code = (
        "import sys; from forerun.cli.main import main; main(['--help']); "
        f"sys.stderr.write(' '.join(name for name in {heavy} if name in sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert "Usage: forerun" in done.stdout


def test_a_day_is_read_and_a_day_to_come_is_refused() -> None:
    assert common.parse_day("2023-11-04") == date(2023, 11, 4)
    assert common.parse_day(str(date.today())) == date.today()
    with pytest.raises(InputError, match="has not come yet"):
        common.parse_day(str(date.today() + timedelta(days=1)))
    for text in ("4 November", "2023-02-30", "", "2023-13-01"):
        with pytest.raises(InputError, match="is not a day"):
            common.parse_day(text)


def test_json_refuses_what_is_not_a_number(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ValueError, match="JSON"):
        common.emit_json({"value": float("nan")})
    common.emit_json({"b": 1, "a": "钢"})
    assert capsys.readouterr().out == '{\n  "b": 1,\n  "a": "钢"\n}\n'


def test_progress_counts_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with common.progress("Reading", total=2) as done:
        done(1)
    assert capsys.readouterr().err == ""


def test_progress_stays_away_from_what_is_quick(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    monkeypatch.setattr("rich.progress.Progress.start", lambda _: drawn.append("bar"))
    with common.progress("Reading", total=2) as done:
        done(2)
    assert drawn == []


def test_errors_say_what_where_and_what_to_do() -> None:
    error = DocumentError("the file is empty", where="june.csv", advice="Save it again")
    assert str(error) == "june.csv: the file is empty. Save it again."


@pytest.mark.parametrize(
    "words", [["brieff"], ["calendar", "--days", "x"], ["monitor", "--lang", "xx"], ["ingest"]]
)
def test_wrong_usage_is_one_sentence_and_an_object_too(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, "--json") == 2
    out, err = capsys.readouterr()
    error = json.loads(out)["error"]
    assert err == f"forerun: {error['message']}\n"
    assert "--help" in error["advice"]


def test_without_a_verb_the_help_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    assert run() == 0
    assert "Usage: forerun" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["\x1b[31mred\nline", "\x9b31m\u202eabc", "\udcff"])
def test_names_steer_no_terminal(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("ingest", f"/nowhere/{name}.csv") == 2
    assert capsys.readouterr().err.count("\n") == 1
    file = tmp_path / f"{name}.txt"
    file.write_text("Nothing to see.", encoding="utf-8")
    assert run("ingest", str(file), "--profile", "toyland", "--dry-run") == 0
    shown = capsys.readouterr().out
    assert "It holds no figures." in shown
    assert not set(shown) & set("\x1b\x9b\u202e")


def test_names_without_end_are_cut() -> None:
    error = DocumentError("x" * 50_000, where="y" * 50_000, advice="Shorten it")
    assert len(str(error)) < 1_200
    assert str(error).endswith("Shorten it.")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no full disk to write to")
def test_a_full_disk_is_no_bug() -> None:
    command = [sys.executable, "-m", "forerun.cli.main", "catalog", "units", "--profile", "toyland"]
    for words in (command, [*command, "--json"]):
        with Path("/dev/full").open("w") as full:
            done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert "No space left" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "code"), [("catalog units --profile toyland >&-", 0), ("ingest /nowhere 2>&-", 2)]
)
def test_a_closed_stream_is_no_bug(words: str, code: int) -> None:
    command = f"'{sys.executable}' -m forerun.cli.main {words}"
    done = subprocess.run(["/bin/sh", "-c", command], stderr=subprocess.PIPE, text=True, check=False)
    assert (done.returncode, done.stderr) == (code, "")


def test_a_day_before_all_figures_is_refused() -> None:
    with pytest.raises(InputError, match="before all figures"):
        common.parse_day("0001-01-01")
