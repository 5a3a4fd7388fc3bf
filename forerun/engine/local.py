"""Queries and parallel work on this machine alone."""

from __future__ import annotations

import os
import re
import signal
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from forerun.engine.answers import answer
from forerun.engine.work import Done, attempt, result
from forerun.errors import LedgerError

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
R = TypeVar("R")


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
        return f"read_parquet([{', '.join(map(_quoted, paths))}], hive_partitioning = false)"

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """See :meth:`Engine.query`."""
        import duckdb
        import polars as pl

        try:
            return answer(pl.DataFrame(self._database.cursor().sql(sql, params=list(parameters))))
        except (duckdb.Error, pl.exceptions.PolarsError) as problem:
            raise LedgerError(
                f"the query failed: {problem}", advice="Look whether the files named are whole"
            ) from problem

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        progress: Callable[[float], None] | None = None,
    ) -> list[R]:
        """See :meth:`Engine.map`; with one item or one worker the work is done in this process."""
        work, tell = list(items), progress or _silent
        workers = min(self._workers, len(work))
        if workers >= 2:
            return _spread(partial(attempt, function), work, workers, tell)
        results = []
        for number, item in enumerate(work, 1):
            results.append(function(item))
            tell(number / len(work))
        return results

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
                "default_null_order": "nulls_first_on_asc_last_on_desc",
                "ieee_floating_point_ops": False,
            },
        )


def _quoted(path: Path) -> str:
    """A path as a literal in which no sign stands for other files."""
    literal = re.sub(r"([*?[])", r"[\1]", str(path)).replace("'", "''")
    return f"'{literal}'"


def _spread(
    function: Callable[[T], Done[R]], work: list[T], workers: int, progress: Callable[[float], None]
) -> list[R]:
    """Work on items in ``workers`` new processes; an interrupt ends them at once."""
    from concurrent.futures import ProcessPoolExecutor, as_completed
    from multiprocessing import active_children, get_context

    before = set(active_children())
    with ProcessPoolExecutor(workers, get_context("spawn"), _die_at_interrupt) as pool:
        try:
            with _interrupts_held():
                futures = [pool.submit(function, item) for item in work]
            for number, future in enumerate(as_completed(futures), 1):
                result(future.result())
                progress(number / len(work))
        except BaseException as problem:
            pool.shutdown(wait=False, cancel_futures=True)
            if not isinstance(problem, Exception):
                for process in set(active_children()) - before:
                    process.terminate()
            raise
        return [result(future.result()) for future in futures]


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Interrupts wait; processes started meanwhile let them wait until they are ready to die quietly."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _die_at_interrupt() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})


def _silent(_: float) -> None:
    pass
