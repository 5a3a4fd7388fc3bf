"""Build the catalog's values from the rows of a profile's files; forerun/catalog/load.py shows the layout.

Each function takes one row and raises ``KeyError``, ``ValueError`` or an ``InputError`` when a cell is not
as it must be; the loader adds the file and the line.
"""

from __future__ import annotations

from datetime import date

from forerun.catalog.model import (
    Activity,
    Break,
    Holiday,
    Identity,
    IdentityKind,
    Industry,
    Lag,
    Pilot,
    Place,
    Publisher,
    Release,
    ReleaseDay,
    Term,
    Trap,
    TrapKind,
    Treatment,
    Unit,
    series_id,
)
from forerun.periods import Frequency, Period
from forerun.types import Comparator, Measure, Names, Series, Source, Target

Row = dict[str, str]


def items(cell: str) -> tuple[str, ...]:
    """The items of a list cell."""
    return tuple(part.strip() for part in cell.split("|") if part.strip())


def indicator(row: Row) -> Term:
    """A row of ``indicators.csv``."""
    return Term(
        row["indicator"],
        _names(row),
        items(row["aliases_en"]),
        items(row["aliases_zh"]),
        row.get("note", ""),
    )


def aim(row: Row) -> Term:
    """A row of ``aims.csv``."""
    return Term(row["aim"], _names(row))


def activity(row: Row) -> Activity:
    """A row of ``activities.csv``."""
    return Activity(
        id=row["activity"],
        names=_names(row),
        aliases_en=items(row["aliases_en"]),
        aliases_zh=items(row["aliases_zh"]),
        note=row["note"],
        scheme=row["scheme"],
        section=row["section"],
        isic=row["isic"],
        members=items(row["members"]),
        counter=row["counter"],
    )


def place(row: Row) -> Place:
    """A row of ``places.csv``."""
    return Place(
        id=row["place"],
        names=_names(row),
        aliases_en=items(row["aliases_en"]),
        aliases_zh=items(row["aliases_zh"]),
        short=_names(row, "short"),
        kind=row["kind"],
        region=row["region"],
        column=int(row["column"] or -1),
        row=int(row["row"] or -1),
    )


def unit(row: Row) -> Unit:
    """A row of ``units.csv``."""
    return Unit(
        id=row["unit"],
        names=_names(row),
        aliases_en=items(row["aliases_en"]),
        aliases_zh=items(row["aliases_zh"]),
        dimension=row["dimension"],
        scale=float(row["scale"]),
    )


def publisher(row: Row) -> Publisher:
    """A row of ``publishers.csv``."""
    return Publisher(
        id=row["publisher"],
        names=_names(row),
        aliases_en=items(row["aliases_en"]),
        aliases_zh=items(row["aliases_zh"]),
        domains=items(row["domains"]),
        official=row["official"] == "true",
    )


def series(row: Row) -> Series:
    """A row of ``series.csv``."""
    return Series(
        id=series_id(row["place"], row["indicator"], row["activity"]),
        code=row["code"],
        place=row["place"],
        indicator=row["indicator"],
        activity=row["activity"],
        names=_names(row),
        frequency=Frequency(row["frequency"]),
        units=_units_by_measure(row["units"]),
        publisher=row["publisher"],
        release=row["release"],
        group=row["group"],
        flow=row["flow"] == "true",
        note=row["note"],
    )


def source(row: Row) -> Source:
    """A row of ``sources.csv``."""
    return Source(
        row["source"], row["publisher"], row["title"], row["address"], _day(row["published"]), row["tier"]
    )


def release(row: Row) -> Release:
    """A row of ``releases.csv``."""
    return Release(row["release"], row["publisher"], _names(row), row["frequency"])


def release_day(row: Row) -> ReleaseDay:
    """A row of ``calendar.csv``."""
    return ReleaseDay(
        row["release"],
        Period.parse(row["period"]),
        date.fromisoformat(row["published"]),
        row["scheduled"] == "true",
        row["source"],
        row["note"],
    )


