"""Results that a workspace keeps: files that a policy can name as evidence."""

from __future__ import annotations

import hashlib
from pathlib import Path

from forerun.documents.archive import write_whole
from forerun.trials.files import TrialFolder

HASH = 12
"""Characters of its hash in the name of a result."""


def keep_result(folder: TrialFolder, as_of: str, content: bytes) -> Path:
    """Keep a result under its day and hash: the same result is the same file, another stands beside it."""
    digest = hashlib.sha256(content).hexdigest()
    path = folder.results / f"{as_of}-{digest[:HASH]}.json"
    folder.results.mkdir(parents=True, exist_ok=True)
    if not path.is_file():
        write_whole(path, content)
    return path
