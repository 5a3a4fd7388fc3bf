"""A clause read in its context: statements, refusals, and the context for the next clause.

For every segment of the clause: which time, which subjects, which kind of figure (:mod:`.frames`), which
series (:mod:`.fitting`).  A figure whose subject is understood only in part, or has no series, becomes a
statement without a series; a number that is no figure, or cannot be told apart, a refusal with its reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from forerun.documents.counting import members_counted
from forerun.documents.discourse import (
    Running,
    after_figure,
    is_view,
    mentioned,
    with_modality,
    with_times,
    with_words,
)
from forerun.documents.figures import Figure, Line, statements_of, turning_points
from forerun.documents.frames import Frame, Kind, Refusal, frame_of
from forerun.documents.moves import is_told_in_points, moves_of
from forerun.documents.patterns import Piece, whole_of
from forerun.documents.periods_in_text import Stretch
from forerun.documents.roles import Role
from forerun.documents.segments import Segment, roles, segments, without_adverbs, without_references
from forerun.documents.speech import (
    abroad,
    counted_in_name,
    is_of_another,
    is_part_of,
    is_the_total,
    said_without_numbers,
    thing_counted,
    with_stock,
    without_asides,
)
from forerun.documents.statement import Statement
from forerun.documents.subjects import Subject, subjects_of
from forerun.documents.tokens import Gap, Name, Time, Token, Word
from forerun.documents.trie import Sense, atoms

_BASES = (Role.YEAR_ON_YEAR, Role.MONTH_ON_MONTH)
_BY_TIME = re.compile("季度|分月|逐月|by (?:quarter|month)")
_GROWTH = re.compile("增速|增长")
_UNSAID = Subject(unknown="a part that is not named")


@dataclass(frozen=True, slots=True)
class Harvest:
    """What one clause yields, and the context that it leaves."""

    statements: tuple[Statement, ...]
    reasons: tuple[str, ...]
    running: Running


def read_clause(clause: Sequence[Token], line: Line, running: Running) -> Harvest:
    """Read a clause of a sentence."""
    running = with_words(running, clause, line.text)
    running = _until(running, clause) if running.is_speech else running
    if not running.unreal and (counted := members_counted(clause, line, running)):
        return Harvest(*counted)
    found = list(segments(clause))
    if len(found) > 1 and Role.PER in roles(clause):
        return _ratio(found[-1].trail, line, running)
    if not found:
        return _without_figures(clause, line, running)
    if len(found) == 1:
        running = with_modality(running, clause)
    times = _times(clause)
    goes_on = running.is_near and (running.has_year or not running.habit.told)
    running = replace(running, is_near=bool(times) or goes_on)
    shared = times if len(times) == 1 else []
    statements: list[Statement] = []
    reasons: list[str] = []
    for segment in found:
        if running.is_speech and segment is not found[-1] and is_of_another(segment, line):
            continue
        outcome, running = _read_segment(segment, line, running, shared)
        if isinstance(outcome, Refusal):
            reasons.append(outcome.reason)
        else:
            statements.extend(outcome)
    return Harvest(tuple(statements), tuple(reasons), running)


def _ratio(behind: Sequence[Token], line: Line, running: Running) -> Harvest:
    """One in so many: no figure, but what it is counted of goes on (就有1辆是电动载人汽车)."""
    named = subjects_of(_naming(behind, line, running), line.text, line.lexicon, each=False)
    running = mentioned(running, named[0] if named else Subject(), roles(behind))
    return Harvest((), ("a ratio of two numbers",), running)


def _times(tokens: Sequence[Token], *, quoted: bool = False) -> list[Token]:
    """The times among tokens that are no references; those that are ``quoted`` stand behind 由 or from."""
    kept, _ = without_references(tokens)
    return [
        token
        for before, token in zip([None, *kept], kept, strict=False)
        if isinstance(token, Time) and token.named.first and quoted == _is(before, Role.FROM)
    ]


def _without_figures(clause: Sequence[Token], line: Line, running: Running) -> Harvest:
    """A clause without a number: a heading, a place, a subject, or a turning point."""
    kept, _ = without_references(clause)
    running = with_times(with_modality(running, kept), kept)
    said = roles(kept)
    if is_view(clause, line.text):
        base = next((role for role in _BASES if role in said), running.habit.base)
        habit = replace(running.habit, base=base)
        by_time = _BY_TIME.search(line.text, clause[0].start, clause[-1].end) is not None
        return Harvest((), (), replace(running, habit=habit, is_by_time=by_time))
    subjects = subjects_of(_naming(kept, line, running), line.text, line.lexicon, each=False)
    before, running = running, mentioned(running, subjects[0] if subjects else Subject(), said)
    turned = [] if running.unreal else list(turning_points(Segment(tuple(clause), (), ()), running, line))
    if running.is_speech:
        turned = turned or said_without_numbers(kept, subjects, before, line)
        running = abroad(kept, _with_count(clause, running, line), line.lexicon) if kept else running
    return Harvest(tuple(turned), (), running)


def _with_count(clause: Sequence[Token], running: Running, line: Line) -> Running:
    found = counted_in_name(clause, line)
    return replace(running, counted=found) if found else running


def _read_segment(
    segment: Segment, line: Line, running: Running, shared: Sequence[Token]
) -> tuple[list[Statement] | Refusal, Running]:
    lead, _ = without_references(segment.lead)
    trail, _ = without_references(segment.trail)
    if running.is_speech and is_part_of(segment, line):
        lead.append(Word(segment.quantities[0].start, segment.quantities[0].start, Role.SHARE))
        segment = replace(segment, lead=tuple(lead))
    running = with_modality(running, lead)
    said = roles((*lead, *trail))
    part, whole = _ends_of_share(lead, trail) if Role.SHARE in said else (_subject_of(lead, trail), ())
    named = subjects_of(_naming(part, line, running), line.text, line.lexicon, each=Role.EACH in said)
    if running.is_speech and is_the_total(part, segment, line):
        named, running = (), with_stock(running, line)
    counted = thing_counted(segment.quantities[-1], running, line) if running.is_speech else None
    if running.is_speech and _is_of_the_world(lead, said):
        named = (Subject(unknown="the world"),)
    subjects = _within(running.scope, named or ((counted,) if counted else running.subjects))
    times = [*_times(lead), *_times(trail)] or list(shared)
    quoted = _times(lead, quoted=True)
    if _glances(named, times, running, said):
        quoted = times
    else:
        running = with_times(running, times)
    if not (named or times) and Role.AMONG in roles(lead):
        return Refusal("it is not said which part"), after_figure(running, (_UNSAID,), None)
    running = _ahead(running)
    running = replace(running, total=Role.TOTAL in said or (running.total and not named))
    segment = _of_members(_since_a_month_ago(segment, running), subjects, running, line)
    in_points = is_told_in_points(segment.quantities[-1], subjects, line)
    frame = (
        Refusal("supposed or commanded, not stated")
        if running.unreal
        else Frame(Kind.LEVEL, Role.YEAR_ON_YEAR)
        if in_points
        else frame_of(segment, running.habit)
    )
    if isinstance(frame, Refusal):
        return frame, after_figure(running, subjects, None)
    here = with_times(running, quoted)
    is_distance = running.is_speech and frame.kind in (Kind.MOVE, Kind.CHANGE) and len(subjects) == 1
    if is_distance and (moves := moves_of(segment, subjects[0], running, line)):
        return moves, after_figure(running, subjects, frame)
    outcome = _paired(segment, frame, subjects, whole, line, here)
    if frame.kind is Kind.ADDITION:
        return outcome, after_figure(running, subjects, None)
    return outcome, after_figure(running, _narrowed(subjects, outcome), frame)


def _since_a_month_ago(segment: Segment, running: Running) -> Segment:
    """The segment with the base of its growth where the month before is told: in December from November."""
    begin = _times(segment.trail, quoted=True)[:1]
    since = with_times(running, begin).stretch if begin and running.is_speech else None
    if since is None or running.stretch is None or since != running.stretch.month_before:
        return segment
    told = (Word(t.start, t.end, Role.MONTH_ON_MONTH) if t is begin[0] else t for t in segment.trail)
    return replace(segment, trail=tuple(told))


def _until(running: Running, clause: Sequence[Token]) -> Running:
    """A span of years that goes on into the future is aimed at, for its last year."""
    spans = [token.named.until for token in clause if isinstance(token, Time) and token.named.until]
    if not spans or running.today is None or spans[-1] < running.today.year:
        return running
    return replace(
        running,
        stretch=Stretch(spans[-1], 1, 12),
        modality="target",
        is_timed=True,
        is_near=True,
        is_average=True,
    )


def _ahead(running: Running) -> Running:
    """What is said of the end of a time to come (到2025年) is aimed at."""
    stretch, today = running.stretch, running.today
    if not running.is_speech or stretch is None or today is None or running.modality != "stated":
        return running
    is_ahead = stretch.point and running.is_timed and (stretch.year, stretch.last) > (today.year, today.month)
    return replace(running, modality="target") if is_ahead else running


def _of_members(segment: Segment, subjects: Sequence[Subject], running: Running, line: Line) -> Segment:
    """The segment without the word for an average where that is over members, or over years to come."""
    activities = {sense.activity for subject in subjects for sense in subject.senses}
    if not (activities & line.lexicon.averages or running.is_average):
        return segment
    lead, trail = (tuple(_not_averaged(part, line)) for part in (segment.lead, segment.trail))
    return replace(segment, lead=lead, trail=trail)


def _not_averaged(tokens: Sequence[Token], line: Line) -> Iterator[Token]:
    """The tokens with the word for an average left out, or as the growth rate that it names (平均增速)."""
    for token in tokens:
        if not _is(token, Role.AVERAGE):
            yield token
        elif _GROWTH.search(line.text, token.start, token.end):
            yield Word(token.start, token.end, Role.RATE)


def _is_of_the_world(lead: Sequence[Token], said: frozenset[Role]) -> bool:
    """Whether the figures of all the world are told, and no share of them."""
    return Role.WORLD in roles(lead) and Role.SHARE not in said


def _glances(
    named: Sequence[Subject], times: Sequence[Token], running: Running, said: frozenset[Role]
) -> bool:
    """Whether a clause only glances at its time: the month alone (当月), or back (上年12月份为下降0.9%)."""
    if Role.SINGLE in said or any(subject.senses for subject in named):
        return Role.SINGLE in said
    then, now = with_times(running, times).stretch, running.stretch
    return then is not None and now is not None and (then.year, then.last) < (now.year, now.last)


def _paired(
    segment: Segment,
    frame: Frame,
    subjects: Sequence[Subject],
    whole: Sequence[Token],
    line: Line,
    running: Running,
) -> list[Statement] | Refusal:
    """The statements of each number with its subject; numbers and subjects must be equally many."""
    if not subjects:
        return Refusal("nothing says what the figure is about")
    quantities = segment.quantities
    if len(quantities) == 1 and Role.BOTH in roles(segment.lead):
        quantities *= len(subjects)
    if len(subjects) != len(quantities):
        return Refusal(f"{len(quantities)} figures for {len(subjects)} subjects")
    statements: list[Statement] = []
    words = whole_of([_piece(token, line) for token in whole])
    for subject, quantity in zip(subjects, quantities, strict=True):
        found = statements_of(Figure(segment, frame, subject, quantity, words), running, line)
        if isinstance(found, Refusal):
            return found
        statements.extend(found)
    return statements


def _naming(tokens: Sequence[Token], line: Line, running: Running) -> list[Token]:
    """The tokens that may name a subject."""
    kept = without_adverbs(tokens, line.text)
    kept = without_asides(kept, line.text) if running.is_speech else kept
    return [token for token in kept if isinstance(token, Word | Name | Gap)]


def _subject_of(lead: Sequence[Token], trail: Sequence[Token]) -> Sequence[Token]:
    """Where the subject may stand: before the number, else right behind it, before any verb."""
    if any(isinstance(token, Name) for token in lead):
        return (*lead, *trail)
    verb = next((at for at, token in enumerate(trail) if _is(token, Role.IS)), len(trail))
    return (*lead, *trail[:verb])


def _ends_of_share(lead: Sequence[Token], trail: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    """What stands before the word for a share, and what it is a share of, before or behind the number."""
    at = next((at for at, token in enumerate(lead) if _is(token, Role.SHARE)), None)
    if at is None:
        return lead, trail
    part = [token for token in lead[:at] if not _is(token, Role.WORLD)]
    world = [token for token in lead[:at] if _is(token, Role.WORLD)]
    return part, (*world, *lead[at + 1 :], *trail)


def _is(token: Token | None, role: Role) -> bool:
    return isinstance(token, Word) and token.role is role


def _piece(token: Token, line: Line) -> Piece:
    text = "".join(atom.key for atom in atoms(line.text[token.start : token.end]))
    if isinstance(token, Name):
        return Piece(text, senses=token.senses)
    return Piece(text if isinstance(token, Gap) else "", role=token.role if isinstance(token, Word) else None)


def _within(scope: str, subjects: tuple[Subject, ...]) -> tuple[Subject, ...]:
    """Subjects under a restriction that was put before the clause and is not understood.

    A subject that names its own place is free of it.
    """
    if not scope:
        return subjects
    return tuple(
        subject
        if any(sense.place for sense in subject.senses)
        else replace(subject, unknown=subject.unknown or scope)
        for subject in subjects
    )


def _narrowed(subjects: tuple[Subject, ...], outcome: list[Statement] | Refusal) -> tuple[Subject, ...]:
    """The subjects, each narrowed to the series that its figure was found to belong to.

    When no series was found the next clause cannot know better whose growth it tells.
    """
    if isinstance(outcome, Refusal):
        return tuple(replace(subject, unknown=subject.unknown or outcome.reason) for subject in subjects)
    if len(outcome) != len(subjects):
        return subjects
    pairs = zip(subjects, outcome, strict=True)
    return tuple(
        Subject((Sense(each.place, each.indicator, each.activity),)) if each.series else subject
        for subject, each in pairs
    )
