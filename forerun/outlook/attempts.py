"""Forecasts at past days, made once and kept from one run to the next.

Within a calendar year each estimate starts from the one before, and every year starts anew: what is said on a
day then depends on what was known on the days of its year alone.  So a year of forecasts is kept under hashes
of the vintages that it was made from, and made again when one of them, the specification or the code changed.
"""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from forerun import __version__
from forerun.errors import InputError
from forerun.outlook.aims import Aimed, aims_of
from forerun.outlook.benchmarks import Forecaster
from forerun.outlook.predictive import Predictive
from forerun.outlook.realtime import RealTime
from forerun.outlook.records import Aim, Failure, Record
from forerun.outlook.spec import OutlookSpec
from forerun.outlook.target import distribution
from forerun.outlook.vintage import Floats, Vintage
from forerun.periods import Frequency, Period

SCHEMA = "forerun.track/1"
MOST = 5000
"""Days that are kept; the ones kept last stay."""


Progress = Callable[[int, int], None]
"""Told how many of all are done."""


class RecordStore(Protocol):
    """Keeps files between runs; one that cannot be read is None, one that cannot be written is let go."""

    def load(self, name: str) -> bytes | None:
        """What was saved under the name."""
        ...

    def save(self, name: str, content: bytes) -> None:
        """Put the content in place of what is there, whole or not at all."""
        ...


@dataclass(frozen=True, slots=True)
class Attempts:
    """Forecasts on some days without their outcomes, and those that were not made."""

    days: tuple[date, ...]
    records: tuple[Record, ...]
    failures: tuple[Failure, ...]


def attempted(
    real_time: RealTime,
    spec: OutlookSpec,
    forecasters: Sequence[Forecaster[Any]],
    days: Sequence[date],
    *,
    keep: RecordStore | None = None,
    progress: Progress | None = None,
) -> Attempts:
    """Forecast on every day with what was known then.

    Args:
        real_time: all rows up to some day.
        spec: how many months are forecast one by one.
        forecasters: each may carry a state from day to day within a year.  Where ``keep`` is given, one name
            stands for one forecaster.
        days: origins, ascending.
        keep: where forecasts are kept from one run to the next.
        progress: told after every day how many of all are done.

    Raises:
        InputError: no days, or one that ``real_time`` does not reach.
    """
    if not days:
        raise InputError("no day to forecast on", advice="Choose a longer span")
    kept = _Kept.read(keep, spec, forecasters)
    made: list[_Made] = []
    for _, group in groupby(days, key=lambda day: day.year):
        vintages = [real_time.vintage(day) for day in group]
        keys = _chain(vintages)
        if not all(key in kept.days for key in keys):
            fresh = _in_a_year(vintages, spec, forecasters)
            for number, (key, each) in enumerate(zip(keys, fresh, strict=True), start=len(made) + 1):
                kept.add(key, each)
                _tell(progress, number, len(days))
        else:
            _tell(progress, len(made) + len(keys), len(days))
        made += [kept.days[key] for key in keys]
    kept.write(keep)
    return Attempts(
        tuple(days),
        tuple(record for each in made for record in each.records),
        tuple(failure for each in made for failure in each.failures),
    )


def state_before(real_time: RealTime, forecaster: Forecaster[Any], day: date) -> Any:
    """The state with which a forecaster comes to a day: from month-end to month-end since January.

    The record is made this way, so a forecast made this way is one that the record speaks of.  A likelihood
    may have several maxima, and from nowhere a fit need not end in the same one.
    """
    state = None
    for number in range(1, day.month + 1):
        end = Period(Frequency.MONTH, day.year, number).end
        if real_time.months[0].start <= end < day:
            with suppress(InputError):
                _, state = forecaster.forecast(real_time.vintage(end), state)
                if state is None:
                    return None
    return state


@dataclass(frozen=True, slots=True)
class _Made:
    """What was forecast on one day."""

    records: tuple[Record, ...]
    failures: tuple[Failure, ...]


def _tell(progress: Progress | None, done: int, total: int) -> None:
    if progress is not None:
        progress(done, total)


def _in_a_year(
    vintages: Iterable[Vintage], spec: OutlookSpec, forecasters: Sequence[Forecaster[Any]]
) -> Iterator[_Made]:
    """Forecasts on the days of one year, each from the state of the day before."""
    states: dict[str, Any] = {}
    for vintage in vintages:
        yield _on_a_day(vintage, spec, forecasters, states)


