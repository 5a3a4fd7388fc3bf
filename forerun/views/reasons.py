"""Why a figure is missing or a sentence no claim, in the language of the reader.

The ledger, the monitor and the reader of documents give their reasons as English sentences of a few forms.
The forms are the entries of a table of the English words (``reason``, ``unread``, ``locator``); the other
language has the same entries with the same placeholders.
"""

from __future__ import annotations

import re
from functools import lru_cache

from forerun.views.words import words

_SLOT = re.compile(r"\\{(\w+)\\}")


def reason(text: str, lang: str) -> str:
    """Why a figure is missing, in the language; as it is when its form is not known."""
    return _told(text, "reason", lang)


def unread(text: str, lang: str) -> str:
    """Why a sentence was not, or not fully, understood: one reason or several."""
    return words(lang)["say.semicolon"].join(_told(each, "unread", lang) for each in text.split("; "))


def locator(text: str, lang: str) -> str:
    """Where in a document something stands."""
    return _told(text, "locator", lang)


def _told(text: str, table: str, lang: str) -> str:
    if lang == "en":
        return text
    for key, form in _forms(table):
        if found := form.fullmatch(text):
            return words(lang).fill(key, found.groupdict())
    return text


@lru_cache(maxsize=8)
def _forms(table: str) -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = words("en").entries
    return tuple((key, _form(entries[key])) for key in sorted(entries) if key.startswith(f"{table}."))


def _form(template: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(_slot, re.escape(template)))


def _slot(found: re.Match[str]) -> str:
    """A word, except for ``why``, which is a clause."""
    name = found[1]
    return f"(?P<{name}>.+)" if name == "why" else rf"(?P<{name}>[^\s;]+)"
