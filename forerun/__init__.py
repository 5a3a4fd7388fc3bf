"""Forerun: see what is coming, try it locally, then introduce it.

The names below are loaded on first use, so that ``import forerun`` costs next to nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

_HOMES = {
    "Catalog": "forerun.catalog.model",
    "ForerunError": "forerun.errors",
    "Observation": "forerun.types",
    "Period": "forerun.periods",
    "load_catalog": "forerun.catalog.load",
}

__all__ = ["Catalog", "ForerunError", "Observation", "Period", "__version__", "load_catalog"]

if TYPE_CHECKING:
    from forerun.catalog.load import load_catalog
    from forerun.catalog.model import Catalog
    from forerun.errors import ForerunError
    from forerun.periods import Period
    from forerun.types import Observation


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'forerun' has no attribute {name!r}")
    return getattr(import_module(_HOMES[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
