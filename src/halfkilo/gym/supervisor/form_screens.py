"""What screens of one session tell each other over `/form`: what the player does now, and what a remote in the hand asks of it.

Both are only handed on. A remote asks the player for what its own buttons do, never the gym: it can't arm, hold or load.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from halfkilo.gym.errors import Reason, Refused

REMOTE = frozenset({"done", "next", "stop"})
"""The set is over; go on; stop."""

GONE: dict[str, Any] = {"is": "doing", "exercise": None, "screen": "gone"}
"""The player left."""

MOST_NAME, MOST_COUNT, MOST_GRAMS, MOST_SECONDS = 60, 9_999, 200_000, 3_600
_NAME = re.compile(rf"[a-z0-9_]{{1,{MOST_NAME}}}")


def _name(value: Any) -> bool:
    return isinstance(value, str) and _NAME.fullmatch(value) is not None


def _of(*words: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and value in words


def _whole(most: int) -> Callable[[Any], bool]:
    return lambda value: type(value) is int and 0 <= value <= most


def _seconds(value: Any) -> bool:
    return type(value) in (int, float) and 0 <= value <= MOST_SECONDS


def _tempo(value: Any) -> bool:
    return isinstance(value, list) and len(value) == 4 and all(_seconds(one) for one in value)


DOING: Mapping[str, Callable[[Any], bool]] = {
    "exercise": lambda value: value is None or _name(value),
    "side": _of("left", "right", "both"),
    "variant": _of("cable", "dumbbell", "band", "body"),
    "screen": _name,
    "set": _whole(99),
    "sets": _whole(99),
    "count": _of("reps", "seconds", "minutes"),
    "reached": _whole(MOST_COUNT),
    "target": _whole(MOST_COUNT),
    "grams": _whole(MOST_GRAMS),
    "held": lambda value: isinstance(value, bool),
    "pieces": _whole(2),
    "rest": _whole(MOST_SECONDS),
    "tempo": _tempo,
    "running": lambda value: value is None or _seconds(value),
    "range": _whole(100),
}
"""What the player may say it does; loads in grams per cable or dumbbell, times in seconds. running: seconds into the movement, null
while it stands."""


def remote(said: Mapping[str, Any]) -> dict[str, Any]:
    """What a remote asks, as the others hear it.

    Raises:
        Refused: it is none of `REMOTE`.
    """
    if not _of(*REMOTE)(said.get("do")):
        raise Refused(Reason.UNREADABLE, f"a remote asks for one of {', '.join(sorted(REMOTE))}")
    return {"is": "remote", "do": said["do"]}


def doing(said: Mapping[str, Any]) -> dict[str, Any]:
    """What the player does, as the others hear it: only what `DOING` knows.

    Raises:
        Refused: without an exercise or a screen, or something in it can't be.
    """
    told = {name: value for name, value in said.items() if name != "is"}
    if not {"exercise", "screen"} <= told.keys():
        raise Refused(Reason.UNREADABLE, "what is done has at least an exercise (or null) and a screen")
    for name, value in told.items():
        if name not in DOING or not DOING[name](value):
            raise Refused(Reason.UNREADABLE, f"of what is done, {name[:MOST_NAME]!r} can't be read")
    return {"is": "doing"} | told