def lag(row: Row) -> Lag:
    """A row of ``lags.csv``."""
    return Lag(
        row["release"],
        row["case"],
        int(row["n"]),
        float(row["median_days"]),
        int(row["min_days"]),
        int(row["max_days"]),
        row["note"],
    )


def industry(row: Row) -> Industry:
    """A row of ``industries.csv``."""
    return Industry(
        row["industry"],
        _names(row),
        items(row["activities"]),
        items(row["series"]),
        items(row["output"]),
        _names(row, "stand_in"),
    )


def target(row: Row) -> Target:
    """A row of ``plans.csv``."""
    return Target(
        plan=row["plan"],
        round=row["round"],
        industry=row["industry"],
        title=row["title"],
        issuers=row["issuers"],
        indicator=row["indicator"],
        series=row["series"],
        first=Period.parse(row["first"]),
        last=Period.parse(row["last"]),
        comparator=Comparator(row["comparator"] or "="),
        value=float(row["value"]) if row["value"] else None,
        unit=row["unit"],
        basis=row["basis"],
        scope=row["scope"],
        known_from=date.fromisoformat(row["known_from"]),
        known_is_estimated=row["known_is_estimated"] == "true",
        source=row["source"],
        note=row["note"],
    )


def broken(row: Row) -> Break:
    """A row of ``breaks.csv``."""
    return Break(
        row["series"],
        tuple(Measure(m) for m in items(row["measures"])),
        Period.parse(row["before"]),
        Period.parse(row["after"]),
        items(row["recipes"]),
        _names(row, "note"),
    )


def identity(row: Row) -> Identity:
    """A row of ``identities.csv``."""
    return Identity(
        IdentityKind(row["kind"]),
        row["whole"],
        items(row["parts"]),
        tuple(Measure(measure) for measure in items(row["measures"])),
        float(row["tolerance"] or 0),
        _names(row, "note"),
    )


def trap(row: Row) -> Trap:
    """A row of ``traps.csv``."""
    return Trap(row["series"], row["other"], TrapKind(row["kind"]), items(row["words"]), _names(row, "note"))


def pilot(row: Row) -> Pilot:
    """A row of ``pilots.csv``."""
    return Pilot(
        programme=row["programme"],
        names=_names(row),
        lead_agency=row["lead_agency"],
        document_no=row["document_no"],
        batch=row["batch"],
        batch_size=int(row["batch_size"]),
        batch_complete=row["batch_complete"] == "true",
        province=row["province"],
        place=row["place"],
        level=row["level"],
        not_before=_day(row["not_before"]),
        not_after=date.fromisoformat(row["not_after"]),
        precision=row["precision"],
        status=row["status"],
        source=row["source"],
        note=row["note"],
    )


def treatment(row: Row) -> Treatment:
    """A row of ``treatments.csv``."""
    return Treatment(
        row["programme"],
        _names(row),
        row["place"],
        row["pilot"],
        row["level"],
        row["start"],
        row["precision"],
        row["batch"],
        row["source"],
        row["note"],
    )


def holiday(row: Row) -> Holiday:
    """A row of ``holidays.csv``, as yet without dates."""
    return Holiday(row["holiday"], _names(row), row["rule"], tuple(map(_lengths, items(row["windows"]))))


def holiday_date(row: Row) -> tuple[str, date]:
    """A row of ``holiday_dates.csv``."""
    return row["holiday"], date.fromisoformat(row["date"])


def _lengths(cell: str) -> tuple[int, int, int]:
    before, during, after = map(int, cell.split("/"))
    return before, during, after


def _names(row: Row, stem: str = "name") -> Names:
    return Names(row[f"{stem}_en"], row[f"{stem}_zh"])


def _day(cell: str) -> date | None:
    return date.fromisoformat(cell) if cell else None


def _units_by_measure(cell: str) -> dict[Measure, str]:
    pairs = (part.split("=", 1) for part in cell.split(";") if part.strip())
    return {Measure(measure.strip()): unit.strip() for measure, unit in pairs}
