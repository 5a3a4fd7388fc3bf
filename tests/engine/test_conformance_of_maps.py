"""What every engine does with a function and items."""

from __future__ import annotations

import operator
import os
import time
from collections.abc import Callable
from fractions import Fraction

import pytest

from forerun.catalog.load import load_catalog
from forerun.engine import Engine, engine_named
from forerun.errors import ForerunError, SpecError, UnknownNameError


def test_results_are_in_the_order_of_the_items(engine: Engine) -> None:
    assert engine.map(abs, range(-50, 50)) == [abs(each) for each in range(-50, 50)]
    assert engine.map(abs, iter([])) == []


def test_the_work_is_done_in_other_processes(engine: Engine) -> None:
    assert os.getpid() not in engine.map(operator.call, [os.getpid] * 4)


def test_functions_and_items_of_any_class_that_pickles(engine: Engine) -> None:
    halves = engine.map(operator.methodcaller("limit_denominator", 2), [Fraction(1, 3), Fraction(5, 3)])
    assert halves == [Fraction(1, 2), Fraction(3, 2)]
    assert engine.map(len, [b"x" * 100_000, b""]) == [100_000, 0]


def test_progress_grows_to_one(engine: Engine) -> None:
    told: list[float] = []
    assert engine.map(time.sleep, [0.15] * 6, told.append) == [None] * 6
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert any(0 < each < 1 for each in told)


def test_what_an_item_raises_says_where(engine: Engine) -> None:
    with pytest.raises(ValueError, match="invalid literal") as problem:
        engine.map(int, ["1", "2", "three", "4"])
    (note,) = problem.value.__notes__
    assert "Traceback" in note
    assert "'three'" in note


@pytest.mark.parametrize(("function", "kind"), [(engine_named, SpecError), (load_catalog, UnknownNameError)])
def test_our_errors_come_back_as_they_were(
    engine: Engine, function: Callable[[str], object], kind: type[ForerunError]
) -> None:
    with pytest.raises(kind) as here:
        function("nonesuch")
    with pytest.raises(kind) as there:
        engine.map(function, ["nonesuch", "nonesuch"])
    assert str(there.value) == str(here.value)
    assert (there.value.what, there.value.advice) == (here.value.what, here.value.advice)
