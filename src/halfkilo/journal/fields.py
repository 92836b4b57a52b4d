"""Field types that several kinds of entries share."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

from halfkilo.strict import Many, Range, Text
from halfkilo.units import Region

Score = Annotated[int, Range(0, 10)]
"""Pain (NRS) or effort (OMNI) or an own 0-10 item."""

Load = Annotated[int, Range(0, 200_000)]
"""Grams, of one cable or one dumbbell."""

Amount = Annotated[int, Range(0, 7200)]
"""Reps, seconds or minutes, by the exercise's count."""

Pain = Annotated[dict[Region, Score], Many(16)]
Slug = Annotated[str, Text(60, empty=False)]
Id = Annotated[str, Text(36, empty=False)]
Note = Annotated[str, Text(2000)]
Line = Annotated[str, Text(200)]


class Moment(StrEnum):
    """When a check-in was answered."""

    BEFORE = "before"
    EXERCISE = "exercise"
    COOL_DOWN = "cool_down"


class Different(StrEnum):
    """Is anything different today?"""

    NO = "no"
    ILL = "ill"
    SLEPT_BADLY = "slept_badly"
    NEW_SYMPTOM = "new_symptom"
    NEW_PAINKILLER = "new_painkiller"
    FLARE = "flare"


class Soreness(StrEnum):
    """What a raised morning feels like."""

    MUSCLE = "muscle"
    USUAL = "usual"
    NOT_SURE = "not_sure"


class Why(StrEnum):
    """Why a set or session was stopped. `SIGN` is a stop sign of the screen (`sign` names it)."""

    PAIN = "pain"
    FATIGUE = "fatigue"
    FEAR = "fear"
    TIME = "time"
    OTHER = "other"
    SIGN = "sign"
    UNKNOWN = "unknown"


class Mode(StrEnum):
    """What kind of session it is."""

    NORMAL = "normal"
    SHORT = "two_minutes"
    RESCUE = "rescue"
    GENTLE = "gentle"


class Away(StrEnum):
    """Today is not a usual day at home."""

    NO = "no"
    ILL = "ill"
    TRAVEL = "travel"
    NO_GYM = "no_gym"


class Finder(StrEnum):
    """How a step of the comfortable-load finder ended."""

    MORE = "more"
    COMFORTABLE = "comfortable"
    HURTS = "hurts"


class Answer(StrEnum):
    """The answers to a question."""

    ACCEPT = "accept"
    KEEP = "keep"
    LIGHTER = "lighter"
    YES = "yes"
    NO = "no"


class Question(StrEnum):
    """What was asked."""

    OFFER = "offer"
    FLARE = "flare"
    REVIEW = "review"
    LIGHTER_WEEK = "lighter_week"
    WEEKLY = "weekly"


class Offered(StrEnum):
    """What an offer would change."""

    LOAD = "load"
    SET = "set"
    WAY_BACK = "way_back"
    HARDER = "harder"
    SWAP = "swap"
    EASIER = "easier"
    AGAIN = "again"
    FIND = "find"
