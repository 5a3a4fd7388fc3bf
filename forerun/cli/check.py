"""``forerun check``: what was said, held against published figures."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from forerun.cli.common import (
    AsJson,
    Lang,
    Profile,
    Workspace,
    emit,
    emit_json,
    emit_rich,
    parse_day,
    progress,
)
from forerun.errors import InputError
from forerun.settings import Settings

if TYPE_CHECKING:
    from rich.console import RenderableType

    from forerun.catalog.model import Catalog
    from forerun.documents.document import Document
    from forerun.statements.check import Asked
    from forerun.statements.result import Check, Judged

EXAMPLE = 'forerun check interview.txt --said 2023-11-04 --speaker "Jin Zhuanglong" --publisher MIIT'
STDIN = "-"
WHEN_PIPED = 100  # columns
SHOWN = 100
QUOTED = 150  # characters of a quote, two lines of a terminal

_HAN = re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]")
_WORD = re.compile("[A-Za-z]+")


class LangOrAuto(StrEnum):
    """Languages of the interface, or that of the text."""

    AUTO = "auto"
    EN = "en"
    ZH = "zh"


AsOf = Annotated[
    date | None,
    typer.Option(
        "--as-of",
        parser=parse_day,
        metavar="DAY",
        show_default=False,
        help="Judge each claim as if it were said again at the end of this day, such as 2023-11-04. "
        "Left out, it is judged for the day on which it was said, with all that is known today.",
    ),
]
Said = Annotated[
    date | None,
    typer.Option(
        "--said",
        parser=parse_day,
        metavar="DAY",
        show_default="what the text or the name of the file says",
        help="When it was said.",
    ),
]
Speaker = Annotated[str, typer.Option("--speaker", metavar="NAME", help="Who said it.")]
Publisher = Annotated[
    str,
    typer.Option(
        "--publisher", metavar="NAME", help="The body that the speaker speaks for, as the catalog knows it."
    ),
]
Language = Annotated[
    LangOrAuto, typer.Option("--lang", help="Language of reasons and tables; auto is that of the text.")
]
Html = Annotated[
    Path | None,
    typer.Option("--html", metavar="OUT", help="Also write a page with every claim marked to this file."),
]
Score = Annotated[
    bool,
    typer.Option(
        "--score",
        help="FILE holds annotated claims, an object a line: say how well they are found, read and judged.",
    ),
]


def check(
    file: Annotated[
        str, typer.Argument(metavar="FILE|-", help="A text, page, PDF or table; - for standard input.")
    ],
    as_of: AsOf = None,
    said: Said = None,
    speaker: Speaker = "",
    publisher: Publisher = "",
    lang: Language = LangOrAuto.AUTO,
    as_json: AsJson = False,
    html: Html = None,
    score: Score = False,
    profile: Profile = "",
    workspace: Workspace = None,
) -> None:
    """Hold every claim of a text against the published figures and say which stand.

    Each claim gets a verdict, the figure that decides, who published it and when, and the reason. The exit
    code is 0 whatever the verdicts are.

    Raises:
        InputError: the document, the publisher, the workspace or the profile cannot be used, or the page
            cannot be written.
    """
    from forerun.cli.score import refuse_beside, show_score
    from forerun.statements.check import Asked, check_document
    from forerun.views.checks import check_object
    from forerun.workspace import Workspace as OpenWorkspace

    asked = Asked(as_of, said, speaker, publisher)
    if score:
        refuse_beside(_typed(asked) | {"--html": str(html or "")})
        language = Lang.EN if lang is LangOrAuto.AUTO else Lang(lang.value)
        show_score(Path(file), Settings(workspace, profile), language, as_json=as_json)
        return
    if html is not None:
        _keep_apart(file, html)
    document = _document(file)
    ledger = OpenWorkspace.open(Settings(workspace, profile)).ledger
    with progress("Checking"):
        found = check_document(document, ledger, asked)
    shown_in = language_of(found.text) if lang is LangOrAuto.AUTO else lang.value
    if html is not None:
        _write_page(found, ledger.catalog, shown_in, html, _again(file, asked))
    if as_json:
        emit_json(check_object(found, shown_in))
        return
    emit_rich(_blocks(found, ledger.catalog, shown_in), piped=WHEN_PIPED)
    if html is not None:
        emit(str(html))


def language_of(text: str) -> str:
    """``zh`` when a text has more Chinese characters than words of other letters, else ``en``."""
    return "zh" if len(_HAN.findall(text)) > len(_WORD.findall(text)) else "en"


def _document(file: str) -> Document:
    from forerun.documents.document import make_document, open_document
    from forerun.documents.safety import LIMITS

    if file != STDIN:
        return open_document(Path(file))
    content = sys.stdin.buffer.read(LIMITS.file_bytes + 1) if sys.stdin else b""
    return make_document(content, name=STDIN)


def _keep_apart(file: str, html: Path) -> None:
    if file != STDIN and html.resolve() == Path(file).resolve():
        raise InputError(
            "the page would take the place of the text", where=file, advice="Give another file with --html"
        )


def _typed(asked: Asked) -> dict[str, str]:
    """The options by which a text is asked about, empty where they were left out."""
    return {
        "--as-of": str(asked.as_of or ""),
        "--said": str(asked.said or ""),
        "--speaker": asked.speaker,
        "--publisher": asked.publisher,
    }


def _again(file: str, asked: Asked) -> tuple[str, ...]:
    """What has to be typed to ask the same of the same text."""
    given = (word for option, value in _typed(asked).items() if value for word in (option, value))
    return ("forerun", "check", file, *given)


def _write_page(found: Check, catalog: Catalog, lang: str, path: Path, again: tuple[str, ...]) -> None:
    from forerun.brief.checkpage import compose_check
    from forerun.brief.files import write_page
    from forerun.views.card import profile_option

    command = (*again, "--lang", lang, *profile_option(catalog).split(), "--html", path.name)
    write_page(compose_check(found, catalog, lang, command), catalog, path)


def _blocks(found: Check, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from forerun.views.claims import facts
    from forerun.views.terminal import rich_grid

    yield rich_grid(facts(found, catalog, lang))
    yield ""
    for number, judged in enumerate(found.claims[:SHOWN], start=1):
        yield from _claim(number, judged, catalog, lang)
        yield ""
    yield from _closing(found, lang)


def _claim(number: int, judged: Judged, catalog: Catalog, lang: str) -> Iterator[RenderableType]:
    from rich.text import Text

    from forerun.views.claims import quoted, told, verdict_state
    from forerun.views.terminal import rich_grid, rich_line

    head = rich_line((f"{number}  ", verdict_state(judged.verdict, lang)))
    head.stylize("bold")
    yield head
    yield Text(quoted(judged.claim, lang, QUOTED if lang == "en" else QUOTED // 2))
    yield rich_grid(told(judged, catalog, lang))


def _closing(found: Check, lang: str) -> Iterator[RenderableType]:
    """How many claims have which verdict, what is not shown, and how many sentences were no claims."""
    from rich.columns import Columns

    from forerun.views.claims import counted, verdict_state
    from forerun.views.items import Aside
    from forerun.views.terminal import rich_line
    from forerun.views.words import words

    say, count = words(lang), len(found.claims)
    if count > SHOWN:
        yield say.fill("check.more", {"shown": str(SHOWN), "count": str(count)})
    yield say.fill("check.claims", {"count": str(count)}) if count else say["check.none"]
    tally = ((verdict_state(verdict, lang), f" {times}") for verdict, times in counted(found).items())
    yield Columns(map(rich_line, tally), padding=(0, 3))
    if found.not_claims:
        told = say.fill("check.not_claims", {"count": str(len(found.not_claims))})
        yield rich_line((told, " ", Aside(f"({say['check.listed']})")))
