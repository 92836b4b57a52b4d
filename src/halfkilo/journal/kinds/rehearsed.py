"""The stop was rehearsed: which ways were tried."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from halfkilo.journal.fields import Line


@dataclass(frozen=True)
class Body:
    """ways: let_go, lowered, key, screen."""

    on: date
    ways: tuple[Line, ...]


EXAMPLE = Body(date(2026, 11, 22), ("let_go", "lowered", "key", "screen"))
