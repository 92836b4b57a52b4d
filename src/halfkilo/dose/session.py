"""What the dose hands out: today's session, with the reasons of every number in order. Plain frozen data.

A `Reason` is a rule id and facts; its sentence stands in the words room under `why.<rule>`, so that it can be said in any
language and the same object feeds the screen, the record and the test.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from hashlib import sha256
from typing import Any

from halfkilo.dose.once import once
from halfkilo.journal.entry import dump
from halfkilo.journal.fields import Away, Mode, Offered
from halfkilo.journal.state import State
from halfkilo.strict import Told
from halfkilo.units import Region, Side, Tool


class Verdict(StrEnum):
    """What happens to one exercise today."""

    START = "start"
    FIND = "find"
    HOLD = "hold"
    PROGRESS = "progress"
    EASE = "ease"
    BACK = "back"
    SWAP = "swap"
    REST = "rest"


class Status(StrEnum):
    """What the day is, as a whole."""

    READY = "ready"
    REST_DAY = "rest_day"
    DONE = "done"
    NEEDS_SCREEN = "needs_screen"
    NEEDS_PROFILE = "needs_profile"
    NEEDS_PLAN = "needs_plan"
    STOP = "stop"
    SEE_FIRST = "see_first"


@dataclass(frozen=True)
class Reason:
    """Why: rule id (G1, E7, limit, device ...) and the facts its sentence needs (numbers, slugs, dates as text)."""

    rule: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Offer:
    """A change the person may accept, keep or make lighter (`lighter`: the notch below, grams). Nothing in it happens by itself."""

    id: str
    offered: Offered
    exercise: str
    tool: Tool
    side: Side
    from_grams: int
    from_target: int
    grams: int
    target: int
    reasons: tuple[Reason, ...]
    other: str | None = None
    stage: int = 0
    lighter: int = 0


@dataclass(frozen=True)
class Item:
    """One exercise on one side today. grams per cable or dumbbell (0: body weight). target in the exercise's count.

    step, most: notch of the grid and the heaviest that any limit allows today, grams. found: finder steps, grams, when
    verdict is FIND. ask: whether effort and worst pain are asked after it (the question budget). effort_most: ceiling to keep to.
    slower: seconds more on the way back. places: tracked regions asked about one by one. last: last grams, target, effort, peak, day.
    """

    exercise: str
    tool: Tool
    side: Side
    verdict: Verdict
    rule: str
    sets: int
    target: int
    grams: int
    step: int
    most: int
    rest_s: int
    range_percent: int
    effort_most: int
    reasons: tuple[Reason, ...]
    ask: bool = True
    steps: tuple[int, ...] = ()
    last: dict[str, Any] | None = None
    easier: str | None = None
    swaps: tuple[str, ...] = ()
    places: tuple[Region, ...] = ()
    slower: int = 0


@dataclass(frozen=True)
class Part:
    """One part of a session: warm_up, strength, cardio, calm. purpose: the slot's own sentence key or text."""

    kind: str
    purpose: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Asked:
    """One question of the day: id (morning, before, different, soreness, flare, review, weekly ...) and the region or item."""

    id: str
    about: str = ""


class Basis(Told):
    """What a decision was made from: the state as it was then. Its hash is worked out when somebody asks, mostly to write it down; by
    then the state may not have moved on."""

    def __init__(self, state: State) -> None:
        self._state, self._seq = state, state["seq"]

    def told(self) -> str:
        """Its hash."""
        return self.digest

    @classmethod
    def of_told(cls, text: str) -> Basis:
        """A basis of which only the hash is known."""
        known = object.__new__(cls)
        known.__dict__["digest"] = text
        return known

    @once
    def digest(self) -> str:
        """A short hash of the state, without the decision itself.

        Raises:
            RuntimeError: entries were folded into the state since the decision.
        """
        if self._state["seq"] != self._seq:
            raise RuntimeError(f"the state has moved on from entry {self._seq} to {self._state['seq']}: ask for the digest before folding")
        told = {name: value for name, value in self._state.items() if name not in ("decision", "seq", "last")}
        return sha256(dump(told)).hexdigest()[:16]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Basis) and (self is other or self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)


@dataclass(frozen=True)
class Session:
    """Today. notices: plan-level messages (not helping yet, lighter week, support ...). limits: what the screen leaves out and why.

    basis says what it was decided from; decision is the derived id of its `proposed` entry. waiting: offers that a clinician looks at
    before the person is offered them.
    """

    on: date
    status: Status
    mode: Mode
    away: Away
    minutes: int
    programme: str
    towards: str
    parts: tuple[Part, ...]
    offers: tuple[Offer, ...]
    questions: tuple[Asked, ...]
    reasons: tuple[Reason, ...]
    notices: tuple[Reason, ...]
    locked: bool
    rules: str
    decision: str
    basis: Basis = field(repr=False)
    waiting: tuple[Offer, ...] = ()

    @property
    def digest(self) -> str:
        """See `Basis.digest`."""
        return self.basis.digest

    @once
    def items(self) -> tuple[Item, ...]:
        """All items in order."""
        return tuple([item for part in self.parts for item in part.items])

    @property
    def exercises(self) -> int:
        """How many different exercises the day holds, without breathing and other calm parts."""
        return len({item.exercise for part in self.parts if part.kind != "calm" for item in part.items})
