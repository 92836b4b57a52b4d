"""What can happen in a scenario: the kinds of events, what each needs to be told, and how its time is given."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from halfkilo.programmes import programmes
from halfkilo.screening import STOP_SIGNS
from halfkilo.strict import Malformed, Range, Text
from halfkilo.units import Region

LONGEST = 364
"""Days of the longest scenario."""


class What(StrEnum):
    """Kinds of events; what each does to a person stands in `docs/scenarios.md`."""

    FLARE = "flare"
    INJURY = "injury"
    ILLNESS = "illness"
    BREAK = "break"
    DRIFT = "drift"
    PAINKILLER = "painkiller"
    STOP_SIGN = "stop_sign"
    DENIAL = "denial"
    FROZEN = "frozen"
    FLATTERING = "flattering"
    UNSAID = "unsaid"
    SILENT = "silent"
    NO_CHECK_IN = "no_check_in"
    WRONG_SIDE = "wrong_side"
    YES_TO_ALL = "yes_to_all"
    LATE_YES = "late_yes"
    TYPED_HEAVIER = "typed_heavier"
    CLOCK = "clock"
    PROGRAMME = "programme"
    EQUIPMENT = "equipment"


NEEDS: dict[What, tuple[str, ...]] = {
    What.FLARE: ("lasts",), What.INJURY: ("lasts", "percent"), What.ILLNESS: ("lasts", "percent"), What.BREAK: ("lasts", "percent"),
    What.DRIFT: ("lasts", "by", "percent"), What.PAINKILLER: ("lasts", "by"), What.STOP_SIGN: ("sign",), What.DENIAL: ("by",),
    What.FROZEN: ("pain", "effort"), What.FLATTERING: ("lasts",), What.LATE_YES: ("by",), What.TYPED_HEAVIER: ("percent",),
    What.CLOCK: ("by", "lasts"), What.PROGRAMME: ("to",), What.EQUIPMENT: ("dumbbells",)}
"""Fields without which a kind of event means nothing."""

ALWAYS = frozenset({"what", "day", "after", "lasts"})
"""Fields every event may have."""

MAY: dict[What, tuple[str, ...]] = {What.FLARE: ("place",), What.INJURY: ("place",), What.DRIFT: ("place",)}
"""Fields a kind of event may have beside those it needs."""


@dataclass(frozen=True)
class Happening:
    """One event as the file tells it.

    day: days lived before it, from 0. after: time since the event before it (the start, for the first), such as "+3d" or "+2w"; one of
    the two. lasts: days, without it to the end. percent, by, pain, effort, sign, to, place, dumbbells (grams): by kind.
    """

    what: What
    day: Annotated[int, Range(0, LONGEST)] | None = None
    after: Annotated[str, Text(8, empty=False)] | None = None
    lasts: Annotated[int, Range(1, LONGEST)] | None = None
    percent: Annotated[int, Range(10, 300)] | None = None
    by: Annotated[int, Range(-30, 30)] | None = None
    pain: Annotated[int, Range(0, 10)] | None = None
    effort: Annotated[int, Range(0, 10)] | None = None
    sign: Annotated[str, Text(60)] | None = None
    to: Annotated[str, Text(60)] | None = None
    place: Region | None = None
    dumbbells: tuple[Annotated[int, Range(100, 60_000)], ...] = ()

    def __post_init__(self) -> None:
        if (self.day is None) == (self.after is None):
            raise Malformed("day", "or after is needed, one of the two")
        self._check_fields()
        if self.sign is not None and self.sign not in STOP_SIGNS:
            raise Malformed("sign", f"must be one of {', '.join(STOP_SIGNS)}; got {self.sign!r}")
        if self.to is not None and self.to not in programmes():
            raise Malformed("to", f"must be one of {', '.join(sorted(programmes()))}; got {self.to!r}")

    def _check_fields(self) -> None:
        needs = NEEDS.get(self.what, ())
        for name in needs:
            if getattr(self, name) in (None, ()):
                raise Malformed(name, f"is needed for {self.what.value}")
        may = {*ALWAYS, *needs, *MAY.get(self.what, ())}
        extra = next((name for name in self.__dataclass_fields__ if name not in may and getattr(self, name) not in (None, ())), None)
        if extra is not None:
            raise Malformed(extra, f"means nothing for {self.what.value}")


@dataclass(frozen=True)
class Event:
    """An event with its days worked out: `first` to `last`, both included, days lived from 0."""

    what: What
    first: int
    last: int
    told: Happening

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last

    @property
    def by(self) -> int:
        """Points, days or tenths, by kind; 0 where it means nothing."""
        return self.told.by or 0

    @property
    def percent(self) -> int:
        """Percent that is left, or lifted; 100 where it means nothing."""
        return self.told.percent or 100


_AFTER = re.compile(r"\+(\d{1,3})([dw])")


def placed(told: tuple[Happening, ...], days: int, place: str) -> tuple[Event, ...]:
    """Every event on its days.

    Raises:
        Malformed: a time that goes back, is not one, or lies behind the end of the scenario.
    """
    out: list[Event] = []
    before = 0
    for index, one in enumerate(told):
        first = one.day if one.day is not None else before + _span(one.after or "", f"{place}.event[{index}].after")
        if first >= days:
            raise Malformed(f"{place}.event[{index}]", f"begins on day {first}, and the scenario ends after {days} days")
        last = days - 1 if one.lasts is None else min(days - 1, first + one.lasts - 1)
        out.append(Event(one.what, first, last, one))
        before = first
    return tuple(out)


def _span(text: str, place: str) -> int:
    """Days of "+3d" or "+2w"."""
    found = _AFTER.fullmatch(text)
    if found is None:
        back = " and time never goes back" if text.startswith("-") else ""
        raise Malformed(place, f"must be a time after the event before it, such as +3d or +2w{back}; got {text!r}")
    return int(found[1]) * {"d": 1, "w": 7}[found[2]]
