"""Numbers of a trial as a person reads them; effects in percent where the outcome was a logarithm."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from forerun.catalog.model import Catalog
from forerun.trials.recording import in_percent
from forerun.trials.result import Effect, Inference
from forerun.trials.spec import TrialSpec
from forerun.types import Interval
from forerun.views.text import ABSENT
from forerun.views.words import Words, words

_OF_ANY = (Inference.CONFORMAL, Inference.CONFORMAL_BLOCK, Inference.CONFORMAL_IID)
_MINUS, _ENDLESS = "−", "∞"
SEPARATOR = {"en": ", ", "zh": "、"}


@dataclass(frozen=True, slots=True)
class Saying:
    """How a trial's numbers are said.

    ``in_log`` says that effects are differences of logarithms.
    """

    in_log: bool
    catalog: Catalog
    lang: str

    @classmethod
    def of(cls, spec: TrialSpec, catalog: Catalog, lang: str) -> Saying:
        """How the numbers of a trial are said."""
        return cls(spec.transform.in_log, catalog, lang)

    @property
    def say(self) -> Words:
        """The words of the language."""
        return words(self.lang)

    def effect(self, value: float | None) -> str:
        """An effect with its sign, ``+2.7%`` or ``+0.027``."""
        if value is None or math.isnan(value):
            return ABSENT
        if math.isinf(value):
            return f"{'+' if value > 0 else _MINUS}{_ENDLESS}"
        shown = in_percent(value) if self.in_log else value
        text = f"{abs(shown):.2f}%" if self.in_log else f"{abs(shown):.4g}"
        if value == 0:
            return "0%" if self.in_log else "0"
        return f"{'+' if shown >= 0 else _MINUS}{text}"

    def size(self, value: float | None) -> str:
        """An effect that is a size, without sign: a smallest visible effect or a standard error."""
        return self.effect(value).lstrip(f"+{_MINUS}")

    def error(self, value: float | None) -> str:
        """A standard error; of a logarithm in points of percent."""
        if value is None:
            return ABSENT
        return f"{100 * value:.2f}%" if self.in_log else f"{value:.4g}"

    def interval(self, interval: Interval) -> str:
        """Both ends of an interval."""
        ends = {"low": self.effect(interval.low), "high": self.effect(interval.high)}
        return self.say.fill("outlook.range", ends)

    def told(self, effect: Effect) -> str:
        """An effect with interval and p-value."""
        values = {"effect": self.effect(effect.att), "p": self.p_value(effect)}
        if not effect.intervals:
            return self.say.fill("trial.effect_without", values)
        first = effect.intervals[0]
        values |= {"level": share(first.level), "interval": self.interval(first)}
        return self.say.fill("trial.effect_text", values)

    def p_value(self, effect: Effect) -> str:
        """The p-value, with the smallest that there could be where it is known."""
        if effect.p_value is None:
            return self.say["trial.p_none"]
        values = {"p": number(effect.p_value), "least": number(effect.least_p)}
        told = self.say.fill("trial.p_least" if effect.least_p > 0 else "trial.p_text", values)
        return self.say.fill("trial.p_any", {"p": told}) if effect.inference in _OF_ANY else told

    def place(self, place: str) -> str:
        """A place by its short name, where the profile knows it."""
        known = self.catalog.places.get(place)
        return known.short.get(self.lang) if known else place

    def places(self, places: Iterable[str], most: int = 40) -> str:
        """Places in a row, the first of them when there are many."""
        named = [self.place(each) for each in places]
        shown = SEPARATOR[self.lang].join(named[:most])
        return shown if len(named) <= most else f"{shown} … ({len(named)})"

    def named(self, text: str, places: Iterable[str]) -> str:
        """A sentence with the names of these places in it instead of their ids."""
        ids = sorted((each for each in places if each in self.catalog.places), key=len, reverse=True)
        if not ids:
            return text
        either = "|".join(map(re.escape, ids))
        pattern = rf"(?<![a-zA-Z0-9_-])(?:{either})(?![a-zA-Z0-9_-])"
        return re.sub(pattern, lambda found: self.place(found[0]), text)

    def estimator(self, estimator: str) -> str:
        """An estimator by its name."""
        return self.say[f"trial.estimators.{estimator}"]


def number(value: float | None) -> str:
    """A plain number in three digits."""
    if value is None or math.isnan(value):
        return ABSENT
    return f"{value:.3g}".replace("-", _MINUS)


def share(value: float) -> str:
    """A share in percent, without decimals where it has none."""
    return f"{100 * value:.3g}%"


def starts(periods: Sequence[str], cohorts: Sequence[int], say: Words) -> str:
    """When treatment began: one period, or how many and their span."""
    if len(cohorts) == 1:
        return periods[cohorts[0]]
    ends = {"count": str(len(cohorts)), "first": periods[cohorts[0]], "last": periods[cohorts[-1]]}
    return say.fill("trial.and_more", ends)
