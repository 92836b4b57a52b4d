"""What the fold keeps of a person: plain JSON, bounded (<= 64 kB), enough to decide today without reading the journal.

TypedDicts rather than objects, so that the head row is decoded once and never converted. Short lists carry their bound.
"""

from __future__ import annotations

from typing import Any, NotRequired, TypedDict

FOLD = 8
"""Version of the fold: a head row of another version is refolded from the entries."""

MORNINGS_KEPT = 63
"""Days of mornings kept per region: 28 for the variation, two weeks more for the plan-level look back, and some rest."""

SESSIONS_KEPT = 24
OUTINGS_KEPT = 8
RISES_KEPT = 12
KEYS_KEPT = 25
"""Dose keys with full outings, those done last; twice as many older ones keep their dose and last outing only."""

MostBytes = 64 * 1024


class Flare(TypedDict):
    """An open or closed flare: `until` is the day its mornings ended it."""

    since: str
    until: str | None


class RegionState(TypedDict):
    """One tracked region. mornings: [day, pain], oldest first. entry: DOSE.md 2. back: stage of the way back, percent."""

    entry: int
    intake: int
    since: str
    reviewed: str
    tracked: bool
    mornings: list[list[Any]]
    flares: list[Flare]
    held: str | None
    """Day the flare question was answered with no: nothing rises until a settled morning."""


class Outing(TypedDict):
    """One exercise in one session, one side. n: session number; d: day; g: grams the dose stands at; t: target; s: sets planned;
    r: amounts done; e: effort; p: peak; x: why stopped; f: sets with form lost; a: assisted sets; y: a set was typed in;
    m: a rescue or gentle session, which says nothing about where the dose stands; pp: peaks by region, where several were asked;
    q: finder steps as [grams, how]; c: answers contradicted each other;
    w: [grams, target] as told, where that was more than it may stand for; rp: percent of the range, where it was not all of it;
    sl: seconds more on the way back."""

    n: int
    d: str
    g: int
    t: int
    s: int
    r: list[int]
    e: int | None
    p: int | None
    x: str | None
    f: int
    a: int
    y: NotRequired[bool]
    m: NotRequired[bool]
    pp: NotRequired[dict[str, int]]
    q: NotRequired[list[list[Any]]]
    c: NotRequired[bool]
    w: NotRequired[list[int]]
    rp: NotRequired[int]
    sl: NotRequired[int]


class Rise(TypedDict):
    """A dose that went up: day, from grams x target."""

    d: str
    g: int
    t: int


class Anew(TypedDict):
    """A yes to look for a comfortable load again: its day, grams that it reaches up to, and the session of its finder (0: not yet)."""

    on: str
    most: int
    n: int


class Dose(TypedDict):
    """Where an exercise stands: grams, target, sets."""

    g: int
    t: int
    s: int


class ExerciseState(TypedDict):
    """One exercise with one tool on one side. found: comfortable load of the finder and its day. accepted: a yes waiting to be
    lifted. before: dose before the flare; stages: how far the way back has come, percent, by the region that flared.
    lighter: [grams, day] the person asked for instead of an offer. gap: most days between the gentle or rescue outings since the last
    usual one. marks: [day, cut|hold] of the last four weeks."""

    dose: Dose | None
    last: str | None
    outings: list[Outing]
    rises: list[Rise]
    marks: list[list[str]]
    found: NotRequired[list[Any]]
    anew: NotRequired[Anew]
    accepted: NotRequired[Dose]
    accepted_on: NotRequired[str]
    before: NotRequired[Dose]
    stages: NotRequired[dict[str, int]]
    lighter: NotRequired[list[Any]]
    gap: NotRequired[int]
    declined: NotRequired[str]


class SessionState(TypedDict):
    """One session. pre and cool: pain by region. sore: what the morning after felt like."""

    n: int
    id: str
    on: str
    mode: str
    minutes: int
    planned: int
    away: str
    pre: dict[str, int]
    cool: dict[str, int]
    done: list[str]
    closed: bool
    stop: str | None


class Today(TypedDict):
    """The check-in of one day. pre: the last answers; worst: the highest of the day. at: instant of the answer."""

    on: str
    pre: dict[str, int]
    worst: dict[str, int]
    different: str | None
    at: int


