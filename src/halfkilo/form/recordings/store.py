"""The folder of one person's recordings: adding, listing, labelling, taking along, deleting at once."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

from halfkilo.form.landmarks import Landmarks
from halfkilo.form.recordings import about as files
from halfkilo.form.recordings.about import ABOUT, ENGINE, LABELS, POINTS, About, Engine, Labels, NoRecording
from halfkilo.form.recordings.incoming import Incoming, NotTaken, opened, unpacked

MOST = 200
"""Recordings a person keeps; then one has to go before the next. Nothing is thrown away unasked."""

MOST_BYTES = 100_000_000
STALE_S = 3600
README = """Recordings of sets, kept because you asked. One folder each:
about.json      when, which exercise, how long
points.jsonl    sixteen points of your body over time, metres, z up (halfkilo: docs/form.md); `halfkilo form count` reads it
engine.json     the repetitions that halfkilo found, and what it would have said
labels/         what a physiotherapist said of each repetition, a file per person who did
There is no picture in any of them, and there never was one.
"""


@dataclass(frozen=True)
class Kept:
    """One recording. size: bytes on disk."""

    about: About
    folder: Path
    size: int

    @property
    def points(self) -> Landmarks:
        """Where the body was."""
        return opened((self.folder / POINTS).read_bytes())

    @property
    def engine(self) -> Engine:
        """What the engine said when it came in."""
        return files.read(Engine, self.folder / ENGINE)

    @property
    def labels(self) -> tuple[Labels, ...]:
        """Everybody's, in the order of their ids. One that can't be read is an error, never left out."""
        return tuple(files.read(Labels, path) for path in sorted((self.folder / LABELS).glob("[!.]*.json")))


def manifest(root: Path) -> tuple[Kept, ...]:
    """Every recording below `root`, newest first. What can't be read is left out here and told by `unreadable`."""
    found = []
    for path in _folders(root):
        with suppress(NoRecording):
            found.append(_kept(path))
    return tuple(sorted(found, key=lambda one: (one.about.at, one.about.id), reverse=True))


def unreadable(root: Path) -> int:
    """How many folders there are that hold something, but no recording that can be read."""
    return len(_folders(root)) - len(manifest(root))


def one(root: Path, identity: str | UUID) -> Kept:
    """A recording by its id.

    Raises:
        NoRecording: there is none.
    """
    folder = root / str(UUID(str(identity)))
    if not folder.is_dir():
        raise NoRecording("There is no such recording.")
    return _kept(folder)


def keep(root: Path, about: About, came: Incoming, said: Engine) -> tuple[Kept, bool]:
    """Keep one; whether it is new. The same id with the same points does nothing.

    Raises:
        NotTaken: another one has this id, or there are as many as are kept.
    """
    UUID(about.id)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    _sweep(root)
    place = root / about.id
    if place.exists():
        return _same(place, about), False
    others = manifest(root)
    if len(others) >= MOST or sum(other.size for other in others) + len(came.packed) > MOST_BYTES:
        raise NotTaken("full", f"At most {MOST} recordings and {MOST_BYTES // 1_000_000} MB are kept. Delete one first.")
    draft = root / f".new-{about.id}-{os.getpid()}-{time.monotonic_ns()}"
    draft.mkdir(mode=0o700)
    files.replace(draft / POINTS, came.packed)
    files.write(draft / ENGINE, said)
    files.write(draft / ABOUT, about)
    try:
        draft.rename(place)
    except OSError:  # another request with the same id was quicker
        shutil.rmtree(draft, ignore_errors=True)
        return _same(place, about), False
    return _kept(place), True


def label(kept: Kept, labels: Labels) -> None:
    """Keep what one person said; said again, the newer counts.

    Raises:
        NoRecording: it was deleted meanwhile.
    """
    UUID(labels.rater)
    folder = kept.folder / LABELS
    try:
        folder.mkdir(exist_ok=True, mode=0o700)  # no parents: a recording that is gone stays gone
        files.write(folder / f"{labels.rater}.json", labels)
    except FileNotFoundError as gone:
        raise NoRecording("There is no such recording.") from gone


def erase(root: Path, identity: str | UUID) -> bool:
    """Delete one at once; False when there was none.

    Raises:
        OSError: it could not be deleted.
    """
    folder = root / str(UUID(str(identity)))
    gone = root / f".gone-{folder.name}-{os.getpid()}-{time.monotonic_ns()}"
    try:
        folder.rename(gone)  # first: nothing can be added below a name that is no more
    except FileNotFoundError:
        return False
    shutil.rmtree(gone)
    return True


def erase_all(root: Path) -> int:
    """Delete every recording below `root`, readable or not; how many."""
    return sum(erase(root, path.name) for path in _folders(root))


def archive(root: Path, file: IO[bytes]) -> int:
    """Everything as a zip to take along, points unpacked; how many recordings."""
    found = manifest(root)
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("README.txt", README)
        for kept in found:
            for name, raw in _members(kept):
                out.writestr(f"{kept.about.id}/{name}", raw)
    return len(found)


def _members(kept: Kept) -> Iterator[tuple[str, bytes]]:
    for name in (ABOUT, ENGINE):
        yield name, (kept.folder / name).read_bytes()
    yield POINTS.removesuffix(".gz"), unpacked((kept.folder / POINTS).read_bytes())
    for path in sorted((kept.folder / LABELS).glob("[!.]*.json")):
        yield f"{LABELS}/{path.name}", path.read_bytes()


def _kept(folder: Path) -> Kept:
    return Kept(files.read(About, folder / ABOUT), folder, sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()))


def _same(place: Path, about: About) -> Kept:
    there = _kept(place)
    if there.about.digest != about.digest or there.about.exercise != about.exercise:
        raise NotTaken("other", "Another recording has this id already.")
    return there


def _folders(root: Path) -> list[Path]:
    return sorted(path for path in root.glob("*-*") if path.is_dir() and not path.name.startswith(".")) if root.is_dir() else []


def _sweep(root: Path) -> None:
    """Drafts that a killed process left."""
    for path in [*root.glob(".new-*"), *root.glob(".gone-*")]:
        with suppress(OSError):
            if time.time() - path.stat().st_mtime > STALE_S:
                shutil.rmtree(path, ignore_errors=True)
