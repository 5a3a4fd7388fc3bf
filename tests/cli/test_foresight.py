"""``forerun foresight`` and ``forerun foresight dossier`` as a person and as a program sees them."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.foresight.recording import score_of
from forerun.settings import Settings
from forerun.types import Status
from forerun.workspace import Workspace

DAY = ("--as-of", "2024-02-01")


def output(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", *words]) == 0
    return capsys.readouterr().out


def payload(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *words, "--json"))
    return found


def refusal(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    capsys.readouterr()
    assert main(["foresight", *words]) == 2
    return capsys.readouterr().err


@pytest.fixture
def patents(tmp_path: Path) -> Path:
    """Two classes of batteries that grow beside two fields that do not, in six places over thirty years."""
    rows = []
    for year in range(1994, 2024):
        for place in range(6):
            for name, pace in (("H01M 10", 1.08), ("H02J 3/28", 1.06), ("A01B", 1.01), ("B65D", 0.99)):
                count = round((20 + 9 * place + (17 * year + 5 * place) % 7) * pace ** (year - 1994))
                rows.append(f"{year},P{place},{name},{count}")
    path = tmp_path / "patents.csv"
    path.write_text("year,place,activity,count\n" + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_the_list_counts_what_each_kind_of_evidence_rests_on(capsys: pytest.CaptureFixture[str]) -> None:
    found = {each["industry"]: each for each in payload(capsys, *DAY)["industries"]}
    assert found["brain_computer"]["signals"] == found["brain_computer"]["costs"] == 0
    assert found["brain_computer"]["missing"]
    assert found["biomanufacturing"]["costs"] == 15
    assert found["photovoltaics"]["established"]
    assert not found["hydrogen"]["established"]
    told = output(capsys, *DAY, "--lang", "zh")
    assert "脑机接口" in told


def test_a_later_day_knows_no_less(capsys: pytest.CaptureFixture[str]) -> None:
    early = payload(capsys, "--as-of", "2015-01-01")["industries"]
    late = payload(capsys, "--as-of", "2024-01-01")["industries"]
    for before, after in zip(early, late, strict=True):
        assert all(before[key] <= after[key] for key in ("signals", "costs", "diffusion", "places"))


def test_a_dossier_leads_with_scored_claims_alone(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "dossier", "photovoltaics", *DAY)
    assert found["schema"] == "forerun.foresight.dossier/1"
    assert found["costs"]["forecasts"]
    assert found["diffusion"]["forecasts"]
    assert found["fields"] is found["places"] is found["exposure"] is None
    for claim in found["claims"]:
        assert claim["vintage"] == "2024-02-01"
        assert claim["method"]
        assert claim["origin"]
        assert claim["may_lead"] == (claim["mark"] is None)
        if claim["may_lead"]:
            assert claim["score"]["skill"] > 0
            assert claim["score"]["baseline"]
            assert claim["score"]["n"] > 0
    said = " ".join(output(capsys, "dossier", "photovoltaics", *DAY).split("Signals")[0].split())
    assert "In short" in said
    assert "What would change our mind" in said
    assert "Probability of being cheaper" not in said


def test_an_industry_of_which_nothing_is_counted_says_so_in_every_part(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = output(capsys, "dossier", "brain_computer", *DAY)
    assert "Nothing: no claim of this industry" in said
    assert "No series stands for this industry" in said
    assert "No cost of this industry is known" in said
    assert "A61B 5/369" in said
    assert payload(capsys, "dossier", "brain_computer", *DAY)["claims"] == []


def test_before_the_inflection_a_range_is_told_and_no_point(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "dossier", "new_energy_vehicles", *DAY)
    spread = [each for each in found["claims"] if each["method"] == "diffusion.curves"]
    assert spread
    assert all(each["range_only"] for each in spread)
    said = " ".join(output(capsys, "dossier", "new_energy_vehicles", *DAY).split("Signals")[0].split())
    assert "Before its inflection: a range of" in said


def test_ones_own_tables_join_the_dossier(capsys: pytest.CaptureFixture[str], patents: Path) -> None:
    words = ("dossier", "new_energy_storage", "--fields", str(patents), "--places", str(patents), *DAY)
    found = payload(capsys, *words)
    assert found["fields"]["industry"]["id"] == "new_energy_storage"
    assert set(found["fields"]["members"]) == {"H01M 10", "H02J 3/28"}
    assert found["places"] is not None or "places" in found["refused"]
    assert any("forward_growth" in each["series"] for each in found["claims"])


def test_a_table_that_does_not_hold_the_industry_is_told_in_its_part(
    capsys: pytest.CaptureFixture[str], patents: Path
) -> None:
    found = payload(capsys, "dossier", "quantum", "--places", str(patents), *DAY)
    assert found["places"] is None
    assert "G06N 10" in found["refused"]["places"]
    assert "G06N 10" in output(capsys, "dossier", "quantum", "--places", str(patents), *DAY)


def test_recorded_claims_hold_their_scores_and_enter_no_figure(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    Workspace.create(tmp_path / "desk", "china")
    words = ["foresight", "dossier", "photovoltaics", *DAY, "--workspace", str(tmp_path / "desk"), "--record"]
    assert main(words) == 0
    first = capsys.readouterr().err
    assert "held already: 0" in first
    assert main(words) == 0
    assert "added to the ledger: 0" in capsys.readouterr().err
    snapshot = Workspace.open(Settings(tmp_path / "desk", "china")).ledger.snapshot(date(2024, 2, 1))
    rows = [row for row in snapshot.rows("world/module_price/solar_pv") if row.status is Status.FORECAST]
    assert rows
    for row in rows:
        assert row.source.startswith("forerun:costs.damped_drift@")
        score = score_of(row)
        assert score is not None
        assert score.baseline == "no_change"
        assert score.n > 0
        assert f"vintage: {snapshot.as_of}" in row.note
        assert "origin: 2021" in row.note
    assert snapshot.latest("world/module_price/solar_pv", rows[0].measure).period.year == 2021  # type: ignore[union-attr]


def test_without_a_workspace_nothing_is_written_among_the_figures_that_ship(
    capsys: pytest.CaptureFixture[str],
) -> None:
    shipped = Workspace.open(Settings(None, "china"))
    before = shipped.ledger.vintages("world/module_price/solar_pv")
    assert main(["foresight", "dossier", "photovoltaics", *DAY, "--record", "--json"]) == 0
    assert "Claims added to the ledger" in capsys.readouterr().err
    assert not shipped.is_own
    assert shipped.ledger.vintages("world/module_price/solar_pv") == before


def test_page_and_print_are_written_in_both_languages(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    for lang, title in (("en", "Hydrogen"), ("zh", "氢能")):
        output(capsys, "dossier", "hydrogen", *DAY, "--lang", lang, "--out", str(tmp_path / "out"))
        page = (tmp_path / "out" / f"dossier-hydrogen-2024-02-01-{lang}.html").read_text(encoding="utf-8")
        assert title in page
        assert "<script" not in page
        assert (tmp_path / "out" / f"dossier-hydrogen-2024-02-01-{lang}.pdf").read_bytes().startswith(b"%PDF")


def test_what_cannot_be_meant_is_refused(capsys: pytest.CaptureFixture[str], patents: Path) -> None:
    assert "Did you mean hydrogen" in refusal(capsys, "dossier", "hydrogn")
    both = refusal(capsys, "dossier", "hydrogen", "--fields", str(patents), "--documents", str(patents))
    assert "Give one of them" in both
    assert "behind the name" in refusal(capsys, "--as-of", "2024-01-01", "costs")


def test_a_folder_that_cannot_be_written_is_one_object_and_no_result(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "taken").write_text("")
    words = "dossier", "quantum", *DAY, "--out", str(tmp_path / "taken"), "--no-pdf", "--json"
    capsys.readouterr()
    assert main(["foresight", *words]) == 2
    assert json.loads(capsys.readouterr().out)["schema"] == "forerun.error/1"


def test_an_unknown_industry_says_which_command_lists_those_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert "`forerun foresight` lists the known ones" in refusal(capsys, "dossier", "zzzz", *DAY)


def test_a_claim_on_a_series_that_no_catalog_holds_can_be_traced(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, patents: Path
) -> None:
    Workspace.create(tmp_path / "desk", "china")
    desk = ("--workspace", str(tmp_path / "desk"))
    assert main(["foresight", "fields", "--table", str(patents), *DAY, *desk, "--record"]) == 0
    capsys.readouterr()
    assert main(["trace", "world/forward_growth/H02J 3%2F28", "2026", *desk]) == 0
    told = capsys.readouterr().out
    assert "Growth of share since origin: H02J 3/28" in told


def test_an_industry_is_found_by_the_name_that_people_use(capsys: pytest.CaptureFixture[str]) -> None:
    found = payload(capsys, "dossier", "AI", *DAY)
    assert found["industry"]["id"] == "artificial_intelligence"
