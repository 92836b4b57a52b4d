"""Everything a site keeps in one zip, taken while it runs: a consistent copy of the database, the files, and a manifest with hashes.

The zip holds everything about everybody, so it is readable by its owner only. It is written under another name and renamed
when it is whole, so a cut never leaves half a backup with a good name.
"""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import IO, Protocol

from halfkilo.exchange.errors import BackupRefused, Reason
from halfkilo.exchange.swelling import BROKEN
from halfkilo.strict import Malformed, read

FORMAT = 1
MANIFEST = "manifest.json"
FILES = "files/"
TOMBSTONES = "tombstones.jsonl"
NOT_COPIED = ("serve.lock", "prepare.lock", "gym-link.lock", "lock", "restoring")
PIECE = 1 << 20
_ANOTHER = "Take another one; nothing was changed."

Sink = Callable[[str, Iterator[bytes]], None]
"""Takes a member's name and its bytes."""


@dataclass(frozen=True)
class Member:
    """One file of the zip. size: bytes. sha256: hex."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """What a backup holds. database: sqlite or postgresql. program: version of halfkilo. made: local time with offset."""

    format: int
    made: str
    program: str
    database: str
    members: tuple[Member, ...]


class Database(Protocol):
    """A database that can be copied while in use and put back. `name` is sqlite or postgresql."""

    name: str

    def save(self, sink: Sink) -> None:
        """Hand a consistent copy to `sink`, member by member."""

    def own(self, path: Path) -> bool:
        """Whether a file of the data folder is the database itself."""

    def occupied(self) -> bool:
        """Whether anybody's record stands in it."""

    def load(self, folder: Path) -> None:
        """Put back what `save` handed out; `folder` holds the members, verified."""


def write(database: Database, data: Path, target: Path, now: datetime, program: str) -> Path:
    """Make a backup in the folder `target`; returns the finished file.

    Args:
        data: the site's data folder. now: local time with zone. program: version of halfkilo.
    """
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    final = _free(target, f"halfkilo-{now:%Y-%m-%d-%H%M%S}")
    draft = final.with_suffix(".part")
    draft.unlink(missing_ok=True)
    try:
        with _private(draft) as file:
            _fill(file, database, data, target, now, program)
        draft.replace(final)
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(target)
    return final


def inspect(path: Path) -> Manifest:
    """The manifest of a backup, after every member was read and its hash compared.

    Raises:
        BackupRefused: no backup, of another format, or not as it was written.
    """
    with _opened(path) as archive:
        manifest = _manifest(archive)
        for member in manifest.members:
            for _ in _checked(archive, member):
                pass
        return manifest


def unpack(path: Path, folder: Path) -> Manifest:
    """Write every member below `folder`, checking hashes on the way; see `inspect` for errors."""
    with _opened(path) as archive:
        manifest = _manifest(archive)
        for member in manifest.members:
            place = folder / member.name
            place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _private(place) as out:
                for piece in _checked(archive, member):
                    out.write(piece)
        return manifest


def _fill(file: IO[bytes], database: Database, data: Path, target: Path, now: datetime, program: str) -> None:
    members: list[Member] = []
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, allowZip64=True) as archive:

        def sink(name: str, pieces: Iterator[bytes]) -> None:
            members.append(_add(archive, name, pieces))

        database.save(sink)
        for path in _files(data, database, target):
            try:
                sink(FILES + path.relative_to(data).as_posix(), _pieces(path))
            except FileNotFoundError:
                continue  # deleted by its owner while we copied: then it is not in the backup either
        manifest = Manifest(FORMAT, now.isoformat(timespec="seconds"), program, database.name, tuple(members))
        archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))


def _files(data: Path, database: Database, target: Path) -> Iterator[Path]:
    """Files of the data folder: no links, not the database itself, no backups inside it."""
    for path in sorted(data.rglob("*")):
        inside_target = target != data and target in path.parents
        if path.is_file() and not path.is_symlink() and not inside_target and not database.own(path) and path.name not in NOT_COPIED \
                and not (path.parent == target and path.suffix in {".zip", ".part"}):
            yield path


def _add(archive: zipfile.ZipFile, name: str, pieces: Iterator[bytes]) -> Member:
    total, size = hashlib.sha256(), 0
    first = next(pieces, b"")  # opens the source before the member is begun, so a vanished file leaves no trace
    with archive.open(name, "w", force_zip64=True) as out:
        for piece in _chain(first, pieces):
            out.write(piece)
            total.update(piece)
            size += len(piece)
    return Member(name, size, total.hexdigest())


def _chain(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            yield piece


@contextmanager
def _private(path: Path) -> Iterator[IO[bytes]]:
    """A new file that only its owner may read, on the disk when the block ends."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def _free(target: Path, stem: str) -> Path:
    """A name that is not taken: two backups in one second are two files."""
    number, path = 2, target / f"{stem}.zip"
    while path.exists():
        number, path = number + 1, target / f"{stem}-{number}.zip"
    return path


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _opened(path: Path) -> Iterator[zipfile.ZipFile]:
    try:
        with zipfile.ZipFile(path) as archive:
            yield archive
    except FileNotFoundError as error:
        raise BackupRefused(Reason.NOT_A_BACKUP, f"There is no file {path.name}.", path) from error
    except (zipfile.BadZipFile, OSError, EOFError) as error:
        raise BackupRefused(Reason.CHANGED, f"{path.name} can't be read to its end ({error}). Take another backup; nothing was changed.",
                            path) from error


def _manifest(archive: zipfile.ZipFile) -> Manifest:
    try:
        raw = json.loads(archive.read(MANIFEST))
    except (KeyError, *BROKEN) as error:
        raise BackupRefused(Reason.NOT_A_BACKUP, "This zip is not a backup of halfkilo: it holds no manifest.") from error
    if isinstance(raw, dict) and raw.get("format") != FORMAT:
        found = raw.get("format")
        raise BackupRefused(Reason.OTHER_VERSION, f"The backup has format {found}; this halfkilo reads {FORMAT}. Update halfkilo.", found)
    try:
        manifest = read(Manifest, raw, "manifest")
    except Malformed as problem:
        raise BackupRefused(Reason.NOT_A_BACKUP, f"The backup's manifest does not fit: {problem}") from problem
    for member in manifest.members:
        _refuse_strange(member.name)
    return manifest


def _refuse_strange(name: str) -> None:
    """No member may lead out of the folder it is written to."""
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\\" in name or not path.parts or "\0" in name or path.as_posix() != name:
        raise BackupRefused(Reason.NOT_A_BACKUP, f"The backup holds a file called {name!r}, which leads out of it.", name)


def _checked(archive: zipfile.ZipFile, member: Member) -> Iterator[bytes]:
    """A member's bytes; at the end it is an error when they are not those of the manifest."""
    total, size = hashlib.sha256(), 0
    try:
        with archive.open(member.name) as file:
            while size <= member.size and (piece := file.read(PIECE)):
                total.update(piece)
                size += len(piece)
                yield piece
    except KeyError as error:
        raise BackupRefused(Reason.CHANGED, f"The backup lacks {member.name}. {_ANOTHER}", member.name) from error
    except BROKEN as error:
        raise BackupRefused(Reason.CHANGED, f"{member.name} in the backup can't be unpacked ({error}). {_ANOTHER}", member.name) from error
    if size != member.size or total.hexdigest() != member.sha256:
        raise BackupRefused(Reason.CHANGED, f"{member.name} in the backup is not as it was written. {_ANOTHER}", member.name)
