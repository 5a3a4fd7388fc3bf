"""``forerun trial report``: what a trial found, as a page and in print."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from forerun.cli.brief import NoPdf
from forerun.cli.common import AsJson, AsOf, Lang, Language, Profile, Workspace, emit, emit_json
from forerun.cli.trial import File
from forerun.settings import Settings

EXAMPLE = "forerun trial report workshops --profile toyland --out out"
SCHEMA = "forerun.trial-report/1"

Out = Annotated[Path, typer.Option("--out", metavar="DIR", help="Folder to write into; made if absent.")]


def report(
    file: File,
    as_of: AsOf = None,
    lang: Language = Lang.EN,
    out: Out = Path("out"),
    as_json: AsJson = False,
    no_pdf: NoPdf = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Write what a trial found as a page and a PDF: answer, paths, checks, design, what it says elsewhere.

    Raises:
        InputError: the file, the data, the workspace or the folder to write into cannot be used.
        ConventionError: the inference is not defined for these data.
        LedgerError: the register is damaged.
        MissingToolError: the font for the PDF is not installed.
    """
    from forerun.brief.files import files_of, write_files
    from forerun.brief.trial.material import gather
    from forerun.brief.trialpage import compose_trial
    from forerun.cli.trial_evaluate import evaluated

    desk, found = evaluated(file, as_of, "local", lang, Settings(workspace, profile))
    material = gather(found, desk.ledger.snapshot(found.as_of))
    command = _command(file, found.as_of, lang, desk.catalog.profile)
    page = compose_trial(material, desk.catalog, lang, command)
    files = files_of(page, desk.catalog, stem=f"trial-{found.spec.id}", pdf=not no_pdf)
    paths = write_files(files, out)
    if as_json:
        emit_json({"schema": SCHEMA, "files": [str(each) for each in paths]})
        return
    for each in paths:
        emit(str(each))


def _command(file: str, as_of: date, lang: str, profile: str) -> tuple[str, ...]:
    told = ("--as-of", as_of.isoformat(), "--lang", lang, "--profile", profile)
    return ("forerun", "trial", "report", file, *told)
