"""Which trials there are: those of the workspace and those that ship with the profile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from forerun.catalog.model import Catalog
from forerun.trials.files import examples, registered, trial_folder
from forerun.trials.spec_file import parse_trial, read_trial
from forerun.types import Names


@dataclass(frozen=True, slots=True)
class Listed:
    """One trial.

    ``registered`` is the moment of its registration, empty where it ships and was not registered;
    ``amendments`` counts later entries of the register, ``results`` what was kept of evaluations.
    """

    id: str
    names: Names
    question: str
    registered: str
    amendments: int
    results: int
    ships: bool


def trials_of(workspace: Path, catalog: Catalog) -> tuple[Listed, ...]:
    """The trials of a workspace, then those that ship and are not among them.

    Raises:
        LedgerError: a register is damaged.
    """
    own = tuple(_own(workspace, catalog))
    known = {each.id for each in own}
    shipped = (read_trial(path, catalog) for path in examples(catalog).values())
    return (
        *own,
        *(Listed(s.id, s.names, s.question, "", 0, 0, ships=True) for s in shipped if s.id not in known),
    )


def _own(workspace: Path, catalog: Catalog) -> Iterator[Listed]:
    for name in registered(workspace):
        folder = trial_folder(workspace, name)
        entries = folder.register.entries
        if not entries:
            continue
        spec = parse_trial(entries[-1].text, str(folder.root), folder.root, catalog)
        results = len(list(folder.results.glob("*.json")))
        yield Listed(name, spec.names, spec.question, entries[0].at, len(entries) - 1, results, ships=False)
