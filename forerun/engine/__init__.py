"""Where queries and parallel work run: on this machine, or on a Spark cluster behind the same protocol.

SQL that goes through an engine keeps to what DuckDB and Spark share (``docs/large-data.md``); the one thing
on which they differ, how a set of Parquet files is named in a query, is :meth:`Engine.table`.
"""

from __future__ import annotations

from forerun.engine.local import LocalEngine
from forerun.engine.named import engine_named
from forerun.engine.protocol import Engine
from forerun.engine.spark import SparkEngine

__all__ = ["Engine", "LocalEngine", "SparkEngine", "engine_named"]
