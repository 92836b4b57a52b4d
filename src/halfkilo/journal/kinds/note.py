"""Words: the bad-day plan written on a good day, a remark, messages with a clinician; and imported history kept by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Line
from halfkilo.strict import Text


@dataclass(frozen=True)
class Body:
    """topic: bad_day_plan, remark, history; ask_physio (the person asks), message (a clinician writes), read (the person has read what was
    written), seen (a clinician has read what was asked)."""

    topic: Line
    text: Annotated[str, Text(8000)]


EXAMPLE = Body("bad_day_plan", "Walk to the gate. Call Ben. The chair exercises.")
