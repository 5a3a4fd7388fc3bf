"""Tables of exposure that a person has given, kept in the workspace so that later commands find them.

::

    foresight/ai/tables.json                kind to file and sha256
    foresight/ai/0123456789abcdef/NAME.csv  the bytes as they came
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path

from forerun.documents.archive import write_whole
from forerun.documents.safety import read_file
from forerun.errors import LedgerError
from forerun.foresight.ai.matrix import read_abilities
from forerun.foresight.ai.tables import ExposureTable, read_industries, read_occupations
from forerun.foresight.ai.work import industries_of, occupations_of, read_demands, read_staffing
from forerun.types import Json

FOLDER = Path("foresight") / "ai"
INDEX = "tables.json"
KINDS = ("industries", "abilities", "occupations", "importance", "staffing", "employment", "compare")
_DIGITS = 16
_RESTORE = "Give the table again with --keep, or restore the folder from a backup"


def keep(root: Path, given: Mapping[str, Path]) -> None:
    """Copy tables into a workspace; one of a kind that is kept already takes its place.

    Args:
        root: of the workspace.
        given: kind, one of ``KINDS``, to the person's file.

    Raises:
        InputError: a file cannot be read.
        LedgerError: the workspace cannot be written, or what it keeps cannot be read.
    """
    folder, index = root / FOLDER, _index(root)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for kind, path in given.items():
            content = read_file(path)
            sha256 = hashlib.sha256(content).hexdigest()
            own = folder / sha256[:_DIGITS]
            own.mkdir(exist_ok=True)
            write_whole(own / path.name, content)
            index[kind] = {"file": path.name, "sha256": sha256}
        write_whole(folder / INDEX, json.dumps(index, ensure_ascii=False, indent=1).encode())
    except OSError as problem:
        raise LedgerError(
            f"the table cannot be kept ({problem.strerror})",
            where=str(folder),
            advice="Check the space left and the permissions of the workspace",
        ) from problem


def kept_tables(root: Path) -> dict[str, Path]:
    """The files that a workspace keeps, by kind; none where none was ever given.

    Raises:
        LedgerError: one is gone or its bytes are not what they were.
    """
    return {kind: _checked(root / FOLDER, about) for kind, about in _index(root).items()}


def exposure_table(root: Path) -> ExposureTable | None:
    """The exposure by industry that a workspace keeps, or that follows from what it keeps; None without.

    Raises:
        InputError: a kept table is none.
        LedgerError: see :func:`kept_tables`.
    """
    return table_of(kept_tables(root))


def table_of(paths: Mapping[str, Path]) -> ExposureTable | None:
    """Exposure by industry from tables of these kinds: given, or derived from occupations or abilities.

    Raises:
        InputError: a table cannot be used.
    """
    if "industries" in paths:
        return read_industries(paths["industries"])
    if "staffing" not in paths:
        return None
    if "occupations" in paths:
        return industries_of(read_occupations(paths["occupations"]), read_staffing(paths["staffing"]))
    if "abilities" in paths and "importance" in paths:
        found = occupations_of(read_abilities(paths["abilities"]), read_demands(paths["importance"]))
        return industries_of(found, read_staffing(paths["staffing"]))
    return None


def _index(root: Path) -> dict[str, Json]:
    path = root / FOLDER / INDEX
    try:
        found = json.loads(path.read_bytes())
        return {kind: found[kind] for kind in KINDS if kind in found and isinstance(found[kind], dict)}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError) as problem:
        raise LedgerError("the list of kept tables is damaged", where=str(path), advice=_RESTORE) from problem


def _checked(folder: Path, about: Json) -> Path:
    sha256, name = str(about.get("sha256", "")), Path(str(about.get("file", ""))).name
    path = folder / Path(sha256[:_DIGITS]).name / name
    try:
        content = path.read_bytes()
    except OSError as problem:
        raise LedgerError("a kept table is gone", where=str(path), advice=_RESTORE) from problem
    if hashlib.sha256(content).hexdigest() != sha256:
        raise LedgerError("the kept table was changed", where=str(path), advice=_RESTORE)
    return path
