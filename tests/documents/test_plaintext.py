from __future__ import annotations

from forerun.documents.plaintext import paragraphs, read_plain

TABLE = """2023年9月份规模以上工业生产主要数据
指 标               9月                       1—9月
              绝对量  同比增长（%）     绝对量  同比增长（%）
规模以上工业增加值    …       4.5          …        4.0
分三大门类
采矿业             …       1.5          …        1.7
水泥（万吨）      19205     -7.2        149537     -0.7
"""


def test_wrapped_lines_become_paragraphs() -> None:
    lines = [
        "标题",
        "9月份，规模以上工业增加值同比实际增",
        "长4.5%。从环比看，9月份，规模以上工业增",
        "加值比上月增长0.36%。",
        "",
        "第二段。",
    ]
    text, origins = paragraphs(lines)
    assert text == (
        "标题\n9月份，规模以上工业增加值同比实际增长4.5%。从环比看，9月份，规模以上工业增加值比上月增长0.36%。\n第二段。"
    )
    assert [text[at : at + 2] for at, _ in origins] == ["标题", "9月", "长4", "加值", "第二"]
    assert [line for _, line in origins] == [0, 1, 2, 3, 5]


def test_a_position_leads_back_to_its_line() -> None:
    found = read_plain("第一行没有完，而且很长很长\n第二行。\n\n第四行。")
    assert found.text == "第一行没有完，而且很长很长第二行。\n第四行。"
    assert [found.line_at(found.text.index(word)) for word in ("第一", "很长", "第二", "第四")] == [
        0,
        0,
        1,
        3,
    ]


def test_latin_words_keep_a_blank_between_lines() -> None:
    lines = ["In May, the value added of industry grew", "by 4.8 percent year on year."]
    assert paragraphs(lines)[0] == "In May, the value added of industry grew by 4.8 percent year on year."


def test_a_table_copied_as_text_is_a_grid() -> None:
    found = read_plain(f"正文第一句。\n{TABLE}正文最后一句。\n")
    assert found.text == "正文第一句。\n正文最后一句。"
    (grid,) = found.grids
    assert (grid.name, found.first_lines) == ("table 1", (4,))
    assert grid.rows == (
        ("", *["2023年9月份规模以上工业生产主要数据"] * 4),
        ("", "9月", "9月", "1—9月", "1—9月"),
        ("", "绝对量", "同比增长（%）", "绝对量", "同比增长（%）"),
        ("规模以上工业增加值", "…", "4.5", "…", "4.0"),
        ("分三大门类",),
        ("采矿业", "…", "1.5", "…", "1.7"),
        ("水泥（万吨）", "19205", "-7.2", "149537", "-0.7"),
    )


def test_a_headline_with_a_figure_above_a_table_stays_prose() -> None:
    assert read_plain(f"9月份工业增加值增长4.5%\n{TABLE}").text == "9月份工业增加值增长4.5%"


def test_prose_is_no_table() -> None:
    text = "其中，钢材11652万吨，同比下降1.6%；水泥17395万吨，下降8.6%。\n汽车234.6万辆，增长15.4%。"
    assert read_plain(text) == read_plain(text + "\n")
    assert read_plain(text).grids == ()
    assert read_plain(text).text == text


def test_published_releases_keep_every_character(shared) -> None:
    for path in (shared / "data" / "releases").glob("*.txt"):
        text = path.read_text(encoding="utf-8")
        assert read_plain(text).text == "\n".join(line for line in text.split("\n") if line)
