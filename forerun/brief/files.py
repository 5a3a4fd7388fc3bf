"""The files of a brief: the page, the print of the same content, the same as data."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.catalog.model import Catalog
from forerun.documents.archive import write_whole
from forerun.errors import InputError
from forerun.types import Json
from forerun.views.objects import to_json

if TYPE_CHECKING:
    from forerun.brief.blocks import Brief


def files_of(brief: Brief, catalog: Catalog, *, stem: str = "brief", pdf: bool = True) -> dict[str, bytes]:
    """Page and print by file name, which begins with ``stem``; the same brief gives the same bytes.

    Raises:
        MissingToolError: the PDF is wanted and its font is not installed.
    """
    from forerun.brief.html import page
    from forerun.brief.layout import lay_out
    from forerun.brief.pdf import print_out
    from forerun.views.render import svg

    name = f"{stem}-{brief.as_of}-{brief.lang}"
    files = {f"{name}.html": page(lay_out(brief, catalog, svg)).encode()}
    if pdf:
        files[f"{name}.pdf"] = print_out(lay_out(brief, catalog, svg, chart_tables=False))
    return files


def write_page(brief: Brief, catalog: Catalog, path: Path) -> None:
    """Write the page alone to a file, whole or not at all.

    Raises:
        InputError: it cannot be written there, or something that is no file is there already.
    """
    from forerun.brief.html import page
    from forerun.brief.layout import lay_out
    from forerun.views.render import svg

    where, advice = path.resolve(), "Give another file"
    if where.exists() and not where.is_file():
        raise InputError("it is no file that can be written to", where=str(path), advice=advice)
    try:
        mode = where.stat().st_mode if where.exists() else 0o666 & ~_umask()
        write_whole(where, page(lay_out(brief, catalog, svg)).encode())
        where.chmod(mode)  # what appears whole was a private file before
    except OSError as problem:
        raise InputError(f"cannot write: {problem.strerror}", where=str(path), advice=advice) from problem


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def json_file(content: Json) -> dict[str, bytes]:
    """The JSON of a brief by file name."""
    return {f"brief-{content['as_of']}-{content['lang']}.json": to_json(content).encode()}


def write_files(files: Mapping[str, bytes], folder: Path) -> tuple[Path, ...]:
    """Write every file into the folder, which is made if absent.

    Raises:
        InputError: the folder cannot be written to.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    except OSError as problem:
        raise InputError(
            f"cannot write: {problem.strerror}", where=str(folder), advice="Give another folder with --out"
        ) from problem
    return tuple(folder / name for name in files)
