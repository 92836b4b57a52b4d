"""Everything one day's decision looks at, worked out once: the person, the day, the corridors, what is at hand."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from halfkilo import limits, screening
from halfkilo.dose.grid import Grid, grid_for
from halfkilo.dose.policy import STANDARD, Policy
from halfkilo.exercises import Catalogue, Exercise, Variant
from halfkilo.journal.corridor import Corridor, corridor, morning_of, next_day, open_flare
from halfkilo.journal.fields import Away, Mode
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
    _corridors: dict[tuple[str, str], Corridor] = field(default_factory=dict)
    _asks: dict[str, tuple[int, int]] = field(default_factory=dict)

    @cached_property
    def tracked(self) -> Mapping[Region, RegionState]:
        """The tracked regions."""
        return {Region(name): region for name, region in self.state["regions"].items() if region["tracked"]}

    @cached_property
    def age(self) -> int | None:
        """Age in years by the calendar year, None while unknown."""
        profile = self.state["profile"]
        return date.fromisoformat(self.on).year - profile["birth_year"] if profile else None

    @cached_property
    def older(self) -> bool:
        """65 and more, or frail: slower rises, deeper cuts after a break."""
        profile = self.state["profile"] or {}
        return bool(profile.get("frail")) or (self.age or 0) >= limits.OLDER.first

    @cached_property
    def verdict(self) -> screening.Verdict:
        """The screen as a whole."""
        replies = {item: screening.Reply(reply) for item, reply in self.state["screen"]["replies"].items()}
        return screening.judge(replies, frozenset(self.state["screen"]["cleared"]))

    @cached_property
    def limits(self) -> list[dict[str, Any]]:
        """Limits of the person and of clinicians that hold today."""
        return [limit for limit in self.state["limits"] if limit.get("until") is None or self.on <= limit["until"]]

    @cached_property
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

    def corridor(self, region: Region, on: str | None = None) -> Corridor:
        """The corridor of a tracked region as it was on day `on`."""
        day = on or self.on
        key = (region.value, day)
        if key not in self._corridors:
            edges = {"green": self._edge("green", region), "red": self._edge("red", region)}
            self._corridors[key] = corridor(self._bounded(region, day), day, **edges)
        return self._corridors[key]

    def _bounded(self, region: Region, on: str) -> RegionState:
        told = self.state["regions"][region.value]
        # Without the bound (simulations only) the reference follows the usual wherever it goes.
        return told if self.policy.applies("drift") else {**told, "entry": corridor(told, on).usual}

    def _edge(self, what: str, region: Region) -> int:
        # Only a clinician may move an edge (DOSE.md 2); of several the strictest holds.
        edges = [
            int(limit["value"])
            for limit in self.limits
            if limit["what"] == what and limit["by"] == "clinician" and limit.get("region") in (None, region.value)
        ]
        ours = self.policy.green_absolute if what == "green" else self.policy.red_absolute
        return min([*edges, ours])

    def pre(self, region: Region) -> int | None:
        """The highest pain told in today's check-ins: a rescue session is for the day (G4)."""
        return self.checked["worst"].get(region.value) if self.checked else None

    @cached_property
    def checked(self) -> Today | None:
        """Today's check-in."""
        return next((one for one in (self.state["today"], self.state["eve"]) if one is not None and one["on"] == self.on), None)

    def different(self) -> str | None:
        """Today's answer to "anything different today?"."""
        return self.checked["different"] if self.checked else None

    def morning(self, region: Region, day: str) -> int | None:
        """The morning answer of `day`."""
        return morning_of(self.tracked[region], day)

    def high(self, region: Region, day: str) -> bool:
        """Whether the morning of `day` was a signal: at least d above the usual of the days before it."""
        pain = self.morning(region, day)
        if pain is None:
            return False
        before = self.corridor(region, next_day(day, -1))
        return pain >= before.ref + before.d

    def flaring(self, region: Region) -> bool:
        """Whether the region is in a flare by the person's word, also of this very check-in."""
        return open_flare(self.tracked[region])

    def loaded(self, exercise: Exercise, side: Side) -> tuple[Region, ...]:
        """The tracked regions this exercise loads enough to listen to."""
        return tuple(region for region in self.tracked if exercise.demand_on(region, side) >= limits.DEMAND_HEARD.first)

    def asks(self, exercise: Exercise) -> tuple[int, int]:
        """How much an exercise asks: of the tracked place it loads most, then of any joint. What takes another one's place is tried in
        this order, gentlest first."""
        known = self._asks.get(exercise.slug)
        if known is None:
            tracked = max((exercise.demand_on(region, side) for region in self.tracked for side in exercise.doses), default=0)
            known = self._asks[exercise.slug] = tracked, max(exercise.demand.own.values(), default=0)
        return known

    def easier(self, exercise: Exercise, side: Side) -> str | None:
        """The nearest step down the ladder that asks no more of any tracked place, so that easing never moves a load onto what hurts."""
        slug = exercise.facts.easier
        while slug is not None and not self._no_more(self.catalogue[slug], exercise, side):
            slug = self.catalogue[slug].facts.easier
        return slug

    def _no_more(self, other: Exercise, than: Exercise, side: Side) -> bool:
        """What is not heard counts as nothing."""
        quiet = limits.DEMAND_HEARD.first - 1
        return all(
            max(other.demand_on(region, one) for one in other.doses) <= max(quiet, than.demand_on(region, side)) for region in self.tracked
        )

    def limit(self, what: str, exercise: str, side: Side) -> int | None:
        """The strictest numeric limit of one kind on one exercise and side; where both work together, that of either."""
        values = [
            int(limit["value"])
            for limit in self.limits
            if limit["what"] == what
            and limit.get("value") is not None
            and limit.get("exercise") in (None, exercise)
            and (side is Side.BOTH or limit.get("side") in (None, side.value, Side.BOTH.value))
        ]
        return min(values, default=None)

    def has(self, what: str, exercise: str) -> bool:
        """Whether a limit without a number (ban, pin, no_rise) holds for the exercise."""
        return any(limit["what"] == what and limit.get("exercise") in (None, exercise) for limit in self.limits)

    def grid(self, exercise: Exercise, variant: Variant, side: Side) -> Grid:
        """The loads that can be made and are allowed."""
        cap = self.limit("load_most", exercise.slug, side)
        ceiling = self.policy.most_load if cap is None else min(cap, self.policy.most_load)
        return grid_for(self.state["equipment"], variant, ceiling)

    @cached_property
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
        return max(0, (date.fromisoformat(self.on) - date.fromisoformat(day)).days)
