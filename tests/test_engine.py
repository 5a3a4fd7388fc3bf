from __future__ import annotations

import operator
import os
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from forerun.engine import LocalEngine
from forerun.errors import LedgerError


def _two_files(folder: Path) -> list[Path]:
    paths = [folder / "o'clock.parquet", folder / "b.parquet"]
    for start, path in zip((0, 10), paths, strict=True):
        pl.DataFrame({"n": [start, start + 1], "day": [date(2023, 1, 1), date(2023, 10, 18)]}).write_parquet(
            path
        )
    return paths


def test_a_query_sees_the_union_of_the_files_it_names(tmp_path: Path) -> None:
    engine = LocalEngine()
    sql = f"SELECT n, day FROM {engine.table(_two_files(tmp_path))} WHERE n >= ? AND day <= ? ORDER BY n"  # noqa: S608
    found = engine.query(sql, [1, date(2023, 6, 1)])
    assert found.rows() == [(10, date(2023, 1, 1))]
    assert found.schema == {"n": pl.Int64, "day": pl.Date}


def test_a_query_without_rows_keeps_its_columns(tmp_path: Path) -> None:
    engine = LocalEngine()
    found = engine.query(f"SELECT n FROM {engine.table(_two_files(tmp_path))} WHERE n > 100")  # noqa: S608
    assert found.height == 0
    assert found.columns == ["n"]


def test_what_cannot_be_read_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    torn = tmp_path / "torn.parquet"
    torn.write_bytes(b"PAR1 torn")
    engine = LocalEngine()
    with pytest.raises(LedgerError, match=r"torn\.parquet"):
        engine.query(f"SELECT * FROM {engine.table([torn])}")  # noqa: S608


def test_a_query_reaches_neither_python_variables_nor_extensions(tmp_path: Path) -> None:
    secret = pl.DataFrame({"n": [1]})
    assert secret.height == 1
    engine = LocalEngine()
    with pytest.raises(LedgerError):
        engine.query("SELECT * FROM secret")
    with pytest.raises(LedgerError):
        engine.query("SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')")
    assert list(tmp_path.iterdir()) == []


def test_map_keeps_the_order_and_uses_other_processes() -> None:
    engine = LocalEngine(workers=2)
    assert engine.map(abs, [-3, 2, -1]) == [3, 2, 1]
    assert os.getpid() not in engine.map(operator.call, [os.getpid, os.getpid])


def test_map_of_one_item_stays_in_this_process() -> None:
    assert LocalEngine(workers=2).map(operator.call, [os.getpid]) == [os.getpid()]
    assert LocalEngine().map(abs, []) == []


def test_a_column_that_does_not_decode_is_an_error_of_the_ledger(tmp_path: Path) -> None:
    path, engine = tmp_path / "part.parquet", LocalEngine()
    pl.DataFrame({"n": range(5_000)}).write_parquet(path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[40:60] = bytes(20)
    path.write_bytes(bytes(content))
    with pytest.raises(LedgerError, match="the query failed"):
        engine.query(f"SELECT * FROM {engine.table([path])}")  # noqa: S608
