"""Write a brief into a folder: the page, and the print of the same content."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from forerun.brief.blocks import Brief
from forerun.brief.layout import lay_out
from forerun.catalog.model import Catalog
from forerun.errors import InputError
from forerun.views.render import svg


def files_of(brief: Brief, catalog: Catalog, *, pdf: bool = True) -> dict[str, bytes]:
    """The files of a brief by name; the same brief gives the same bytes.

    Raises:
        MissingToolError: the PDF is wanted and its font is not installed.
    """
    from forerun.brief.html import page
    from forerun.brief.pdf import print_out

    name = f"brief-{brief.as_of}-{brief.lang}"
    laid_out = partial(lay_out, brief, catalog, svg)
    files = {f"{name}.html": page(laid_out()).encode()}
    return files | {f"{name}.pdf": print_out(laid_out(chart_tables=False))} if pdf else files


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
