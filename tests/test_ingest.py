from __future__ import annotations

import random
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from forerun.admission import Refusal
from forerun.catalog.load import load_catalog
from forerun.catalog.model import Catalog
from forerun.documents.document import Document, make_document
from forerun.documents.port import PortRules
from forerun.errors import DocumentError, ForerunError, InputError, UnknownNameError
from forerun.ingest import IngestRequest, plan_ingest, run_ingest
from forerun.periods import Period
from forerun.settings import Settings
from forerun.types import Basis, Measure, Status
from forerun.workspace import Workspace

TOYLAND = load_catalog("toyland")
TODAY = date(2024, 10, 1)
HEAD = "series,period,measure,value,unit"
JULY = f"""{HEAD}
IVA_TOYS,2024-07,yoy,5.1,percent
IVA_FOOD,2024-07,yoy,2.9,percent
PPI,2024-07,yoy,-1.2,percent
"""


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with the starter figures, to be copied."""
    return Workspace.create(tmp_path_factory.mktemp("made") / "desk", "toyland").root


@pytest.fixture
def desk(template: Path, tmp_path: Path) -> Workspace:
    shutil.copytree(template, tmp_path / "desk")
    return Workspace.open(Settings(workspace=tmp_path / "desk"))


def file(tmp_path: Path, name: str, text: str) -> str:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return str(tmp_path / name)


def request(
    *sources: str, publisher: str = "TSO", published: date | None = date(2024, 8, 19)
) -> IngestRequest:
    return IngestRequest(sources, publisher, published, today=TODAY)


def ingest(desk: Workspace, *sources: str, **options: object) -> tuple[int, int]:
    commit = run_ingest(plan_ingest(request(*sources, **options), desk.catalog), desk).commit
    return commit.added, commit.already_known


def july(desk: Workspace) -> list[tuple[str, float]]:
    """What the ledger holds of July 2024."""
    fresh = Workspace.open(Settings(workspace=desk.root)).ledger
    rows = [
        row
        for code in ("IVA_TOYS", "IVA_FOOD", "PPI")
        for row in fresh.vintages(code, Period.parse("2024-07"))
    ]
    return [(row.series, row.value) for row in rows]


def everything(desk: Workspace) -> str:
    return Workspace.open(Settings(workspace=desk.root)).ledger.snapshot(date(2100, 1, 1)).hash


def test_figures_enter_the_ledger_with_their_document(desk: Workspace, tmp_path: Path) -> None:
    assert ingest(desk, file(tmp_path, "july.csv", JULY)) == (3, 0)
    (row,) = desk.ledger.vintages("IVA_TOYS", Period.parse("2024-07"), Measure.YOY)
    assert (row.value, row.publisher, row.published, row.locator) == (5.1, "TSO", date(2024, 8, 19), "row 2")
    kept = desk.archive.get(row.document)
    assert kept.content.decode() == JULY
    assert (kept.publisher, kept.published) == ("TSO", date(2024, 8, 19))


def test_ingesting_twice_changes_nothing(desk: Workspace, tmp_path: Path) -> None:
    name = file(tmp_path, "july.csv", JULY)
    ingest(desk, name)
    before = everything(desk), sorted(path.name for path in desk.root.rglob("*"))
    assert ingest(desk, name) == (0, 3)
    assert (everything(desk), sorted(path.name for path in desk.root.rglob("*"))) == before


def test_a_plan_writes_nothing(desk: Workspace, tmp_path: Path) -> None:
    before = everything(desk)
    plan = plan_ingest(request(file(tmp_path, "july.csv", JULY)), desk.catalog)
    assert len(plan.observations) == 3
    assert everything(desk) == before
    assert not (desk.root / "documents").exists()


def test_one_bad_document_stops_all(desk: Workspace, tmp_path: Path) -> None:
    good, bad = (
        file(tmp_path, "good.csv", JULY),
        file(tmp_path, "bad.csv", f"{HEAD}\nPPI,2024-07,yoy,x,percent\n"),
    )
    before = everything(desk)
    with pytest.raises(DocumentError, match=r"bad\.csv, row 2"):
        ingest(desk, good, bad)
    assert everything(desk) == before


def test_several_documents_are_one_commit(desk: Workspace, tmp_path: Path) -> None:
    lines = JULY.splitlines(keepends=True)
    one = file(tmp_path, "one.csv", lines[0] + lines[1])
    two = file(tmp_path, "two.csv", lines[0] + lines[2] + lines[3])
    commits = len(desk.ledger.store.entries())
    assert ingest(desk, one, two) == (3, 0)
    assert len(desk.ledger.store.entries()) == commits + 1
    rows = [desk.ledger.vintages(code, Period.parse("2024-07"))[0] for code in ("IVA_TOYS", "PPI")]
    assert len({row.document for row in rows}) == 2


def test_a_later_different_value_is_a_revision(desk: Workspace, tmp_path: Path) -> None:
    ingest(desk, file(tmp_path, "july.csv", JULY))
    ingest(desk, file(tmp_path, "later.csv", JULY.replace("5.1", "5.4")), published=date(2024, 9, 17))
    rows = desk.ledger.vintages("IVA_TOYS", Period.parse("2024-07"))
    assert [(row.value, row.status) for row in rows] == [(5.1, Status.PRELIMINARY), (5.4, Status.REVISED)]
    (food, again) = desk.ledger.vintages("IVA_FOOD", Period.parse("2024-07"))
    assert (food.status, again.status) == (Status.PRELIMINARY, Status.PRELIMINARY)


def test_vintages_within_one_file_are_told_apart(desk: Workspace, tmp_path: Path) -> None:
    row = "IVA_TOYS,2024-07,yoy,"
    table = f"{HEAD},published\n{row}5.1,percent,2024-08-19\n{row}5.4,percent,2024-09-17\n"
    ingest(desk, file(tmp_path, "vintages.csv", table), published=None)
    rows = desk.ledger.vintages("IVA_TOYS", Period.parse("2024-07"))
    assert [(row.value, row.status) for row in rows] == [(5.1, Status.PRELIMINARY), (5.4, Status.REVISED)]


def test_a_release_in_words(desk: Workspace, root: Path) -> None:
    """The release of July 2024 that ships with the documentation of Toyland."""
    plan = plan_ingest(
        IngestRequest((str(root / "docs" / "toyland-release-2024-07.txt"),), today=TODAY), TOYLAND
    )
    (planned,) = plan.documents
    assert planned.publisher is not None
    assert planned.publisher.id == "TSO"
    assert planned.reading.document.published == date(2024, 8, 19)
    run_ingest(plan, desk)
    (steel,) = desk.ledger.vintages("OUT_STEEL", Period.parse("2024-07"), Measure.LEVEL)
    assert (steel.value, steel.published) == (41.1, date(2024, 8, 19))


def test_published_releases_fill_the_ledger(shared: Path, tmp_path: Path) -> None:
    china = Workspace.create(tmp_path / "china")
    name = str(shared / "data" / "releases" / "nbs-iva-2024-04.txt")
    plan = plan_ingest(IngestRequest((name,), "国家统计局", date(2024, 5, 17)), china.catalog)
    run_ingest(plan, china)
    snapshot = china.ledger.snapshot(date(2024, 5, 17))
    figure = snapshot.figure("OUT_ETHYLENE", Period.parse("2024-04"), Measure.LEVEL)
    assert figure.value == 249
    found = [
        row
        for row in snapshot.vintages("IVA_JOINT_STOCK", Period.parse("2024-04"), Measure.YOY)
        if row.document
    ]
    assert [(row.value, row.locator) for row in found] == [(6.9, "sentence 5")]


def test_an_address_is_fetched_and_its_site_vouches_for_the_day(
    desk: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = "https://stats.toyland.example/2024/07.html"
    day = '<meta name="pubdate" content="2024-08-23">'
    page = f"{day}<p>In July 2024, crude steel output was 411,000 tonnes.</p>"
    asked: list[tuple[str, tuple[str, ...]]] = []

    def fetched(url: str, catalog: Catalog, *, allow: tuple[str, ...], rules: PortRules) -> Document:
        asked.append((url, allow))
        return make_document(page.encode(), name=url, address=url, publisher="TSO", limits=rules.limits)

    monkeypatch.setattr("forerun.ingest.fetch", fetched)
    plan = plan_ingest(IngestRequest((address,), allow_hosts=("x.example",), today=TODAY), TOYLAND)
    assert asked == [(address, ("x.example",))]
    (row,) = plan.observations
    assert (row.series, row.value, row.published) == ("ty/steel_output", 41.1, date(2024, 8, 23))
    assert row.basis is Basis.STATED
    run_ingest(plan, desk)
    assert desk.archive.get(row.document).address == address


def test_nobody_known_published_it(desk: Workspace, tmp_path: Path) -> None:
    plan = plan_ingest(request(file(tmp_path, "x.csv", JULY), publisher=""), TOYLAND)
    assert {each.refusal for each in plan.documents[0].outcomes} == {Refusal.NO_PUBLISHER}
    assert "--publisher" in plan.documents[0].advice
    assert run_ingest(plan, desk).commit.added == 0
    unofficial = plan_ingest(request(file(tmp_path, "x.csv", JULY), publisher="HERALD"), TOYLAND)
    assert unofficial.observations == ()
    assert "not an official publisher" in unofficial.documents[0].advice


@pytest.mark.parametrize(
    ("text", "options", "error", "problem"),
    [
        (
            JULY,
            {"publisher": "TCS"},
            DocumentError,
            "TCS is not the publisher: 3 of the 3 figures .* --publisher TSO",
        ),
        (JULY, {"publisher": "TSA"}, UnknownNameError, "unknown publisher 'TSA'. Did you mean"),
        (JULY, {"published": date(2024, 10, 2)}, InputError, "2024-10-02, which has not come"),
        (
            JULY,
            {"published": date(2024, 7, 20)},
            DocumentError,
            "all 3 figures are about a time that was not over",
        ),
        (
            "TSO\n2 October 2024\nIn July, toys rose by 3 percent.",
            {"published": None},
            DocumentError,
            "has not come",
        ),
        (
            f"{HEAD},publisher\nPPI,2024-07,yoy,1,percent,TCS\n",
            {},
            DocumentError,
            "row 2: the row says that TCS",
        ),
        (
            f"{HEAD},published\nPPI,2024-07,yoy,1,percent,2024-10-02\n",
            {},
            DocumentError,
            "row 2: it was published on",
        ),
        (f"{HEAD}\nPPI,2024-07,yoy,1,furlong\n", {}, UnknownNameError, "row 2: unknown unit 'furlong'"),
    ],
)
def test_what_refuses_a_document(
    desk: Workspace,
    tmp_path: Path,
    text: str,
    options: dict[str, object],
    error: type[ForerunError],
    problem: str,
) -> None:
    before = everything(desk)
    with pytest.raises(error, match=problem) as caught:
        ingest(desk, file(tmp_path, "x.txt", text), **options)
    assert caught.value.advice
    assert everything(desk) == before


def test_one_figure_too_early_is_left_out_and_said(tmp_path: Path) -> None:
    table = f"{JULY}IVA_TOYS,2024-08,yoy,5.2,percent\n"
    plan = plan_ingest(request(file(tmp_path, "x.csv", table)), TOYLAND)
    assert len(plan.observations) == 3
    (refused,) = (each for each in plan.documents[0].outcomes if each.observation is None)
    assert refused.refusal is Refusal.TOO_EARLY
    assert refused.statement.locator == "row 5"


def test_quoting_others_is_allowed_and_marked(tmp_path: Path) -> None:
    table = f"{HEAD},publisher\nPPI,2024-07,yoy,-1.2,percent,TMI\n"
    plan = plan_ingest(request(file(tmp_path, "x.csv", table), publisher=""), TOYLAND)
    assert [row.publisher for row in plan.observations] == ["TMI"]
    assert "TSO publishes this series" in plan.documents[0].outcomes[0].warning


def test_only_a_workspace_of_ones_own_is_added_to(tmp_path: Path) -> None:
    plan = plan_ingest(request(file(tmp_path, "july.csv", JULY)), TOYLAND)
    with pytest.raises(InputError, match="no workspace to add to"):
        run_ingest(plan, Workspace.open(Settings(profile="toyland")))


SCRIPT = """
import sys
from datetime import date
from pathlib import Path
from forerun.ingest import IngestRequest, plan_ingest, run_ingest
from forerun.settings import Settings
from forerun.workspace import Workspace

