"""Why a figure is missing, in the language of the reader.

The ledger and the monitor give their reasons as English sentences of a few forms.  The forms are the
``reason`` entries of the English words; the other language has the same entries with the same placeholders.
"""

from __future__ import annotations

import re
from functools import lru_cache

from forerun.views.words import words

_SLOT = re.compile(r"\\{(\w+)\\}")


def reason(text: str, lang: str) -> str:
    """The reason in the language; as it is when its form is not known."""
    if lang == "en":
        return text
    for key, form in _forms():
        if found := form.fullmatch(text):
            return words(lang).fill(key, found.groupdict())
    return text


@lru_cache(maxsize=1)
def _forms() -> tuple[tuple[str, re.Pattern[str]], ...]:
    entries = words("en").entries
    return tuple((key, _form(entries[key])) for key in sorted(entries) if key.startswith("reason."))


def _form(template: str) -> re.Pattern[str]:
    return re.compile(_SLOT.sub(_slot, re.escape(template)))


def _slot(found: re.Match[str]) -> str:
    """A word, except for ``why``, which is a clause."""
    name = found[1]
    return f"(?P<{name}>.+)" if name == "why" else rf"(?P<{name}>[^\s;]+)"
