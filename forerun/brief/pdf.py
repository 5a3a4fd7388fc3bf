"""The brief in print: the same tree as the page, set by typst with a font that ships with forerun.

The tree goes in as one JSON text and is only ever read as data, so nothing in it can become markup.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime, time
from importlib.resources import files
from pathlib import Path

from forerun.errors import MissingToolError
from forerun.types import Json
from forerun.views.palette import LIGHT
from forerun.views.words import words

TEMPLATE = Path(__file__).parent / "templates" / "brief.typ"


def print_out(tree: Json) -> bytes:
    """The PDF of a brief laid out by :func:`forerun.brief.layout.lay_out`; same tree, same bytes.

    Raises:
        MissingToolError: the font package is not installed.
    """
    import typst

    say = words(tree["lang"])
    data = {
        "brief": tree,
        "colours": LIGHT,
        "words": {key: text for key, text in say.entries.items() if key.startswith(("print.", "card."))},
    }
    as_of = datetime.combine(date.fromisoformat(tree["as_of"]), time(), UTC)
    pdf: bytes = typst.compile(
        TEMPLATE,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        font_paths=[_font_folder()],
        ignore_system_fonts=True,
        timestamp=int(as_of.timestamp()),
    )
    return pdf


def _font_folder() -> Path:
    try:
        return Path(str(files("noto_cjk_sans_otc")))
    except ModuleNotFoundError as absent:
        raise MissingToolError(
            "the font for the PDF is not installed",
            advice="Install it with `pip install noto-cjk-sans-otc`, or add --no-pdf",
        ) from absent
