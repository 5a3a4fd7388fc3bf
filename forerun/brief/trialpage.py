"""The report of a trial as a page: the answer, what it rests on, how it stands to the registration."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from forerun.brief.blocks import Brief
from forerun.brief.trial.comparison import checks, estimators
from forerun.brief.trial.course import course
from forerun.brief.trial.design import design
from forerun.brief.trial.donors import donors
from forerun.brief.trial.material import Desk, Material
from forerun.brief.trial.record import method, register
from forerun.brief.trial.summary import summary
from forerun.brief.trial.target import target
from forerun.catalog.model import Catalog
from forerun.documents.safety import printable
from forerun.views.text import day
from forerun.views.trial_words import Saying


def compose_trial(material: Material, catalog: Catalog, lang: str, command: Iterable[str]) -> Brief:
    """The report in one language.

    Args:
        material: the evaluation and what is shown beside it, see :func:`forerun.brief.trial.material.gather`.
        catalog: names places.
        lang: ``en`` or ``zh``.
        command: the words of the command line that makes the report again.

    Raises:
        UnknownNameError: the interface does not speak the language.
    """
    found = material.found
    desk = Desk(material, Saying.of(found.spec, catalog, lang))
    again = printable(shlex.join(command))
    sections = (
        summary(desk),
        course(desk),
        donors(desk),
        estimators(desk),
        checks(desk),
        design(desk),
        target(desk),
        register(desk),
        method(desk, again),
    )
    return Brief(
        title=found.spec.names.get(lang),
        subtitle=desk.fill("subtitle", {"day": day(found.as_of, lang)}),
        as_of=found.as_of,
        lang=lang,
        ledger=found.ledger,
        command=again,
        sections=tuple(each for each in sections if each is not None),
    )