desk = Workspace.open(Settings(workspace=Path(sys.argv[1])))
asked = IngestRequest(tuple(sys.argv[2:]), "TSO", date(2024, 8, 19), today=date(2024, 10, 1))
plan = plan_ingest(asked, desk.catalog)
print("planned", flush=True)
run_ingest(plan, desk)
print("done", flush=True)
"""


def start(desk: Workspace, *sources: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", SCRIPT, str(desk.root), *sources]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def killed_moments() -> Iterator[float]:
    """Seconds after planning at which a process is killed: spread over the time that writing takes."""
    chance = random.Random(7)
    return (chance.uniform(0.0, 0.12) for _ in range(6))


def test_a_killed_ingest_leaves_all_or_nothing(desk: Workspace, tmp_path: Path) -> None:
    whole = [("ty/iva/32", 5.1), ("ty/iva/10", 2.9), ("ty/ppi", -1.2)]
    lines = JULY.splitlines(keepends=True)
    names = [
        file(tmp_path, "a.csv", lines[0] + lines[1]),
        file(tmp_path, "b.csv", lines[0] + "".join(lines[2:])),
    ]
    for moment in killed_moments():
        process = start(desk, *names)
        assert process.stdout is not None
        assert process.stdout.readline() == "planned\n"
        time.sleep(moment)
        process.kill()
        process.communicate()
        assert july(desk) in ([], whole)
    ingest(desk, *names)
    assert july(desk) == whole


def test_two_processes_at_once_lose_nothing(desk: Workspace, tmp_path: Path) -> None:
    lines = JULY.splitlines(keepends=True)
    names = [file(tmp_path, f"{n}.csv", lines[0] + lines[n]) for n in (1, 2, 3)]
    running = [start(desk, name, names[0]) for name in names]
    assert [process.communicate()[0].split() for process in running] == [["planned", "done"]] * 3
    assert july(desk) == [("ty/iva/32", 5.1), ("ty/iva/10", 2.9), ("ty/ppi", -1.2)]
