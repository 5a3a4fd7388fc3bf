"""Documents: hostile tables, the fixed words of industries, topics that keep their identity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from forerun.errors import InputError
from forerun.foresight.fields.characters import count_characters
from forerun.foresight.fields.documents import Corpus, Document, plain, read_documents
from forerun.foresight.fields.gathering import OTHER, gather, gathered_classes, within
from forerun.foresight.fields.seeds import Seeds
from forerun.foresight.fields.terms import terms
from forerun.foresight.fields.topics import REST, find_topics
from forerun.foresight.industries import FutureIndustry, Vocabulary, future_industries
from forerun.foresight.left_out import Why, counted
from forerun.types import Names

HYDROGEN = Vocabulary(
    "hydrogen", Names("Hydrogen", "氢能"), ("hydrogen", "fuel cell", "electrolyser"), ("氢能", "电解槽")
)
QUANTUM = Vocabulary(
    "quantum", Names("Quantum", "量子"), ("qubit", "quantum key distribution"), ("量子密钥",)
)
SEEDS = (HYDROGEN, QUANTUM)
WORDS = {
    "steel": "furnace slag rolling alloy casting blast ladle billet ingot coke",
    "cloth": "yarn fabric weaving loom dyeing fibre cotton spinning thread",
    "food": "fermentation dairy enzyme flavour milk sugar starch yoghurt cheese",
    "flight": "rotor payload airspace drone altitude propeller glider wing runway",
}
ROUND = ("process", "improved", "control", "structure", "surface", "pressure", "energy", "quality", "sensor")


def document(title: str, abstract: str = "", year: int = 2010, place: str = "all") -> Document:
    return Document(title, f"{title}\n{abstract}", year, place, 2)


def corpus(last: int = 2019, seed: int = 1) -> Corpus:
    """Documents of three subjects, a fourth from 2014 on, and hydrogen; alike whatever the last year."""
    draws = np.random.default_rng(seed)
    found = []
    for year in range(2005, 2020):
        for subject, known in WORDS.items():
            for at in range(20 if subject != "flight" or year >= 2014 else 0):
                words = [*draws.choice(known.split(), 18), *draws.choice(ROUND, 18)]
                draws.shuffle(words)
                found.append(document(f"{subject} {at}", " ".join(words), year, "AB"[at % 2]))
        for at in range(10):
            words = [*draws.choice(ROUND, 20), "electrolysers"]
            found.append(document(f"stack {at}", " ".join(words), year, "A"))
    return Corpus(tuple(each for each in found if each.year <= last), "made.csv", "0" * 64)


def table(folder: Path, rows: Sequence[Sequence[object]], head: str = "title,abstract,year,place") -> Path:
    path = folder / "documents.csv"
    pl.DataFrame([list(map(str, row)) for row in rows], schema=head.split(","), orient="row").write_csv(path)
    return path


def test_a_table_of_what_people_hand_in(tmp_path: Path) -> None:
    rows = [
        ("Green hydrogen", "by electrolysis", 2010, "CN"),
        ("GREEN  Hydrogen!", "the same title again", 2010, "CN"),
        ("Green hydrogen", "by electrolysis", 2011, "CN"),
        ("Green hydrogen", "by electrolysis", 2010, "US"),
        ("", "no title", 2010, "CN"),
        ("No year", "", "n.d.", "CN"),
        ("Привет, мир", "", 2010, "RU"),
        ("Empty abstract", "", "2012.0", "CN"),
        ("Long", "word " * 100_000, 2013, "US"),
        ("<b>Bold</b> &amp; <script>alert(1)</script>plain\x00\u202e", "=cmd()", "2014年", ""),
        ("Next year", "", 2026, "CN"),
    ]
    found = read_documents(table(tmp_path, rows), date(2026, 6, 1))
    assert [(each.title, each.year, each.place) for each in found.documents] == [
        ("Green hydrogen", 2010, "CN"),
        ("Green hydrogen", 2010, "US"),
        ("Empty abstract", 2012, "CN"),
        ("Long", 2013, "US"),
        ("Bold & plain", 2014, "all"),
    ]
    assert max(len(each.text) for each in found.documents) <= 20_000
    assert counted(found.left_out) == {
        Why.REPEATED: 2,
        Why.UNNAMED: 2,
        Why.LANGUAGE: 1,
        Why.CUT: 1,
        Why.LATER: 1,
    }
    assert all(each.where.startswith("documents.csv:") for each in found.left_out)


def test_chinese_columns_without_place_or_abstract(tmp_path: Path) -> None:
    found = read_documents(table(tmp_path, [("电解槽的制氢研究", 2020)], "标题,年份"))
    assert [(each.title, each.place) for each in found.documents] == [("电解槽的制氢研究", "all")]


@pytest.mark.parametrize(
    ("head", "row", "said"),
    [
        ("abstract,year", ("text", 2010), "no column of titles"),
        ("title,abstract", ("title", "text"), "no column of years"),
        ("title,year", ("title", "soon"), "no row has a title and a year"),
    ],
)
def test_a_table_that_cannot_be_read_says_what_is_missing(
    tmp_path: Path, head: str, row: tuple[object, ...], said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read_documents(table(tmp_path, [row], head))


def test_markup_is_taken_out_and_letters_are_made_alike() -> None:
    assert plain("<p>Ｈ２ &lt;5 %</p>\u200b<style>x{}</style>") == "H2 <5 %"


@pytest.mark.parametrize(
    ("title", "abstract", "industry"),
    [
        ("Fuel-cells for lorries", "", 0),
        ("Storage", "of hydrogenated oils", None),
        ("一种电解槽", "", 0),
        ("Qubits", "cooled by liquid hydrogen", 1),
        ("Cooling", "of a qubit by liquid hydrogen in an electrolyser", 0),
        ("Cooling", "of a qubit by liquid hydrogen", 0),
        ("Quantum  key-distribution", "", 1),
        ("Dehydrogenase", "fuel cellar", None),
    ],
)
def test_words_assign_a_document(title: str, abstract: str, industry: int | None) -> None:
    assert Seeds(SEEDS).industry(document(title, abstract)) == industry


def test_without_words_nothing_is_assigned() -> None:
    assert Seeds(()).industry(document("hydrogen")) is None
    assert Seeds((Vocabulary("x", Names("x", "x"), ("",), ()),)).industry(document("hydrogen")) is None


def test_terms_are_words_pairs_and_runs_of_characters() -> None:
    assert terms("The slag billets, and ladles") == ["slag", "billet", "slag billet", "ladle"]
    names, counts = count_characters(["电解槽制", "电解的槽"], 1)
    assert dict(zip(names, counts.toarray().sum(axis=0).tolist(), strict=True)) == {
        "电解": 2, "解槽": 1, "槽制": 1, "电解槽": 1, "解槽制": 1, "电解槽制": 1,
    }  # fmt: skip
    assert count_characters([], 1)[0] == []


def test_topics_are_those_that_the_documents_were_made_of() -> None:
    held = corpus()
    found = gather(held, SEEDS, 3)
    subjects = [each.title.split()[0] for each in held.documents]
    assert [each.id for each in found.topics] == ["2005-1", "2005-2", "2005-3", "2015-1"]
    assert {of for of, subject in zip(found.of, subjects, strict=True) if subject == "stack"} == {"hydrogen"}
    for subject in WORDS:
        mine = [of for of, each in zip(found.of, subjects, strict=True) if each == subject]
        assert max(map(mine.count, set(mine))) / len(mine) > 0.95
    assert found.counts.values.sum() == len(held.documents)
    assert found.names["hydrogen"].zh == "氢能"


def test_a_further_year_changes_neither_topics_nor_what_belongs_to_them() -> None:
    """What issue 354 and 1592 of BERTopic ask for: a rerun with more documents keeps the topics."""
    before, after = (gather(corpus(last), SEEDS, 3) for last in (2016, 2017))
    assert after.topics[: len(before.topics)] == before.topics
    pairs = list(zip(before.of, after.of, strict=False))
    seeded = [pair for pair in pairs if pair[0] in ("hydrogen", "quantum")]
    assert all(first == second for first, second in seeded)
    settled = [pair for pair in pairs if pair[0] != OTHER]
    assert all(first == second for first, second in settled)
    assert sum(first == second for first, second in pairs) >= 0.95 * len(pairs)


def test_documents_in_another_order_give_the_same_topics() -> None:
    held = corpus(2012)
    turned = replace(held, documents=held.documents[::-1])
    first, second = gather(held, SEEDS, 3), gather(turned, SEEDS, 3)
    assert {each.name for each in first.topics} == {each.name for each in second.topics}
    assert first.of == second.of[::-1]


def test_few_documents_or_empty_ones_found_no_topics() -> None:
    assert find_topics(["one two"] * 5, [2000] * 5, 3).found == ()
    empty = find_topics([""] * 200, [2000 + at % 5 for at in range(200)], 3)
    assert empty.found == ()
    assert set(empty.of) == {REST}
    same = find_topics(["slag ladle furnace"] * 200, [2000 + at % 5 for at in range(200)], 3)
    assert len(same.of) == 200
    none = gather(Corpus((document("slag"),)), SEEDS, 0)
    assert none.of == (OTHER,)


def test_topics_within_an_industry_count_its_documents_only() -> None:
    held = corpus()
    found = gather(held, SEEDS, 3)
    inside = within(held, found, "hydrogen", 2)
    assert inside.counts.values.sum() == found.of.count("hydrogen")


def industry(profile: str = "china", name: str = "hydrogen") -> FutureIndustry:
    from forerun.catalog.load import load_catalog

    return next(each for each in future_industries(load_catalog(profile)) if each.id == name)


def test_classes_of_an_industry_become_one_field() -> None:
    held = replace(industry(), classes=("H01M 8", "C25B 1/04"))
    counts = gather(corpus(), SEEDS, 0).counts
    fields = ("C25B1/04", "C25B1/040", "H01M 8/10", "H01M80", "A01B")
    values = np.arange(5.0) * np.ones((*counts.values.shape[:2], 5)) + 1
    found, members = gathered_classes(replace(counts, activities=fields, values=values), held)
    assert members == ("C25B1/04", "H01M 8/10")
    assert found.activities == ("A01B", "C25B1/040", "H01M80", "hydrogen")
    np.testing.assert_array_equal(found.values[0, 0], [5, 2, 4, 1 + 3])
    assert gathered_classes(counts, replace(held, id="x", names=Names("x", "x")))[1] == ()


def test_every_industry_of_the_profile_finds_its_own_words() -> None:
    from forerun.catalog.load import load_catalog

    known = [each.vocabulary for each in future_industries(load_catalog("china"))]
    seeds = Seeds(known)
    for at, each in enumerate(known):
        for word in (*each.words_en, *each.words_zh):
            owner = seeds.industry(document(f"On {word} and more"))
            assert owner is not None
            assert owner == at or word.casefold() in {
                other.casefold() for other in (*known[owner].words_en, *known[owner].words_zh)
            }
