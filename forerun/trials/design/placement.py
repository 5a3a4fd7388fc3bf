"""Where real programmes were placed: whether their pilots stood in better-off places.

Wang and Yang (2025, JPE 133, section 4) find that most of the trials that they can test were placed in
better-off localities.  The same is asked here of one programme and one characteristic, against a lot: of n
places of which m lie above the median, k distinct ones were reached and x of these lie above, which under a
lot is hypergeometric.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from forerun.catalog.model import Catalog
from forerun.errors import InputError, SpecError


@dataclass(frozen=True, slots=True)
class Placement:
    """A programme's places beside all places.

    Attributes:
        programme: its id.
        median: of the characteristic over all places, each counted once.
        places: places whose characteristic is known.
        above: of these, above the median.
        reached: distinct places that the programme reached, of those known.
        reached_above: of these, above the median.
        p_value: two-sided and exact, of reaching so many above the median by a lot without replacement.
        pilots: pilots in places that are known; several may lie in one place.
        pilots_above: of these, in places above the median.
        pilots_p_value: two-sided and exact, as if each pilot fell on any place with the same chance.
        difference: mean of the reached less that of all places, in standard deviations of all.
        unknown: places that it reached whose characteristic is not known.
    """

    programme: str
    median: float
    places: int
    above: int
    reached: int
    reached_above: int
    p_value: float
    pilots: int
    pilots_above: int
    pilots_p_value: float
    difference: float
    unknown: tuple[str, ...]

    @property
    def share(self) -> float:
        """Share of the distinct places reached that lie above the median."""
        return self.reached_above / self.reached

    @property
    def pilots_share(self) -> float:
        """Share of the pilots in places above the median."""
        return self.pilots_above / self.pilots


def programme_places(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Places of every programme, once for each pilot: of its treatments, else of its register of pilots."""
    found: dict[str, tuple[str, ...]] = {}
    for pilot in catalog.pilots:
        found[pilot.programme] = (*found.get(pilot.programme, ()), pilot.province)
    treated: dict[str, tuple[str, ...]] = {}
    for treatment in catalog.treatments:
        treated[treatment.programme] = (*treated.get(treatment.programme, ()), treatment.place)
    return found | treated


def placement(programme: str, pilots: Sequence[str], characteristic: Mapping[str, float]) -> Placement:
    """Hold a programme's places against the median of a characteristic.

    Args:
        programme: its id.
        pilots: the place of each pilot; a place stands as often as it has pilots.
        characteristic: by place, such as output per head in the year before the programme began.

    Raises:
        SpecError: no pilot, or none in a place that is known.
        InputError: a characteristic that is no number, or the same everywhere.
    """
    from scipy.stats import binomtest, hypergeom

    values = np.array(list(characteristic.values()), float)
    if not np.isfinite(values).all():
        place = list(characteristic)[int(np.argmin(np.isfinite(values)))]
        raise InputError("the characteristic is no number", where=place, advice="Leave the place out")
    if len(values) < 2 or np.ptp(values) == 0.0:
        raise InputError("the characteristic does not vary", where=programme, advice="Choose another")
    known = [place for place in pilots if place in characteristic]
    if not known:
        raise SpecError(
            "no pilot lies in a known place", where=programme, advice="Check the ids of the places"
        )
    median = float(np.median(values))
    high = {place for place, value in characteristic.items() if value > median}
    reached = set(known)
    chances = hypergeom(len(values), len(high), len(reached)).pmf(np.arange(len(reached) + 1))
    own = chances[len(reached & high)]
    pilots_above = sum(place in high for place in known)
    apart = np.mean([characteristic[place] for place in reached]) - values.mean()
    return Placement(
        programme,
        median,
        len(values),
        len(high),
        len(reached),
        len(reached & high),
        float(min(1.0, chances[chances <= own * (1.0 + 1e-9)].sum())),
        len(known),
        pilots_above,
        float(binomtest(pilots_above, len(known), len(high) / len(values)).pvalue),
        float(apart / values.std()),
        tuple(sorted(set(pilots) - set(characteristic))),
    )
