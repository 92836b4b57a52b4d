"""What can go astray between a movement file and a clip."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path


class BodyError(Exception):
    """Root of everything the body room raises."""


class MovementError(BodyError):
    """A movement file that cannot be read. `file` and `key` say where, `problem` what would be right."""

    def __init__(self, file: str, key: str, problem: str) -> None:
        super().__init__(f"{file}: {key}: {problem}" if key else f"{file}: {problem}")
        self.file, self.key, self.problem = file, key, problem


class OutOfReach(BodyError):
    """A pose whose contacts or targets the body cannot meet. `miss` is the distance left, millimetres."""

    def __init__(self, file: str, pose: str, what: str, miss: int) -> None:
        super().__init__(f"{file}: pose {pose!r}: {what} stays {miss} mm away; bring its target nearer, "
                         "free another contact, or move the prop")
        self.file, self.pose, self.what, self.miss = file, pose, what, miss


class Amiss(BodyError):
    """What the motion battery finds in one exercise: `found`, one sentence each."""

    def __init__(self, found: Sequence[str]) -> None:
        super().__init__("".join(f"\n    {text}" for text in found))
        self.found = tuple(found)


class StaleClip(BodyError):
    """A clip that no longer follows from its movement file."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}; run `python -m halfkilo.body make {path.parent.name}`")
        self.path, self.why = path, why
