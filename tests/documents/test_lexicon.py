"""Names, words and units in the trie."""

from __future__ import annotations

import pytest

from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.documents import chinese, english
from forerun.documents.folding import fold
from forerun.documents.lexicon import lexicon_of
from forerun.documents.patterns import WORLD, ShareEnds
from forerun.documents.roles import Role
from forerun.documents.tokens import Gap, Name, Quantity, Time, Token, Word, tokenise
from forerun.documents.trie import Measured, atoms, longest


@pytest.fixture(scope="module")
def china() -> Catalog:
    return load_catalog("china")


def tokens(text: str, catalog: Catalog) -> list[Token]:
    return tokenise(fold(text), lexicon_of(catalog))


def named(name: str, catalog: Catalog) -> set[tuple[str | None, str | None]]:
    """Indicator and activity that a name may stand for."""
    line = atoms(fold(name))
    entry = longest(lexicon_of(catalog).words, line, 0)
    assert entry is not None
    assert entry[1] == len(line)
    return {(sense.indicator, sense.activity) for sense in entry[0].senses}


def test_a_word_plays_one_role() -> None:
    seen: dict[tuple[str, ...], Role] = {}
    for role, words in (*chinese.WORDS.items(), *english.WORDS.items()):
        for word in words:
            key = tuple(atom.key for atom in atoms(fold(word)))
            assert key, f"an empty word among {role}"
            assert seen.setdefault(key, role) is role, word


@pytest.mark.parametrize(
    ("name", "stands_for"),
    [
        ("增加值", ("iva", None)),
        ("规模以上工业增加值", ("iva", "")),
        ("汽车制造业", (None, "36")),
        ("汽车", (None, "36")),
        ("汽车", (None, "motor_vehicles")),
        ("钢材产量", ("output", "steel_products")),
        ("出口", ("exports", None)),
        ("出口", ("exports_usd", None)),
        ("Value-Added", ("iva", None)),
        ("5G Base-Stations", ("base_stations_5g", None)),
        ("new energy vehicle", (None, "nev")),
    ],
)
def test_what_names_stand_for(name: str, stands_for: tuple[str | None, str | None], china: Catalog) -> None:
    assert stands_for in named(name, china)


def test_a_name_without_its_bracket_gives_way_to_the_names_it_is_made_of(china: Catalog) -> None:
    senses = [t.senses for t in tokens("电子信息制造业营业收入", china) if isinstance(t, Name)]
    assert [{(s.indicator, s.activity) for s in each} for each in senses] == [
        {(None, "electronic_information")},
        {("industrial_revenue", None)},
    ]


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("11842万吨", Measured("tonne", 1.0)),
        ("7090亿千瓦时", Measured("watt-hour", 1e3)),
        ("1.06万亿元", Measured("CNY", 1.0)),
        ("4.41万亿美元", Measured("USD", 1.0)),
        ("60.5万辆", Measured("unit", 1.0)),
        ("1.45亿户", Measured("user", 1.0)),
        ("318.9万个", Measured("station", 1.0)),
        ("0.2个百分点", Measured("percentage point", 1.0)),
        ("3.9％", Measured("percent", 1.0)),
        ("3.9 per cent", Measured("percent", 1.0)),
        ("118.42 million tons", Measured("tonne", 1.0)),
        ("709.0 billion kilowatt-hours", Measured("watt-hour", 1e3)),
        ("$81.2 billion", Measured("USD", 1.0)),
        ("RMB 393.5 billion", Measured("CNY", 1.0)),
    ],
)
def test_units_without_their_multiplier(text: str, unit: Measured, china: Catalog) -> None:
    (token,) = tokens(text, china)
    assert isinstance(token, Quantity)
    assert unit in token.units


def test_every_unit_of_the_catalog_is_known_by_its_aliases(china: Catalog) -> None:
    for unit in china.units.values():
        for alias in unit.aliases_zh:
            found = [t for t in tokens(f"9{alias}", china) if isinstance(t, Quantity)]
            assert any(each.dimension == unit.dimension for t in found for each in t.units), alias


def test_the_tokens_of_a_sentence(china: Catalog) -> None:
    kinds = [
        (type(token), getattr(token, "role", None))
        for token in tokens("6月份,规模以上工业增加值同比实际增长3.9%", china)
        if isinstance(token, Time | Name | Word | Quantity)
    ]
    assert kinds == [
        (Time, None),
        (Name, None),
        (Word, Role.YEAR_ON_YEAR),
        (Word, Role.REAL),
        (Word, Role.UP),
        (Quantity, None),
    ]


@pytest.mark.parametrize("text", ["C919", "COVID19", "5G"])
def test_digits_in_names_are_no_numbers(text: str, china: Catalog) -> None:
    assert not any(isinstance(token, Quantity) for token in tokens(text, china))


def test_a_verb_of_one_character_needs_a_number(china: Catalog) -> None:
    assert [type(token) for token in tokens("增5%", china)] == [Word, Quantity]
    assert Gap in [type(token) for token in tokens("增值税", china)]


def test_shares_are_known_by_their_ends(china: Catalog) -> None:
    shares = lexicon_of(china).shares
    assert (
        shares[ShareEnds("base_stations_5g", "", "mobile_base_stations")].code == "BS_5G_SHARE_OF_MOBILE_BS"
    )
    assert shares[ShareEnds("base_stations_5g", "", WORLD)].code == "BS_5G_WORLD_SHARE"
    assert shares[ShareEnds("mobile_users_5g", "", "mobile_users")].code == "MOBILE_USERS_5G_SHARE"


def test_counts_are_known_by_what_their_members_do(china: Catalog) -> None:
    counts = {each.series.code: each for each in lexicon_of(china).counts}
    assert set(counts) == {"DIVISIONS_GROWING", "PRODUCTS_GROWING", "PRODUCTS_TOTAL"}
    assert counts["DIVISIONS_GROWING"].indicators == {"iva"}
    assert not counts["DIVISIONS_GROWING"].implied
    assert counts["PRODUCTS_GROWING"].implied
    assert not counts["PRODUCTS_TOTAL"].growing


def test_the_lexicon_of_a_catalog_is_built_once(china: Catalog) -> None:
    assert lexicon_of(china) is lexicon_of(china)
