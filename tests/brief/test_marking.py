"""Marks in a text: cut at every edge, numbered once, bounded however long the text is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from forerun.brief.blocks import MarkedText, Stretch
from forerun.brief.marking import KEPT, LONGEST, MOST, NEAR, Span, marked

POINTS = st.integers(min_value=0, max_value=40)
SPANS = st.lists(
    st.builds(
        Span, POINTS, POINTS, st.integers(1, 4), st.sampled_from(["stands", "false"]), st.integers(0, 3)
    ),
    max_size=8,
)


def stretches(found: MarkedText) -> list[Stretch]:
    return [stretch for paragraph in found.paragraphs for stretch in paragraph]


def test_spans_that_overlap_are_cut_where_they_meet() -> None:
    found = marked("abcdefgh", [Span(1, 5, 1, "stands", 1), Span(3, 7, 2, "false", 3)])
    assert found.paragraphs == (
        (
            Stretch("a"),
            Stretch("bc", "stands"),
            Stretch("de", "false", (1,)),
            Stretch("fg", "false", (2,)),
            Stretch("h"),
        ),
    )


def test_the_same_span_twice_bears_both_numbers() -> None:
    (paragraph,) = marked(
        "ab", [Span(0, 2, 1, "stands"), Span(0, 2, 2, "open"), Span(0, 2, 2, "open")]
    ).paragraphs
    assert [stretch.ends for stretch in paragraph] == [(1, 2)]


def test_a_span_over_the_end_of_a_paragraph_is_marked_in_both_and_numbered_in_the_last() -> None:
    first, second = marked("ab\n\ncd\n", [Span(1, 7, 1, "stands")]).paragraphs
    assert first == (Stretch("a"), Stretch("b", "stands"))
    assert second == (Stretch("cd", "stands", (1,)),)


def test_spans_of_nothing_and_beyond_the_text_do_no_harm() -> None:
    found = marked("ab\n  \ncd", [Span(1, 1, 1, "open"), Span(3, 5, 2, "open"), Span(7, 99, 3, "open")])
    assert stretches(found) == [Stretch("ab"), Stretch("c"), Stretch("d", "open", (3,))]
    assert marked("", [Span(0, 4, 1, "open")]).paragraphs == ()


@given(st.text(alphabet="ab \n", max_size=40), SPANS)
def test_no_word_is_lost_or_doubled_and_every_span_with_words_is_numbered_once(
    text: str, spans: list[Span]
) -> None:
    found = stretches(marked(text, spans))
    assert "".join(each.text for each in found) == "".join(line for line in text.split("\n") if line.strip())
    with_words = {each.number for each in spans if text[each.start : max(each.start, each.end)].strip()}
    assert with_words <= {number for each in found for number in each.ends}
    assert all(each.state for each in found if each.ends)


def test_a_long_text_is_shown_around_its_marks() -> None:
    lines = [f"line {number}" for number in range(10 * MOST)]
    text = "\n".join(lines)
    at = text.index("line 777")
    found = marked(text, [Span(at, at + 8, 1, "stands")]).paragraphs
    assert (found[0], found[-1]) == ((), ())
    assert [each.text for paragraph in found for each in paragraph] == lines[777 - NEAR : 777 + NEAR + 1]


def test_of_a_long_text_without_marks_the_beginning_is_shown() -> None:
    found = marked("word\n" * 10 * MOST, []).paragraphs
    assert len(found) == MOST + 1
    assert found[-1] == ()


def test_words_without_end_lose_their_middle_but_never_a_mark() -> None:
    text = "x" * 3 * LONGEST + "MARK" + "y" * 3 * LONGEST
    before, mark, after = marked(text, [Span(3 * LONGEST, 3 * LONGEST + 4, 1, "false")]).paragraphs[0]
    assert mark == Stretch("MARK", "false", (1,))
    assert len(before.text) == len(after.text) == 2 * KEPT + 3
