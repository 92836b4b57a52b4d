"""What can be amiss with a comparison, said so that somebody can mend it."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches


class CohortError(Exception):
    """A comparison that can't be run; the message says why and what would do."""


class NotKnown(CohortError):
    """A name that nobody knows. what: kind of thing; known: the names there are; else_: what else would do."""

    def __init__(self, what: str, asked: str, known: Sequence[str], else_: str = "") -> None:
        near = get_close_matches(asked, known, 1)
        hint = f" Did you mean {near[0]}?" if near else ""
        there = f" Known are: {', '.join(known)}." if known else ""
        super().__init__(f"No {what} is called {asked!r}.{hint}{there}{f' ({else_})' if else_ else ''}")
        self.what, self.asked, self.known = what, asked, tuple(known)


class NoDask(CohortError):
    """Dask is not installed here, or the scheduler does not answer."""
