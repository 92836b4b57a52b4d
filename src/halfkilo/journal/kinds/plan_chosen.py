"""A programme was chosen or changed: which, how many days a week, how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.journal.fields import Slug
from halfkilo.strict import Malformed, Range


@dataclass(frozen=True)
class Body:
    """days: a week, 2-5. weekdays: 0 Monday ... 6 Sunday, chosen days if the person wants them. minutes: 10, 20, 30."""

    programme: Slug
    days: Annotated[int, Range(2, 5)]
    minutes: Annotated[int, Range(10, 30)]
    weekdays: tuple[Annotated[int, Range(0, 6)], ...] = ()

    def __post_init__(self) -> None:
        if self.minutes not in (10, 20, 30):
            raise Malformed("minutes", "is 10, 20 or 30")


EXAMPLE = Body("low_back", 3, 20, (0, 2, 4))
