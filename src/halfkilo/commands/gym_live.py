"""`halfkilo gym watch`, `record`, `replay`: what devices say, on the screen or into a session file."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields, replace
from pathlib import Path

from halfkilo import strict
from halfkilo.commands.gym_feed import Feed, Hear, ReplayFeed, SensorFeed, SupervisorFeed, where
from halfkilo.commands.keep import place
from halfkilo.commands.told import Trouble, say, told
from halfkilo.gym.driver import Reading
from halfkilo.gym.errors import GymError
from halfkilo.gym.recording import about as about_file
from halfkilo.gym.recording.about import About
from halfkilo.gym.recording.columns import Heard, LinkWord, quantity_of, values
from halfkilo.gym.recording.recorder import Recorder
from halfkilo.gym.supervisor.outbox import uuid7
from halfkilo.units import Side, kilograms

EVERY_S = 0.25
"""A screen for people is written this often."""


@told
def watch(feed: Callable[[], Feed], seconds: float | None, as_json: bool) -> None:
    """Show what is said, until Ctrl-C or for some seconds."""
    with _calm():
        one = feed()
        with _shown(one, as_json) as hear:
            _listen(one, hear, seconds)


@told
def record(folder: Path, feed: Callable[[], Feed], seconds: float | None, exercise: str, side: Side, as_json: bool) -> None:
    """Keep what is said in a session file in `folder`, until Ctrl-C or for some seconds."""
    with _calm():
        one = feed()
        if folder.exists():
            raise Trouble(f"{folder} is there already. Name a folder that is not.")
        about = About(uuid7(), time.time_ns() // 1_000_000, dict(one.sources), exercise, side)
        with Recorder(folder, about) as recorder:
            _listen(one, _naming(recorder, one), seconds)
    done = about_file.read(folder)
    if as_json:
        say(json.dumps(strict.plain(done) | {"folder": str(folder), "simulated": done.simulated}))
        return
    say(f"{done.rows} rows in {folder}; " + (f"{done.lost} were lost: {recorder.problem}" if done.lost else "none was lost."))
    if done.simulated:
        say("It is simulated, so it is no evidence about anybody.")
    if not done.rows:
        raise Trouble("Nothing was heard.")


@told
def replay(folder: Path, source: str | None, pace: float, as_json: bool) -> None:
    """Play a session file: what was said, when it was said."""
    with _calm():
        one = ReplayFeed(folder, source, pace)
        if not as_json:
            say("A replay: nothing of this happens now.")
        with _shown(one, as_json) as hear:
            _listen(one, hear, None)


def sensor(device: str, address: str | None, air: str | None) -> Feed:
    """A measuring device."""
    return SensorFeed(device, address, air)


def supervised(data: Path | None, supervisor: str | None, site: str | None) -> Feed:
    """The gym of a running site."""
    _, folder = place(data)
    return SupervisorFeed(where(folder, supervisor, site), folder / "gym.key")


def _naming(recorder: Recorder, feed: Feed) -> Hear:
    """What devices call themselves is known once they speak: then the session learns it."""

    def hear(source: str, heard: Heard) -> None:
        if source not in recorder.about.sources or (isinstance(heard, LinkWord) and recorder.about.sources != feed.sources):
            recorder.about = replace(recorder.about, sources=dict(feed.sources))
            about_file.write(recorder.folder, recorder.about)
        recorder.put(source, heard)

    return hear


def _listen(feed: Feed, hear: Hear, seconds: float | None) -> None:
    async def some_time() -> None:
        try:
            async with asyncio.timeout(seconds):
                await feed.run(hear)
        except TimeoutError:
            return

    try:
        asyncio.run(some_time())
    except KeyboardInterrupt:
        return


@contextmanager
def _calm() -> Iterator[None]:
    """What the gym refuses is a sentence."""
    try:
        yield
    except GymError as problem:
        raise Trouble(str(problem)) from problem


# --- showing ---------------------------------------------------------------------------------------------------------------


@contextmanager
def _shown(feed: Feed, as_json: bool) -> Iterator[Hear]:
    """For programs a line for everything; for people a few lines that stay, and without a terminal a line now and then."""
    if as_json:
        yield lambda source, heard: say(json.dumps({"source": source, "is": quantity_of(heard)} | _plain(heard)))
        return
    if sys.stdout.isatty():
        with _table(feed) as hear:
            yield hear
        return
    yield _lines()


def _plain(heard: Heard) -> dict[str, object]:
    if isinstance(heard, Reading):
        return {"at_ms": heard.at_ms, "state": heard.state, "why": heard.why, "armed": heard.armed,
                "left": strict.plain(heard.left), "right": strict.plain(heard.right)}
    return dict(zip((field.name for field in fields(heard)), values(heard), strict=True))


def _lines() -> Hear:
    """At most one line for each device and kind of reading every quarter of a second; words about the link always."""
    last: dict[tuple[str, str], float] = {}

    def hear(source: str, heard: Heard) -> None:
        key, now = (source, quantity_of(heard)), time.monotonic()
        if isinstance(heard, LinkWord) or now - last.get(key, -EVERY_S) >= EVERY_S:
            last[key] = now
            say(f"{source}: {in_words(heard)}")

    return hear


@contextmanager
def _table(feed: Feed) -> Iterator[Hear]:
    from rich.live import Live
    from rich.table import Table

    newest: dict[tuple[str, str], str] = {}

    def table() -> Table:
        made = Table(box=None, show_header=False)
        for (source, _), text in newest.items():
            model = feed.sources[source].model if source in feed.sources else ""
            made.add_row(model or source, text)
        return made

    with Live(get_renderable=table, refresh_per_second=1 / EVERY_S):
        def hear(source: str, heard: Heard) -> None:
            newest[source, quantity_of(heard)] = in_words(heard)

        yield hear


def in_words(heard: Heard) -> str:
    """One thing heard, for a line on a screen."""
    if isinstance(heard, Reading):
        cables = (f"{side} {cable.position_mm} mm, pull {kilograms(cable.force_g)} kg, held {kilograms(cable.held_g)} kg, {cable.reps} reps"
                  for side, cable in (("left", heard.left), ("right", heard.right)))
        return f"{heard.state or 'machine'}; {'; '.join(cables)}"
    if isinstance(heard, LinkWord):
        return {"up": "is here", "down": "is gone"}.get(heard.link.value, f"said something unreadable ({heard.problem})")
    told = (f"{name} {value}" for name, value in _plain(heard).items() if value not in (None, [], False))
    return f"{quantity_of(heard).replace('_', ' ')}: {', '.join(told).replace('_', ' ')}"
