"""What goes in and out, typed. Incoming shapes are strict: `true` is not 1, "1" is not 1, an unknown field is an error."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BaseModel, ConfigDict, Field

from halfkilo.dose import Status, Verdict
from halfkilo.journal.fields import Answer, Away, Mode, Offered
from halfkilo.units import Side, Tool

Slug = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$")]
Grams = Annotated[int, Field(ge=0, le=200_000)]
Words = Annotated[str, Field(min_length=1, max_length=80)]


class In(Schema):
    """Something that came in."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Out(BaseModel):
    """Something that goes out, read from a dataclass."""

    model_config = ConfigDict(from_attributes=True)


class ReasonOut(Out):
    """Why: the rule and the facts its sentence needs."""

    rule: str
    facts: dict[str, Any]


class OfferOut(Out):
    """A change the person may accept, keep as it is, or make lighter."""

    id: str
    offered: Offered
    exercise: str
    tool: Tool
    side: Side
    from_grams: int
    from_target: int
    grams: int
    target: int
    reasons: list[ReasonOut]
    other: str | None
    stage: int
    lighter: int


class ItemOut(Out):
    """One exercise on one side. grams per cable or dumbbell; rest in seconds."""

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
    reasons: list[ReasonOut]
    ask: bool
    steps: list[int]
    last: dict[str, Any] | None
    easier: str | None
    swaps: list[str]


class PartOut(Out):
    """A stretch of the session with one purpose."""

    kind: str
    purpose: str
    items: list[ItemOut]


class AskedOut(Out):
    """A question of the day, and what it is about."""

    id: str
    about: str


class TodayOut(Out):
    """Today, with the reasons of every number."""

    on: date
    status: Status
    mode: Mode
    away: Away
    minutes: int
    programme: str
    towards: str
    parts: list[PartOut]
    offers: list[OfferOut]
    questions: list[AskedOut]
    reasons: list[ReasonOut]
    notices: list[ReasonOut]
    locked: bool
    rules: str
    decision: str
    digest: str


class Entries(In):
    """A batch of entries: id (UUIDv7), at (local time with offset), kind, version, body; no author, it comes from the sign-in."""

    entries: Annotated[list[dict[str, Any]], Field(min_length=1, max_length=500)]


class ResultOut(Out):
    """One entry's fate. `same`: it stood there already. message: what is not right and what to do."""

    id: str
    status: Literal["stored", "same", "refused"]
    message: str = ""


class Results(Out):
    """One result per entry, in their order."""

    results: list[ResultOut]


class AnswerIn(In):
    """Accept an offer, keep what is, or make it lighter."""

    answer: Annotated[Literal["accept", "keep", "lighter"], Field(description="accept, keep or lighter")]
    grams: Grams | None = None

    @property
    def meant(self) -> Answer:
        """As the journal says it."""
        return Answer(self.answer)


class AnswerOut(Out):
    """The entry that was written."""

    id: str


class SetOut(Out):
    """One set."""

    on: str
    session: str
    tool: str
    side: str
    number: int
    grams: int
    done: int
    target: int
    typed: bool
    finder: str | None


class RatingOut(Out):
    """Effort and worst pain of an exercise in a session."""

    on: str
    session: str
    tool: str | None
    side: str | None
    effort: int | None
    peak: int | None


class HistoryOut(Out):
    """One exercise, oldest first."""

    exercise: str
    sets: list[SetOut]
    ratings: list[RatingOut]


class PointOut(Out):
    """A value on a day."""

    on: str
    value: int


class LoadPointOut(Out):
    """The heaviest set of a day."""

    on: str
    grams: int
    done: int


class SessionLineOut(Out):
    """One session, done of planned exercises."""

    on: str
    mode: str
    minutes: int
    planned: int
    done: int
    closed: bool


class ProgressOut(Out):
    """Pain per region, loads per `exercise:tool:side`, sessions."""

    pain: dict[str, list[PointOut]]
    loads: dict[str, list[LoadPointOut]]
    sessions: list[SessionLineOut]


class TicketIn(In):
    """What is to be loaded, in which open session."""

    session: Id
    exercise: Slug
    side: Literal["left", "right", "both"]


class TicketOut(Out):
    """most_grams per cable; ends in milliseconds since 1970; taught: whether this person taught a range for it."""

    ticket: str
    most_grams: int
    ends: int
    supervisor: str
    taught: bool


class Me(Out):
    """Who is signed in."""

    id: str
    name: str
    demo: bool
    zone: str
    language: str
    seq: int


class Proof(In):
    """Name and password."""

    name: Words
    password: Annotated[str, Field(min_length=1, max_length=1000)]


class NewAccount(Proof):
    """A new account; zone: where the person lives, such as Asia/Kolkata."""

    zone: Annotated[str, Field(max_length=64)] = ""


class NewPassword(In):
    """The old and the new password."""

    old: Annotated[str, Field(min_length=1, max_length=1000)]
    new: Annotated[str, Field(min_length=1, max_length=1000)]


class PinIn(In):
    """A PIN for this device."""

    pin: Annotated[str, Field(pattern=r"^[0-9]{4,8}$")]


class PinProof(PinIn):
    """Who, and their PIN on this device."""

    who: Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]


class FaceOut(Out):
    """Somebody who set a PIN on this device."""

    id: str
    name: str


class Done(Out):
    """It is done."""

    done: Literal[True] = True
