"""A clinician approved or refused an offer that waits for them. Refusing only lowers; approving still needs the person's yes."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Answer, Id, Line


@dataclass(frozen=True)
class Body:
    """ref: the offer's id. answer: yes or no."""

    ref: Id
    answer: Answer
    note: Line = ""


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000009", Answer.YES)
