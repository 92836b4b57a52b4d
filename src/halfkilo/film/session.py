"""A session as one film for a television: chapters, counts, rests. Loops come from the cache; only their order is new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby
from math import ceil

from halfkilo.dose import Item, Session, Verdict
from halfkilo.exercises import Count, Sides, With, catalogue, words
from halfkilo.film.captions import Said
from halfkilo.film.errors import FilmError, Reason
from halfkilo.film.exercise import BEFORE, PAUSE, in_step, spoken, take_of
from halfkilo.film.lettering import Line
from halfkilo.film.look import APRICOT, FPS, SOFT, TEAL
from halfkilo.film.shots import BREATH, MOVING, Shot, breath, card, counted, looped, title
from halfkilo.film.splice import Chapter
from halfkilo.film.studio import Plan, Studio
from halfkilo.film.takes import Take
from halfkilo.film.voice import Voice
from halfkilo.units import Side
from halfkilo.words import say

SHORT = 3.5
"""Seconds that a further set is announced."""

EVERY = 30
"""Seconds after which the number changes where minutes are counted."""


@dataclass
class Reel:
    """The film so far."""

    studio: Studio
    voice: Voice
    shots: list[Shot] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    chapters: list[Chapter] = field(default_factory=list)
    frames: int = 0

    @property
    def now(self) -> float:
        """Seconds so far."""
        return self.frames / FPS

    @property
    def language(self) -> str:
        """The language of words and voice."""
        return self.voice.language

    def add(self, shot: Shot) -> None:
        """The next shot."""
        self.shots.append(shot)
        self.frames += shot.frames

    def say(self, text: str, *, shown: bool = True) -> None:
        """Words from now on, unless somebody is speaking still."""
        free = max((one.end for one in self.said), default=0.0)
        if shown or free <= self.now:
            self.said.append(Said(self.now, self.now + self.voice.seconds(text), text, shown=shown))

    def chapter(self, name: str) -> None:
        """A chapter begins; the one before ends."""
        self.close()
        self.chapters.append((round(self.now, 3), round(self.now, 3), name))

    def close(self) -> None:
        """The last chapter ends."""
        if self.chapters:
            start, _, name = self.chapters[-1]
            self.chapters[-1] = (start, round(self.now, 3), name)


def plan(studio: Studio, voice: Voice, session: Session) -> Plan:
    """The film of a session in the voice's language.

    Raises:
        FilmError: the day has nothing to do in it.
    """
    if not session.items:
        raise FilmError(Reason.NO_SESSION, session.status.value, "Today holds no exercises to film. `halfkilo today` says why.")
    reel = Reel(studio, voice)
    _opening(reel, session)
    for _, items in groupby(session.items, lambda item: item.exercise):
        _exercise(reel, list(items))
    _end(reel)
    reel.close()
    name = f"session-{session.on.isoformat()}-{voice.language}"
    heading = say("film.session", voice.language)
    facts = {"on": session.on.isoformat(), "decision": session.decision}
    return Plan(name, heading, voice.language, reel.shots, reel.said, reel.chapters, facts)


def _card(reel: Reel, lines: list[Line], said: list[str]) -> None:
    speech = list(spoken(said, reel.now + BEFORE, reel.voice))
    reel.said += speech
    reel.add(card(reel.studio.size, reel.language, lines, speech[-1].end - reel.now + 1.5, personal=True))


def _opening(reel: Reel, session: Session) -> None:
    """What is coming, and that one may let go at any time."""
    tongue = reel.language
    what = say("film.opening", tongue, minutes=session.minutes, n=session.exercises)
    stop, more = say("film.stop", tongue), say("film.stop_more", tongue)
    reel.chapter(say("film.chapter_start", tongue))
    _card(reel, [Line(say("film.session", tongue), 30, colour=TEAL, above=0), Line(what, 60, True, above=8), Line(stop, 40, True, above=64),
                 Line(more, 30, colour=SOFT, above=6)], [f"{what}.", stop, more])


def _end(reel: Reel) -> None:
    end, more = say("film.end", reel.language), say("film.end_more", reel.language)
    reel.chapter(say("film.chapter_end", reel.language))
    _card(reel, [Line(end, 52, True, above=0), Line(more, 30, colour=SOFT, above=14)], [end, more])


def _exercise(reel: Reel, items: list[Item]) -> None:
    """All sets of one exercise: each side with its own dose, one after the other."""
    reel.chapter(words(items[0].exercise, reel.language).name)
    for item in items:
        take = replace(_take(item), build=reel.studio.build)
        for number in range(1, item.sets + 1):
            first = number == 1
            _announce(reel, item, take, number, whole=first and item is items[0])
            _set(reel, item, take, cues=first and item is items[0])
            if number < item.sets:
                _rest(reel, item, number + 1)


def _take(item: Item) -> Take:
    facts = catalogue()[item.exercise].facts
    load = "" if item.tool is With.BODY else item.tool.value
    side = Side.LEFT if item.side is Side.LEFT else Side.RIGHT
    take = replace(take_of(item.exercise, load=load, side=side), percent=item.range_percent)
    if facts.count is Count.SECONDS and take.clip.holds:
        return replace(take, hold=item.target)
    return take


def _announce(reel: Reel, item: Item, take: Take, number: int, whole: bool) -> None:
    """The exercise in full before its first set, and in a few words before another."""
    said, tongue = words(item.exercise, reel.language), reel.language
    name = said.name if item.side is Side.BOTH else f"{said.name} ({say(f'side.{item.side.value}', tongue)})"
    more = say("film.set", tongue, n=number, m=item.sets)
    head = [Line(name, 50, True, above=0), Line("", 0, colour=APRICOT, above=18, ruler=True)]
    if not whole and number > 1:
        reel.say(more)
        reel.add(title(take, reel.studio.size, tongue, [*head, Line(more, 34, colour=TEAL, above=20)], SHORT))
        return
    amount = _amount(item, tongue)
    lines = [*head, Line(amount, 34, True, TEAL, 20), *([Line(line, 25, above=18) for line in said.setup] if whole else [])]
    speech = list(spoken([f"{name}. {amount}.", *(said.setup if whole else [])], reel.now + BEFORE, reel.voice))
    reel.said += speech
    reel.add(title(take, reel.studio.size, tongue, lines, speech[-1].end - reel.now + PAUSE + MOVING / FPS, personal=True))


def _amount(item: Item, tongue: str) -> str:
    """"2 sets of 10, 8.5 kg"."""
    amount = say(f"paper.amount_{catalogue()[item.exercise].facts.count.value}", tongue, sets=item.sets, target=item.target)
    if item.verdict is Verdict.FIND:
        return say("film.amount", tongue, amount=amount, load=say("paper.find", tongue, load=item.steps[0] if item.steps else item.grams))
    return say("film.amount", tongue, amount=amount, load=say("load.kg", tongue, grams=item.grams)) if item.grams else amount


def _set(reel: Reel, item: Item, take: Take, cues: bool) -> None:
    """One set: every repetition with its number; the cues go with the first set."""
    said, begins = words(item.exercise, reel.language), reel.now
    numbers = list(_numbers(item, take, reel.language))
    ends = begins + sum(len(part.moments) for part, _, _ in numbers) / FPS
    if cues:
        lines = [*said.cues, said.breathe]
        reel.said += [one for one in in_step(lines, begins, take, reel.voice) if one.end <= ends]
    for part, number, text in numbers:
        if number.isdigit() and catalogue()[item.exercise].facts.count is Count.REPS:
            reel.say(number, shown=False)
        reel.add(_counted(reel, part, said.name, number, text))


def _counted(reel: Reel, take: Take, name: str, number: str, text: str) -> Shot:
    from halfkilo.film.encode import Format

    size, studio = reel.studio.size, reel.studio
    return counted(take, size, reel.language, lambda: studio.part(looped(take, size), Format.MP4), name, number, text)


def _numbers(item: Item, take: Take, tongue: str) -> Iterator[tuple[Take, str, str]]:
    """Per loop of a set: what is shown, its number, and the words below it."""
    facts = catalogue()[item.exercise].facts
    if facts.count is Count.REPS:
        for number in range(1, item.target + 1):
            turn = (2 - number % 2) if facts.sides is Sides.ALTERNATE else 0
            yield replace(take, half=turn), str(number), say("film.of", tongue, n=item.target)
        return
    if take.hold:
        yield take, str(item.target), say("film.seconds", tongue)
        return
    seconds, length = item.target * (60 if facts.count is Count.MINUTES else 1), len(take.moments) / FPS
    for number in range(ceil(seconds / length)):
        yield take, *_left(round(seconds - number * length), facts.count, tongue)


def _left(seconds: int, count: Count, tongue: str) -> tuple[str, str]:
    """How much is left, in steps coarse enough that loops with the same number are the same part."""
    if count is Count.SECONDS:
        return str(max(1, ceil(seconds / 5)) * 5), say("film.seconds_left", tongue)
    shown = max(1, ceil(seconds / EVERY)) * EVERY
    return f"{shown // 60}:{shown % 60:02}", say("film.minutes_left", tongue)


def _rest(reel: Reel, item: Item, following: int) -> None:
    """Whole breaths, at least as long as the rest that is due."""
    tongue = reel.language
    rest, after = say("film.rest", tongue), say("film.rest_next", tongue, n=following, m=item.sets)
    reel.say(rest)
    breaths = max(1, ceil(item.rest_s / BREATH))
    for number in range(breaths, 0, -1):
        last = number == 1
        if last and breaths > 1:
            reel.say(after)
        reel.add(breath(reel.studio.size, tongue, str(number * BREATH), rest, after if last else ""))
