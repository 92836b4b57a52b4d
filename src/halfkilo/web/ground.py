"""What the database says when the ground gives way, for people: what happened, that nothing was kept by halves, what to do."""

from __future__ import annotations

from typing import NamedTuple

from django.db import DatabaseError


class Said(NamedTuple):
    """An answer: HTTP status, title, sentence."""

    status: int
    title: str
    text: str


FULL = Said(507, "The disk is full",
            "The disk of the machine that runs this site is full. Nothing of this was kept; what was kept before is safe and can be read. "
            "Make room there, then send it again.")
READ_ONLY = Said(503, "Nothing can be written",
                 "The folder of this site can't be written just now. Nothing of this was kept; what was kept before is safe and can be "
                 "read. Whoever runs this site finds the reason with: halfkilo doctor")
BUSY = Said(503, "Busy", "Something else holds the record just now. Nothing of this was kept. Send it again in a minute.")
BROKEN = Said(503, "The record can't be read",
              "The file of the records can't be read. Nothing of this was kept. Stop halfkilo, keep a copy of its folder and run: "
              "halfkilo doctor")
AWAY = Said(503, "The database does not answer",
            "The database does not answer, so nothing of this was kept. Send it again in a minute. If it stays, whoever runs this site "
            "finds the reason with: halfkilo doctor")

SIGNS = ((("is full", "no space left", "disk i/o error", "file too large", "could not extend", "disk quota"), FULL),
         (("readonly", "read-only", "unable to open"), READ_ONLY),
         (("locked", "deadlock", "could not serialize", "too many clients"), BUSY),
         (("malformed", "not a database", "corrupt", "invalid page"), BROKEN))
"""Parts of what SQLite and PostgreSQL say. SQLite calls a write that was cut short an I/O error."""


def ground(error: DatabaseError) -> Said:
    """The answer that fits what a database said."""
    text = str(error).lower()
    return next((said for signs, said in SIGNS if any(sign in text for sign in signs)), AWAY)
