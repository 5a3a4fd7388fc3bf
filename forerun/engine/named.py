"""An engine by the name that a person gives it."""

from __future__ import annotations

import re

from forerun.engine.local import LocalEngine
from forerun.engine.protocol import Engine
from forerun.engine.spark import SparkEngine
from forerun.errors import SpecError

_MASTER = re.compile(r"local(\[([1-9]\d*|\*)\])?|yarn|(spark|k8s)://\S+")


def engine_named(text: str) -> Engine:
    """The engine that a text asks for; nothing is started.

    Args:
        text: ``local``; ``spark`` for Spark on two threads of this machine; ``spark://host:7077`` or
            ``spark:`` and any other master of Spark, as ``spark:local[4]`` and ``spark:yarn``.

    Raises:
        SpecError: the text names no engine.
    """
    if text == "local":
        return LocalEngine()
    if text == "spark":
        return SparkEngine()
    master = text if text.startswith("spark://") else text.removeprefix("spark:")
    if text.startswith("spark:") and _MASTER.fullmatch(master):
        return SparkEngine(master)
    raise SpecError(
        f"{text!r} names no engine",
        advice="Write local, spark, spark:local[4], spark:yarn or spark://host:7077",
    )
