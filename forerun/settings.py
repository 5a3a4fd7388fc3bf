"""Settings, built once at the edge and passed down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """What the person asked for on the command line, in the environment or in ``forerun.toml``."""

    workspace: Path | None = None
    profile: str = "china"
    as_of: date | None = None
    lang: str = "en"
