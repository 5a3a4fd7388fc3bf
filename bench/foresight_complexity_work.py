"""Economic complexity in a process of its own: ``python -m bench.foresight_complexity_work NAME P A YEARS``.

Prints CPU seconds of the reckoning, CPU seconds and peak memory of the whole process and checks, as JSON.
Programs: ``ours`` keeps every index of every year; ``floor`` is the plain dense reckoning in NumPy that the
goals were set against; ``ecomplexity`` and ``economic_complexity`` are peers.
"""

from __future__ import annotations

import json
import resource
import sys
import time
import warnings
from collections.abc import Callable

import numpy as np

from forerun.compiled import Array
from forerun.foresight.complexity.years import complexity
from forerun.foresight.counts import Counts

Answer = dict[str, float]
ABILITIES = 60


def world(places: int, activities: int, seed: int) -> Array:
    """A year of exports: rich places have more abilities, each product needs some of them."""
    rng = np.random.default_rng(seed)
    wealth, common = rng.normal(0, 1.3, (places, 1)), rng.normal(0, 0.9, (1, ABILITIES))
    have = 1 / (1 + np.exp(-(wealth + common + rng.normal(0, 0.8, (places, ABILITIES)))))
    need = (rng.random((activities, ABILITIES)) < rng.uniform(0.03, 0.3, (activities, 1))).astype(float)
    fit = (np.log(have) @ need.T) / np.maximum(need.sum(axis=1), 1)
    noise = rng.normal(0, 1.6, (places, activities))
    size = rng.normal(0, 1.5, (places, 1)) + rng.normal(0, 1.5, (1, activities))
    values: Array = np.exp(3.5 * fit + noise + size)
    values[values < np.quantile(values, 0.35)] = 0
    return values * 1e6


def table(places: int, activities: int, years: int) -> Counts:
    """As many years of such a world, each with a seed of its own."""
    values = np.empty((years, places, activities))
    for seed in range(years):
        values[seed] = world(places, activities, seed)
    return Counts(
        tuple(range(2000, 2000 + years)),
        tuple(f"c{at:04}" for at in range(places)),
        tuple(f"p{at:05}" for at in range(activities)),
        values,
        np.ones((years, places), bool),
    )


def ours(counts: Counts) -> Answer:
    """Every index of every year, all kept."""
    found = complexity(counts, tables=True)
    last = found.tables[-1]
    return {"second": float(last.eigenvalues[1]), "density": float(last.density.sum())}


def floor(counts: Counts) -> Answer:
    """Three dense products and one small eigenproblem a year, nothing kept."""
    answer: Answer = {}
    for values in counts.values:
        answer = _dense(values)
    return answer


def _dense(values: Array) -> Answer:
    held = (values * values.sum() >= values.sum(1)[:, None] * values.sum(0)) & (values > 0)
    held = held[held.any(1)][:, held.any(0)].astype(float)
    diversity, ubiquity = held.sum(1), held.sum(0)
    scaled = held / np.sqrt(diversity)[:, None] / np.sqrt(ubiquity)
    roots, vectors = np.linalg.eigh(scaled @ scaled.T)
    pci = held.T @ (vectors[:, -2] / np.sqrt(diversity)) / ubiquity
    near = held.T @ held
    near /= np.maximum(ubiquity[:, None], ubiquity)
    np.fill_diagonal(near, 0)
    sums = near.sum(1)
    density = held @ near / sums
    index = (density * (1 - held) * pci).sum(1)
    gain = (1 - held) * ((1 - held) @ (near * (pci / sums)[:, None]))
    assert np.isfinite(index).all()
    assert np.isfinite(gain).all()
    return {"second": float(roots[-2]), "density": float(density.sum())}


def ecomplexity(counts: Counts) -> Answer:
    """The Growth Lab's package, without its check of log-supermodularity."""
    import pandas as pd
    from ecomplexity import ecomplexity as package

    parts = []
    for year, values in zip(counts.years, counts.values, strict=True):
        place, activity = np.nonzero(values)
        columns = {
            "year": year,
            "loc": np.array(counts.places)[place],
            "prod": np.array(counts.activities)[activity],
            "val": values[place, activity],
        }
        parts.append(pd.DataFrame(columns))
    names = {"time": "year", "loc": "loc", "prod": "prod", "val": "val"}
    found = package(pd.concat(parts), names, check_logsupermodularity=False, verbose=False)
    return {"rows": float(len(found))}


def economic_complexity(counts: Counts) -> Answer:
    """The package of the Observatory of Economic Complexity, on tables as it takes them."""
    import pandas as pd
    from economic_complexity import complexity as indices
    from economic_complexity import opportunity_gain, proximity, rca, relatedness

    for values in counts.values:
        frame = pd.DataFrame(values, index=counts.places, columns=counts.activities)
        frame.index.name, frame.columns.name = "loc", "prod"
        advantage = rca(frame)
        _, pci = indices(advantage)
        near = proximity(advantage)
        relatedness(advantage, proximities=near)
        opportunity_gain(advantage, pci=pci, proximities=near)
    return {"rows": float(counts.values.size)}


PROGRAMS: dict[str, Callable[[Counts], Answer]] = {
    "ours": ours,
    "floor": floor,
    "ecomplexity": ecomplexity,
    "economic_complexity": economic_complexity,
}


def main() -> None:
    """Run one program on one table."""
    warnings.filterwarnings("ignore")
    program, sizes = sys.argv[1], [int(each) for each in sys.argv[2:5]]
    counts = table(*sizes)
    made = time.process_time()
    answer = PROGRAMS[program](counts)
    answer["seconds"] = time.process_time() - made
    answer["process"] = time.process_time()
    answer["peak"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps(answer))


if __name__ == "__main__":
    main()
