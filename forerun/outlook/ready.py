"""Whether the inner loops are compiled already, so that nobody waits in silence the first time."""

from __future__ import annotations

import inspect
from pathlib import Path


def is_compiled() -> bool:
    """Whether the machine code of filter, smoother and M-step is on disk and not older than its source.

    Looks at the times of index files only; numba itself decides what can be used.
    """
    from forerun.outlook.factor import kalman, maximise, smoother

    return all(map(_has_index, (kalman, maximise, smoother)))


def _has_index(module: object) -> bool:
    kernels = [each for each in vars(module).values() if hasattr(each, "py_func")]
    own = [each for each in kernels if each.py_func.__module__ == module.__name__]  # type: ignore[attr-defined]
    source = Path(inspect.getfile(module))  # type: ignore[arg-type]
    folders = {Path(each.stats.cache_path) for each in own}
    indexes = [index for folder in folders for index in folder.glob(f"{source.stem}.*.nbi")]
    return any(index.stat().st_mtime >= source.stat().st_mtime for index in indexes)
