"""A session ended, whole or reduced: a reduced session is a session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Id, Line
from halfkilo.strict import Range


@dataclass(frozen=True)
class Body:
    """done: exercises with at least one set."""

    session: Id
    done: Annotated[int, Range(0, 60)] = 0
    word: Line | None = None


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000001", 4)
