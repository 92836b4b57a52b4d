"""What a life is to hold: who begins, with which programme and tools, and what happens on the way. Days count from the start."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta, timezone, tzinfo

from halfkilo.journal.kinds import equipped, profiled
from halfkilo.screening import Need

INDIA = timezone(timedelta(hours=5, minutes=30))


@dataclass(frozen=True)
class Span:
    """Days `first` to `last`, both included."""

    first: int
    last: int

    def __contains__(self, day: int) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True)
class Story:
    """weekdays: when the person trains, 0 Monday; empty: whenever today is ready. flares: day -> length, told on purpose.
    travel: no gym, body weight and bands. breaks: no sessions. pins: exercises wanted in their slots. tells_flares: whether
    a flare is said, or noticed only when asked. start_usual: usual pain told on the first day, by place; empty: as it is
    that day."""

    name: str = "somebody"
    start_usual: tuple[int, ...] = ()
    activities: tuple[profiled.Activity, ...] = (profiled.Activity("stairs", "The stairs at home", 4),)
    cannot: tuple[Need, ...] = ()
    frail: bool = False
    days_a_week: int = 3
    weekdays: tuple[int, ...] = (0, 2, 4)
    minutes: int = 20
    tools: equipped.Body = field(default_factory=lambda: equipped.Body(equipped.Gym("simulated")))
    flares: dict[int, float] = field(default_factory=dict)
    travel: tuple[Span, ...] = ()
    breaks: tuple[Span, ...] = ()
    pins: tuple[str, ...] = ()
    tells_flares: bool = True
    zone: tzinfo = INDIA
