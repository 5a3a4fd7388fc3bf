"""What every engine answers to the same SQL; ``docs/large-data.md`` lists what it may consist of."""

from __future__ import annotations

import math
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest

from forerun.engine import Engine
from forerun.errors import LedgerError

HOSTILE = [
    "o'clock", 'a"b', "a`b", "a b", "工业", "x[1]", "x*", "x?", "{a,b}", "p%20q", "c#d", "a$b;c", "a\\b",
    "t\nu",
]  # fmt: skip
TEXTS = ["", "it's", "'; DROP TABLE x --", 'a"b`c', "a\\nb\\", "a\nb\t", "%_?", "工业😀", "${x} {y} :z ?"]
TIME = datetime(2023, 1, 1, 7, 30, 15, 250_000)
TIME_UTC = TIME.replace(tzinfo=UTC)
CHINA = timezone(timedelta(hours=8))

TYPES: dict[str, tuple[pl.DataType, object, pl.DataType]] = {
    **{
        str(kind): (kind, 1, pl.Int64())
        for kind in (pl.Int8(), pl.Int16(), pl.Int32(), pl.Int64(), pl.UInt8(), pl.UInt32(), pl.UInt64())
    },
    **{str(kind): (kind, 0.5, pl.Float64()) for kind in (pl.Float32(), pl.Float64(), pl.Decimal(12, 2))},
    "whole": (pl.Decimal(20, 0), 3, pl.Int64()),
    "truth": (pl.Boolean(), True, pl.Boolean()),
    "text": (pl.String(), "工", pl.String()),
    "day": (pl.Date(), date(2023, 1, 1), pl.Date()),
    "ms": (pl.Datetime("ms"), TIME, pl.Datetime("us")),
    "us": (pl.Datetime("us"), TIME, pl.Datetime("us")),
    "zoned": (pl.Datetime("us", "Asia/Shanghai"), TIME_UTC, pl.Datetime("us", "UTC")),
    "bytes": (pl.Binary(), b"x\x00", pl.Binary()),
    "list": (pl.List(pl.Int64()), [1, 2], pl.List(pl.Int64())),
}


def _file(folder: Path, columns: dict[str, object], name: str = "a", **schema: pl.DataType) -> list[Path]:
    path = folder / f"{name}.parquet"
    with path.open("wb") as handle:
        pl.DataFrame(columns, schema_overrides=schema).write_parquet(handle)
    return [path]


def _rows(engine: Engine, sql: str, *parameters: object) -> list[tuple[object, ...]]:
    return engine.query(sql, parameters).rows()


def test_a_query_sees_the_files_it_names_whatever_they_are_called(engine: Engine, tmp_path: Path) -> None:
    paths = {name: _file(tmp_path, {"of": [name]}, name) for name in HOSTILE}
    for name, path in paths.items():
        assert _rows(engine, f"SELECT of FROM {engine.table(path)}") == [(name,)]  # noqa: S608
    every = [path for (path,) in paths.values()]
    assert _rows(engine, f"SELECT count(DISTINCT of), count(*) FROM {engine.table(every)}") == [(14, 14)]  # noqa: S608


def test_a_folder_named_like_a_partition_adds_no_column(engine: Engine, tmp_path: Path) -> None:
    folders = [tmp_path / "year=2020", tmp_path / "year=2021", tmp_path / ".hidden"]
    for number, folder in enumerate(folders):
        folder.mkdir()
        _file(folder, {"n": [number]})
    found = engine.query(f"SELECT * FROM {engine.table([each / 'a.parquet' for each in folders])} ORDER BY n")  # noqa: S608
    assert found.columns == ["n"]
    assert found["n"].to_list() == [0, 1, 2]


