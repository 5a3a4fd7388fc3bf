"""Pictures from chart specifications: the only module that knows the chart engine."""

from __future__ import annotations

import json
import re
from functools import lru_cache

from forerun.types import Json

_BACKGROUND = re.compile(r'<path class="background"[^>]*/>')
_ROLES = re.compile(r' (?:role|aria-[a-z]+|pointer-events|xmlns:xlink|class)="[^"]*"')


def svg(spec: Json) -> str:
    """A Vega-Lite specification as SVG in the light colours; nothing is fetched.

    The picture names no font but ``sans-serif`` and carries no roles of its own: whoever shows it sets the
    font, names it and puts its table beside it.
    """
    return _drawn(json.dumps(spec, sort_keys=True))


@lru_cache(maxsize=128)
def _drawn(spec: str) -> str:
    """Drawn once for page and print."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return _ROLES.sub("", _BACKGROUND.sub("", drawn))
