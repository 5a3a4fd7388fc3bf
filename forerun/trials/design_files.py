"""Designs that a workspace keeps, by their hash; the last one is what registration refers to."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from forerun.documents.archive import write_whole
from forerun.errors import LedgerError
from forerun.trials.design.choice import Choice
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


def choice_of(folder: TrialFolder, digest: str) -> Choice | None:
    """How the places of a kept design were drawn; None when there is no such design or nothing was drawn.

    Raises:
        LedgerError: the file is damaged, or no longer what its name says.
    """
    path = design_path(folder, digest)
    if not digest or not path.is_file():
        return None
    content = path.read_bytes()
    if hashlib.sha256(content).hexdigest() != digest:
        raise LedgerError(
            "the design was changed after it was kept", where=str(path), advice="Restore it from a backup"
        )
    said = json.loads(content)["choice"]
    if said is None:
        return None
    sets = tuple(tuple(each) for each in said["sets"])
    held = tuple((place, share) for place, share in said["inclusion"])
    return Choice(sets, said["chosen"], said["seed"], held)


def design_path(folder: TrialFolder, digest: str) -> Path:
    """Where a design is kept."""
    return folder.designs / f"{digest}.json"
