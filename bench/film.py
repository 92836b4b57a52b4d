"""What films cost: drawing and encoding a picture at 720p without a GPU, and a session film when all its parts are there."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from bench.report import Row
from halfkilo.film import exercise, gl, splice
from halfkilo.film.cache import Cache
from halfkilo.film.encode import Format
from halfkilo.film.look import FPS
from halfkilo.film.shots import looped
from halfkilo.film.studio import Plan, Studio
from halfkilo.film.voice import voice_for

SLUG = "chair_stand"
FEWEST = 8
"""Pictures a second that a film is promised to make, on two cores; here even one would have to."""

LONG = 30 * 60
"""Seconds of a long session."""


def rows(data: Path) -> Iterator[Row]:
    """All of it, in an empty folder; nothing where nothing can draw."""
    if not gl.present():
        return
    studio = Studio(Cache(data, data))
    shot = looped(exercise.take_of(SLUG), studio.size)
    for form in Format:  # the first draws, the second only encodes what was drawn
        before = time.process_time()
        studio.part(shot, form)
        yield Row(f"film: processor time of each picture at 720p, {form.value}", (time.process_time() - before) / shot.frames * 1000, "ms",
                  1000 / FEWEST if form is Format.MP4 else None)
    yield joined(studio, data, shot.frames)


def joined(studio: Studio, data: Path, frames: int) -> Row:
    """Half an hour of loops, with sound, from parts that are there."""
    shot = looped(exercise.take_of(SLUG), studio.size)
    plan = Plan("long", "A long session", "en", [shot] * (LONG * FPS // frames), [], [(0.0, float(LONG), "All")])
    voice = voice_for("en", data)
    before = time.process_time()
    parts = [studio.part(one, Format.MP4) for one in plan.shots]
    splice.join(data / "long.mp4", parts, Format.MP4, splice.sound([], voice, plan.frames), plan.chapters, plan.title, "en")
    return Row("film: processor time of 30 minutes from parts that are there", time.process_time() - before, "s", 60)
