"""What a recording says about itself, what the engine found in it, and what somebody labelled: plain JSON, read strictly."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, TypeVar

from halfkilo import strict
from halfkilo.form.errors import FormError
from halfkilo.strict import Malformed, Many, Range, Text
from halfkilo.units import Side

ABOUT, POINTS, ENGINE, LABELS = "about.json", "points.jsonl.gz", "engine.json", "labels"

RIGHT, CANT_TELL, FAULT = "right", "cant_tell", "fault "
"""What a label says: right, one of the exercise's faults (`fault 0` is the first of its words), or that it can't be told."""

MOST_REPETITIONS = 200
Word = Annotated[str, Text(60)]
Number = Annotated[int, Range(1, MOST_REPETITIONS)]
Ms = Annotated[int, Range(0, 86_400_000)]
T = TypeVar("T")


class NoRecording(FormError):
    """A recording that is not there, or that this halfkilo can't read. The message says which."""


@dataclass(frozen=True)
class About:
    """id: also the folder's name. at: local time with offset. session, number, grams: which set it was, where it was one. seconds, frames:
    how long. digest: of the points, so that the same upload twice is one. source: `camera`, or `file` where somebody brought one."""

    id: Annotated[str, Text(36, empty=False)]
    at: Annotated[str, Text(40, empty=False)]
    exercise: Annotated[str, Text(60, empty=False)]
    side: Side
    seconds: Annotated[int, Range(0, 36_000)]
    frames: Annotated[int, Range(1, 1_000_000)]
    digest: Annotated[str, Text(64, empty=False)]
    session: Word = ""
    number: Annotated[int, Range(0, 99)] = 0
    grams: Annotated[int, Range(0, 200_000)] = 0
    source: Annotated[str, Text(10)] = "camera"
    version: Annotated[int, Range(1, 1)] = 1


@dataclass(frozen=True)
class Found:
    """One repetition as the engine saw it, milliseconds from the beginning. off: None where it was not judged (`why`: `baseline` or
    `unseen`). fault: index into the exercise's own faults. cue: what was due to be said then, `fault N` or `part NAME`."""

    number: Number
    start: Ms
    turn: Ms
    end: Ms
    score: Annotated[int, Range(0, 100)]
    off: bool | None = None
    why: Word = ""
    fault: Annotated[int, Range(0, 99)] | None = None
    part: Word = ""
    cue: Word = ""

    @property
    def said(self) -> str:
        """The same in the words of a label: a fault that was named, else whether it was other than usual; `cant_tell` where it was not
        judged."""
        if self.off is None:
            return CANT_TELL
        if self.fault is not None:
            return f"{FAULT}{self.fault}"
        return "off" if self.off else RIGHT


@dataclass(frozen=True)
class Engine:
    """by: version of halfkilo. counted: whether the exercise has repetitions at all."""

    by: Word
    counted: bool
    repetitions: Annotated[tuple[Found, ...], Many(MOST_REPETITIONS)] = ()


@dataclass(frozen=True)
class Label:
    """Of one repetition, by its number. score: 1 to 5, or not given."""

    number: Number
    said: Annotated[str, Text(20, empty=False)]
    score: Annotated[int, Range(1, 5)] | None = None


@dataclass(frozen=True)
class Labels:
    """rater: the id of the account that labelled. at: local time with offset."""

    rater: Annotated[str, Text(36, empty=False)]
    at: Annotated[str, Text(40, empty=False)]
    each: Annotated[tuple[Label, ...], Many(MOST_REPETITIONS)] = ()


def read(kind: type[T], path: Path) -> T:
    """One of these from its file.

    Raises:
        NoRecording: it is missing or does not fit.
    """
    try:
        return strict.read(kind, json.loads(path.read_text("utf-8")))
    except (OSError, Malformed, ValueError, RecursionError) as problem:
        raise NoRecording(f"{path.name} of {path.parent.name} can't be read: {problem}") from problem


def write(path: Path, one: Any) -> None:
    """Whole or not at all; readers see the old or the new one."""
    replace(path, (json.dumps(strict.plain(one), indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode())


def replace(path: Path, raw: bytes) -> None:
    """Bytes, on disk when this returns."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with draft.open("wb") as file:
        file.write(raw)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
