"""What a place must offer where queries and parallel work run."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
R = TypeVar("R")


class Engine(Protocol):
    """Runs SQL over Parquet files and functions over items."""

    def table(self, paths: Sequence[Path]) -> str:
        """How a query names the union of these Parquet files (at least one), which share a schema.

        Nothing is read before the query that uses the name.
        """
        ...

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """The rows of one query; ``?`` marks stand for ``parameters`` in order.

        Args:
            sql: one statement in the SQL that the engines share (``docs/large-data.md``).
            parameters: texts, whole and broken numbers, dates, times, truth values or None; a time without
                a zone is UTC.

        Returns:
            A column is of one of the types of :func:`forerun.engine.answers.answer`, whichever engine ran.

        Raises:
            LedgerError: the query cannot be answered, as when a file is damaged or a column does not exist.
            MissingToolError: what the engine runs on is not on this machine.
        """
        ...

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        progress: Callable[[float], None] | None = None,
    ) -> list[R]:
        """``function`` of each item, in order; both must pickle, results must not depend on shared state.

        Args:
            function: called once for each item, in other processes; found there by its name.
            items: what it is called with.
            progress: called here with the fraction done, growing to 1, while items finish in any order.

        Raises:
            Exception: what ``function`` raised for an item, with the lines it was raised at as a note; of
                several the first that came to be known.  Items not begun are left.
            MissingToolError: what the engine runs on is not on this machine.
        """
        ...
