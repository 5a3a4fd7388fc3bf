"""Designs that a workspace keeps, by their hash; the last one is what registration refers to."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from forerun.documents.archive import write_whole
from forerun.trials.files import TrialFolder
from forerun.types import Json

LAST = "last"


def keep_design(folder: TrialFolder, content: Json) -> str:
    """Keep a design and mark it as the last one; gives its sha256."""
    data = (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
    digest = hashlib.sha256(data).hexdigest()
    folder.designs.mkdir(parents=True, exist_ok=True)
    write_whole(folder.designs / f"{digest}.json", data)
    write_whole(folder.designs / LAST, digest.encode())
    return digest


def last_design(folder: TrialFolder) -> str:
    """The hash of the design kept last; empty when there is none."""
    mark = folder.designs / LAST
    return mark.read_text("utf-8").strip() if mark.is_file() else ""


def design_path(folder: TrialFolder, digest: str) -> Path:
    """Where a design is kept."""
    return folder.designs / f"{digest}.json"
