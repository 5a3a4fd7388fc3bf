from __future__ import annotations

import pytest

from forerun.documents.html import Page, read_page
from forerun.documents.safety import Limits
from forerun.errors import DocumentError

TABLE = """<table><caption>主要数据</caption>
<tr><td rowspan="2">指&nbsp;标</td><td colspan="2">9月</td><td colspan="2">1—9月</td></tr>
<tr><td>绝对量</td><td>同比增长<br>（%）</td><td>绝对量</td><td>同比增长<br>（%）</td></tr>
<tr><td>水泥（万吨）</td><td>19205</td><td>-7.2</td><td>149537</td><td>-0.7</td></tr>
<tr><td><p>　　其中：</p><p>新能源汽车（万辆）</p></td>
<td>88.0</td><td>12.5</td><td>622.8</td><td>…</td></tr></table>"""


def page(body: str, head: str = "<title>九月</title>") -> Page:
    return read_page(f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>", "page.html")


def test_the_main_text_is_what_a_person_reads() -> None:
    found = page(
        """<nav>首页 2023</nav>
        <ul class="menu"><li><a href="/a">数据 1</a></li><li><a href="/b">解读 2</a></li></ul>
        <script>document.write("增长99%")</script><style>p{content:"98%"}</style><!-- 97% -->
        <h1>标题</h1><div><p>第一段，增长<b>4</b>.5%。</p>第二<br>第三<p style="display: none">96%</p>
        <p hidden>95%</p><noscript>94%</noscript><iframe src="x">93%</iframe></div>
        <p>正文里的<a href="x">链接</a>留下。</p><footer>版权 2023</footer>"""
    )
    assert found.text == "标题\n第一段，增长4.5%。\n第二\n第三\n正文里的链接留下。"
    assert found.title == "标题"


def test_an_article_that_holds_most_words_is_the_text() -> None:
    article = f"<article><p>{'正文增长百分之四。' * 20}</p></article>"
    assert page(f"<div>旁边的话 5%</div>{article}").text == "正文增长百分之四。" * 20


def test_meta_elements_and_title() -> None:
    head = '<meta name="PubDate" content="2023/10/18 10:00"><meta name="ArticleTitle" content="九月份工业">'
    found = page("<p>x</p><time datetime='2023-10-19'>y</time>", head)
    assert found.meta == {"pubdate": "2023/10/18 10:00", "articletitle": "九月份工业", "time": "2023-10-19"}
    assert found.title == "九月份工业"


def test_tables_of_figures_are_grids_with_spans_filled() -> None:
    found = page(f"<p>前</p>{TABLE}<p>后</p>")
    assert found.text == "前\n后"
    (grid,) = found.grids
    assert (grid.name, grid.caption) == ("table 1", "主要数据")
    assert grid.rows[0] == ("指 标", "9月", "9月", "1—9月", "1—9月")
    assert grid.rows[1] == ("指 标", "绝对量", "同比增长 （%）", "绝对量", "同比增长 （%）")
    assert grid.rows[3] == ("其中： 新能源汽车（万辆）", "88.0", "12.5", "622.8", "…")


def test_a_table_that_lays_out_the_page_is_text() -> None:
    found = page(f"<table><tr><td>菜单</td><td><p>增长4.5%。</p>{TABLE}</td></tr></table>")
    assert found.text == "菜单\n增长4.5%。"
    assert len(found.grids) == 1


def test_nothing_of_the_markup_remains() -> None:
    found = page('<p onclick="x()">增长<img src=x onerror=alert(1)>4.5%<a href="javascript:x()">。</a></p>')
    assert found.text == "增长4.5%。"
    assert "&lt;script&gt;" not in page("<p>&lt;script&gt;x&lt;/script&gt;</p>").text


@pytest.mark.parametrize("depth", [300, 100_000])
def test_deep_nesting_is_refused_not_silently_cut(depth: int) -> None:
    with pytest.raises(DocumentError, match=r"page\.html: its elements are nested too deeply"):
        page("<div>" * depth + "4.5%" + "</div>" * depth)


def test_entities_are_refused_and_files_never_read() -> None:
    external = '<!DOCTYPE html [<!ENTITY x SYSTEM "file:///etc/hostname">]><html><body>&x;</body></html>'
    with pytest.raises(DocumentError, match="XML entities"):
        read_page(external, "page.html")


def test_limits() -> None:
    with pytest.raises(DocumentError, match="characters"):
        read_page("<p>" + "x" * 100, "page.html", Limits(characters=50))
    wide = f"<table>{'<tr><td colspan=1000 rowspan=9999>1<td>2</tr>' * 50}</table>"
    with pytest.raises(DocumentError, match="cells without end"):
        read_page(wide, "page.html", Limits(cells=10_000))
    small = "<table><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>"
    assert len(read_page(small * 5, "page.html", Limits(cells=40)).grids) == 5
    with pytest.raises(DocumentError, match="cells without end"):
        read_page(small * 50, "page.html", Limits(cells=40))
    long = "<table><tr><td colspan=500>" + "x" * 500 + "</td></tr></table>"
    with pytest.raises(DocumentError, match="cells without end"):
        read_page(long, "page.html", Limits(characters=100_000))
    with pytest.raises(DocumentError, match="empty"):
        read_page("<!-- nothing -->", "page.html")


@pytest.mark.parametrize("span", ["0", "-3", "x", "", "99999999999", "１"])
def test_senseless_spans_count_as_one_or_the_most(span: str) -> None:
    (grid,) = page(
        f'<table><tr><td rowspan="{span}">a</td><td>1</td></tr><tr><td>2</td><td>3</td></tr></table>'
    ).grids
    assert grid.rows[0][:2] == ("a", "1")
