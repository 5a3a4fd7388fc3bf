"""The calibration that ships with forerun, so that a single curve can be forecast without the database.

``calibration.toml`` is a table of fitted parameters, made by ``tests/reference/make_foresight_costs.py``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from forerun.foresight.costs.calibration import Calibration
from forerun.foresight.costs.damped import Constants
from forerun.foresight.costs.falls import Fall
from forerun.foresight.costs.hindcast import Held, Method, Result, Skill
from forerun.foresight.costs.pool import Pool
from forerun.foresight.costs.quantiles import PROBABILITIES
from forerun.foresight.left_out import LeftOut, Why

FILE = Path(__file__).parent / "calibration.toml"
_DIGITS = 6


@lru_cache(maxsize=1)
def shipped() -> Calibration:
    """The calibration on the Performance Curve Database; its file says on what and how it was made."""
    held = tomllib.loads(FILE.read_text(encoding="utf-8"))
    table = np.array([held["quantiles"][f"horizon_{at + 1}"] for at in range(len(held["quantiles"]) - 1)])
    return Calibration(
        source=held["source"]["database"],
        data=held["source"]["data"],
        constants=Constants(**held["constants"]),
        pool=Pool(**held["pool"]),
        quantiles=table,
        results=tuple(map(_result, held["hindcast"]["rows"])),
        falls=tuple(map(_fall, held["falls"]["rows"])),
        left_out=tuple(LeftOut(name, Why(why)) for name, why in held["source"]["left_out"]),
    )


def written(calibration: Calibration, database: str, script: str) -> str:
    """A calibration as the text of ``calibration.toml``.

    Args:
        calibration: of a whole database.
        database: its name, with where it is from.
        script: that makes the file.
    """
    return "\n".join(_lines(calibration, database, script)) + "\n"


def _lines(calibration: Calibration, database: str, script: str) -> Iterator[str]:
    yield f"# Fitted parameters of cost forecasts, written by {script}; not to be edited by hand."
    yield "# Rows of the hindcast: method, horizon (0: all), forecasts, technologies, origins (first, last,"
    yield "# count), median absolute log error, that of no change, mean squared, that of no change, shares of"
    yield "# intervals that held (80, 95, below, above) or [], interval of the skill or []."
    yield ""
    yield "[source]"
    yield f'database = "{database}"'
    yield f'data = "{calibration.data}"'
    yield f'script = "{script}"'
    names = ", ".join(f'["{each.what}", "{each.why}"]' for each in calibration.left_out)
    yield f"left_out = [{names}]"
    yield ""
    yield "[constants]"
    yield from (f"{name} = {value:g}" for name, value in _fields(calibration.constants))
    yield ""
    yield "[pool]"
    yield from (f"{name} = {_plain(value)}" for name, value in _fields(calibration.pool))
    yield ""
    yield "[quantiles]"
    yield f"probabilities = {_row(PROBABILITIES)}"
    for at, row in enumerate(calibration.quantiles.tolist()):
        yield f"horizon_{at + 1} = {_row(row)}"
    yield ""
    yield "[hindcast]"
    yield "rows = ["
    yield from (f"    {_line(each)}," for each in calibration.results)
    yield "]"
    yield ""
    yield "# Share of the cost at the origin, horizon, forecasts, technologies, origins, Brier score of the"
    yield "# chance that was told, and of the base rate."
    yield "[falls]"
    yield "rows = ["
    yield from (f"    {_fall_line(each)}," for each in calibration.falls)
    yield "]"


def _fields(value: Constants | Pool) -> Iterator[tuple[str, float]]:
    return ((name, getattr(value, name)) for name in value.__dataclass_fields__)


def _line(result: Result) -> str:
    held = result.held
    drawn = result.skill
    parts = [
        f'"{result.method}"',
        *map(str, (result.horizon, result.n, result.technologies)),
        _row(result.origins),
        *map(_plain, (result.error, result.no_change, result.squared, result.no_change_squared)),
        _row((held.inside_80, held.inside_95, held.below_95, held.above_95) if held else ()),
        _row((drawn.low, drawn.high) if drawn else ()),
    ]
    return f"[{', '.join(parts)}]"


def _fall_line(fall: Fall) -> str:
    parts = (fall.share, fall.horizon, fall.n, fall.technologies)
    scores = (fall.brier, fall.base_rate)
    return f"[{', '.join([*map(_plain, parts), _row(fall.origins), *map(_plain, scores)])}]"


def _row(values: Any) -> str:
    return f"[{', '.join(map(_plain, values))}]"


def _plain(value: float) -> str:
    return str(value) if isinstance(value, int) else f"{value:.{_DIGITS}g}"


def _fall(row: list[Any]) -> Fall:
    share, horizon, n, technologies, origins, told, base = row
    first, last, count = origins
    return Fall(float(share), horizon, n, technologies, (first, last, count), float(told), float(base))


def _result(row: list[Any]) -> Result:
    method, horizon, n, technologies, origins, error, no_change, squared, no_change_squared, held, drawn = row
    return Result(
        Method(method),
        horizon,
        n,
        technologies,
        (origins[0], origins[1], origins[2]),
        float(error),
        float(no_change),
        float(squared),
        float(no_change_squared),
        Held(*held) if held else None,
        Skill(*drawn) if drawn else None,
    )
