"""Cardio minutes: how talking feels leads, the heart rate only guides, and only where it tells the truth.

There is no target by age here. The guide is what the person's own heart did while talking was comfortable, today. A medicine that
holds the heart back (H43) makes that number meaningless: then there is no heart-rate guide at all, and the talk test stands alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import fmean

from halfkilo.gym.sensing import HeartRate
from halfkilo.gym.trials import figures


class Talk(StrEnum):
    """How talking feels right now: one could sing or chat on; whole sentences with a breath between; a few words only."""

    EASY = "easy"
    COMFORTABLE = "comfortable"
    HARD = "hard"


class Pace(StrEnum):
    """What to do next. Slower is asked for; faster is only ever allowed."""

    MAY_RISE = "may_rise"
    STAY = "stay"
    SLOWER = "slower"
    TALK = "talk"


@dataclass(frozen=True)
class Beat:
    """A heart rate and when it was heard, seconds into the exercise."""

    at: float
    bpm: int


@dataclass(frozen=True)
class Answer:
    """An answer and when it was given, seconds into the exercise. bpm: the heart rate around it, None without."""

    at: float
    talk: Talk
    bpm: int | None = None


@dataclass(frozen=True)
class Guide:
    """Heart rates at which talking was comfortable today, both ends included."""

    low: int
    high: int


@dataclass(frozen=True)
class Terms:
    """What the player needs to know about one person. heart: whether a heart rate may guide at all."""

    heart: bool
    ask_every_s: int = figures.ASK_EVERY_S
    holds_s: int = figures.HOLDS_S
    lost_s: int = figures.HEART_LOST_S
    settled_s: int = figures.SETTLED_S
    comfortable_least: int = figures.COMFORTABLE_LEAST
    bpm_least: int = figures.BPM_LEAST
    bpm_most: int = figures.BPM_MOST

    def plain(self) -> dict[str, int | bool]:
        """As the page hands it over."""
        return asdict(self)


def terms(*, held_back: bool) -> Terms:
    """held_back: the person takes, or may take, something that holds the heart back (H43)."""
    return Terms(heart=not held_back)


def trusted(heard: HeartRate) -> bool:
    """Whether a reading is a heart and not a loose strap. A strap that can't tell contact is believed within the range of hearts."""
    return heard.contact is not False and figures.BPM_LEAST <= heard.bpm <= figures.BPM_MOST


def heart_now(beats: Sequence[Beat], now: float) -> int | None:
    """The heart rate to show; None when the last trusted reading is too old: then the page says that it lost it."""
    return beats[-1].bpm if beats and now - beats[-1].at <= figures.HEART_LOST_S else None


def around(beats: Sequence[Beat], moment: float) -> int | None:
    """The heart rate that goes with an answer: the mean of the half minute before it; None with less than half of that heard."""
    near = [beat for beat in beats if moment - figures.SETTLED_S <= beat.at <= moment]
    if not near or near[-1].at - near[0].at < figures.SETTLED_S / 2:
        return None
    return round(fmean(beat.bpm for beat in near))


def guide(answers: Sequence[Answer], of: Terms) -> Guide | None:
    """From the slowest to the fastest heart at which talking was comfortable, below every heart at which it was hard."""
    hard = min((answer.bpm for answer in answers if answer.talk is Talk.HARD and answer.bpm is not None), default=figures.BPM_MOST + 1)
    calm = [answer.bpm for answer in answers if answer.talk is Talk.COMFORTABLE and answer.bpm is not None and answer.bpm < hard]
    if not of.heart or len(calm) < figures.COMFORTABLE_LEAST:
        return None
    return Guide(min(calm), max(calm))


def pace(answers: Sequence[Answer], beats: Sequence[Beat], now: float, of: Terms) -> Pace:
    """What to do now. A fresh answer leads; only between answers, and only downwards, may the heart speak: above its guide it asks
    about talking again."""
    last = answers[-1] if answers else None
    if last is None or now - last.at >= figures.ASK_EVERY_S:
        return Pace.TALK
    if last.talk is Talk.HARD:
        return Pace.SLOWER
    band, bpm = guide(answers, of), heart_now(beats, now)
    if band is not None and bpm is not None and bpm > band.high and now - last.at >= figures.SETTLED_S:
        return Pace.TALK
    return Pace.MAY_RISE if last.talk is Talk.EASY else Pace.STAY


def comfortable_seconds(answers: Sequence[Answer], until: float) -> int:
    """Seconds at a comfortable pace by the answers alone: each speaks until the next one, and no longer than five minutes."""
    spans = zip(answers, [*(answer.at for answer in answers[1:]), until], strict=False)
    return round(sum(min(end - one.at, figures.HOLDS_S) for one, end in spans if one.talk is Talk.COMFORTABLE and end > one.at))


def guided_seconds(beats: Sequence[Beat], band: Guide) -> int:
    """Seconds with the heart inside the guide: each reading speaks until the next one, and no longer than it counts as fresh."""
    return round(sum(min(after.at - one.at, figures.HEART_LOST_S) for one, after in pairwise(beats) if band.low <= one.bpm <= band.high))
