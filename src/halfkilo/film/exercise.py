"""The film of one exercise: a lead-in, the movement with its cues said once, then a loop that closes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import count
from typing import Any

from halfkilo.exercises import Exercise, Sides, With, catalogue, words
from halfkilo.exercises.words import Words
from halfkilo.film.captions import Said
from halfkilo.film.errors import Reason, Unusable
from halfkilo.film.lettering import Line
from halfkilo.film.look import APRICOT, FPS, SOFT, TEAL, View
from halfkilo.film.motion import anchors, clip_of
from halfkilo.film.shots import DISSOLVE, MOVING, Shot, looped, title, turned
from halfkilo.film.studio import Plan, Studio
from halfkilo.film.takes import Take
from halfkilo.film.voice import Voice
from halfkilo.units import Side
from halfkilo.words import say

BEFORE, PAUSE = 1.2, 0.35
"""Seconds before the first words, and between two lines at least."""

LEAST = 2
"""Repetitions shown at least before the loop."""


def take_of(slug: str, view: View | None = None, load: str | None = None, side: Side = Side.RIGHT) -> Take:
    """The usual take of an exercise: its own view, and the first way it is loaded, or none where body weight is one of them.

    Raises:
        UnknownExercise, NoMovement.
    """
    clip, facts = clip_of(slug), catalogue()[slug].facts
    load = usual_load(slug) if load is None else load
    return Take(slug, view or View(facts.camera), load if load in clip.raw["loads"] else "", side)


def usual_load(slug: str) -> str:
    """The load an exercise is shown with unless another is asked for; "" for body weight."""
    plain = any(variant.with_ is With.BODY for variant in catalogue()[slug].facts.variant)
    return "" if plain else next(iter(clip_of(slug).raw["loads"]), "")


def wished(slug: str, view: View | None, load: str | None) -> Take:
    """The take that somebody asks for by name.

    Raises:
        UnknownExercise, NoMovement.
        Unusable: the exercise is not done with this load.
    """
    take, offered = take_of(slug, view, load), [variant.with_.value for variant in catalogue()[slug].facts.variant]
    if load is not None and load not in offered:
        raise Unusable(Reason.UNKNOWN_LOAD, load, f"{slug} is not done with {load!r}. Give --with {' or '.join(offered)}.")
    return take


def plan(studio: Studio, voice: Voice, take: Take) -> Plan:
    """The film of an exercise in the voice's language."""
    take, exercise, said = replace(take, build=studio.build), catalogue()[take.slug], words(take.slug, voice.language)
    setup = list(spoken(said.setup, BEFORE, voice))
    lead = title(take, studio.size, voice.language, title_lines(exercise, said, voice.language), setup[-1].end + PAUSE + MOVING / FPS)
    begins = lead.frames / FPS
    cues = list(in_step([*said.cues, said.breathe], begins, take, voice))
    rounds = max(LEAST, whole_loops(cues[-1].end - begins, take))
    shots, start = _shots(studio, take, exercise, lead, rounds)
    frames = sum(shot.frames for shot in shots)
    facts = {"slug": take.slug, "view": take.view.value, "load": take.load or "body", "lead_in": _span(0, lead.frames),
             "loop": _span(start, frames)}
    view = "" if take.view is View(exercise.facts.camera) else take.view.value
    load = "" if take.load == usual_load(take.slug) else take.load or "body"
    name = "-".join(filter(None, (take.slug, voice.language, view, load)))
    return Plan(name, said.name, voice.language, shots, [*setup, *cues], [(0.0, round(frames / FPS, 3), said.name)], facts)


def _shots(studio: Studio, take: Take, exercise: Exercise, lead: Shot, rounds: int) -> tuple[list[Shot], int]:
    """All shots, and the frame at which the loop begins: one repetition, or one on each side."""
    right = looped(take, studio.size)
    before = [lead, *[right] * rounds]
    if exercise.facts.sides is not Sides.EACH:
        return [*before, right], sum(shot.frames for shot in before)
    other = replace(take, side=Side.LEFT)
    left, over, back = looped(other, studio.size), turned(take, other, studio.size), turned(other, take, studio.size)
    before += [over, left, left, back]
    return [*before, right, over, left, back], sum(shot.frames for shot in before)


def title_lines(exercise: Exercise, said: Words, language: str) -> list[Line]:
    """What stands at the left while the figure is ready."""
    kind = say(f"mechanism.{exercise.facts.mechanism.value}", language)
    return [Line(kind[:1].upper() + kind[1:], 24, True, TEAL, 0), Line(said.name, 54, True, above=6),
            Line("", 0, colour=APRICOT, above=20, ruler=True), Line(said.purpose, 27, colour=SOFT, above=22),
            *[Line(line, 24, above=18) for line in said.setup]]


def spoken(lines: Sequence[str], at: float, voice: Voice) -> Iterator[Said]:
    """Lines one after the other from a moment on."""
    for line in lines:
        end = at + voice.seconds(line)
        yield Said(at, end, line)
        at = end + PAUSE


def in_step(lines: Sequence[str], begins: float, take: Take, voice: Voice) -> Iterator[Said]:
    """Lines that each begin where a movement begins, as soon as the line before is over."""
    free = begins
    starts = starting(begins, take)
    at = next(starts)
    for line in lines:
        while at < free - 1e-6:
            at = next(starts)
        free = at + voice.seconds(line) + PAUSE
        yield Said(at, free - PAUSE, line)


def starting(begins: float, take: Take) -> Iterator[float]:
    """Every moment from `begins` on at which a movement starts, while the loop repeats."""
    length = len(take.moments) / FPS
    for number in count():
        yield from (begins + number * length + anchor for anchor in anchors(take.clip))


def whole_loops(seconds: float, take: Take) -> int:
    """How many repetitions it takes until that much time has passed."""
    return -int(-seconds * FPS // len(take.moments))


def _span(start: int, end: int) -> dict[str, Any]:
    return {"start_frame": start, "end_frame": end, "start": round(start / FPS, 3), "end": round(end / FPS, 3)}


__all__ = ["DISSOLVE", "in_step", "plan", "spoken", "take_of", "title_lines", "whole_loops"]
