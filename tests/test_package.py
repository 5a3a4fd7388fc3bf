"""The habits of the house, held by machine: cheap imports, budgets, documentation, packaging."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest

import forerun
from forerun.cli.main import VERBS

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "forerun"
Function = ast.FunctionDef | ast.AsyncFunctionDef
LINES_OF_A_FILE, LINES_OF_A_BODY, MEDIAN_BODY, PARAMETERS = 400, 60, 8, 6


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def functions(path: Path) -> list[Function]:
    return [node for node in ast.walk(tree(path)) if isinstance(node, Function)]


def name_of(path: Path, node: Function | ast.ClassDef | None = None) -> str:
    place = path.relative_to(ROOT).as_posix()
    return f"{place}::{node.name}" if node else place


def body_lines(node: Function) -> int:
    body = node.body[1:] if ast.get_docstring(node) else node.body
    return body[-1].end_lineno - body[0].lineno + 1 if body and body[-1].end_lineno else 0


def parameters(node: Function) -> int:
    return len([*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs])


def public(scope: ast.Module | ast.ClassDef) -> Iterator[Function | ast.ClassDef]:
    """Public functions and classes of a scope, and those within its public classes."""
    for node in scope.body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            if node.name.startswith("_"):
                continue
            yield node
            if isinstance(node, ast.ClassDef):
                yield from public(node)


def test_importing_forerun_loads_nothing_heavy() -> None:
    heavy = ["polars", "duckdb", "numpy", "scipy", "numba", "typer", "rich", "httpx", "lxml", "jinja2"]
    code = f"import sys, forerun; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_what_is_exported_is_what_can_be_imported() -> None:
    assert forerun.__all__ == sorted(forerun.__all__)
    assert dir(forerun) == forerun.__all__
    for name in forerun.__all__:
        assert getattr(forerun, name)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = forerun.nothing


def test_every_public_name_is_described() -> None:
    bare = [name_of(path) for path in modules() if not ast.get_docstring(tree(path))]
    bare += [
        name_of(path, node)
        for path in modules()
        for node in public(tree(path))
        if not ast.get_docstring(node)
    ]
    assert bare == []


def test_files_are_short() -> None:
    folders = (PACKAGE, ROOT / "tests", ROOT / "bench")
    every = [path for folder in folders for path in folder.rglob("*.py")]
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in every}
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_FILE} == {}


def test_functions_are_short() -> None:
    lengths = {name_of(path, node): body_lines(node) for path in modules() for node in functions(path)}
    assert {name: length for name, length in lengths.items() if length > LINES_OF_A_BODY} == {}
    assert statistics.median(lengths.values()) <= MEDIAN_BODY


def test_functions_take_few_parameters_and_public_ones_no_kwargs() -> None:
    """The parameters of a verb of the command line are what a person may type; they are not counted."""
    wide = {
        name_of(path, node)
        for path in modules()
        for node in functions(path)
        if parameters(node) > PARAMETERS or (node.args.kwarg and not node.name.startswith("_"))
    }
    parts = {verb: getattr(import_module(f"forerun.cli.{verb}"), "PARTS", ()) for verb in VERBS}
    typed = {f"forerun/cli/{verb}_{part}.py::{part}" for verb, own in parts.items() for part in own}
    assert wide <= {f"forerun/cli/{verb}.py::{verb}" for verb in VERBS} | typed


def test_the_architecture_names_every_module_in_its_room() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    rooms = {room: set(re.findall(r"`(\w+)", lines)) for room, lines in _rooms(page)}
    inside = [path.relative_to(PACKAGE) for path in modules() if path.stem != "__init__"]
    flat = [path for path in inside if len(path.parts) <= 2 and path.parts[0] != "cli"]
    assert [
        str(path) for path in flat if path.stem not in rooms[path.parts[0] if path.parts[1:] else ""]
    ] == []
    present = {part for path in inside for part in path.with_suffix("").parts}
    assert set().union(*rooms.values()) <= present


def _rooms(page: str) -> Iterator[tuple[str, str]]:
    """The first column of the table of each room."""
    for room, rows in re.findall(
        r"^\| `(?:forerun|(\w+))/` \| \|\n\|---\|---\|\n((?:\|.*\n)+)", page, re.MULTILINE
    ):
        yield room, "\n".join(row.split(" | ")[0] for row in rows.splitlines())


def test_the_package_carries_its_data_files() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    patterns = settings["tool"]["setuptools"]["package-data"]["forerun"]
    carried = {path for pattern in patterns for path in PACKAGE.glob(pattern)}
    files = {path for path in PACKAGE.rglob("*") if path.is_file() and "__pycache__" not in path.parts}
    left_out = {path for path in files - carried if path.suffix != ".py"}
    assert left_out == set()
    assert all((path.parent / "__init__.py").exists() for path in modules())


def test_the_tree_names_no_machine() -> None:
    """No path of one computer and no address of a package registry, in any file that is kept."""
    machine = re.compile(
        r"(?<![\w.:/-])/(?:work|root|home|opt|Users)/|py(?:pi)\.org|python(?:hosted)|npm(?:js)\.|index-(?:url)"
    )
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    named = []
    for name in filter(None, listed.stdout.split("\0")):
        path = ROOT / name
        if path.is_file() and path.suffix not in (".png", ".pdf", ".xlsx", ".parquet", ".zip"):
            text = path.read_bytes().decode("utf-8", errors="replace")
            named += [f"{name}: {match[0]}" for match in machine.finditer(text)]
    assert named == []
