"""Event studies whose honest bounds were computed by other programs."""

from __future__ import annotations

import numpy as np
import pytest

from forerun.trials.checks.study import EventStudy, event_study

BENZARTI = [
    0.006696351804, 0.02934503369, -0.006472972222, 0.0730149895,
    0.1959611177, 0.3120639026, 0.2395415455, 0.1260425001,
]  # fmt: skip
BENZARTI_COVARIANCE = [
    [0.0008428358124, 0.0004768686777, 0.0002618051076, 0.0002354220342,
     0.0001676371467, 0.0001128707663, 1.992816215e-05, -0.0001368265366],
    [0.0004768686777, 0.0006425420288, 0.0003987425007, 0.0002435515198,
     0.0002201960306, 0.0001804591157, 3.84376508e-05, -2.960421989e-05],
    [0.0002618051076, 0.0003987425007, 0.0005229949602, 0.000211768609,
     0.0001840722252, 0.000145852784, 7.005197403e-05, 5.952994979e-05],
    [0.0002354220342, 0.0002435515198, 0.000211768609, 0.0003089595411,
     0.0001197866077, 0.0001334081317, 0.0001016335009, 0.0001079051726],
    [0.0001676371467, 0.0002201960306, 0.0001840722252, 0.0001197866077,
     0.000359970436, 0.0002478818642, 0.0001749579242, 0.0001654256921],
    [0.0001128707663, 0.0001804591157, 0.000145852784, 0.0001334081317,
     0.0002478818642, 0.0004263949813, 0.0002171437809, 0.0002892747871],
    [1.992816215e-05, 3.84376508e-05, 7.005197403e-05, 0.0001016335009,
     0.0001749579242, 0.0002171437809, 0.0004886697861, 0.0003805322049],
    [-0.0001368265366, -2.960421989e-05, 5.952994979e-05, 0.0001079051726,
     0.0001654256921, 0.0002892747871, 0.0003805322049, 0.000761739444],
]  # fmt: skip


@pytest.fixture
def benzarti() -> EventStudy:
    """Benzarti and Carloni (2019), profits: the estimates that the authors' package HonestDiD carries."""
    return event_study([-5, -4, -3, -2, 0, 1, 2, 3], np.array(BENZARTI), np.array(BENZARTI_COVARIANCE))


@pytest.fixture
def made_up() -> EventStudy:
    """The example on the page of HonestDiD.jl 0.1: three periods before, five after, errors an AR(1)."""
    errors = np.array([0.060, 0.050, 0.055, 0.050, 0.052, 0.060, 0.065, 0.070])
    apart = np.abs(np.subtract.outer(np.arange(8), np.arange(8)))
    estimates = np.array([0.02, -0.01, 0.03, 0.15, 0.20, 0.25, 0.22, 0.18])
    return event_study([-4, -3, -2, 0, 1, 2, 3, 4], estimates, np.outer(errors, errors) * 0.6**apart)


def drawn(seed: int, before: int, after: int) -> EventStudy:
    """Any estimates with any covariance."""
    draw = np.random.default_rng(seed)
    root = draw.standard_normal((before + after, before + after))
    estimates = 0.5 * draw.standard_normal(before + after) + np.repeat([0.0, 1.0], [before, after])
    relative = [*range(-before - 1, -1), *range(after)]
    return event_study(relative, estimates, root @ root.T / (4 * (before + after)))
