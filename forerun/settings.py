"""Settings, built once at the edge and passed down."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

DEFAULT_PROFILE = "china"
"""The country that is meant where neither a person nor a workspace names one."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Whose figures the person wants to see, as asked on the command line or in the environment.

    An empty ``profile`` is that of the workspace, or the default one.
    """

    workspace: Path | None = None
    profile: str = ""
