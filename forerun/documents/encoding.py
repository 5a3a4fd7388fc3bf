"""Bytes to text: UTF-8, UTF-16, GB18030 (with GBK and GB2312) and Big5, told apart by their content.

A file does not say reliably how it is encoded, so every encoding that decodes it is tried and the text
in which most characters are everyday ones wins: a wrong encoding yields rare ideographs.
"""

from __future__ import annotations

import codecs
import unicodedata
from functools import lru_cache

from forerun.errors import DocumentError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UNMARKED = ("utf-8", "gb18030", "cp950", "utf-16-le", "utf-16-be")
_SAMPLE = 20_000
_LEAST_EVERYDAY = 0.8
_LONGEST_CHARACTER = 4
_ADVICE = "Save it as UTF-8 text, or give the original HTML, PDF, XLSX or CSV"


def decode(content: bytes, where: str) -> str:
    """The text of a document, without byte order mark, its lines ended by line feeds.

    A character cut in half at the very end, as in a clipped download, is left out.

    Raises:
        DocumentError: in no known encoding is it everyday text.
    """
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            text = _decoded(content[len(mark) :], encoding)
            return _lines(_checked(text, f"it says that it is {encoding.upper()} but is not", where))
    plain = _decoded(content, "utf-8")
    if plain is not None and "\0" not in plain[:_SAMPLE]:
        return _lines(_checked(plain, _unlike_text(plain), where))
    found = (_decoded(content, encoding) for encoding in _UNMARKED)
    best = max((text for text in found if text is not None), key=_everyday, default=None)
    return _lines(_checked(best, "it is text in no encoding known here, or binary data", where))


def _checked(text: str | None, problem: str, where: str) -> str:
    if text is None or _everyday(text) < _LEAST_EVERYDAY:
        raise DocumentError(problem, where=where, advice=_ADVICE)
    return text


def _unlike_text(text: str) -> str:
    """What is wrong with UTF-8 in which few characters are everyday ones."""
    sample = text[:_SAMPLE]
    letters = sum(unicodedata.category(each)[0] in "LMPZNS" or each in "\n\r\t\f" for each in sample)
    is_text = letters >= _LEAST_EVERYDAY * len(sample)
    return "it is text in neither Chinese nor English" if is_text else "it holds binary data, not text"


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        if len(content) - problem.start >= _LONGEST_CHARACTER or problem.start == 0:
            return None
        return content[: problem.start].decode(encoding)


def _everyday(text: str) -> float:
    """Share of characters that ordinary Chinese or European text consists of, 0 to 1."""
    sample = text[:_SAMPLE]
    return sum(map(_is_everyday, sample)) / len(sample) if sample else 1.0


def _is_everyday(character: str) -> bool:
    if character <= "\x7f":
        return character.isprintable() or character in "\n\r\t\f"
    return (
        character in _common()
        or unicodedata.category(character)[0] in "PZNS"
        or "\xa0" <= character < "\u0250"
    )


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """The ideographs of the first levels of GB 2312 and Big5: 3,755 and 5,401 by frequency of use."""
    simplified = _grid("gb2312", range(0xB0, 0xD8), range(0xA1, 0xFF))
    traditional = _grid("big5", range(0xA4, 0xC7), (*range(0x40, 0x7F), *range(0xA1, 0xFF)))
    return frozenset(simplified + traditional)


def _grid(encoding: str, leads: range, trails: range | tuple[int, ...]) -> str:
    return bytes(byte for lead in leads for trail in trails for byte in (lead, trail)).decode(
        encoding, "ignore"
    )


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n")
