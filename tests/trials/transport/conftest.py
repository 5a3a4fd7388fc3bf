"""Questions with known answers."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from forerun.trials.transport.question import PlaceEffects, Population, TransportQuestion

Ask = Callable[..., TransportQuestion]


@pytest.fixture
def ask() -> Ask:
    """A question of n trial places among N; effects are 1 + 0.5 wealth + 0.3 openness + noise."""

    def make(size: int = 20, count: int = 60, noise: float = 0.0, seed: int = 1, **other: object) -> object:
        random = np.random.default_rng(seed)
        values = random.standard_normal((count, 2))
        values[:size, 0] += 0.5
        effect = 1.0 + values[:size] @ [0.5, 0.3] + noise * random.standard_normal(size)
        places = tuple(f"p{i}" for i in range(count))
        given: dict[str, object] = {
            "effects": PlaceEffects.independent(places[:size], effect, np.full(size, 0.1)),
            "characteristics": ("wealth", "openness"),
            "values": values[:size],
            "target": Population(places, values),
        }
        return TransportQuestion(**{**given, **other})  # type: ignore[arg-type]

    return make
