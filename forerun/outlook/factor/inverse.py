"""The inverse of a small matrix, without the cost of a call to LAPACK or of compiling one."""

from __future__ import annotations

import numpy as np

from forerun.compiled import Array, compiled


@compiled
def invert(matrix: Array, k: int) -> float:
    """Invert the leading k rows and columns in place; the logarithm of the absolute determinant."""
    log_det = 0.0
    swaps = np.empty(k, dtype=np.int64)
    for c in range(k):
        best = c
        for i in range(c + 1, k):
            if abs(matrix[i, c]) > abs(matrix[best, c]):
                best = i
        swaps[c] = best
        if best != c:
            for j in range(k):
                matrix[c, j], matrix[best, j] = matrix[best, j], matrix[c, j]
        pivot = matrix[c, c]
        log_det += np.log(abs(pivot))
        matrix[c, c] = 1.0
        for j in range(k):
            matrix[c, j] /= pivot
        for i in range(k):
            if i != c:
                factor = matrix[i, c]
                matrix[i, c] = 0.0
                for j in range(k):
                    matrix[i, j] -= factor * matrix[c, j]
    for back in range(k):
        c = k - 1 - back
        if swaps[c] != c:
            for i in range(k):
                matrix[i, c], matrix[i, swaps[c]] = matrix[i, swaps[c]], matrix[i, c]
    return log_det
