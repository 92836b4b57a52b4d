"""An earlier entry was a mistake: it is void, or its body is another. The mistaken entry stays where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from halfkilo.journal.fields import Id, Line


@dataclass(frozen=True)
class Body:
    """body: the right one, of the same kind and version as the entry's; missing: void."""

    entry: Id
    body: dict[str, Any] | None = None
    reason: Line = ""


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000003", None, "tapped the wrong number")
