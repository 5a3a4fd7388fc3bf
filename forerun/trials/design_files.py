"""Designs that a workspace keeps, by their hash; the last one is what registration refers to."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from forerun.documents.archive import write_whole
from forerun.errors import LedgerError
from forerun.trials.design.choice import Choice
from forerun.trials.files import TrialFolder
from forerun.trials.register import SHA
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
    """The hash of the design kept last; empty when there is none.

    Raises:
        LedgerError: the mark holds no hash.
    """
    mark = folder.designs / LAST
    if not mark.is_file():
        return ""
    digest = mark.read_text("utf-8", "replace").strip()
    if not SHA.match(digest):
        raise LedgerError(
            "it holds no hash of a design", where=str(mark), advice="Keep the design again, with --keep"
        )
    return digest


def choice_of(folder: TrialFolder, digest: str) -> Choice | None:
    """How the places of a kept design were drawn; None without a design, or when nothing was drawn.

    Raises:
        LedgerError: the file is gone, or no longer what its name says.
    """
    if not digest:
        return None
    path = design_path(folder, digest)
    if not path.is_file():
        raise LedgerError("the registered design is gone", where=str(path), advice="Restore it from a backup")
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
