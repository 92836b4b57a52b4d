"""What the database says when the ground gives way, for people: what happened, that nothing was kept by halves, what to do."""

from __future__ import annotations

from typing import NamedTuple

from django.db import DatabaseError

from halfkilo.words import ENGLISH, say


class Said(NamedTuple):
    """An answer: HTTP status, and under which key of `words/<language>/gone.toml` it is put."""

    status: int
    key: str

    def title(self, language: str = ENGLISH) -> str:
        """What happened, in a few words."""
        return say(f"gone.{self.key}.title", language)

    def text(self, language: str = ENGLISH) -> str:
        """What it means and what to do."""
        return say(f"gone.{self.key}.text", language)


FULL, READ_ONLY, BUSY = Said(507, "full"), Said(503, "read_only"), Said(503, "busy")
BROKEN, AWAY = Said(503, "broken"), Said(503, "away")
NOT_WORKED = Said(500, "not_worked")

SIGNS = ((("is full", "no space left", "disk i/o error", "file too large", "could not extend", "disk quota"), FULL),
         (("readonly", "read-only", "unable to open"), READ_ONLY),
         (("locked", "deadlock", "could not serialize", "too many clients"), BUSY),
         (("malformed", "not a database", "corrupt", "invalid page"), BROKEN))
"""Parts of what SQLite and PostgreSQL say. SQLite calls a write that was cut short an I/O error."""


def ground(error: DatabaseError) -> Said:
    """The answer that fits what a database said."""
    text = str(error).lower()
    return next((said for signs, said in SIGNS if any(sign in text for sign in signs)), AWAY)
