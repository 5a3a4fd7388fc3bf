"""The command ``forerun``: its verbs, and what happens when something goes wrong.

A verb is a module of this package with a function of its own name and a constant ``EXAMPLE``, a command
line that a reader can copy.  One with sub-commands names them in ``PARTS``: each is a module
``<verb>_<part>`` of the same kind, and the verb's own function answers when none is named.  Verb modules
import what is heavy inside their functions, so that ``forerun --help`` stays quick.

Exit codes: 0 done, 1 a bug in forerun, 2 bad input or bad usage, 130 interrupted.
"""

from __future__ import annotations

import contextlib
import inspect
import io
import os
import sys
import traceback
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Annotated, Any

import typer

from forerun import __version__
from forerun.cli.common import emit_json, on_one_line
from forerun.errors import ForerunError, InputError
from forerun.types import Json

VERBS = (
    "brief",
    "monitor",
    "check",
    "outlook",
    "foresight",
    "trial",
    "ingest",
    "trace",
    "audit",
    "calendar",
    "catalog",
    "init",
)
BUG, BAD_INPUT = 1, 2
_MISUSE: type[Exception] = typer.BadParameter.__mro__[1]  # a command line that makes no sense


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code.

    Args:
        argv: the words after ``forerun``; those of the process when None.
    """
    arguments = list(sys.argv[1:] if argv is None else argv) or ["--help"]
    _prepare_streams()
    as_json = "--json" in arguments
    try:
        command = _in_order(typer.main.get_command(application()))
        code = command.main(arguments, prog_name="forerun", standalone_mode=False)
        sys.stdout.flush()
    except (SystemExit, BrokenPipeError):
        return _left_alone()
    except _MISUSE as misuse:
        return _explain(_usage(misuse, arguments), as_json=as_json)
    except ForerunError as error:
        return _explain(error, as_json=as_json)
    except OSError as problem:
        return _explain(_refused_by_system(problem), as_json=as_json)
    except Exception as bug:  # noqa: BLE001  the outermost edge: a person sees a sentence, not a stack
        return _admit(bug, arguments)
    return code or 0


def application() -> typer.Typer:
    """The typer application with every verb registered."""
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.callback()(forerun)
    for verb in VERBS:
        _register(app, verb)
    return app


def _in_order(command: Any) -> Any:
    """The command with its verbs in the order of :data:`VERBS`, those with sub-commands among the others."""
    command.commands = {verb: command.commands[verb] for verb in VERBS}
    return command


def _show_version(given: bool) -> None:
    if given:
        typer.echo(f"forerun {__version__}")
        raise typer.Exit


def forerun(
    version: Annotated[
        bool,
        typer.Option("--version", callback=_show_version, help="Print the version."),
    ] = False,
    show_traceback: Annotated[
        bool, typer.Option("--traceback", help="Show where a bug happened; put it before the verb.")
    ] = False,
) -> None:
    """See what is coming, try it locally, then introduce it: a workbench for industrial policy."""


def _register(app: typer.Typer, verb: str) -> None:
    module, function = _verb(verb)
    parts: Sequence[str] = getattr(module, "PARTS", ())
    if not parts:
        _command(app, verb, verb)
        return
    summary, sentence, example = _told(module, function)
    group = typer.Typer(add_completion=False, rich_markup_mode=None, invoke_without_command=True)
    group.callback(help=summary, short_help=sentence, epilog=example)(function)
    for part in parts:
        _command(group, f"{verb}_{part}", part)
    app.add_typer(group, name=verb)


def _command(app: typer.Typer, name: str, called: str) -> None:
    module, function = _verb(name)
    summary, sentence, example = _told(module, function)
    app.command(called, help=summary, short_help=sentence, epilog=example)(function)


def _verb(name: str) -> tuple[ModuleType, Callable[..., None]]:
    """The module of a verb or sub-command and its function."""
    module = import_module(f"forerun.cli.{name}")
    return module, getattr(module, name.rpartition("_")[2])


def _told(module: ModuleType, function: Callable[..., None]) -> tuple[str, str, str]:
    """What the help says of a verb: its summary, the first sentence of it, an example."""
    summary = _summary(function)
    return summary, " ".join(summary.split("\n\n")[0].split()), f"Example: {module.EXAMPLE}"


def _summary(function: Callable[..., Any]) -> str:
    """The docstring up to its first section; sections are for readers of the code."""
    lines = (inspect.getdoc(function) or "").splitlines()
    sections = [index for index, line in enumerate(lines) if line in ("Args:", "Raises:", "Returns:")]
    return "\n".join(lines[: sections[0] if sections else None]).strip()


def _usage(misuse: Exception, arguments: Sequence[str]) -> ForerunError:
    verb = next((word for word in arguments if word in VERBS), "")
    help_of = " ".join(filter(None, ("forerun", verb, "--help")))
    message = str(getattr(misuse, "format_message", misuse.__str__)())
    return InputError(message.rstrip("."), advice=f"See `{help_of}`")


def _refused_by_system(problem: OSError) -> ForerunError:
    """What the system would not do and no code below had words for, such as writing to a full disk."""
    return InputError(
        f"the system refused ({problem.strerror or problem})",
        where=str(problem.filename or ""),
        advice="Check the space left on the disk and the permissions of the folders named",
    )


def _explain(error: ForerunError, *, as_json: bool) -> int:
    details = {"what": error.what, "where": error.where, "advice": error.advice}
    with contextlib.suppress(OSError):  # nobody can be told on a full disk
        typer.echo(f"forerun: {on_one_line(str(error))}", err=True)
        if as_json:
            emit_json(_failure(error, details))
    return BAD_INPUT


def _admit(bug: Exception, arguments: Sequence[str]) -> int:
    if "--traceback" in arguments:
        typer.echo("".join(traceback.format_exception(bug)), err=True, nl=False)
    again = " ".join(["forerun", "--traceback", *arguments])
    told = (
        f"this is a bug in forerun, not in your input: {type(bug).__name__}: {bug}. "
        f"To report it, add what `{again}` prints."
    )
    typer.echo(f"forerun: {on_one_line(told)}", err=True)
    if "--json" in arguments:
        emit_json(_failure(bug, {}))
    return BUG


def _failure(error: Exception, details: Json) -> Json:
    return {
        "schema": "forerun.error/1",
        "error": {"kind": type(error).__name__, "message": str(error), **details},
    }


def _prepare_streams() -> None:
    """Write UTF-8 whatever the locale says; a name that is no text is shown by its bytes."""
    nowhere = Path(os.devnull)  # for streams that whoever started us has closed
    sys.stdout = sys.stdout or nowhere.open("w")
    sys.stderr = sys.stderr or nowhere.open("w")
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _left_alone() -> int:
    """The exit code when the reader of the output has gone (``forerun catalog series | head -1``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return BUG


if __name__ == "__main__":
    sys.exit(main())
