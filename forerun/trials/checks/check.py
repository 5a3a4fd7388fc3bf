"""What every check says, in one shape, so that a report lists them alike."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from forerun.types import Interval, Names


class Verdict(StrEnum):
    """What a check says of a trial's result."""

    PASSES = "passes"
    FAILS = "fails"
    CANNOT_TELL = "cannot_tell"  # the data cannot tell passing from failing


@dataclass(frozen=True, slots=True)
class Check:
    """What one check found.

    Attributes:
        name: id of the check, such as ``honest_bounds``; a report keeps the order in which it lists them.
        verdict: passes, fails, or cannot tell.
        number: the check's own number, in the unit that the sentence names; None when it has none.
        interval: around the number; None when the check gives none.
        p: p-value of the check's null hypothesis; None when it tests none.
        sentence: what was found, with its numbers, in both languages.
    """

    name: str
    verdict: Verdict
    number: float | None
    interval: Interval | None
    p: float | None
    sentence: Names

    def to_dict(self) -> dict[str, object]:
        """The check as JSON; keys as the attributes, the sentence by language."""
        interval = self.interval
        return {
            "name": self.name,
            "verdict": self.verdict.value,
            "number": self.number,
            "interval": interval and {"level": interval.level, "low": interval.low, "high": interval.high},
            "p": self.p,
            "sentence": {"en": self.sentence.en, "zh": self.sentence.zh},
        }
