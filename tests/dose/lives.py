"""Random lives for the promises of the dose: some weeks with cables, dumbbells and body weight, in which anything may be said or missed.

A life does what the engine prescribes, answers its offers and now and then goes its own way, so that it comes to where rules meet. One
number makes one life, the same everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from hypothesis import strategies as st

from halfkilo.dose import Choice, Item, Session, Verdict, today
from halfkilo.journal import Entry
from halfkilo.journal.fields import Answer, Away, Different, Finder, Moment, Soreness, Why
from halfkilo.journal.fold import step
from halfkilo.journal.kinds import checked_in, session_opened
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.state import State, fresh, key_of
from halfkilo.units import Region, Side, Tool
from tests.life import BACK, CATALOGUE, DAY0, LEFT, LIFT, RIGHT, Life

SIDE, EASY = "vector_side", "vector_easy"
PINNED = (LIFT, SIDE, EASY)
PLACES = ({BACK: 3}, {LEFT: 2}, {LEFT: 4, BACK: 2}, {LEFT: 3, RIGHT: 3}, {BACK: 5}, {BACK: 1, Region.NECK: 4})
PROGRAMMES = ("low_back", "knee", "whole_body", "hip", "patellofemoral", "neck_shoulder")
STRANGE = tuple(one for one in Different if one is not Different.NO)
EVENTS = ("flare", "no_rise", "least", "finder", "pause", "ban", "clinician", "travel", "gentle")


@dataclass(frozen=True)
class Felt:
    """How one exercise felt. over: peak above the usual, None where not told. spoiled: form, reps or stop."""

    over: int | None
    effort: int | None
    spoiled: str = ""


@dataclass(frozen=True)
class Meeting:
    """One session and the days up to the next. pre, cool, mornings: above the usual, None where not told."""

    pre: int | None
    felt: tuple[Felt, ...]
    cool: int | None
    mornings: tuple[int | None, ...]
    different: Different
    soreness: Soreness | None
    answer: str
    event: str
    minutes: int


@dataclass(frozen=True)
class Tale:
    """A life to be told. whole: everything of a session is done, else only what is pinned."""

    usual: dict[Region, int]
    grams: int
    reps: int
    birth_year: int
    programme: str
    gym: bool
    whole: bool
    meetings: tuple[Meeting, ...]


def tale(seed: int) -> Tale:
    """The life of a number: calm weeks first, so that something can rise, or the same answers all the time; then anything."""
    random = Random(seed)
    grams = 500 * random.choice((1, 2, 3, 5, 9, 12, 20, 24, 60))
    top = 20 if grams < 2_000 else 15 if grams < 5_000 else 12
    calm, loud = random.randint(1, 5), random.randint(0, 4)
    same = random.random() < 0.1
    usual, gym = dict(random.choice(PLACES)), random.random() < 0.8
    programme = random.choice(PROGRAMMES)
    first = [_calm(random)] * 6 if same else [_calm(random) for _ in range(calm)]
    return Tale(usual, grams, random.choice((8, top - 1, top, top, top)), random.choice((1950, 1976, 1976)), programme, gym,
                random.random() < 0.3, (*first, *(_loud(random) for _ in range(loud))))


def _calm(random: Random) -> Meeting:
    felt = tuple(Felt(random.choice((0, 0, 0, -1, 1)), random.choice((5, 5, 4, 4, 6))) for _ in range(random.randint(1, 3)))
    mornings = _some(random, (0, 0, 0, 0, 0, 1, -1), random.choice((1, 2, 2, 2, 3, 4)))
    return Meeting(random.choice((0, 0, 0, 1)), felt, 0, mornings, Different.NO, None, random.choice(("yes", "yes", "late", "no")), "", 30)


def _loud(random: Random) -> Meeting:
    pains = (0, 0, 0, 1, 2, 3, 5, None)
    efforts, spoils = (5, 5, 4, 6, 7, 8, None), ("",) * 10 + ("form", "reps", "stop")
    felt = tuple(Felt(random.choice(pains), random.choice(efforts), random.choice(spoils)) for _ in range(random.randint(1, 4)))
    mornings = _some(random, pains, random.choice((1, 2, 2, 2, 3, 3, 4, 9, 12, 25, 45, 95)))
    return Meeting(
        random.choice(pains), felt, random.choice(pains), mornings, random.choice((Different.NO,) * 12 + STRANGE),
        random.choice((None, *Soreness)), random.choice(("yes", "yes", "no", "late", "", "lighter")), random.choice(("",) * 18 + EVENTS),
        random.choice((2, 10, 20, 30, 30)))


def _some(random: Random, of: Sequence[int | None], number: int) -> tuple[int | None, ...]:
    return tuple(random.choice(of) for _ in range(number))


def tales() -> st.SearchStrategy[Tale]:
    """Lives of any number."""
    return st.integers(0, 10**6).map(tale)


class Told(Life):
    """A life whose state goes on with every entry, so that it is cheap to ask at any time."""

    def __init__(self, *args: Any, **more: Any) -> None:
        self.now: State = fresh()
        super().__init__(*args, **more)

    def add(self, kind: str, body: Any, *, author: str = "person", id: str | None = None) -> Entry:
        """Append one entry at the clock."""
        entry = super().add(kind, body, author=author, id=id)
        step(self.now, entry)
        return entry

    @property
    def state(self) -> State:
        """Where it is."""
        return self.now


def told(of: Tale) -> tuple[Told, int]:
    """The life, and the day after it: the day that is asked about."""
    *_, (person, day) = days(of)
    return person, day


def days(of: Tale) -> Iterator[tuple[Told, int]]:
    """The life on each day of a session, once it has begun with what is said before, and on the day after the last one."""
    person = Told(of.usual, unlocked=True, birth_year=of.birth_year, programme=of.programme, gym=of.gym,
                  dumbbells=(500, 1_000, 2_000, 3_000, 4_500, 5_000, 6_000, 10_000, 12_000, 13_000))
    person.pin(*PINNED)
    day = 0
    for number, meeting in enumerate(of.meetings):
        _begins(person, of, meeting, day)
        if number:
            yield person, day
        _meet(person, of, meeting, day, first=number == 0)
        for pain in meeting.mornings:
            day += 1
            if pain is not None:
                person.morning(day, felt_in(of, pain), meeting.soreness if pain > 1 else None)
    yield person, day


def felt_in(of: Tale, over: int) -> dict[Region, int]:
    """So much above the usual, in every place."""
    return {region: max(0, min(10, usual + over)) for region, usual in of.usual.items()}


def _begins(person: Told, of: Tale, meeting: Meeting, day: int) -> None:
    on = person.go(day)
    _event(person, meeting.event, day)
    pre = None if meeting.pre is None else felt_in(of, meeting.pre)
    if pre is not None or meeting.different is not Different.NO:
        person.add("checked_in", checked_in.Body(Moment.BEFORE, on, pain=pre, different=meeting.different))


def _meet(person: Told, of: Tale, meeting: Meeting, day: int, first: bool) -> None:
    choice = {"away": Away.TRAVEL} if meeting.event == "travel" else {}
    session = person.decide(day, minutes=meeting.minutes, **choice)
    answered = _answer(person, meeting.answer, session)
    if meeting.event == "pause" or not session.items:
        return
    if answered:
        session = person.decide(day, minutes=meeting.minutes, **choice)
    _train(person, of, meeting, session, day, first)
    if meeting.answer == "late":
        _answer(person, "yes", session)


def _answer(person: Told, answer: str, session: Session) -> bool:
    before = len(person.entries)
    for made in session.offers:
        if answer in ("yes", "no"):
            person.answer(made.id, Answer.ACCEPT if answer == "yes" else Answer.KEEP)
        elif answer == "lighter" and made.lighter:
            person.answer(made.id, Answer.LIGHTER, grams=made.lighter)
    return len(person.entries) > before


def _event(person: Told, event: str, day: int) -> None:
    until = DAY0 + timedelta(days=day + 9)
    if event == "flare":
        person.flare(day)
    elif event == "no_rise":
        person.limit(What.NO_RISE, exercise=LIFT, until=until)
    elif event == "least":
        person.limit(What.LOAD_MOST, 4_000, exercise=LIFT, until=until)
    elif event == "ban":
        person.limit(What.BAN, exercise=EASY)
    elif event == "clinician":
        person.limit(What.SETS_MOST, 1, author="clinician:rao", until=until)
        person.limit(What.RANGE_MOST, 70, author="clinician:rao", exercise=SIDE, until=until)
    elif event == "finder":
        person.open(day)
        person.find(LIFT, {1_000: Finder.MORE, 2_000: Finder.COMFORTABLE})
        person.close()


def _train(person: Told, of: Tale, meeting: Meeting, session: Session, day: int, first: bool) -> None:
    on = person.go(day)
    person.session = person.id()
    person.add("session_opened", session_opened.Body(person.session, on, session.mode, meeting.minutes, away=session.away))
    if first:
        _begin(person, of, meeting)
    for number, item in enumerate(() if first else session.items):
        if item.verdict is Verdict.FIND and item.exercise in PINNED and of.whole:
            how = dict(zip(item.steps, (Finder.MORE, Finder.MORE, Finder.COMFORTABLE), strict=False))
            person.find(item.exercise, how, item.tool, item.side)
        elif item.verdict is not Verdict.FIND and (of.whole or item.exercise in PINNED):
            _exercise(person, of, meeting.felt[number % len(meeting.felt)], item)
    if meeting.cool is not None:
        person.add("checked_in", checked_in.Body(Moment.COOL_DOWN, on, person.session, pain=felt_in(of, meeting.cool)))
    person.close()


def _begin(person: Told, of: Tale, meeting: Meeting) -> None:
    """The first time, at a load of their own."""
    for number, (slug, sides) in enumerate(((LIFT, (Side.BOTH,)), (SIDE, (Side.LEFT, Side.RIGHT)))):
        for side in sides:
            felt = meeting.felt[number % len(meeting.felt)]
            peak = None if felt.over is None else max(felt_in(of, felt.over).values())
            tool = Tool.CABLE if of.gym else Tool.DUMBBELL
            person.sets(slug, of.grams, of.reps, peak=peak, effort=felt.effort, side=side, sets=2, tool=tool)


def _exercise(person: Told, of: Tale, felt: Felt, item: Item) -> None:
    """One exercise as prescribed, and how it felt; told place by place where the engine asks so."""
    person.sets(item.exercise, item.grams, item.target, sets=item.sets, done=max(0, item.target - 2) if felt.spoiled == "reps" else None,
                tool=item.tool, side=item.side, effort=None, form_lost=felt.spoiled == "form",
                stop=Why.PAIN if felt.spoiled == "stop" else None)
    if felt.over is None and felt.effort is None:
        return
    peaks = None if felt.over is None else felt_in(of, felt.over)
    several = peaks is not None and len(item.places) > 1
    peak = None if peaks is None or several else max(peaks.values())
    person.add("checked_in", checked_in.Body(Moment.EXERCISE, person.clock.date(), person.session, exercise=item.exercise, tool=item.tool,
                                             side=item.side, effort=felt.effort, peak=peak, peaks=peaks if several else None))


def ask(state: State, day: int, minutes: int = 30) -> Session:
    """What the engine decides on a day."""
    return today(state, DAY0 + timedelta(days=day), Choice(minutes=minutes), CATALOGUE)


def key(one: Any) -> str:
    """Where the dose of an item or offer is kept."""
    return key_of(one.exercise, one.tool, one.side)
