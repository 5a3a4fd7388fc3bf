"""The kind of a person's file, told by its bytes: CSV, also gzipped, XLSX or Parquet; as grids of texts."""

from __future__ import annotations

import gzip
import io
import zlib

from forerun.documents.csvfile import csv_grid
from forerun.documents.encoding import decode
from forerun.documents.grid import Grid, clean
from forerun.documents.safety import LIMITS, MEGABYTE, Limits
from forerun.documents.sheet import sheet_grids
from forerun.errors import DocumentError

GZIP, ZIP, PARQUET = b"\x1f\x8b", b"PK\x03\x04", b"PAR1"
UNREAD = (
    b"\xd0\xcf\x11\xe0",
    b"%PDF-",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x89PNG",
    b"BZh",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",
)
KINDS = "Give a CSV (also .csv.gz), XLSX or Parquet file"


def grids_of(content: bytes, where: str, largest: int, limits: Limits = LIMITS) -> tuple[Grid, ...]:
    """The tables of a file as grids of texts; nothing in it is evaluated.

    Args:
        content: the file's bytes.
        where: its name, for messages.
        largest: rows of a Parquet file that are held.
        limits: on what a gzip archive may unpack to.

    Raises:
        DocumentError: it is empty, damaged, too large, or of a kind that is not read.
    """
    if content.startswith(PARQUET):
        return (_parquet(content, where, largest),)
    if content.startswith(ZIP):
        return sheet_grids(content, where)
    if not content.strip():
        raise DocumentError("the file is empty", where=where, advice=KINDS)
    return (csv_grid(decode(plain_bytes(content, where, limits), where), where),)


def plain_bytes(content: bytes, where: str, limits: Limits) -> bytes:
    """The bytes of a CSV text, unpacked where they are gzipped.

    Raises:
        DocumentError: the archive is damaged or too large, or the bytes are of a kind that is not read.
    """
    if content.startswith(UNREAD):
        raise DocumentError("it is of a kind that is not read", where=where, advice=KINDS)
    return _unpacked(content, where, limits) if content.startswith(GZIP) else content


def _unpacked(content: bytes, where: str, limits: Limits) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
            plain = packed.read(limits.unpacked_bytes + 1)
    except (OSError, EOFError, zlib.error) as problem:
        raise DocumentError(
            "the gzip archive is damaged or cut off", where=where, advice="Fetch or save it again"
        ) from problem
    if len(plain) > limits.unpacked_bytes:
        raise DocumentError(
            f"it unpacks to more than {limits.unpacked_bytes / MEGABYTE:,.0f} MB",
            where=where,
            advice="Keep the rows that are needed, or save it as Parquet",
        )
    if plain.startswith((GZIP, ZIP, PARQUET, *UNREAD)) or not plain:
        raise DocumentError("the gzip archive holds no CSV text", where=where, advice=KINDS)
    return plain


def _parquet(content: bytes, where: str, largest: int) -> Grid:
    import polars as pl

    try:
        table = pl.scan_parquet(io.BytesIO(content))
        if int(table.select(pl.len()).collect().item()) > largest:
            raise DocumentError(
                f"it has more than {largest:,} rows", where=where, advice="Keep the rows that are meant"
            )
        plain = table.select(pl.all().cast(pl.String, strict=False)).collect()
    except (pl.exceptions.PolarsError, pl.exceptions.PanicException, OSError, ValueError) as problem:
        raise DocumentError("the Parquet file cannot be read", where=where, advice=KINDS) from problem
    rows = (tuple("" if cell is None else clean(cell) for cell in row) for row in plain.iter_rows())
    return Grid("", (tuple(map(clean, plain.columns)), *rows))
