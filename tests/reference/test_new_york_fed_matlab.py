"""MATLAB's output of the New York Fed's program on small models: likelihoods, one step, news."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from forerun.outlook.statespace.banbura_modugno import step, without_empty_end
from forerun.outlook.statespace.decomposition import Standardised, nowcast_news
from forerun.outlook.statespace.filtering import loglikelihood
from forerun.outlook.statespace.layout import Layout
from forerun.outlook.statespace.model import Array
from forerun.outlook.statespace.published import published_news
from forerun.outlook.statespace.smoothing import smooth
from forerun.outlook.statespace.vintage import Vintage
from tests.reference.nowcast import Spec, matlab_model, new_york_spec, vintage

MONTHLY = ("CPIAUCSL", "UNRATE", "PAYEMS")
SMALL = (*MONTHLY, "GDPC1", "ULCNFB")
BLOCKS = {
    "CPIAUCSL": (True, True, False),
    "UNRATE": (True, False, True),
    "PAYEMS": (True, False, True),
    "RSAFS": (True, True, True),
    "TTLCONS": (True, True, False),
    "TCU": (True, False, True),
    "GDPC1": (True, True, True),
    "ULCNFB": (True, False, False),
}
LOGLIKELIHOODS = {
    "dfm_111": -200.298203234306,
    "dfm_112": -183.921282263209,
    "dfm_11F": -153.357972989731,
    "dfm_blocks_111": -444.228010119341,
    "dfm_blocks_112": -420.316350582156,
}


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "nowcast" / "frbny_matlab"


def spec(folder: Path, name: str) -> Spec:
    return new_york_spec(folder.parent, tuple(BLOCKS) if "blocks" in name else SMALL)


def known(folder: Path, name: str, day: str = "2016-06-29") -> Vintage:
    return vintage(folder / f"data_{day}.csv.gz", spec(folder, name))


def standard(folder: Path, name: str) -> tuple[Standardised, Array]:
    model = Standardised(*matlab_model(folder / f"test_{name}.npz"))
    return model, model.scale.standardise(known(folder, name).values)


@pytest.mark.parametrize("name", LOGLIKELIHOODS)
def test_loglikelihoods(folder: Path, name: str) -> None:
    model, data = standard(folder, name)
    found = loglikelihood(model.space, data, constant=False)
    assert found == pytest.approx(LOGLIKELIHOODS[name], rel=1e-12)


@pytest.mark.parametrize("name", ["dfm_111", "dfm_blocks_111"])
def test_smoothed_data(folder: Path, name: str) -> None:
    model, data = standard(folder, name)
    expected = np.load(folder / f"test_{name}.npz")["x_sm"]
    smoothed = smooth(model.space, data).means @ model.space.design.T
    assert smoothed == pytest.approx(expected, abs=1e-10)


@pytest.mark.parametrize("name", ["dfm_11", "dfm_blocks_11"])
def test_one_step_of_estimation(folder: Path, name: str) -> None:
    before, data = standard(folder, f"{name}1")
    after, _ = standard(folder, f"{name}2")
    given = spec(folder, name)
    blocks = np.array([BLOCKS[series] if "blocks" in name else (True,) for series in given.series])
    layout = Layout(given.quarterly, blocks, (1,) * blocks.shape[1], lags=1)
    found, likelihood = step(layout, before.space, without_empty_end(data))
    assert likelihood == pytest.approx(loglikelihood(before.space, data))
    for matrix in ("design", "transition", "state_covariance", "observation_covariance", "initial_mean"):
        expected = getattr(after.space, matrix)
        assert getattr(found, matrix) == pytest.approx(expected, abs=1e-12), matrix
    assert found.transition != pytest.approx(before.space.transition, abs=0.05)
    assert found.initial_covariance == pytest.approx(after.space.initial_covariance, abs=1e-12)


@pytest.mark.parametrize("name", ["news_112", "news_blocks_112"])
def test_news(folder: Path, name: str) -> None:
    model, _ = standard(folder, name)
    kept = np.load(folder / f"test_{name}.npz")
    news = nowcast_news(model, known(folder, name), known(folder, name, "2016-07-29"), ("GDPC1", "2016-09"))
    expected = {
        series: row
        for series, row in zip(spec(folder, name).series, kept["news_table"], strict=True)
        if np.isfinite(row).all()
    }
    lines = {line.series: line for line in published_news(news).lines}
    assert lines.keys() == expected.keys()
    for series, line in lines.items():
        found = (line.before, line.after, line.weight, line.impact)
        assert found == pytest.approx(expected[series], abs=1e-10), series
    assert news.revision_impact == pytest.approx(kept["impact_revisions"][0, 0], abs=1e-10)
    assert news.residual == pytest.approx(0, abs=1e-12)
