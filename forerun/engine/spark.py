"""Queries and parallel work on Spark: the same SQL over the same files, beyond one machine."""

from __future__ import annotations

import hashlib
import re
import uuid
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from forerun.engine.answers import answer
from forerun.engine.work import Done, attempt, result
from forerun.errors import LedgerError

if TYPE_CHECKING:
    import polars as pl

T = TypeVar("T")
R = TypeVar("R")

TASKS_OF_A_CORE = 8
_LOOK_SECONDS = 0.1
_PATTERN = re.compile(r"[\[\]{}*?\\]")
_NUMBER = re.compile(r" SQLSTATE: \w+")


@dataclass(frozen=True, eq=False)
class SparkEngine:
    """Spark, started when it is first needed; engines of one run share one session.

    On a cluster the files must lie where driver and executors see them under the same path, and forerun
    must be installed for the executors' Python.

    Args:
        master: ``local[2]`` for two threads of this machine, reaching no network; or a cluster's URL.
        memory: of the driver's Java, as ``1g``.
    """

    master: str = "local[2]"
    memory: str = "1g"
    _tables: dict[str, tuple[str, ...]] = field(default_factory=dict, init=False, repr=False)

    def table(self, paths: Sequence[Path]) -> str:
        """See :meth:`Engine.table`.

        Raises:
            LedgerError: a file has a name that Spark would pass over.
        """
        files = tuple(str(path.absolute()) for path in paths)
        for path in paths:
            if path.name.startswith(("_", ".")):
                raise LedgerError(
                    "Spark leaves out files whose names begin with _ or .",
                    where=str(path),
                    advice="Rename the file",
                )
        name = f"files_{hashlib.sha256(chr(0).join(files).encode(errors='surrogateescape')).hexdigest()[:24]}"
        self._tables[name] = files
        return name

    def query(self, sql: str, parameters: Sequence[object] = ()) -> pl.DataFrame:
        """See :meth:`Engine.query`."""
        import polars as pl

        session = self._session
        from py4j.protocol import Py4JError
        from pyspark.errors import PySparkException

        try:
            for name, files in self._tables.items():
                if name in sql:
                    _read(session, files).createOrReplaceTempView(name)
            rows = session.sql(sql, args=[_parameter(each) for each in parameters]).toArrow()
            return answer(pl.DataFrame(rows))
        except (PySparkException, Py4JError, pl.exceptions.PolarsError) as problem:
            raise LedgerError(f"the query failed: {_said(problem)}") from problem

    def map(
        self,
        function: Callable[[T], R],
        items: Iterable[T],
        progress: Callable[[float], None] | None = None,
    ) -> list[R]:
        """See :meth:`Engine.map`; an item that fails does not keep others from being worked on."""
        work = list(items)
        if not work:
            return []
        context, group = self._session.sparkContext, uuid.uuid4().hex
        with ThreadPoolExecutor(1) as thread:
            job = thread.submit(_collected, context, group, partial(attempt, function), work)
            try:
                while not wait([job], _LOOK_SECONDS).done:
                    if progress:
                        progress(_fraction(context.statusTracker(), group))
            except BaseException:
                context.cancelJobGroup(group)
                raise
        results = [result(done) for done in job.result()]
        if progress:
            progress(1.0)
        return results

    @property
    def _session(self) -> Any:
        from forerun.engine.session import session

        return session(self.master, self.memory)


def _read(session: Any, files: tuple[str, ...]) -> Any:
    """The union of files, none of whose names is taken for a pattern.

    Raises:
        LedgerError: a file has no content, which Spark would take for one without rows.
    """
    for file in files:
        if Path(file).is_file() and not Path(file).stat().st_size:
            raise LedgerError("the query failed: this file is empty", where=file)
    return session.read.parquet(*(_PATTERN.sub(r"\\\g<0>", file) for file in files))


def _parameter(value: object) -> object:
    """A time without a zone as one in UTC, for Spark takes it to be of the zone of this machine."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _said(problem: BaseException) -> str:
    """The first thing of substance that Spark says, without plans and stacks."""
    cause = getattr(problem, "java_exception", None)
    said = []
    while cause is not None:
        said.append(str(cause.getMessage()))
        cause = cause.getCause()
    told = [text for text in said if text.startswith("[")] or said[-1:] or [str(problem)]
    first = next(iter(told[0].strip().splitlines()), type(problem).__name__)
    return _NUMBER.sub("", first).strip(" .;")


def _collected(context: Any, group: str, function: Callable[[T], Done[R]], work: list[T]) -> list[Done[R]]:
    context.setJobGroup(group, "forerun", interruptOnCancel=True)
    slices = min(len(work), TASKS_OF_A_CORE * context.defaultParallelism)
    done: list[Done[R]] = context.parallelize(work, slices).map(function).collect()
    return done


def _fraction(tracker: Any, group: str) -> float:
    """Tasks done of those of a group of jobs, 0 before the first is known."""
    jobs = [tracker.getJobInfo(each) for each in tracker.getJobIdsForGroup(group)]
    stages = [tracker.getStageInfo(each) for job in jobs if job for each in job.stageIds]
    known = [stage for stage in stages if stage]
    total = sum(stage.numTasks for stage in known)
    return sum(stage.numCompletedTasks for stage in known) / total if total else 0.0
