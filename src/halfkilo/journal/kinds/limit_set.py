"""A limit was set, tightened or lifted by the person or a clinician. Rules may only tighten what stands here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from halfkilo.journal.fields import Line, Slug
from halfkilo.screening import LoadClass
from halfkilo.strict import Malformed, Range
from halfkilo.units import Region, Side


class What(StrEnum):
    """What is limited."""

    LOAD_MOST = "load_most"
    RANGE_MOST = "range_most"
    EFFORT_MOST = "effort_most"
    SETS_MOST = "sets_most"
    BAN = "ban"
    LEAVE_OUT = "leave_out"
    PIN = "pin"
    GREEN = "green"
    RED = "red"
    NO_RISE = "no_rise"
    APPROVE = "approve"


_NUMBER = {What.LOAD_MOST, What.RANGE_MOST, What.EFFORT_MOST, What.SETS_MOST, What.GREEN, What.RED, What.APPROVE}


@dataclass(frozen=True)
class Body:
    """value: grams, percent of range, OMNI, sets or NRS, by `what`; for `approve` the largest rise, grams, that is offered without a
    clinician having looked (theirs alone counts). lift: take the same limit away again.

    Nobody lifts or loosens a limit that a clinician set, except a clinician.
    """

    what: What
    value: Annotated[int, Range(0, 200_000)] | None = None
    exercise: Slug | None = None
    side: Side | None = None
    region: Region | None = None
    load_class: LoadClass | None = None
    until: date | None = None
    reason: Line = ""
    lift: bool = False

    def __post_init__(self) -> None:
        if self.what in _NUMBER and self.value is None and not self.lift:
            raise Malformed("value", f"is needed for {self.what}")
        if self.what in {What.BAN, What.PIN} and self.exercise is None:
            raise Malformed("exercise", f"is needed for {self.what}")
        if self.what is What.LEAVE_OUT and self.load_class is None:
            raise Malformed("load_class", "is needed for leave_out")
        if self.what is What.GREEN and self.value is not None and not 1 <= self.value <= 3:
            raise Malformed("value", "of the green edge must be from 1 to 3")
        if self.what is What.RED and self.value is not None and not 4 <= self.value <= 6:
            raise Malformed("value", "of the red edge must be from 4 to 6")


EXAMPLE = Body(What.LOAD_MOST, 8000, "hip_hinge", reason="until the scan is back")