def test_a_table_may_be_named_twice_and_joined_with_another(engine: Engine, tmp_path: Path) -> None:
    a = engine.table(_file(tmp_path, {"k": [1, 2, 3], "x": [10, 20, 30]}))
    b = engine.table(_file(tmp_path, {"k": [2, 3, 3], "y": ["u", "v", "w"]}, "b"))
    joined = f"SELECT k, l.x, r.y FROM {a} AS l JOIN {b} AS r USING (k) WHERE l.x BETWEEN ? AND ? ORDER BY y"  # noqa: S608
    assert _rows(engine, joined, 25, 99) == [(3, 30, "v"), (3, 30, "w")]
    alone = f"SELECT k FROM {a} AS l WHERE NOT EXISTS (SELECT 1 FROM {b} AS r WHERE r.k = l.k)"  # noqa: S608
    assert _rows(engine, alone) == [(1,)]
    both = f"WITH u AS (SELECT k FROM {a} UNION ALL SELECT k FROM {a}) SELECT k, count(*) FROM u"  # noqa: S608
    assert _rows(engine, f"{both} GROUP BY k ORDER BY k") == [(1, 2), (2, 2), (3, 2)]


def test_a_file_is_read_as_it_is_now(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(_file(tmp_path, {"n": [1]}))
    assert _rows(engine, f"SELECT n FROM {table}") == [(1,)]  # noqa: S608
    _file(tmp_path, {"n": [2, 3]})
    assert _rows(engine, f"SELECT n FROM {table} ORDER BY n") == [(2,), (3,)]  # noqa: S608


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1, pl.Int64), (-(2**40), pl.Int64), (2**63 - 1, pl.Int64), (1.5, pl.Float64), (1e-300, pl.Float64),
        (0.1 + 0.2, pl.Float64), (math.inf, pl.Float64), (-math.inf, pl.Float64), (True, pl.Boolean),
        (Decimal("-1.25"), pl.Float64), (date(2023, 1, 1), pl.Date), (date(1899, 12, 31), pl.Date),
        (b"ab\x00", pl.Binary),
        (None, pl.Null),
        *((text, pl.String) for text in TEXTS),
    ],
)  # fmt: skip
def test_a_parameter_is_a_value_and_never_sql(engine: Engine, value: object, kind: pl.DataType) -> None:
    found = engine.query("SELECT ? AS x, 2 AS y WHERE ? = 3", [value, 3])
    assert found.schema == {"x": kind, "y": pl.Int64}
    assert found.rows() == [(value, 2)]


def test_a_parameter_may_be_no_number(engine: Engine) -> None:
    ((found,),) = _rows(engine, "SELECT ? AS x", math.nan)
    assert isinstance(found, float)
    assert math.isnan(found)


@pytest.mark.parametrize("asked", [TIME, TIME_UTC, TIME_UTC.astimezone(CHINA)])
def test_times_are_compared_in_utc(engine: Engine, tmp_path: Path, asked: datetime) -> None:
    later = TIME + timedelta(microseconds=1)
    zoned = [each.replace(tzinfo=UTC) for each in (TIME, later)]
    columns = {"plain": [TIME, later], "zoned": zoned}
    table = engine.table(_file(tmp_path, columns, zoned=pl.Datetime("us", "UTC")))
    for column in columns:
        found = engine.query(f"SELECT plain, zoned FROM {table} WHERE {column} <= ?", [asked])  # noqa: S608
        assert found.rows() == [(TIME, zoned[0])]
        assert found.schema == {"plain": pl.Datetime("us"), "zoned": pl.Datetime("us", "UTC")}


def test_every_type_of_a_file_has_one_type_in_an_answer(engine: Engine, tmp_path: Path) -> None:
    kinds = {name: kind for name, (kind, _, _) in TYPES.items()}
    columns = {name: [value, None] for name, (_, value, _) in TYPES.items()}
    found = engine.query(f"SELECT * FROM {engine.table(_file(tmp_path, columns, **kinds))}")  # noqa: S608
    assert found.schema == {name: answered for name, (_, _, answered) in TYPES.items()}
    assert found.rows() == [tuple(value for _, value, _ in TYPES.values()), (None,) * len(TYPES)]


def test_numbers_computed_have_one_type(engine: Engine) -> None:
    found = engine.query(
        "SELECT count(*) AS n, sum(i) AS i, sum(d) AS d, max(i) AS top, avg(i) AS mean, 7 / 2 AS ratio, "
        "7 % 4 AS rest, two * 1.5e0 AS scaled, length('abc') AS letters, "
        "extract(YEAR FROM DATE '2023-05-01') AS year "
        "FROM (SELECT CAST(x AS INT) AS i, CAST(x AS DECIMAL(10, 2)) AS d, 2 AS two "
        "FROM (VALUES (1), (2)) AS t(x)) AS u GROUP BY two"
    )
    assert found.rows() == [(2, 3, 3.0, 2, 1.5, 3.5, 3, 3.0, 3, 2023)]
    whole = {"n", "i", "top", "rest", "letters", "year"}
    assert found.schema == {name: pl.Int64 if name in whole else pl.Float64 for name in found.columns}


