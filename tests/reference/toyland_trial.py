"""Make the randomised trial of Toyland: ``python tests/reference/toyland_trial.py FOLDER``.

Sixty districts, ten in each of six regions, over 24 quarters.  Two districts of every region were drawn for
the workshop programme of 2022-Q1.  What is true of it is known here:

* at normal effort it raises output by 2 percent in a district of mean wealth, and by one percent more for
  every standard deviation of wealth;
* officials of the drawn districts spent ``EFFORT`` more on it until 2023-Q3, which adds 1.5 percent while it
  lasts.
"""

from __future__ import annotations

import csv
import random
import sys
from pathlib import Path

REGIONS = ("Northmarch", "Lakeland", "Highmoor", "Midvale", "Southport", "Eastisle")
DISTRICTS, DRAWN = 10, 2
QUARTERS = tuple(f"{year}-Q{quarter}" for year in range(2019, 2025) for quarter in range(1, 5))
BEGINS, ATTENTION_ENDS = QUARTERS.index("2022-Q1"), QUARTERS.index("2023-Q3")
EFFECT, BY_WEALTH, BY_EFFORT, EFFORT = 0.02, 0.01, 0.015, 1.0
COLUMNS = ("district", "region", "quarter", "output", "wealth", "population", "effort", "first_quarter")


def rows(seed: int = 5) -> list[tuple[object, ...]]:
    """The table, district by district."""
    draw = random.Random(seed)
    shocks = {(region, quarter): draw.gauss(0, 0.008) for region in REGIONS for quarter in QUARTERS}
    made: list[tuple[object, ...]] = []
    for region in REGIONS:
        drawn = set(draw.sample(range(DISTRICTS), DRAWN))
        for number in range(DISTRICTS):
            made += district(draw, region, number, number in drawn, shocks)
    return made


def district(
    draw: random.Random, region: str, number: int, treated: bool, shocks: dict[tuple[str, str], float]
) -> list[tuple[object, ...]]:
    wealth, population = draw.gauss(0, 1), round(draw.uniform(40, 400))
    level, growth, memory = 4 + 0.3 * wealth + draw.gauss(0, 0.2), draw.gauss(0.008, 0.001), 0.0
    lines = []
    for time, quarter in enumerate(QUARTERS):
        memory = 0.4 * memory + draw.gauss(0, 0.008)
        attended = treated and BEGINS <= time < ATTENTION_ENDS
        gain = EFFECT + BY_WEALTH * wealth + BY_EFFORT * EFFORT * attended
        effect = gain if treated and time >= BEGINS else 0
        output = 2.718281828459045 ** (level + growth * time + shocks[region, quarter] + memory + effect)
        lines.append(
            (
                f"{region} {number + 1}",
                region,
                quarter,
                f"{output:.2f}",
                f"{wealth:.3f}",
                population,
                f"{EFFORT * attended:.1f}",
                QUARTERS[BEGINS] if treated else "",
            )
        )
    return lines


def main(folder: Path) -> None:
    """Write ``workshops.csv`` into the folder."""
    with (folder / "workshops.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())


if __name__ == "__main__":
    main(Path(sys.argv[1]))
