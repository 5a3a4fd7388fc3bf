"""``forerun foresight ai`` as a person and as a program sees it, and the tables that a workspace keeps."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from forerun.cli.main import main
from forerun.errors import LedgerError
from forerun.foresight.ai.build import Asked, ai_exposure
from forerun.foresight.ai.kept import FOLDER, exposure_table
from forerun.foresight.ai.names import Directory
from forerun.settings import Settings
from forerun.views.foresight_ai import exposure_chart
from forerun.views.render import svg
from forerun.views.words import words
from forerun.workspace import Workspace

Writer = Callable[..., Path]
AIIE = """NAICS,Industry Title,AIIE
3341,Computers,1.5
3361,Cars,-0.25
3362,Bodies,-0.75
5211,Banks,2
3122,,-1
"""


def output(capsys: pytest.CaptureFixture[str], *typed: str) -> str:
    capsys.readouterr()
    assert main(["foresight", "ai", *typed]) == 0
    return capsys.readouterr().out


def payload(capsys: pytest.CaptureFixture[str], *typed: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(output(capsys, *typed, "--json"))
    return found


def test_without_a_table_it_says_which_one_and_shows_the_crosswalk(
    capsys: pytest.CaptureFixture[str],
) -> None:
    told = output(capsys)
    assert "AIOE-Data/AIOE" in told
    assert "3344×0.92" in told
    found = payload(capsys, "--as-of", "2024-06-30")
    assert (found["schema"], found["as_of"], found["data"]) == ("forerun.foresight.ai/1", "2024-06-30", None)
    assert {each["value"] for each in found["divisions"]} == {None}
    assert found["losses"]["empty"] == ["12"]


def test_divisions_of_a_table(written: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(written(AIIE, "aiie.csv"))
    found = payload(capsys, "--industries", path)
    first, second, third = found["divisions"][:3]
    assert (first["division"], first["value"], first["low"], first["high"]) == ("36", -0.5, -0.75, -0.25)
    assert (first["rank"], first["ranks"], first["thin"]) == (1, [1, 1], False)
    assert second["division"] == "16"
    # one of the industries of 39 is not enough for a rank, however high it stands
    assert (third["division"], third["value"], third["rank"], third["thin"]) == ("39", 1.5, None, True)
    assert found["summary"]["rows"] == 5
    assert found["losses"]["unmatched"] == ["5211 Banks"]
    told = output(capsys, "--industries", path, "--lang", "zh")
    assert "汽车制造业" in told
    assert "不是预测" in told
    assert "−0.75 … −0.25" in told


def test_a_division_a_product_and_a_future_industry(
    written: Writer, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(AIIE, "aiie.csv"))
    for name in ("36", "新能源汽车", "Automobiles"):
        assert payload(capsys, name, "--industries", path)["chosen"]["exposure"]["value"] == -0.5
    found = payload(capsys, "artificial_intelligence", "--industries", path)["chosen"]
    assert found["exposure"]["divisions"] == ["39"]
    assert found["exposure"]["unvalued"] == ["65"]
    assert "Bodies" in output(capsys, "36", "--industries", path)
    assert main(["foresight", "ai", "Automobils", "--industries", path]) == 2
    assert "Automobiles" in capsys.readouterr().err


def test_places_need_a_table_and_are_ranked(written: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    mix = str(written("place,activity,value\nA,39,1\nA,36,1\nB,36,2\nB,junk,2\n", "mix.csv"))
    assert main(["foresight", "ai", "--mix", mix]) == 2
    assert "--mix needs a table of exposure by industry" in capsys.readouterr().err
    path = str(written(AIIE, "aiie.csv"))
    found = payload(capsys, "--industries", path, "--mix", mix)["places"]
    assert [(each["place"], each["value"], each["covered"]) for each in found["places"]] == [
        ("A", 0.5, pytest.approx((4 / 15 + 2 / 3) / 2)),  # 39: 3341 is one of 3.75, 36: two of three
        ("B", -0.5, pytest.approx(1 / 3)),
    ]
    told = output(capsys, "--industries", path, "--mix", mix)
    assert "without counterpart: 1 (junk" in told


def test_tables_are_kept_as_they_came_and_found_again(
    written: Writer, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = str(tmp_path / "desk")
    Workspace.create(Path(desk))
    assert exposure_table(Path(desk)) is None
    path = written(AIIE, "aiie.csv")
    output(capsys, "--industries", str(path), "--keep", "--workspace", desk)
    found = payload(capsys, "--workspace", desk)
    assert found["source"] == "aiie.csv"
    (kept,) = (Path(desk) / FOLDER).glob("*/*.csv")
    assert kept.read_bytes() == path.read_bytes()
    again = written(AIIE.replace("1.5", "1.25"), "aiie.csv")
    output(capsys, "--industries", str(again), "--keep", "--workspace", desk)
    assert payload(capsys, "39", "--workspace", desk)["chosen"]["exposure"]["value"] == 1.25
    for each in (Path(desk) / FOLDER).glob("*/*.csv"):
        each.write_bytes(b"changed")
    with pytest.raises(LedgerError, match="was changed"):
        exposure_table(Path(desk))
    (Path(desk) / FOLDER / "tables.json").write_text("{", encoding="utf-8")
    with pytest.raises(LedgerError, match="damaged"):
        exposure_table(Path(desk))


def test_a_table_that_cannot_be_used_is_not_kept(written: Writer, tmp_path: Path) -> None:
    desk = Workspace.create(tmp_path / "desk")
    assert (
        main(
            [
                "foresight",
                "ai",
                "--industries",
                str(written("a,b\n1,2\n")),
                "--keep",
                "--workspace",
                str(desk.root),
            ]
        )
        == 2
    )
    assert not (desk.root / FOLDER).exists()
    assert main(["foresight", "ai", "--keep", "--workspace", str(desk.root)]) == 2


def test_from_abilities_to_divisions_with_every_application_alone(
    written: Writer, capsys: pytest.CaptureFixture[str]
) -> None:
    related = written("ability,Chess,Speech\nSight,1,0.1\nHearing,0,1\nMemory,0.7,0.5\n", "related.csv")
    demands = written(
        "soc,ability,importance,level\n11-1011,Sight,1,1\n13-1011,Hearing,1,1\n15-1011,Memory,1,1\n",
        "demands.csv",
    )
    staffing = written(
        "naics,soc,employment\n3341,11-1011,1\n3361,13-1011,1\n3122,15-1011,1\n", "staffing.csv"
    )
    files = ("--abilities", str(related), "--importance", str(demands), "--staffing", str(staffing))
    found = payload(capsys, *files)
    assert [each["name"] for each in found["occupations"]["scores"]] == ["15-1011", "11-1011", "13-1011"]
    assert _order(found) == ["16", "39", "36"]
    compared = {(each["label"], each["of"]): each["correlation"] for each in found["sensitivity"]}
    # orders by chess 39, 16, 36 and by speech 36, 16, 39 beside 16, 39, 36
    assert compared == pytest.approx(
        {("Chess", "abilities"): 0.5, ("Chess", "divisions"): 0.5,
         ("Speech", "abilities"): -0.5, ("Speech", "divisions"): -0.5}
    )  # fmt: skip
    alone = payload(capsys, *files, "--application", "speech")
    assert _order(alone) == ["36", "16", "39"]
    for wrong in (
        ["--application", "Chess"],
        [*files, "--application", "Chess=x"],
        [*files, "--application", "Go"],
    ):
        assert main(["foresight", "ai", *wrong]) == 2


@pytest.mark.parametrize(
    "options",
    [
        ("importance",),
        ("staffing",),
        ("employment",),
        ("compare",),
        ("industries", "staffing", "occupations"),
    ],
)
def test_a_table_that_nobody_would_read_is_refused(
    written: Writer, options: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(written(AIIE, "aiie.csv"))
    assert main(["foresight", "ai", *(word for each in options for word in (f"--{each}", path))]) == 2
    assert f"--{options[0]}" in capsys.readouterr().err


def _order(found: dict[str, Any]) -> list[str]:
    valued = [each for each in found["divisions"] if each["value"] is not None]
    return [each["division"] for each in sorted(valued, key=lambda each: -each["value"])]


def test_another_table_is_held_beside_the_first(written: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    path, other = (
        written(AIIE, "aiie.csv"),
        written("NAICS,AIIE\n3341,-1\n3361,0\n3362,0\n3122,2\n", "other.csv"),
    )
    (found,) = payload(capsys, "--industries", str(path), "--compare", str(other))["sensitivity"]
    assert (found["label"], found["of"], found["count"], found["correlation"]) == (
        "other.csv",
        "divisions",
        3,
        -1.0,
    )
    assert ["39", 1, 3] in found["moves"]


def test_employment_is_named(written: Writer, capsys: pytest.CaptureFixture[str]) -> None:
    path, workers = written(AIIE, "aiie.csv"), written("NAICS,employment\n3361,3\n3362,1\n", "workers.csv")
    files = ("--industries", str(path), "--employment", str(workers))
    assert payload(capsys, "36", *files)["chosen"]["exposure"]["value"] == pytest.approx(-0.375)
    assert "workers.csv" in output(capsys, *files)


def test_another_classification_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["foresight", "ai", "--profile", "toyland"]) == 2
    assert "GB/T 4754" in capsys.readouterr().err


def test_the_chart_shows_the_divisions_that_were_asked_for(written: Writer, china: Directory) -> None:
    desk = Workspace.open(Settings(None, "china"))
    asked = Asked(desk.catalog.compiled, "36", {"industries": written(AIIE, "aiie.csv")})
    drawn = svg(exposure_chart(ai_exposure(asked, desk.catalog), desk.catalog, "en"))
    assert "Automobiles" in drawn


def test_both_languages_have_the_same_words() -> None:
    first, second = (
        {key for key in words(lang).entries if key.startswith("foresight_ai")} for lang in ("en", "zh")
    )
    assert first == second
