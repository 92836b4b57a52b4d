"""Words: the bad-day plan written on a good day, a remark, a message; and imported history kept by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Line
from halfkilo.strict import Text


@dataclass(frozen=True)
class Body:
    """topic: bad_day_plan, remark, history."""

    topic: Line
    text: Annotated[str, Text(8000)]


EXAMPLE = Body("bad_day_plan", "Walk to the gate. Call Ben. The chair exercises.")