class Offer(TypedDict):
    """An open offer, as proposed."""

    key: str
    offered: str
    g: int
    t: int
    rule: str
    other: str | None
    stage: int


class Decision(TypedDict):
    """The last decision: which day, from which basis, dose lines by key as [grams, target, sets, rule, percent of
    the range, seconds slower]. waiting: offers that a clinician looks at first."""

    id: str
    on: str
    basis: int
    lines: dict[str, list[Any]]
    offers: dict[str, Offer]
    waiting: NotRequired[dict[str, Offer]]


class Approval(TypedDict):
    """What a clinician said of an offer that waited for them: the offer, the day, and whether it may be offered."""

    offered: str
    g: int
    t: int
    other: str | None
    on: str
    yes: bool


class Talk(TypedDict, total=False):
    """asked: days of the person's questions that no clinician has answered. told: [who, id] of messages the person has not read."""

    asked: list[str]
    told: list[list[str]]


class Again(TypedDict):
    """A movement that is met again by steps: since when, which step has its yes, the day of that yes, and of the last no."""

    since: str
    step: int
    on: str
    no: NotRequired[str]


class Screen(TypedDict):
    """Replies, what was cleared, stop signs that still block, and the day each red flag of the screen was first said."""

    replies: dict[str, str]
    on: str | None
    here: bool
    cleared: list[str]
    signs: list[list[str]]
    emergency: str
    said: dict[str, str]


class Runs(TypedDict):
    """Lengths of runs of identical answers, to notice a frozen answer."""

    morning: int
    morning_last: str
    effort: int
    effort_last: str


class State(TypedDict):
    """Everything the dose needs to know. basis: how many entries that are not decisions; basis_id: the last of them.
    eve: the check-in of the day before `today`. early: answers whose offer is not known yet, by its id: [answer, grams, day]."""

    fold: int
    seq: int
    basis: int
    basis_id: str
    last: list[Any]
    screen: Screen
    profile: dict[str, Any] | None
    equipment: dict[str, Any]
    plan: dict[str, Any] | None
    limits: list[dict[str, Any]]
    regions: dict[str, RegionState]
    exercises: dict[str, ExerciseState]
    sessions: list[SessionState]
    session_count: int
    trained: int
    morning_count: int
    morning_last: str
    rehearsed: str | None
    today: Today | None
    eve: Today | None
    early: dict[str, list[Any]]
    soreness: list[str] | None
    decision: Decision | None
    instead: dict[str, str]
    again: dict[str, Again]
    measures: dict[str, list[list[Any]]]
    answers: dict[str, str]
    events: list[list[str]]
    hazards: dict[str, list[Any]]
    notes: dict[str, str]
    ill: str | None
    painkiller: str | None
    runs: Runs
    unknown: int
    imported: bool
    shared: dict[str, str]
    approved: NotRequired[dict[str, Approval]]
    talk: NotRequired[Talk]


def fresh() -> State:
    """The state of a person about whom nothing is known yet."""
    return {
        "fold": FOLD,
        "seq": 0,
        "basis": 0,
        "basis_id": "",
        "last": [0, ""],
        "screen": {"replies": {}, "on": None, "here": False, "cleared": [], "signs": [], "emergency": "", "said": {}},
        "profile": None,
        "equipment": {},
        "plan": None,
        "limits": [],
        "regions": {},
        "exercises": {},
        "sessions": [],
        "session_count": 0,
        "trained": 0,
        "morning_count": 0,
        "morning_last": "",
        "rehearsed": None,
        "today": None,
        "eve": None,
        "early": {},
        "soreness": None,
        "decision": None,
        "instead": {},
        "again": {},
        "measures": {},
        "answers": {},
        "events": [],
        "hazards": {},
        "notes": {},
        "ill": None,
        "painkiller": None,
        "runs": {"morning": 0, "morning_last": "", "effort": 0, "effort_last": ""},
        "unknown": 0,
        "imported": False,
        "shared": {},
    }


def key_of(exercise: str, tool: str, side: str) -> str:
    """The key a dose is kept under: never shared between sides or tools (H18)."""
    return f"{exercise}:{tool}:{side}"


def parts_of(key: str) -> tuple[str, str, str]:
    """The reverse of `key_of`."""
    exercise, tool, side = key.rsplit(":", 2)  # a name may hold a colon
    return exercise, tool, side
