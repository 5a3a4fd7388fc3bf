"""Documents by the fixed words of future industries: the same document is always of the same industry.

A document belongs to the industry of which most different words occur in it, those in the title counting
three times; of equals the first in the profile's order.  Nothing but the document and the words decides.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from forerun.foresight.fields.documents import Document
from forerun.foresight.industries import Vocabulary

IN_TITLE = 3
_STEP = 500


class Seeds:
    """Finds the words of vocabularies in texts.

    Args:
        vocabularies: in the order of preference; those without words never match.
    """

    def __init__(self, vocabularies: Sequence[Vocabulary]) -> None:
        self.ids = tuple(each.id for each in vocabularies)
        owned = [
            (_key(word), index)
            for index, each in enumerate(vocabularies)
            for word in (*each.words_en, *each.words_zh)
        ]
        self._owners: dict[str, list[int]] = {}
        for word, index in owned:
            if word:
                self._owners.setdefault(word, []).append(index)
        self._english = _pattern([word for word in self._owners if not _han(word)])
        self._chinese = [word for word in self._owners if _han(word)]

    def words(self, text: str) -> set[str]:
        """The different words that occur in a text, English ones also in the plural."""
        folded = text.casefold()
        found = {word for word in self._chinese if word in folded}
        if self._english is not None:
            found |= {_key(each[1]) for each in self._english.finditer(folded)}
        return found

    def industry(self, document: Document) -> int | None:
        """Position of the industry of a document; None when no word occurs."""
        points = [0] * len(self.ids)
        for text, weight in ((document.text, 1), (document.title, IN_TITLE - 1)):
            for word in self.words(text):
                for index in self._owners[word]:
                    points[index] += weight
        best = max(points, default=0)
        return points.index(best) if best else None


def industries(
    documents: Sequence[Document], seeds: Seeds, tell: Callable[[float], None] = lambda _share: None
) -> list[int | None]:
    """Position of the industry of every document."""
    found = []
    for at, document in enumerate(documents):
        found.append(seeds.industry(document))
        if at % _STEP == 0:
            tell(at / len(documents))
    return found


def _key(word: str) -> str:
    return re.sub(r"[\s\-_]+", " ", word.casefold()).strip()


def _han(word: str) -> bool:
    return any("\u3400" <= letter <= "\u9fff" for letter in word)


def _pattern(known: Sequence[str]) -> re.Pattern[str] | None:
    """Words as wholes, longest first; blanks may be hyphens, the last word may be a plural."""
    if not known:
        return None
    parts = [
        r"[\s\-]+".join(map(re.escape, word.split()))
        for word in sorted(known, key=lambda word: (-len(word), word))
    ]
    return re.compile(rf"(?<![a-z0-9])(?=({'|'.join(parts)})(?:e?s)?(?![a-z0-9]))")
