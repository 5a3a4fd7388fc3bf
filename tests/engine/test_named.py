from __future__ import annotations

import pytest

from forerun.engine import LocalEngine, SparkEngine, engine_named
from forerun.errors import SpecError


def test_this_machine_by_name() -> None:
    assert isinstance(engine_named("local"), LocalEngine)


@pytest.mark.parametrize(
    ("text", "master"),
    [
        ("spark", "local[2]"),
        ("spark:local[4]", "local[4]"),
        ("spark:local[*]", "local[*]"),
        ("spark:yarn", "yarn"),
        ("spark://host:7077", "spark://host:7077"),
        ("spark:spark://host:7077", "spark://host:7077"),
        ("spark:k8s://https://host:6443", "k8s://https://host:6443"),
    ],
)
def test_spark_by_name(text: str, master: str) -> None:
    engine = engine_named(text)
    assert isinstance(engine, SparkEngine)
    assert engine.master == master


@pytest.mark.parametrize(
    "text",
    ["", "Spark", "duckdb", "spark:", "spark://", "spark:local[x]", "spark:local[2] x", "local[2]", "yarn"],
)
def test_other_names_are_refused(text: str) -> None:
    with pytest.raises(SpecError, match="names no engine"):
        engine_named(text)
