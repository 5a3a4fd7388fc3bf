"""The one Spark session of a run: started when it is first needed, closed at exit."""

from __future__ import annotations

import atexit
import logging
import os
import re
import shutil
import subprocess
import sys
import tempfile
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any

from forerun.errors import MissingToolError, SpecError

_QUERIES = {
    "spark.sql.ansi.enabled": "true",
    "spark.sql.ansi.doubleQuotedIdentifiers": "true",
    "spark.sql.timestampType": "TIMESTAMP_NTZ",
    "spark.sql.session.timeZone": "UTC",
}
_RUN = {
    "spark.app.name": "forerun",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.log.level": "ERROR",
    "spark.sql.catalogImplementation": "in-memory",
}
_HERE = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.sql.shuffle.partitions": "8",
}
_JAVA = "Install Java 17 or newer; on Debian: apt install openjdk-17-jre-headless"
_TROUBLE = re.compile("JAVA_HOME|java: |rror|xception")
_starting = Lock()


def session(master: str, memory: str) -> Any:
    """A session on a master, with the SQL of the engine; the same for every caller of a run.

    A Spark that already runs in this process, as in a notebook of a cluster, is used and left running.

    Args:
        master: ``local[2]``, ``spark://host:7077``, ``yarn`` and what else Spark understands.
        memory: of the driver, as ``1g``; no more than a wish when Spark already runs.

    Raises:
        MissingToolError: pyspark, pyarrow or Java is not on this machine, or Spark does not start.
        SpecError: Spark already runs in this process on another master.
    """
    with _starting:
        return _session(master, memory)


@cache
def _session(master: str, memory: str) -> Any:
    running = _running() or _started(master, memory)
    there = running.sparkContext.master
    if there != master:
        raise SpecError(
            f"Spark already runs in this process on {there!r}, and it can run only once",
            where=master,
            advice=f"Use the engine 'spark:{there}', or another process",
        )
    _quiet()
    own = running.newSession()
    for name, value in _QUERIES.items():
        own.conf.set(name, value)
    return own


def _running() -> Any:
    """The session of this process, None if there is none."""
    try:
        import pyarrow  # noqa: F401  how Spark hands over rows
        from pyspark.errors import PySparkRuntimeError
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise MissingToolError(
            f"the Python package {problem.name} is not on this machine",
            advice="Install Spark's part of forerun with: pip install 'forerun[spark]'",
        ) from problem
    try:
        return SparkSession.active()
    except PySparkRuntimeError:
        return None


def _started(master: str, memory: str) -> Any:
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException
    from pyspark.sql import SparkSession

    _require_java()
    folder = Path(tempfile.mkdtemp(prefix="forerun-spark-"))
    settings = _settings(master, memory, folder)
    conf = SparkConf(loadDefaults=False).setAll(list(settings.items()))
    try:
        gateway = _gateway(conf, folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    try:
        context = SparkContext(conf=conf, gateway=gateway)
        if master.startswith("local"):
            context.pythonExec = sys.executable
        first = SparkSession(context)
    except (Py4JError, PySparkException) as problem:
        _end(gateway, folder)
        raise MissingToolError(
            f"Spark did not start on {master}", advice="Look whether the cluster runs and can be reached"
        ) from problem
    atexit.register(_close, context, gateway, folder)
    return first


def _settings(master: str, memory: str, folder: Path) -> dict[str, str]:
    """Settings that Java must know at its start; a cluster's own are in Spark's configuration folder."""
    return {
        **_RUN,
        **(_HERE if master.startswith("local") else {}),
        "spark.master": master,
        "spark.driver.memory": memory,
        "spark.local.dir": str(folder),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.driver.extraJavaOptions": f'-XX:-UsePerfData "-Djava.io.tmpdir={folder}"',
    }


def _require_java() -> None:
    home = os.environ.get("JAVA_HOME")
    java = str(Path(home, "bin", "java")) if home else "java"
    if "PYSPARK_GATEWAY_PORT" not in os.environ and shutil.which(java) is None:
        raise MissingToolError(f"Spark needs Java, and there is no {java!r} on this machine", advice=_JAVA)


def _gateway(conf: Any, folder: Path) -> Any:
    """Java, running Spark in a folder of its own, where it also writes what it has to say."""
    from pyspark import java_gateway
    from pyspark.errors import PySparkRuntimeError

    launch: Any = java_gateway.launch_gateway
    told = folder / "log"
    try:
        with told.open("wb") as log:
            return launch(conf, {"stdout": log, "stderr": log, "cwd": folder})
    except (PySparkRuntimeError, OSError) as problem:
        said = [line for line in told.read_text(errors="replace").splitlines() if _TROUBLE.search(line)]
        raise MissingToolError(
            f"Spark did not start ({said[0].strip() if said else problem})",
            advice=_JAVA,
        ) from problem


def _close(context: Any, gateway: Any, folder: Path) -> None:
    context.stop()
    _end(gateway, folder)


def _end(gateway: Any, folder: Path) -> None:
    gateway.shutdown()
    if gateway.proc is not None:
        gateway.proc.stdin.close()
        try:
            gateway.proc.wait(10)
        except subprocess.TimeoutExpired:
            gateway.proc.kill()
    shutil.rmtree(folder, ignore_errors=True)


def _quiet() -> None:
    """Keep Spark's Python side from writing each failed query to the terminal; the error says the same."""
    from pyspark.logger import PySparkLogger

    PySparkLogger.getLogger("SQLQueryContextLogger").setLevel(logging.CRITICAL + 1)
