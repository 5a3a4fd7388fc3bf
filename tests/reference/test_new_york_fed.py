"""The New York Fed's example nowcast: smoothed data, and its table of news."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from forerun.outlook.news import News
from forerun.outlook.statespace.decomposition import Standardised, nowcast, nowcast_news
from forerun.outlook.statespace.published import published_news
from forerun.outlook.statespace.smoothing import smooth
from forerun.outlook.statespace.vintage import Vintage, scale_of
from tests.reference.nowcast import matlab_model, new_york_spec, numbers, table, vintage

OLD, NEW = "2016-06-29", "2016-12-07"
TARGET = ("GDPC1", "2016-12")


@pytest.fixture(scope="module")
def folder(shared: Path) -> Path:
    return shared / "data" / "nowcast" / "frbny"


@pytest.fixture(scope="module")
def model(folder: Path) -> Standardised:
    return Standardised(*matlab_model(folder / "resdfm_params.npz"))


def known(folder: Path, day: str) -> Vintage:
    return vintage(folder / "vintages" / f"{day}.csv.gz", new_york_spec(folder.parent))


@pytest.fixture(scope="module")
def news(folder: Path, model: Standardised) -> News:
    return nowcast_news(model, known(folder, OLD), known(folder, NEW), TARGET)


def test_smoothed_data_and_states_are_those_published(folder: Path, model: Standardised) -> None:
    expected = np.load(folder / "resdfm_expected.npz")
    data = known(folder, OLD)
    smoothed = smooth(model.space, model.scale.standardise(data.values))
    assert data.values.shape == (198, 25)
    assert (smoothed.means @ model.space.design.T)[:, :13] == pytest.approx(expected["x_sm"], abs=1e-10)
    assert smoothed.means[:, :5] == pytest.approx(expected["Z"], abs=1e-10)


def test_the_scale_is_that_of_the_first_vintage(folder: Path, model: Standardised) -> None:
    scale = scale_of(known(folder, OLD).values)
    assert scale.mean == pytest.approx(model.scale.mean, rel=1e-10)
    assert scale.deviation == pytest.approx(model.scale.deviation, rel=1e-10)


def test_the_nowcasts_are_those_published(folder: Path, news: News) -> None:
    expected = json.loads((folder / f"news_GDPC1_2016Q4_{OLD}_{NEW}.json").read_text(encoding="utf-8"))
    shown = published_news(news)
    assert shown.old == pytest.approx(expected["nowcast_old"], abs=1e-10)
    assert shown.revised == pytest.approx(expected["nowcast_after_revisions"], abs=1e-10)
    assert shown.new == pytest.approx(expected["nowcast_new"], abs=1e-10)
    assert shown.release_impact == pytest.approx(expected["impact_releases"], abs=1e-10)


def test_every_line_of_the_table_is_that_published(folder: Path, news: News) -> None:
    _, *rows = table(folder / f"news_GDPC1_2016Q4_{OLD}_{NEW}.csv")
    lines = {line.series: line for line in published_news(news).lines}
    assert list(lines) == [row[0] for row in rows]
    found = [(line.before, line.after, line.weight, line.impact) for line in lines.values()]
    assert np.array(found) == pytest.approx(numbers([row[1:] for row in rows]), abs=1e-9)


def test_all_releases_and_revisions_add_up_where_the_table_does_not(news: News) -> None:
    assert len(news.changes) == 596
    assert news.residual == pytest.approx(0, abs=1e-12)
    assert news.release_impact == pytest.approx(0.689218, abs=1e-6)
    assert news.release_impact - published_news(news).release_impact > 0.1


def test_news_over_all_vintages_add_up_step_by_step(folder: Path, model: Standardised) -> None:
    days = sorted(path.name.removesuffix(".csv.gz") for path in (folder / "vintages").iterdir())[:9:2]
    steps = [known(folder, day) for day in days]
    moved = [nowcast_news(model, *pair, TARGET) for pair in pairwise(steps)]
    assert max(abs(each.residual) for each in moved) < 1e-12
    assert [each.new for each in moved] == pytest.approx([nowcast(model, each, TARGET) for each in steps[1:]])
    assert all(each.changes for each in moved)
