"""What a session file says about itself: which devices, simulated or not, which exercise and side. No name, no serial number."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Annotated

from halfkilo import strict
from halfkilo.gym.errors import GymError
from halfkilo.gym.recording.columns import COLUMNS, VERSION
from halfkilo.strict import Malformed, Many, Range, Text
from halfkilo.units import Side

FILE, DICTIONARY = "_session.json", "_dictionary.json"
"""Readers of columns leave out names with an underscore in front."""

Word = Annotated[str, Text(120)]


class Ended(StrEnum):
    """How a recording ended."""

    NOT_YET = "not_yet"
    WRITTEN = "written"
    """All is there; `sessions.recover` still has to make parts of it."""
    CLOSED = "closed"
    RECOVERED = "recovered"


@dataclass(frozen=True)
class Source:
    """One device of a session. model: what it calls itself. device: its folder in `gym/devices`."""

    model: Word
    device: Word
    simulated: bool


@dataclass(frozen=True)
class About:
    """session: its id. began: milliseconds since 1970. sources: by the names rows use. rows, lost: known once it has ended; lost counts
    what a full disk did not take and lines that could not be read again."""

    session: Annotated[str, Text(120, empty=False)]
    began: Annotated[int, Range(0, 2**53)]
    sources: Annotated[dict[Word, Source], Many(16)]
    exercise: Word = ""
    side: Side = Side.BOTH
    version: Annotated[int, Range(1, VERSION)] = VERSION
    ended: Ended = Ended.NOT_YET
    rows: Annotated[int, Range(0, 2**53)] = 0
    lost: Annotated[int, Range(0, 2**53)] = 0

    @property
    def simulated(self) -> bool:
        """Whether anything in it is simulated: then it is no evidence about a person."""
        return any(one.simulated for one in self.sources.values())

    def end(self, how: Ended, rows: int, lost: int) -> About:
        """The same, ended."""
        return replace(self, ended=how, rows=rows, lost=lost)


class NoRecording(GymError):
    """A folder that is no recording, or one of a newer halfkilo. The message says which."""


def write(folder: Path, about: About) -> None:
    """Keep it beside the parts; readers see the old or the new one, never half of it.

    Raises:
        OSError: the folder is gone or the disk refuses.
    """
    plain = strict.plain(about) | {"version": about.version, "simulated": about.simulated}
    _replace(folder / FILE, json.dumps(plain, indent=1, sort_keys=True))


def write_dictionary(folder: Path) -> None:
    """The data dictionary, for whoever gets the folder without halfkilo."""
    _replace(folder / DICTIONARY, json.dumps([strict.plain(column) for column in COLUMNS], indent=1))


def read(folder: Path) -> About:
    """What a session says about itself.

    Raises:
        NoRecording: it says nothing that can be understood.
    """
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        found.pop("simulated", None)  # it follows from the sources
        return strict.read(About, found)
    except (OSError, Malformed, ValueError, AttributeError) as error:
        raise NoRecording(f"{folder} is no recording that this halfkilo can read: {error}") from error


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.tmp")
    with draft.open("w", encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
