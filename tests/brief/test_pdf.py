"""The print: same content, same bytes, plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pypdfium2
import pytest

from forerun.brief.blocks import Brief, Section, Sentences
from forerun.brief.layout import lay_out
from forerun.brief.pdf import print_out
from forerun.ledger.snapshot import Snapshot
from forerun.monitor import Monitor
from forerun.views.render import svg

Known = Callable[[str, str], tuple[Monitor, Snapshot]]
Composed = Callable[[str, str, str], Brief]
DAY = "2024-07-30"
HOSTILE = '#panic("x") *bold* $x$ \\ @label <trace-0> [ ] { } "'


@pytest.fixture
def printed(known: Known, composed: Composed) -> Callable[[Brief], pypdfium2.PdfDocument]:
    def build(brief: Brief) -> pypdfium2.PdfDocument:
        catalog = known("toyland", DAY)[1].catalog
        return pypdfium2.PdfDocument(print_out(lay_out(brief, catalog, svg, chart_tables=False)))

    return build


def text(document: pypdfium2.PdfDocument) -> str:
    return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.mark.parametrize(
    ("lang", "title", "said"),
    [
        ("en", "Toyland: the industrial economy", "Where every number comes from"),
        ("zh", "玩具国工业经济运行简报", "数字出处"),
    ],
)
def test_content_and_metadata(
    printed: Callable[[Brief], pypdfium2.PdfDocument], composed: Composed, lang: str, title: str, said: str
) -> None:
    document = printed(composed("toyland", DAY, lang))
    content = text(document)
    assert title in content
    assert said in content
    metadata = document.get_metadata_dict()
    assert metadata["Title"].startswith(title)
    assert metadata["CreationDate"].startswith("D:20240730")


def test_every_section_of_the_page_is_in_print(
    printed: Callable[[Brief], pypdfium2.PdfDocument], composed: Composed
) -> None:
    brief = composed("toyland", DAY, "en")
    content = text(printed(brief))
    assert [each.title for each in brief.sections if each.title not in content] == []


def test_the_same_brief_prints_the_same_bytes(known: Known, composed: Composed) -> None:
    tree = lay_out(composed("toyland", DAY, "zh"), known("toyland", DAY)[1].catalog, svg, chart_tables=False)
    assert print_out(tree) == print_out(tree)


def test_text_from_outside_is_never_markup(
    printed: Callable[[Brief], pypdfium2.PdfDocument], composed: Composed
) -> None:
    brief = composed("toyland", DAY, "en")
    section = Section("x", HOSTILE, (Sentences(((HOSTILE, (HOSTILE,)),)),))
    content = text(printed(replace(brief, title=HOSTILE, sections=(section,))))
    assert content.count('#panic("x") *bold* $x$') >= 3
