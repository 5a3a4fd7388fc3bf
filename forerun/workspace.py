"""A workspace: the folder with a person's own ledger and kept documents, or the shipped figures alone.

::

    forerun.toml    profile and the version that made the folder
    ledger/         every figure, see forerun/ledger/storage.py
    documents/      every document that was ingested, see forerun/documents/archive.py
    starter         hash of the shipped figures that are in the ledger
    kept/           results that took long; made again when they are gone

The profile's starter figures are the first rows of every ledger; a newer version of the profile appends
what is new in it.  Without a workspace there is a ledger of the starter figures alone in the user's cache.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import sys
import tempfile
import tomllib
from dataclasses import dataclass
from pathlib import Path

from forerun import __version__
from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.documents.archive import Archive, write_whole
from forerun.errors import LedgerError, SpecError
from forerun.ledger.ledger import Ledger
from forerun.ledger.parts import RESTORE
from forerun.ledger.starter import starter_frame, starter_hash
from forerun.settings import DEFAULT_PROFILE, Settings

MARK = "forerun.toml"
DEFAULT_FOLDER = "forerun-workspace"
_STARTER = "starter"


@dataclass(frozen=True, slots=True)
class Kept:
    """Files that can be made again, kept to save time: one that cannot be read or written is done without."""

    root: Path

    def load(self, name: str) -> bytes | None:
        """The content kept under a name; None where there is none."""
        try:
            return (self.root / name).read_bytes()
        except OSError:
            return None

    def save(self, name: str, content: bytes) -> None:
        """Keep the content, whole or not at all."""
        with contextlib.suppress(OSError):
            self.root.mkdir(parents=True, exist_ok=True)
            write_whole(self.root / name, content)


@dataclass(frozen=True, slots=True)
class Workspace:
    """A catalog with a ledger and an archive of documents.

    ``is_own`` is False for the shipped figures in the cache, to which nothing is ever added.
    """

    root: Path
    catalog: Catalog
    ledger: Ledger
    archive: Archive
    is_own: bool = True

    @property
    def kept(self) -> Kept:
        """Where results that took long are kept; nothing in it is worth a backup."""
        return Kept(self.root / "kept")

    @classmethod
    def open(cls, settings: Settings) -> Workspace:
        """The workspace to read from: the one named, the nearest one, else the shipped figures.

        Looked for in this order: ``settings.workspace``, ``$FORERUN_WORKSPACE``, the nearest folder upwards
        with a ``forerun.toml``, ``./forerun-workspace``.  One that nobody named is passed over when it is of
        another profile than the one asked for.

        Raises:
            SpecError: the folder named is no workspace or of another profile, or its ``forerun.toml`` cannot
                be read.
            UnknownNameError: the profile is not known.
            LedgerError: the ledger cannot be read, or the starter figures cannot be written.
        """
        root = _found(settings)
        return _opened(root) if root else _shipped(load_catalog(settings.profile or DEFAULT_PROFILE))

    @classmethod
    def open_for_writing(cls, settings: Settings) -> Workspace:
        """The workspace to add to, found as by :meth:`open`; without any, ``./forerun-workspace`` is made.

        Raises:
            SpecError: as :meth:`open`, or the folder to be made into a workspace holds something else.
        """
        root = _found(settings, for_writing=True)
        if root is None:
            root = Path.cwd() / DEFAULT_FOLDER
            _make(root, settings.profile or DEFAULT_PROFILE)
        return _opened(root)

    @classmethod
    def create(cls, root: Path, profile: str = DEFAULT_PROFILE) -> Workspace:
        """Make a folder, absent or empty so far, into a workspace with the profile's starter figures.

        Raises:
            SpecError: the folder is a workspace already, holds something else or cannot be made.
            UnknownNameError: the profile is not known.
        """
        if _is_workspace(root):
            raise SpecError(
                "it is a workspace already", where=str(root), advice="Use it, or name another folder"
            )
        _make(root, profile)
        return _opened(root)


def profile_of(settings: Settings) -> str:
    """The profile of the workspace that :meth:`Workspace.open` would open, without opening it.

    Raises:
        SpecError: as :meth:`Workspace.open`.
    """
    root = _found(settings)
    return _profile(root / MARK) if root else settings.profile or DEFAULT_PROFILE


def _make(root: Path, profile: str) -> None:
    """Mark a folder as a workspace unless it is one; the mark is the first thing in it."""
    catalog = load_catalog(profile)
    try:
        root.mkdir(parents=True, exist_ok=True)
        names = {each.name for each in root.iterdir() if not each.name.startswith(".")}
        if names and MARK not in names:
            raise SpecError("the folder is not empty", where=str(root), advice="Name an empty or a new one")
        if not names:
            content = f'profile = "{catalog.profile}"\ncreated_with = "{__version__}"\n'
            write_whole(root / MARK, content.encode())
    except OSError as problem:
        raise SpecError(
            f"the folder cannot be made ({problem.strerror})", where=str(root), advice="Name another"
        ) from problem


def _found(settings: Settings, *, for_writing: bool = False) -> Path | None:
    named = settings.workspace or os.environ.get("FORERUN_WORKSPACE")
    root = _named(Path(named).absolute()) if named else _nearest(Path.cwd())
    if root is None or settings.profile in ("", held := _profile(root / MARK)):
        return root
    if named or for_writing:
        raise SpecError(
            f"the workspace is of the profile {held}, not {settings.profile}",
            where=str(root),
            advice="Leave --profile out, or name another --workspace",
        )
    return None


def _named(root: Path) -> Path:
    if not _is_workspace(root):
        raise SpecError(
            "there is no workspace", where=str(root), advice=f"Make one with `forerun init {root}`"
        )
    return root


def _nearest(folder: Path) -> Path | None:
    candidates = (folder, *folder.parents, folder / DEFAULT_FOLDER)
    return next(filter(_is_workspace, candidates), None)


def _is_workspace(folder: Path) -> bool:
    try:
        return (folder / MARK).is_file()
    except OSError:  # a name that is too long, or a folder that may not be entered
        return False


def _opened(root: Path) -> Workspace:
    catalog = load_catalog(_profile(root / MARK))
    workspace = Workspace(root, catalog, Ledger.open(root / "ledger", catalog), Archive(root / "documents"))
    _add_starter(workspace)
    return workspace


def _profile(mark: Path) -> str:
    try:
        profile = tomllib.loads(mark.read_text(encoding="utf-8")).get("profile")
    except (OSError, ValueError, RecursionError) as problem:
        raise SpecError(
            f"it cannot be read ({problem})", where=str(mark), advice="Correct or restore it"
        ) from problem
    if not isinstance(profile, str):
        raise SpecError("it names no profile", where=str(mark), advice='Add a line like profile = "china"')
    return profile


def _add_starter(workspace: Workspace) -> None:
    """Append the starter figures unless these very ones are in; appending them again would change nothing."""
    mark, wanted = workspace.root / _STARTER, starter_hash(workspace.catalog).encode()
    if mark.is_file() and not workspace.ledger.store.entries():
        raise LedgerError(
            "the ledger is gone; figures were in it", where=str(workspace.ledger.root), advice=RESTORE
        )
    if mark.is_file() and (not os.access(workspace.root, os.W_OK) or mark.read_bytes() == wanted):
        return
    workspace.ledger.append(starter_frame(workspace.catalog))
    with contextlib.suppress(OSError):  # the figures are in; appending them again would change nothing
        write_whole(mark, wanted)


def _shipped(catalog: Catalog) -> Workspace:
    """The starter figures alone, built once for each state of the profile."""
    name = f"{catalog.profile}-{__version__}-{starter_hash(catalog)[:16]}"
    try:
        root = _in_cache(_cache_folder() / name, catalog)
    except (OSError, LedgerError):
        temporary = Path(tempfile.mkdtemp(prefix="forerun-"))
        atexit.register(shutil.rmtree, temporary, ignore_errors=True)
        root = _in_cache(temporary / name, catalog)
    return Workspace(root, catalog, Ledger.open(root, catalog), Archive(root / "documents"), is_own=False)


def _in_cache(root: Path, catalog: Catalog) -> Path:
    """Build beside and move into place, so that no process ever sees half a ledger."""
    if _is_whole(root, catalog):
        return root
    root.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=root.parent, prefix=".draft-"))
    try:
        Ledger.open(draft, catalog).append(starter_frame(catalog))
        with contextlib.suppress(OSError):  # another process was faster, and its ledger is the same
            draft.rename(root)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return root


def _is_whole(root: Path, catalog: Catalog) -> bool:
    """Whether the cached ledger is there; what a cleaner of caches left of one is thrown away."""
    if not root.is_dir():
        return False
    try:
        if Ledger.open(root, catalog).store.parts():
            return True
    except LedgerError:
        pass
    shutil.rmtree(root, ignore_errors=True)
    return False


def _cache_folder() -> Path:
    home = Path.home()
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local"
    elif sys.platform == "darwin":
        base = home / "Library" / "Caches"
    else:
        base = os.environ.get("XDG_CACHE_HOME") or home / ".cache"
    return Path(base) / "forerun"
