"""Everything one day's decision looks at, worked out once: the person, the day, the corridors, what is at hand."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from halfkilo import limits, screening
from halfkilo.dose.grid import Grid
from halfkilo.dose.once import once, remembered
from halfkilo.dose.places import Places, places
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.dose.reach import Reach, reach_for
from halfkilo.exercises import Catalogue, Exercise, Variant
from halfkilo.journal.corridor import Corridor, Usual, next_day, open_flare
from halfkilo.journal.fields import Away, Mode
from halfkilo.journal.standing import days_between
from halfkilo.journal.state import RegionState, State, Today
from halfkilo.units import Region, Side, Tool


@dataclass(frozen=True)
class Choice:
    """What the person chose for today: minutes (None: as planned; 2: the two-minute mode), not at home, tools at hand, a kind of
    session. now: instant of asking, milliseconds (None: the end of the day), for answers that go stale."""

    minutes: int | None = None
    away: Away = Away.NO
    tools: tuple[Tool, ...] | None = None
    mode: Mode | None = None
    now: int | None = None


@dataclass
class Day:
    """One person on one day. Read only; the caches are filled as rules ask."""

    state: State
    on: str
    choice: Choice
    catalogue: Catalogue
    policy: Policy = STANDARD
    learned: dict[Region, Any] = field(default_factory=dict)
    _corridors: dict[tuple[Region, str], Corridor] = field(default_factory=dict)
    _usual: dict[Region, Usual] = field(default_factory=dict)

    @once
    def tracked(self) -> Mapping[Region, RegionState]:
        """The tracked regions."""
        return {_REGIONS[name]: region for name, region in self.state["regions"].items() if region["tracked"]}

    @once
    def age(self) -> int | None:
        """Age in years by the calendar year, None while unknown."""
        profile = self.state["profile"]
        return date.fromisoformat(self.on).year - profile["birth_year"] if profile else None

    @once
    def older(self) -> bool:
        """65 and more, or frail: slower rises, deeper cuts after a break."""
        profile = self.state["profile"] or {}
        return bool(profile.get("frail")) or (self.age or 0) >= limits.OLDER.first

    @once
    def verdict(self) -> screening.Verdict:
        """The screen as a whole."""
        screen = self.state["screen"]
        return _judged(tuple(screen["replies"].items()), tuple(screen["cleared"]))

    @once
    def limits(self) -> list[dict[str, Any]]:
        """Limits of the person and of clinicians that hold today."""
        return [limit for limit in self.state["limits"] if limit.get("until") is None or self.on <= limit["until"]]

    @once
    def left_out(self) -> Mapping[screening.LoadClass, str]:
        """Classes of loading that are left out today, each with its reason: a screen item's id, or who set the limit."""
        out: dict[screening.LoadClass, str] = {}
        for item in self.verdict.because if self.policy.applies("G1") else ():
            for load_class in sorted(screening.BY_ID[item].leaves_out):
                out.setdefault(load_class, item)
        for limit in self.limits:
            if limit["what"] == "leave_out":
                out[screening.LoadClass(limit["load_class"])] = str(limit["by"])
        return out

    @once
    def places(self) -> Places:
        """What the exercises ask of the tracked places."""
        return places(self.catalogue, tuple(self.tracked))

    @once
    def reach(self) -> Reach:
        """Which exercises are open to the person, with which tool, at which loads."""
        state = self.state
        return reach_for(
            self.catalogue,
            tuple(self.tracked),
            frozenset((state["profile"] or {}).get("cannot", ())),
            frozenset(self.left_out),
            json.dumps(self.limits),
            json.dumps(state["equipment"]),
            tuple(state["instead"].items()),
            self.policy.most_load,
        )

    @once
    def tools(self) -> frozenset[Tool]:
        """What is at hand: as chosen for today, else by where the person is."""
        if self.choice.tools is not None:
            return frozenset({*self.choice.tools, Tool.BODY})
        if self.choice.away in (Away.TRAVEL, Away.ILL):
            return frozenset({Tool.BODY, Tool.BAND})
        return WITHOUT_GYM if self.choice.away is Away.NO_GYM or self.state["hazards"] else EVERYTHING

    def corridor(self, region: Region, on: str | None = None) -> Corridor:
        """The corridor of a tracked region as it was on day `on`."""
        day = on or self.on
        known = self._corridors.get((region, day))
        if known is None:
            green, red = self._edge("green", region), self._edge("red", region)
            usual = self.usual(region)
            # Without the bound (simulations only) the reference follows the usual wherever it goes.
            entry = None if self.policy.applies("drift") else usual.corridor(day).usual
            known = self._corridors[region, day] = usual.corridor(day, entry=entry, green=green, red=red)
        return known

    def usual(self, region: Region) -> Usual:
        """The mornings of a region outside flares."""
        known = self._usual.get(region)
        if known is None:
            known = self._usual[region] = Usual(self.state["regions"][region])
        return known

    def _edge(self, what: str, region: Region) -> int:
        ours = self.policy.green_absolute if what == "green" else self.policy.red_absolute
        if not self.limits:
            return ours
        # Only a clinician may move an edge (DOSE.md 2); of several the strictest holds.
        edges = [
            int(limit["value"])
            for limit in self.limits
            if limit["what"] == what and limit["by"] == "clinician" and limit.get("region") in (None, region.value)
        ]
        return min([*edges, ours])

    def pre(self, region: Region) -> int | None:
        """The highest pain told in today's check-ins: a rescue session is for the day (G4)."""
        return self.checked["worst"].get(region) if self.checked else None

    @once
    def checked(self) -> Today | None:
        """Today's check-in."""
        return next((one for one in (self.state["today"], self.state["eve"]) if one is not None and one["on"] == self.on), None)

    def different(self) -> str | None:
        """Today's answer to "anything different today?"."""
        return self.checked["different"] if self.checked else None

    def morning(self, region: Region, day: str) -> int | None:
        """The morning answer of `day`."""
        return self._told[region].get(day)

    @once
    def _told(self) -> Mapping[Region, Mapping[str, int]]:
        return {region: {pair[0]: pair[1] for pair in state["mornings"]} for region, state in self.tracked.items()}

    @remembered
    def high(self, region: Region, day: str) -> bool:
        """Whether the morning of `day` was a signal: at least d above the usual of the days before it."""
        pain = self.morning(region, day)
        if pain is None or pain < self.usual(region).least_signal:
            return False
        before = self.corridor(region, next_day(day, -1))
        return pain >= before.ref + before.d

    def flaring(self, region: Region) -> bool:
        """Whether the region is in a flare by the person's word, also of this very check-in."""
        return open_flare(self.tracked[region])

    def loaded(self, exercise: Exercise, side: Side) -> tuple[Region, ...]:
        """The tracked regions this exercise loads enough to listen to."""
        return self.places.loaded(exercise, side)

    def asks(self, exercise: Exercise) -> tuple[int, int]:
        """How much an exercise asks: of the tracked place it loads most, then of any joint. What takes another one's place is tried in
        this order, gentlest first."""
        return self.places.asks(exercise)

    def easier(self, exercise: Exercise, side: Side) -> str | None:
        """The nearest step down the ladder that asks no more of any tracked place, so that easing never moves a load onto what hurts."""
        return self.places.easier(exercise, side)

    def limit(self, what: str, exercise: str, side: Side) -> int | None:
        """The strictest numeric limit of one kind on one exercise and side; where both work together, that of either."""
        return self.reach.limit(what, exercise, side) if self.limits else None

    def has(self, what: str, exercise: str) -> bool:
        """Whether a limit without a number (ban, pin, no_rise) holds for the exercise."""
        return self.reach.has(what, exercise)

    def grid(self, exercise: Exercise, variant: Variant, side: Side) -> Grid:
        """The loads that can be made and are allowed."""
        return self.reach.grid(exercise, variant, side)

    @once
    def unlocked(self) -> bool:
        """Whether rises are unlocked (DOSE.md 6): two weeks of answered mornings, six sessions, the stop rehearsed."""
        return (
            self.state["morning_count"] >= limits.UNLOCK_MORNINGS.first
            and self.state["trained"] >= limits.UNLOCK_SESSIONS.first
            and self.state["rehearsed"] is not None
        )

    def fresh(self, region: Region) -> bool:
        """Whether there is a pain answer of the last 48 hours: today's check-in, or a morning of today or yesterday (H09)."""
        return self.pre(region) is not None or any(self.morning(region, next_day(self.on, -back)) is not None for back in (0, 1))

    def days_since(self, day: str) -> int:
        """Whole days from `day` to today; a day in the future counts as today."""
        days = days_between(day, self.on)
        return days if days > 0 else 0


@lru_cache(maxsize=128)
def _judged(replies: tuple[tuple[str, str], ...], cleared: tuple[str, ...]) -> screening.Verdict:
    return screening.judge({item: screening.Reply(reply) for item, reply in replies}, frozenset(cleared))


_REGIONS = {region.value: region for region in Region}
EVERYTHING = frozenset(Tool)
WITHOUT_GYM = EVERYTHING - {Tool.CABLE}
