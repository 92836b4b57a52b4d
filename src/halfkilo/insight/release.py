"""Which people the next table of a programme may be about, so that no two tables tell one person apart.

Whoever sees yesterday's and today's figures can subtract them. If one person came or went in between, the difference is that person. So
two tables are about the same people, or about sets that differ by at least `SMALL`. Newcomers wait until there are enough; while fewer have
gone than that, the older table stays as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

from halfkilo.insight.evaluation import SMALL

EVERY = 28
"""Days at least between two tables about the same people, so that no single day's change stands alone."""

People = frozenset[str]


def renewed(agreed: People, earlier: Sequence[People]) -> People | None:
    """The people of the next table; None where none may be made.

    Args:
        agreed: everybody who may be counted now. earlier: of every table that was ever shown, oldest first.
    """
    wanted = [agreed, *(held for held in reversed(earlier) if held <= agreed)]
    return next((people for people in wanted if len(people) >= SMALL and all(apart(people, held) for held in earlier)), None)


def apart(one: People, other: People) -> bool:
    """Whether subtracting a table about one set from a table about the other tells of nobody or of at least `SMALL` people."""
    return len(one ^ other) == 0 or len(one ^ other) >= SMALL
