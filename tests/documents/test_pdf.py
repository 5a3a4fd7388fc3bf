from __future__ import annotations

import pytest
import typst

from forerun.documents.pdf import read_pages
from forerun.documents.safety import Limits
from forerun.errors import DocumentError


def made(markup: str) -> bytes:
    return typst.compile(markup.encode(), format="pdf")


@pytest.fixture(scope="module")
def two_pages() -> bytes:
    return made("In May, output rose by 4.8 percent.\n#pagebreak()\nIn June, it fell by 1.2 percent.")


def test_pages_are_texts(two_pages: bytes) -> None:
    assert [page.strip() for page in read_pages(two_pages, "r.pdf")] == [
        "In May, output rose by 4.8 percent.",
        "In June, it fell by 1.2 percent.",
    ]


def test_words_divided_at_the_end_of_a_line_are_whole() -> None:
    narrow = '#set page(width: 6cm)\n#set par(justify: true)\n#set text(lang: "en", hyphenate: true)\n'
    (page,) = read_pages(made(f"{narrow}The value added of manufacturing enterprises grew."), "r.pdf")
    assert " ".join(page.split()) == "The value added of manufacturing enterprises grew."


def test_a_pdf_of_pictures_is_told_apart() -> None:
    with pytest.raises(
        DocumentError, match=r"r\.pdf: the PDF holds pictures only, no text\. Ingest the release"
    ):
        read_pages(made("#rect(width: 5cm, height: 5cm, fill: blue)"), "r.pdf")


@pytest.mark.parametrize("keep", [0.3, 0.9, 0.98])
def test_a_truncated_pdf_is_refused_and_never_half_read(two_pages: bytes, keep: float) -> None:
    with pytest.raises(DocumentError, match="cut off"):
        read_pages(two_pages[: int(len(two_pages) * keep)], "r.pdf")


def test_a_damaged_pdf(two_pages: bytes) -> None:
    with pytest.raises(DocumentError, match="damaged"):
        read_pages(b"%PDF-1.7\n" + b"garbage " * 100 + b"%%EOF", "r.pdf")


def test_too_many_pages(two_pages: bytes) -> None:
    with pytest.raises(DocumentError, match="2 pages are more than the 1"):
        read_pages(two_pages, "r.pdf", Limits(pages=1))
