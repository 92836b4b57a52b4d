"""What of a file may stand beside a record of one's own: nothing that makes a load heavier or brings a rise nearer.

One door for every format, our own journals included (docs/decisions/0009). A journal that comes home to an account in which nothing was
trained or answered yet is taken whole, byte for byte; everywhere else a file only adds what the dose does not steer by.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from halfkilo.exchange import past
from halfkilo.exchange.brought import Brought
from halfkilo.exchange.done import ours, sets_of
from halfkilo.exchange.history import Settings
from halfkilo.journal.entry import Entry
from halfkilo.journal.fold import corrections_in, tells_sign
from halfkilo.journal.kinds import body_of
from halfkilo.strict import Malformed

NEUTRAL = frozenset({"measured", "note", "adverse_event", "history"})
"""Kinds that say how it was; no load and no rise follows from them."""

HOW_IT_HURT = frozenset({"morning", "checked_in", "stopped", "flare_opened"})
"""Kinds that the dose judges by: calm ones bring a rise nearer, and even a stop or a flare can take the place of a graver word or
become the goal of a way back. Before the person was known here, no place was followed and no dose stood: there they are neutral."""

BEGINS = frozenset({"profiled", "session_opened", "set_done"})
"""With the first of these, answers begin to count."""

TRAINED = frozenset({"morning", "checked_in", "session_opened", "set_done", "stopped", "flare_opened", "flare_closed", "answered",
                     "reintroduced"})
"""An account with none of these written in it has nothing of its own yet, whatever was set up."""

LATER = "answers about pain from days that count here"
PLANS = "programmes, because yours stays"
OURS = "exercises that stand here as your own sets"
ODD = "corrections that don't fit what they correct"
FUTURE = "entries that lie in the future"
STRANGE = "entries that this version does not know"
DAY = timedelta(days=1)


class Door:
    """What a file may add to the entries that stand `here`."""

    def __init__(self, here: Sequence[Entry], today: date) -> None:
        self.known = {one.id for one in here}
        self.empty = not any(one.kind in TRAINED and not one.imported for one in here)
        self._planned = any(one.kind == "plan_chosen" for one in here)
        self._begins = min((one.local.date() for one in here if one.kind in BEGINS), default=today)
        self._sessions = {str(one.body.get("session")) for one in here if one.kind == "session_opened"}
        self._told = _signs(here)

    def lets_in(self, entry: Entry) -> bool:
        """Whether it may stand here. What stands here already is let through, so that it is counted or named as different."""
        if entry.id in self.known or entry.kind in NEUTRAL:
            return True
        if entry.kind == "plan_chosen":
            return self.empty and not self._planned
        return entry.kind in HOW_IT_HURT and (self._early(entry) or self._blocks(entry))

    def _early(self, entry: Entry) -> bool:
        """Before anything here can follow from it; without a beginning, before today."""
        return entry.local.date() < self._begins and str(entry.body["on"]) < self._begins.isoformat()

    def _blocks(self, entry: Entry) -> bool:
        """A stop sign that was not told here since, in no session of this record: it blocks until somebody has looked (H15). One of
        each is enough, so that none pushes another out of what is remembered."""
        if entry.kind != "stopped" or not tells_sign(entry) or str(entry.body.get("session")) in self._sessions:
            return False
        sign = str(entry.body["sign"])
        news = str(entry.body["on"]) > self._told.get(sign, "")
        self._told[sign] = "9" if news else self._told[sign]
        return news


def _signs(here: Iterable[Entry]) -> dict[str, str]:
    """The last day each stop sign was told on."""
    told: dict[str, str] = {}
    for one in here:
        if one.kind == "stopped" and tells_sign(one):
            told[str(one.body["sign"])] = max(str(one.body["on"]), told.get(str(one.body["sign"]), ""))
    return told


def sifted(entries: Iterable[Entry], door: Door) -> tuple[list[Entry], dict[str, int]]:
    """The entries that may come in, and how many of what stayed outside, by kind or in words."""
    kept: list[Entry] = []
    passed: dict[str, int] = {}
    for one in entries:
        if door.lets_in(one):
            kept.append(one)
            continue
        what = LATER if one.kind in HOW_IT_HURT else PLANS if one.kind == "plan_chosen" else one.kind
        passed[what] = passed.get(what, 0) + 1
    return kept, passed


def journal(entries: Sequence[Entry], here: Sequence[Entry], settings: Settings) -> Brought:
    """A journal of halfkilo: whole where nothing of its own stands, else what may stand beside it, sets and sessions as history.

    entries: everything the file holds, also what is known here, marked `imported`.
    """
    door = Door(here, settings.today)
    if door.empty:
        return Brought(past.SOURCE, tuple(entries))
    clear, strange = split(entries, _understood)
    standing, odd = _standing(clear, door.known)
    past_ones, future = split(standing, lambda one: one.local.date() <= settings.today + DAY)
    kept, passed = sifted([_told(one, settings.person) for one in past_ones], door)
    kept, returned = ours(kept, sets_of(here))
    counts = {OURS: returned, ODD: odd, FUTURE: len(future), STRANGE: len(strange)}
    return Brought(past.SOURCE, tuple(replace(one, imported=True) for one in kept),
                   passed={**passed, **{what: count for what, count in counts.items() if count}})


def split(entries: Iterable[Entry], wanted: Callable[[Entry], bool]) -> tuple[list[Entry], list[Entry]]:
    """Those that are wanted, and the others."""
    yes: list[Entry] = []
    no: list[Entry] = []
    for one in entries:
        (yes if wanted(one) else no).append(one)
    return yes, no


def _understood(entry: Entry) -> bool:
    """Whether this program knows the kind and version; one that it does not would hold every rise for good."""
    try:
        body_of(entry)
    except Malformed:
        return False
    return True


def _told(entry: Entry, person: str) -> Entry:
    if entry.kind == "set_done":
        return past.of_set(entry, person)
    return past.of_session(entry, person) if entry.kind in ("session_opened", "session_closed") else entry


def _standing(entries: Sequence[Entry], known: set[str]) -> tuple[list[Entry], int]:
    """What the file holds that is not known here, as it stands after its own corrections (what took an entry's place bears the
    correction's id), and how many corrections did not fit what they correct."""
    corrections = corrections_in(entries)
    names = {str(one.body["entry"]): one.id for one in sorted(entries, key=lambda one: one.order) if one.kind == "corrected"}
    found: list[Entry] = []
    odd = 0
    for one in entries:
        fix = None if tells_sign(one) else corrections.get(one.id)
        if one.id in known or one.kind == "corrected" or (fix is not None and fix.body is None):
            continue
        right = one if fix is None or fix.body is None else replace(one, id=names[one.id], body=fix.body)
        if _understood(right):
            found.append(right)
        else:
            odd += 1
    return found, odd
