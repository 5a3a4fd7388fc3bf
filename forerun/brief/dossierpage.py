"""The dossier of a future industry as a page: what can be said, on what it rests, what would change that."""

from __future__ import annotations

import shlex
from collections.abc import Iterable

from forerun.brief.blocks import Brief
from forerun.brief.foresight.costs import costs
from forerun.brief.foresight.desk import Desk
from forerun.brief.foresight.diffusion import diffusion
from forerun.brief.foresight.fields import exposure, fields
from forerun.brief.foresight.places import places
from forerun.brief.foresight.summary import record, signals, summary
from forerun.catalog.model import Catalog
from forerun.documents.safety import printable
from forerun.foresight.dossier import Dossier
from forerun.views.text import day

SECTIONS = (summary, signals, costs, diffusion, places, fields, exposure, record)
"""The order in which a reader meets them."""


def compose_dossier(found: Dossier, catalog: Catalog, lang: str, command: Iterable[str]) -> Brief:
    """The dossier in one language.

    Args:
        found: what is known and claimed.
        catalog: names series and activities.
        lang: ``en`` or ``zh``.
        command: the words of the command line that makes it again.

    Raises:
        UnknownNameError: the interface does not speak the language.
    """
    desk = Desk(found, catalog, lang)
    return Brief(
        title=found.industry.names.get(lang),
        subtitle=desk.fill("subtitle", {"day": day(found.as_of, lang)}),
        as_of=found.as_of,
        lang=lang,
        ledger=found.ledger,
        command=printable(shlex.join(command)),
        sections=tuple(write(desk) for write in SECTIONS),
    )
