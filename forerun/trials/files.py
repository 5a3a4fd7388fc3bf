"""Where trials are kept: a person's files, those that ship with the profile, the folders of a workspace."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from forerun.catalog.model import Catalog
from forerun.errors import LedgerError, SpecError
from forerun.trials.register import Register
from forerun.trials.spec_file import ID, parse_trial

TEMPLATE = Path(__file__).parent / "template.toml"


@dataclass(frozen=True, slots=True)
class TrialFolder:
    """What a workspace holds of one trial: its register, and results by the day whose knowledge they are."""

    root: Path

    @property
    def register(self) -> Register:
        """The register.

        Raises:
            LedgerError: an entry is of another trial; see also :meth:`Register.open`.
        """
        found = Register.open(self.root / "register")
        for entry in found.entries:
            if entry.trial != self.root.name:
                raise LedgerError(
                    f"entry {entry.number} is of the trial {entry.trial!r}",
                    where=str(found.folder),
                    advice="Restore the folder from a backup",
                )
        return found

    @property
    def designs(self) -> Path:
        """The folder of designs, by their hash."""
        return self.root / "designs"

    @property
    def results(self) -> Path:
        """The folder of results."""
        return self.root / "results"


def trial_folder(workspace: Path, trial: str) -> TrialFolder:
    """The folder of a trial in a workspace; it need not exist."""
    return TrialFolder(workspace / "trials" / trial)


def registered(workspace: Path) -> tuple[str, ...]:
    """Ids of the trials that a workspace knows."""
    folder = workspace / "trials"
    return tuple(sorted(each.name for each in folder.iterdir() if each.is_dir())) if folder.is_dir() else ()


def examples(catalog: Catalog) -> dict[str, Path]:
    """The trials that ship with the profile, by id."""
    return {path.stem: path for path in sorted((catalog.root / "trials").glob("*.toml"))}


def trial_file(named: str, catalog: Catalog) -> Path:
    """The file that is meant: a path, or the id of one that ships with the profile.

    Raises:
        SpecError: there is neither.
    """
    path = Path(named)
    if path.is_file():
        return path
    shipped = examples(catalog)
    if named in shipped:
        return shipped[named]
    raise SpecError(
        "there is no such file, nor does a trial of that name ship with the profile",
        where=named,
        advice=f"Begin one with `forerun trial new NAME`. Those that ship: {', '.join(shipped) or 'none'}",
    )


def begin(name: str, folder: Path, catalog: Catalog, like: str = "") -> tuple[Path, ...]:
    """Write a trial to begin with, and the table that it comes with.

    Args:
        name: its id, which is also the name of the file.
        folder: where to.
        catalog: of the profile that it is about.
        like: the trial that ships with the profile and that is copied; the empty form when not given.

    Returns:
        The files written.

    Raises:
        SpecError: the name is no id, no such trial ships, or a file is there already.
    """
    if not ID.match(name):
        raise SpecError(
            "cannot be the id of a trial",
            where=name,
            advice="Use lower-case letters, digits and hyphens, at most 60, a letter or digit first",
        )
    source = TEMPLATE
    if like:
        shipped = examples(catalog)
        if like not in shipped:
            raise SpecError(
                "no such trial ships with the profile", where=like, advice=f"There are {', '.join(shipped)}"
            )
        source = shipped[like]
    content = {folder / f"{name}.toml": _named(source.read_text("utf-8"), name, like).encode()}
    if table := tomllib.loads(source.read_text("utf-8"))["outcome"].get("file"):
        content[folder / table] = (source.parent / table).read_bytes()
    parse_trial(next(iter(content.values())).decode(), f"{name}.toml", folder, catalog)
    for path in content:
        if path.exists():
            raise SpecError(
                "the file is there already", where=str(path), advice="Name another trial or folder"
            )
    folder.mkdir(parents=True, exist_ok=True)
    for path, text in content.items():
        path.write_bytes(text)
    return tuple(content)


def _named(text: str, name: str, like: str) -> str:
    return text.replace("{id}", name) if not like else text.replace(f'id = "{like}"', f'id = "{name}"', 1)
