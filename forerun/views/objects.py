"""The one JSON shape: every figure is the same object in every output, every output has one envelope."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from typing import Any

from forerun.periods import Period
from forerun.types import Comparator, Figure, Json, Names, Observation, Status


def envelope(schema: str, as_of: date, ledger: str) -> Json:
    """The top of every JSON output.

    Args:
        schema: name and version, ``forerun.brief/1``.
        as_of: the day whose knowledge the output shows.
        ledger: hash of the snapshot's visible rows.
    """
    return {"schema": schema, "as_of": as_of.isoformat(), "ledger": ledger}


def to_json(payload: Json) -> str:
    """The payload as text: same payload, same bytes; keys in the order given, Chinese readable.

    Raises:
        ValueError: a number is not finite.
    """
    return json.dumps(payload, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def as_object(value: Any, lang: str = "en") -> Any:
    """Any result as JSON: figures as figure objects, names in one language, other values by their fields.

    A field ``names`` becomes ``name``; periods and days become text, enumerations their value.  Without a
    language (``""``) names stay in all of them.

    Raises:
        TypeError: the value is of a kind that no result holds.
    """
    match value:
        case Figure():
            return figure_object(value, lang)
        case Observation():
            return observation_object(value)
        case Names() if lang:
            return value.get(lang)
        case tuple() | list():
            return [as_object(each, lang) for each in value]
        case Mapping():
            return {str(key): as_object(each, lang) for key, each in value.items()}
        case _ if is_dataclass(value) and not isinstance(value, Period):
            called = {"names": "name"} if lang else {}
            return {
                called.get(field.name, field.name): as_object(getattr(value, field.name), lang)
                for field in fields(value)
            }
        case _:
            return _plain(value)


def _plain(value: Any) -> str | float | int | None:
    match value:
        case Enum():
            return str(value.value)
        case None | bool() | int() | str():
            return value
        case float():
            return tidy(value)
        case date():
            return value.isoformat()
        case Period():
            return str(value)
        case _:
            raise TypeError(f"no JSON shape for {type(value).__name__}")


def figure_object(figure: Figure, lang: str = "en") -> Json:
    """A figure as the one JSON object.

    ``value`` is in ``unit`` and null when ``kind`` is ``missing`` (then ``missing`` says why).  A derived
    figure has source ``derived``, the latest publication day of its ``inputs``, and its ``recipe``.
    ``vintage`` is ``first`` or ``later``; ``previous`` holds earlier values, oldest first.
    """
    series = figure.series
    return {
        "series": series.id,
        "name": series.names.get(lang),
        "place": series.place,
        "period": str(figure.period) if figure.period else None,
        "measure": figure.measure.value,
        "value": tidy(figure.value),
        "unit": figure.unit,
        **_origin(figure),
        "code": series.code,
        "kind": figure.kind,
        "missing": figure.missing or None,
        "previous": [observation_object(each) for each in figure.previous],
        "conflicts": [observation_object(each) for each in figure.conflicts],
    }


def observation_object(observation: Observation) -> Json:
    """One published row as JSON: the value and where it comes from."""
    return {
        "series": observation.series,
        "period": str(observation.period),
        "measure": observation.measure.value,
        "value": tidy(observation.value),
        "unit": observation.unit,
        "comparator": observation.comparator.value,
        "status": observation.status.value,
        "published": observation.published.isoformat(),
        "published_is_estimated": observation.published_is_estimated,
        "basis": observation.basis.value,
        "publisher": observation.publisher,
        "source": observation.source,
        "locator": observation.locator or None,
        "document": observation.document or None,
        "note": observation.note or None,
    }


def tidy(value: float | None) -> float | None:
    """The number without the dust of binary arithmetic (12 significant digits)."""
    return None if value is None else float(f"{value:.12g}")


def as_estimated(content: Json, decimals: int = 4) -> Json:
    """The same with every number to so many decimals.

    An estimate is the end of many iterations, in which the last bits of a machine's arithmetic grow.
    """
    return {key: _estimated(each, decimals) for key, each in content.items()}


def _estimated(value: Any, decimals: int) -> Any:
    if isinstance(value, float):
        return round(value, decimals) + 0.0
    if isinstance(value, Mapping):
        return {key: _estimated(each, decimals) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_estimated(each, decimals) for each in value]
    return value


def latest(figure: Figure) -> Observation | None:
    """The row under the figure that became public last; None when nothing is under it."""
    rows = figure.trace.observations
    return max(rows, key=lambda row: (row.published, row.source), default=None)


_NO_ORIGIN: Json = {
    "status": None,
    "published": None,
    "source": None,
    "published_is_estimated": None,
    "basis": None,
    "publisher": None,
    "comparator": None,
    "locator": None,
    "document": None,
    "note": None,
    "vintage": None,
    "recipe": None,
    "inputs": [],
}


def _origin(figure: Figure) -> Json:
    row = figure.observation
    if row is not None:
        return _NO_ORIGIN | _provenance(row) | {"vintage": _vintage(figure, row)}
    last = latest(figure)
    if last is None or figure.value is None:
        return _NO_ORIGIN
    derived = {
        "source": "derived",
        "publisher": "forerun",
        "comparator": Comparator.EQUAL.value,
        "locator": None,
        "document": None,
        "note": None,
        "recipe": figure.trace.recipe or None,
        "inputs": [observation_object(each) for each in figure.trace.observations],
    }
    return _NO_ORIGIN | _provenance(last) | derived


def _provenance(row: Observation) -> Json:
    shown = observation_object(row)
    return {key: shown[key] for key in _NO_ORIGIN if key in shown}


def _vintage(figure: Figure, row: Observation) -> str:
    is_first = row.status in (Status.PRELIMINARY, Status.FORECAST) and not figure.previous
    return "first" if is_first else "later"
