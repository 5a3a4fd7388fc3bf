"""The words of both languages: complete, alike in their placeholders, cut where they must be."""

from __future__ import annotations

import re
import string

import pytest

from forerun.errors import UnknownNameError
from forerun.views.words import LANGUAGES, words

LETTERS, PLACEHOLDER = re.compile(r"[A-Za-z]"), re.compile(r"\{\w+\}")
MAY_LEAVE_OUT = {"period.to_date": {"first"}}  # 1—9月 needs no name for January


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_languages_have_the_same_entries_with_the_same_placeholders() -> None:
    english, chinese = (words(lang).entries for lang in LANGUAGES)
    assert set(english) == set(chinese)
    for key, text in english.items():
        assert placeholders(text) - placeholders(chinese[key]) <= MAY_LEAVE_OUT.get(key, set()), key
        assert placeholders(chinese[key]) <= placeholders(text), key


def test_no_entry_was_left_untranslated() -> None:
    english, chinese = (words(lang).entries for lang in LANGUAGES)
    wordless = {key for key, text in english.items() if not LETTERS.search(PLACEHOLDER.sub("", text))}
    assert {key for key in english if chinese[key] == english[key]} <= wordless


def test_parts_keep_values_as_they_are() -> None:
    amount, period = object(), object()
    assert words("en").parts("summary.so_far.up", {"period": period, "amount": amount}) == (
        "In ",
        period,
        " it grew ",
        amount,
    )


def test_another_language_is_refused_with_the_known_ones_in_reach() -> None:
    with pytest.raises(UnknownNameError, match="unknown language 'fr'"):
        words("fr")
