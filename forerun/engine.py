"""Where queries and parallel work run: on this machine today, on a cluster behind the same protocol.

SQL that goes through an engine keeps to what DuckDB and Spark share; the one thing on which they differ,
how a set of Parquet files is named in a query, is :meth:`Engine.table`.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from forerun.errors import LedgerError

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Runs SQL over Parquet files and functions over items."""

    def table(self, paths: Sequence[Path]) -> str:
        """How a query names the union of these Parquet files (at least one), which share a schema."""
        ...

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """The rows of one query; ``?`` marks stand for ``parameters`` in order.

        Raises:
            LedgerError: the query cannot be answered, as when a file is damaged.
        """
        ...

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """``function`` of each item, in order; both must pickle, results must not depend on shared state."""
        ...


@dataclass(frozen=True, eq=False)
class LocalEngine:
    """DuckDB in this process, without a database file, and a pool of processes.

    The database holds nothing but the query at hand, loads no extension and reaches no network.

    Args:
        workers: threads of a query and processes of a map; 0 for one per core, at most eight.
        memory: bound on what a query may hold before it spills to the temporary folder.
    """

    workers: int = 0
    memory: str = "1GB"

    def table(self, paths: Sequence[Path]) -> str:
        """See :meth:`Engine.table`."""
        quoted = ", ".join("'" + str(path).replace("'", "''") + "'" for path in paths)
        return f"read_parquet([{quoted}])"

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """See :meth:`Engine.query`."""
        import duckdb
        import polars as pl

        try:
            return pl.DataFrame(self._database.cursor().sql(sql, params=list(parameters)))
        except (duckdb.Error, pl.exceptions.PolarsError) as problem:
            raise LedgerError(f"the query failed: {problem}") from problem

    def map(self, function: Callable[[T], R], items: Iterable[T]) -> list[R]:
        """See :meth:`Engine.map`."""
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        work = list(items)
        workers = min(self._workers, len(work))
        if workers < 2:
            return [function(item) for item in work]
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            return list(pool.map(function, work))

    @property
    def _workers(self) -> int:
        return self.workers or min(os.cpu_count() or 1, 8)

    @cached_property
    def _database(self) -> Any:
        import duckdb

        return duckdb.connect(
            ":memory:",
            config={
                "threads": self._workers,
                "memory_limit": self.memory,
                "temp_directory": str(Path(tempfile.gettempdir()) / f"forerun-{os.getpid()}"),
                "autoinstall_known_extensions": False,
                "autoload_known_extensions": False,
                "python_enable_replacements": False,
            },
        )
