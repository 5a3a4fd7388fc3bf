"""The brief as one self-contained page: no script, no request, everything from outside escaped."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from forerun.types import Json
from forerun.views.palette import DARK, LIGHT, themed, variables
from forerun.views.words import words

if TYPE_CHECKING:
    from jinja2 import Template

TEMPLATES = Path(__file__).parent / "templates"


def page(tree: Json) -> str:
    """The page of a brief laid out by :func:`forerun.brief.layout.lay_out`."""
    from markupsafe import Markup

    # Only our own declarations and the drawn charts, whose text the chart engine has escaped, are markup.
    return _template().render(
        brief=tree,
        words=words(tree["lang"]),
        light=Markup(variables(LIGHT)),  # noqa: S704
        dark=Markup(variables(DARK)),  # noqa: S704
    )


@lru_cache(maxsize=1)
def _template() -> Template:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=False
    )
    environment.filters["picture"] = lambda svg: Markup(themed(svg))  # noqa: S704
    return environment.get_template("brief.html")
