"""What is watched during one set, as the site signs it into the ticket: the range this person taught, the spotter, an end by slowing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from halfkilo.strict import Malformed, Range

_Mm = Annotated[int, Range(0, 5_000)]


@dataclass(frozen=True)
class Taught:
    """How far this person moves in this exercise on this side, cable position in millimetres."""

    least: _Mm
    most: _Mm

    def __post_init__(self) -> None:
        if self.most <= self.least:
            raise Malformed("most", f"a range goes up: {self.least} mm to {self.most} mm does not")


@dataclass(frozen=True)
class Guide:
    """taught: by side (`left`, `right`), as far as it was taught (H19). spotter: a stuck repetition lowers the load; off for holds, which
    do not move. slowing: percent; a repetition this much slower than the quickest of the first three ends the set; 0 is off (the default).
    """

    left: Taught | None = None
    right: Taught | None = None
    spotter: bool = True
    slowing: Annotated[int, Range(0, 60)] = 0
