"""The person takes sight away again, at once."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Id


@dataclass(frozen=True)
class Body:
    """who: account id."""

    who: Id


EXAMPLE = Body("019395a0-5c00-7000-8000-000000000002")
