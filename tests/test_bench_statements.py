"""What the benchmark of statements measures with: its text, and catalogs with names taken out."""

from __future__ import annotations

import re

from bench.cases import statements as case
from forerun.documents.lexicon import lexicon_of
from forerun.documents.tokens import Name, tokenise
from forerun.settings import Settings
from forerun.workspace import Workspace

SPOKEN = "in june the output of electric scooters and exports of goods rose"


def test_the_text_has_its_words_in_both_languages() -> None:
    text = case._long_text()
    english, chinese = len(re.findall("[A-Za-z]+", text)), len(re.findall("[\u4e00-\u9fff]", text))
    assert english + chinese / case.HAN_OF_A_WORD >= case.WORDS
    assert min(english, chinese / case.HAN_OF_A_WORD) > 0.4 * case.WORDS
    paragraphs = text.split("\n\n")
    assert len(set(paragraphs)) > 0.9 * len(paragraphs)


def test_an_alias_of_one_text_is_taken_out_and_official_names_stay() -> None:
    ledger = Workspace.open(Settings(profile="toyland")).ledger
    names = case._names_in(SPOKEN, ledger.catalog)
    assert case._spoken("The output of electric scooter") not in names
    assert case._spoken("output of electric scooters") in names
    taken: list[set[str]] = []
    smaller = case._without(names, ledger, taken)
    assert taken == [{"output of electric scooters"}]
    found = [
        SPOKEN[token.start : token.end]
        for token in tokenise(SPOKEN, lexicon_of(smaller.catalog))
        if isinstance(token, Name)
    ]
    assert found == ["electric scooters", "exports of goods"]


def test_nothing_taken_out_leaves_the_ledger_as_it_is() -> None:
    ledger = Workspace.open(Settings(profile="toyland")).ledger
    taken: list[set[str]] = []
    assert case._without({("nothing",)}, ledger, taken) is ledger
    assert taken == [set()]
