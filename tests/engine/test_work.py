from __future__ import annotations

import pickle

import pytest

from forerun.engine.work import Done, attempt, result
from forerun.errors import LedgerError, UnknownNameError


class Stubborn(Exception):  # noqa: N818
    """Pickles, but cannot be made again from what it was pickled as."""

    def __init__(self, what: str, where: str) -> None:
        super().__init__(f"{what} at {where}")


def _stubborn(_: object) -> None:
    raise Stubborn("lost", "sea")


def test_an_exception_that_does_not_survive_pickling_keeps_its_words() -> None:
    done = attempt(_stubborn, None)
    with pytest.raises(RuntimeError, match="Stubborn: lost at sea") as problem:
        result(done)
    assert "in _stubborn" in problem.value.__notes__[0]
    assert isinstance(pickle.loads(pickle.dumps(done)), Done)  # noqa: S301


def test_errors_of_the_house_survive_pickling() -> None:
    for here in (
        LedgerError("torn", where="a.parquet", advice="Mend it"),
        UnknownNameError("unit", "x", ["y"]),
    ):
        there = pickle.loads(pickle.dumps(here))  # noqa: S301
        assert type(there) is type(here)
        assert (str(there), vars(there)) == (str(here), vars(here))
