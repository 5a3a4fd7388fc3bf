"""Where a programme was really placed, in a sentence."""

from __future__ import annotations

from forerun.trials.placing import Placed
from forerun.views.trial_words import number, share
from forerun.views.words import words


def placement_sentence(placed: Placed, lang: str) -> str:
    """How many of its places lie above the median of all, and how likely that would be by lot."""
    say, found = words(lang), placed.found
    values = {
        "above": str(found.reached_above),
        "reached": str(found.reached),
        "share": share(round(found.share, 3)),
        "all": share(round(found.above / found.places, 3)),
        "measure": say["trial_page.per_head" if placed.per_head else "trial_page.outcome"],
        "period": placed.period,
        "p": number(found.p_value),
        "pilots": str(found.pilots),
        "pilots_above": str(found.pilots_above),
    }
    values["late"] = say["trial_page.placement_late"] if placed.is_late else ""
    told = say.fill("trial_page.placement_text", values)
    return told + (say.fill("trial_page.placement_pilots", values) if found.pilots > found.reached else "")
