"""The entry screen was answered: one reply per item of `halfkilo.screening`. The outcome is computed, never claimed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.screening import BY_ID, ITEMS, Reply
from halfkilo.strict import Malformed, Many, Text


@dataclass(frozen=True)
class Body:
    """Replies by item id. Missing items stay unanswered, and unanswered is not no."""

    replies: Annotated[dict[Annotated[str, Text(60)], Reply], Many(100)]
    emergency_number: Annotated[str, Text(40)] = ""

    def __post_init__(self) -> None:
        for item in self.replies:
            if item not in BY_ID:
                raise Malformed(f"replies.{item}", "is not an item of the screen")


EXAMPLE = Body({item.id: Reply.NO for item in ITEMS}, "112")
