"""The engines under test."""

from __future__ import annotations

import os

import pytest

from forerun.engine import Engine, LocalEngine, SparkEngine
from forerun.errors import MissingToolError


@pytest.fixture(scope="session")
def spark() -> SparkEngine:
    """Spark on this machine, one for all tests; where it cannot run they fail in CI, else are skipped."""
    engine = SparkEngine()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC")
        try:
            engine.query("SELECT 1 AS one")
        except MissingToolError as problem:
            if os.environ.get("CI"):
                pytest.fail(str(problem))
            pytest.skip(str(problem))
    return engine


@pytest.fixture(params=["local", "spark"])
def engine(request: pytest.FixtureRequest) -> Engine:
    """Each engine in turn."""
    return LocalEngine(workers=2) if request.param == "local" else request.getfixturevalue("spark")