def _on_a_day(
    vintage: Vintage, spec: OutlookSpec, forecasters: Sequence[Forecaster[Any]], states: dict[str, Any]
) -> _Made:
    records: list[Record] = []
    failures: list[Failure] = []
    aims: tuple[Aimed, ...] | None = None
    for forecaster in forecasters:
        try:
            aims = aims if aims is not None else aims_of(vintage, spec.months)
            predictive, state = forecaster.forecast(vintage, states.get(forecaster.name))
            made = [_record(vintage.as_of, aim, forecaster.name, predictive) for aim in aims]
        except InputError as refused:
            failures.append(Failure(vintage.as_of, forecaster.name, str(refused)))
            continue
        states[forecaster.name] = state
        records += made
    return _Made(tuple(records), tuple(failures))


def _record(origin: date, aimed: Aimed, name: str, predictive: Predictive) -> Record:
    figure = distribution(aimed.aggregate, predictive)
    return Record(origin, aimed.aim, aimed.horizon, aimed.period, name, figure.mean, figure.sd, figure.sd)


@dataclass(slots=True)
class _Kept:
    """Forecasts by the hash of what they were made from, for one specification and state of the code."""

    name: str
    base: str
    days: dict[str, _Made] = field(default_factory=dict)
    changed: bool = False

    @classmethod
    def read(
        cls, store: RecordStore | None, spec: OutlookSpec, forecasters: Iterable[Forecaster[Any]]
    ) -> _Kept:
        """What was kept; nothing where the file is absent, damaged, foreign or of other code."""
        name = f"track-{spec.target.series.id.replace('/', '-')}.json"
        kept = cls(name, _base(spec, forecasters))
        content = store.load(name) if store else None
        if content is not None:
            kept.days = _read(content, kept.base)
        return kept

    def add(self, key: str, made: _Made) -> None:
        """Keep one more day."""
        self.days[key] = made
        self.changed = True

    def write(self, store: RecordStore | None) -> None:
        """Hand what was made to the store, if anything was."""
        if store is None or not self.changed:
            return
        days = dict(list(self.days.items())[-MOST:])
        content = {
            "schema": SCHEMA,
            "base": self.base,
            "days": {key: _plain(each) for key, each in days.items()},
        }
        store.save(self.name, json.dumps(content, ensure_ascii=False, allow_nan=False).encode())


def _plain(made: _Made) -> dict[str, Any]:
    records = [
        [r.origin.isoformat(), r.aim.value, r.horizon, str(r.period), r.forecaster, r.mean, r.own_sd]
        for r in made.records
    ]
    failures = [[f.origin.isoformat(), f.forecaster, f.reason] for f in made.failures]
    return {"records": records, "failures": failures}


def _read(content: bytes, base: str) -> dict[str, _Made]:
    """The days in a file; none where it is not what was written."""
    try:
        told = json.loads(content)
        if told["schema"] != SCHEMA or told["base"] != base:
            return {}
        return {str(key): _made(day) for key, day in told["days"].items()}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _made(day: Mapping[str, Any]) -> _Made:
    failures = (
        Failure(date.fromisoformat(origin), str(who), str(why)) for origin, who, why in day["failures"]
    )
    return _Made(tuple(_kept_record(*each) for each in day["records"]), tuple(failures))


def _kept_record(*cells: Any) -> Record:
    origin, aim, horizon, period, forecaster, mean, sd = cells
    if not (math.isfinite(mean) and math.isfinite(sd) and sd >= 0):
        raise ValueError("a forecast is not finite")
    return Record(
        date.fromisoformat(origin),
        Aim(aim),
        int(horizon),
        Period.parse(period),
        str(forecaster),
        mean,
        sd,
        sd,
    )


def _chain(vintages: Iterable[Vintage]) -> list[str]:
    """For each day of a year a hash of all that was known on its days so far."""
    keys, so_far = [], b""
    for vintage in vintages:
        so_far = hashlib.sha256(so_far + _digest(vintage)).digest()
        keys.append(so_far.hex())
    return keys


def _digest(vintage: Vintage) -> bytes:
    about = f"{vintage.as_of} {vintage.months[0]} {vintage.names} {vintage.joint_months}"
    digest = hashlib.sha256(about.encode())
    for values in (vintage.values, vintage.to_date, vintage.joint.astype(float)):
        digest.update(_bytes(values))
    return digest.digest()


def _bytes(values: Floats) -> bytes:
    """Every NaN alike."""
    return np.where(np.isnan(values), np.inf, values).tobytes()


def _base(spec: OutlookSpec, forecasters: Iterable[Forecaster[Any]]) -> str:
    """Hash of everything but the figures."""
    who = [(type(each).__name__, each.name, repr(getattr(each, "spec", ""))) for each in forecasters]
    return hashlib.sha256(f"{__version__} {_code()} {spec.months} {who}".encode()).hexdigest()


@cache
def _code() -> str:
    """Hash of the source of the outlook: a forecast of other code is another forecast."""
    here = Path(__file__).parent
    digest = hashlib.sha256()
    for path in sorted(here.rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()
