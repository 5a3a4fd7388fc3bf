from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from ipaddress import ip_address
from pathlib import Path

import polars as pl
import psutil
import pytest

from forerun.catalog.load import load_catalog
from forerun.engine import LocalEngine, SparkEngine
from forerun.errors import LedgerError, MissingToolError, SpecError
from forerun.ledger.ledger import Ledger
from forerun.ledger.starter import starter_frame

QUICK_JAVA = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
LOUD = """
from forerun.errors import LedgerError
engine = SparkEngine()
assert engine.map(abs, [-1, 2]) == [1, 2]
try:
    engine.query("SELECT nonesuch FROM (VALUES (1)) AS t(x)")
except LedgerError:
    pass
"""


def test_engines_of_one_run_share_one_spark(spark: SparkEngine) -> None:
    spark.query("SELECT 1 AS x")
    mine = _java()
    assert SparkEngine().query("SELECT 1 AS x").height == 1
    with pytest.raises(SpecError, match=r"already runs in this process on 'local\[2\]'"):
        SparkEngine("local[3]").query("SELECT 1 AS x")
    assert _java() == mine


def test_it_listens_to_this_machine_alone(spark: SparkEngine) -> None:
    spark.map(abs, [1, 2])
    (java,) = _java()
    addresses = {ip_address(each.laddr.ip) for each in java.net_connections("inet")}
    assert addresses
    assert {
        each for each in addresses if not (getattr(each, "ipv4_mapped", None) or each).is_loopback
    } == set()


def _java() -> list[psutil.Process]:
    return [each for each in psutil.Process().children(recursive=True) if each.name() == "java"]


def test_a_file_that_spark_would_pass_over_is_refused(tmp_path: Path) -> None:
    for name in ("_a.parquet", ".a.parquet"):
        with pytest.raises(LedgerError, match="Rename the file"):
            SparkEngine().table([tmp_path / name])


def test_nothing_is_said_and_nothing_left_behind(spark: SparkEngine, tmp_path: Path) -> None:
    scratch, work = tmp_path / "a tmp", tmp_path / "work"
    for folder in (scratch, work):
        folder.mkdir()
    done = _run(LOUD, work, TMPDIR=str(scratch), JAVA_TOOL_OPTIONS=QUICK_JAVA)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(work.iterdir()) == []
    assert list(scratch.iterdir()) == []


def test_without_java_it_is_said_what_to_install(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    done = _run("SparkEngine().query('SELECT 1 AS x')", tmp_path, JAVA_HOME=str(tmp_path))
    assert f"MissingToolError: Spark needs Java, and there is no '{tmp_path}/bin/java'" in done.stderr
    assert "openjdk-17-jre-headless" in done.stderr


def test_a_java_that_does_not_do_is_told_with_its_own_words(tmp_path: Path) -> None:
    pytest.importorskip("pyspark")
    java = tmp_path / "bin" / "java"
    java.parent.mkdir()
    java.write_text("#!/bin/sh\necho 'Error: UnsupportedClassVersionError' >&2\nexit 1\n", encoding="utf-8")
    java.chmod(0o755)
    done = _run("SparkEngine().query('SELECT 1 AS x')", tmp_path, JAVA_HOME=str(tmp_path))
    assert "MissingToolError: Spark did not start (Error: UnsupportedClassVersionError)" in done.stderr


def test_without_pyspark_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(MissingToolError, match=r"pip install 'forerun\[spark\]'"):
        SparkEngine(memory="3g").query("SELECT 1 AS x")


def _run(code: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    program = f"from forerun.engine import SparkEngine\n{code}"
    command = [sys.executable, "-W", "error", "-c", program]
    return subprocess.run(
        command, cwd=folder, env={**os.environ, **settings}, capture_output=True, text=True, check=False
    )


def test_a_ledger_is_the_same_on_both_engines(spark: SparkEngine, tmp_path: Path) -> None:
    catalog = load_catalog("toyland")
    starter = starter_frame(catalog)
    ledgers = [Ledger.open(tmp_path, catalog, engine) for engine in (LocalEngine(workers=2), spark)]
    days = starter["published"].unique().sort()
    half = starter.filter(pl.col("published") <= days[days.len() // 2])
    for ledger, rows in zip(ledgers, (half, starter), strict=True):
        ledger.append(rows)
    for day in (days[0], days[days.len() // 2], days[-1], date(2100, 1, 1)):
        mine, theirs = (ledger.snapshot(day) for ledger in ledgers)
        assert mine.hash == theirs.hash
        for series in catalog.series:
            assert mine.rows(series) == theirs.rows(series)
    assert ledgers[1].compact()
    assert len(ledgers[0].snapshot(days[-1]).rows(next(iter(catalog.series)))) > 0