def test_an_answer_without_rows_keeps_its_columns(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(_file(tmp_path, {"n": [1], "day": [date(2023, 1, 1)], "t": ["x"]}))
    found = engine.query(f"SELECT n, day, t, n * 2e0 AS f FROM {table} WHERE n > 100")  # noqa: S608
    assert found.height == 0
    assert found.schema == {"n": pl.Int64, "day": pl.Date, "t": pl.String, "f": pl.Float64}


def test_a_file_without_rows_can_be_read(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(_file(tmp_path, {"n": []}, n=pl.Int32()))
    assert engine.query(f"SELECT n FROM {table}").schema == {"n": pl.Int64}  # noqa: S608
    assert _rows(engine, f"SELECT count(*), sum(n) FROM {table}") == [(0, None)]  # noqa: S608


def test_what_is_missing_stays_missing_and_sorts_first(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(_file(tmp_path, {"g": ["a", "a", "b", None], "x": [1.0, None, None, 4.0]}))
    sql = f"SELECT g, count(*), count(x), sum(x), avg(x) FROM {table} GROUP BY g ORDER BY g"  # noqa: S608
    assert _rows(engine, sql) == [
        (None, 1, 1, 4.0, 4.0),
        ("a", 2, 1, 1.0, 1.0),
        ("b", 1, 0, None, None),
    ]
    assert _rows(engine, f"SELECT g FROM {table} ORDER BY g DESC") == [("b",), ("a",), ("a",), (None,)]  # noqa: S608
    assert _rows(engine, f"SELECT g FROM {table} WHERE x <> 1") == [(None,)]  # noqa: S608
    guarded = f"SELECT coalesce(x, 0e0), x / nullif(x - 1, 0) FROM {table} WHERE g = 'a' ORDER BY x"  # noqa: S608
    assert _rows(engine, guarded) == [(0.0, None), (1.0, None)]


def test_no_number_is_the_largest_and_equals_itself(engine: Engine, tmp_path: Path) -> None:
    table = engine.table(_file(tmp_path, {"x": [math.nan, 1.0, math.inf, math.nan, -math.inf]}))
    assert _rows(engine, f"SELECT count(DISTINCT x), min(x) FROM {table}") == [(4, -math.inf)]  # noqa: S608
    assert _rows(engine, f"SELECT count(*) FROM {table} WHERE x > 1e308") == [(3,)]  # noqa: S608
    assert _rows(engine, f"SELECT count(*) FROM {table} WHERE isnan(x)") == [(2,)]  # noqa: S608
    last, total = engine.query(f"SELECT max(x) AS a, sum(x) AS b FROM {table}").row(0)  # noqa: S608
    assert math.isnan(last)
    assert math.isnan(total)


def test_windows(engine: Engine, tmp_path: Path) -> None:
    columns = {"g": ["a", "a", "a", "b"], "t": [3, 1, 2, 1], "x": [30.0, 10.0, 20.0, 5.0]}
    table = engine.table(_file(tmp_path, columns))
    sql = (
        "SELECT g, t, row_number() OVER w AS n, x - lag(x) OVER w AS d, "  # noqa: S608
        "sum(x) OVER (PARTITION BY g ORDER BY t ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) AS two, "
        "avg(x) OVER (PARTITION BY g) AS mean, first_value(x) OVER w AS first "
        f"FROM {table} WINDOW w AS (PARTITION BY g ORDER BY t) ORDER BY g, t"
    )
    assert _rows(engine, sql) == [
        ("a", 1, 1, None, 10.0, 20.0, 10.0),
        ("a", 2, 2, 10.0, 30.0, 20.0, 10.0),
        ("a", 3, 3, 10.0, 50.0, 20.0, 10.0),
        ("b", 1, 1, None, 5.0, 5.0, 5.0),
    ]


def test_aggregates_of_statistics(engine: Engine, tmp_path: Path) -> None:
    """Expected by hand: x has mean 5 and sample variance 32/7, y = 2x + 1."""
    x = [2.0, 4.0, 4.0, 4.0, 5.0, 5.0, 7.0, 9.0]
    table = engine.table(_file(tmp_path, {"x": x, "y": [2 * each + 1 for each in x]}))
    found = engine.query(
        "SELECT avg(x) AS a, var_samp(x) AS b, stddev_pop(x) AS c, corr(x, y) AS d, covar_samp(x, y) AS e, "  # noqa: S608
        "sum(x) FILTER (WHERE x > 4) AS f, sum(CASE WHEN x > 4 THEN 1 ELSE 0 END) AS g "
        f"FROM {table} HAVING count(*) = 8"
    )
    assert found.row(0) == pytest.approx((5.0, 32 / 7, 2.0, 1.0, 64 / 7, 26.0, 4), rel=1e-12)


def test_words(engine: Engine) -> None:
    sql = (
        "SELECT upper('ab') || lower('CD') AS a, substring('abcdef', 2, 3) AS b, trim('  x ') AS c, "
        "'it''s' AS d, 'abc' LIKE 'a_c%' AS e, CAST('12' AS BIGINT) AS f, "
        "CAST(DATE '2023-05-01' AS STRING) AS g, "
        """CAST(12 AS STRING) AS "a name", 'B' < 'a' AS h, '工' < '业' AS i"""
    )
    found = engine.query(sql)
    assert found.row(0) == ("ABcd", "bcd", "x", "it's", True, 12, "2023-05-01", "12", True, "工" < "业")
    assert found.columns[7] == "a name"


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT nonesuch FROM (VALUES (1)) AS t(x)", "nonesuch"),
        ("SELECT x FROM nonesuch", "nonesuch"),
        ("SELECT nonesuch(1) AS x", "nonesuch"),
        ("SELEC 1", "SELEC"),
        ("SELECT x, x FROM (VALUES (1)) AS t(x)", "x"),
        ("SELECT 1 / x AS y FROM (VALUES (0)) AS t(x)", "[Dd]ivision by zero"),
        ("SELECT 1e0 / x AS y FROM (VALUES (0e0)) AS t(x)", "[Dd]ivision by zero"),
        ("SELECT CAST(x AS BIGINT) AS y FROM (VALUES ('12a')) AS t(x)", "12a"),
        (
            "SELECT sum(x) AS y FROM (VALUES (9223372036854775807), (1)) AS t(x)",
            "query failed",
        ),
        ("SELECT ? AS x, ? AS y", "query failed"),
    ],
)
def test_what_cannot_be_answered_says_why(engine: Engine, sql: str, said: str) -> None:
    with pytest.raises(LedgerError, match=said) as problem:
        engine.query(sql, [1] if "?" in sql else [])
    assert len(str(problem.value)) < 600
    assert "\tat " not in str(problem.value)


def test_a_file_that_is_damaged_or_gone_is_named(engine: Engine, tmp_path: Path) -> None:
    whole, torn = _file(tmp_path, {"n": [1]}), tmp_path / "torn.parquet"
    table = engine.table([*whole, torn])
    for content in (None, b"PAR1 torn", b""):
        if content is not None:
            torn.write_bytes(content)
        with pytest.raises(LedgerError, match=r"torn\.parquet"):
            engine.query(f"SELECT sum(n) AS n FROM {table}")  # noqa: S608


def test_a_column_that_does_not_decode_is_an_error(engine: Engine, tmp_path: Path) -> None:
    (path,) = _file(tmp_path, {"n": range(5_000)})
    content = bytearray(path.read_bytes())
    content[40:60] = bytes(20)
    path.write_bytes(bytes(content))
    with pytest.raises(LedgerError, match="the query failed"):
        engine.query(f"SELECT * FROM {engine.table([path])}")  # noqa: S608


def test_a_query_reaches_neither_python_variables_nor_the_network(engine: Engine) -> None:
    secret = pl.DataFrame({"n": [1]})
    assert secret.height == 1
    with pytest.raises(LedgerError):
        engine.query("SELECT * FROM secret")
    with pytest.raises(LedgerError):
        engine.query("SELECT * FROM read_parquet('https://127.0.0.1:1/x.parquet')")
