"""What watching costs: frames of twenty people at once, one by one as they come, on one core."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator

from bench.report import Row
from halfkilo.exercises.catalogue import HERE
from halfkilo.form.clips import repeated
from halfkilo.form.exercise import known
from halfkilo.form.watcher import Watcher

PEOPLE, RATE = 20, 30


def rows() -> Iterator[Row]:
    """Share of one core, and one frame."""
    clip = json.loads((HERE / "chair_stand" / "clip.json").read_text(encoding="utf-8"))
    seen = repeated(clip, 6, rate=RATE)
    watchers = [Watcher(known("chair_stand")) for _ in range(PEOPLE)]
    frames = min(len(seen), 15 * RATE)
    began = time.process_time()
    for index in range(frames):
        for watcher in watchers:
            watcher.see(float(seen.times[index]), seen.places[index])
    spent = time.process_time() - began
    yield Row("one frame of one person's landmarks, repetitions' ends included", 1000 * spent / frames / PEOPLE, "ms")
    yield Row("form of 20 people at 30 frames/s, share of one core", 100 * spent / (frames / RATE), "%", 100)
