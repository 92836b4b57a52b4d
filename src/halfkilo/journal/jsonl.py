"""A journal in one file of JSON Lines: for the command line, exports and tests. One writer at a time (a lock file beside it)."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from halfkilo.journal.entry import LONGEST_LINE, Entry, parse
from halfkilo.journal.fold import check, fold
from halfkilo.journal.state import State
from halfkilo.journal.store import Fate, Result
from halfkilo.strict import Malformed

LARGEST_FILE = 128 * 1024 * 1024


def read_lines(path: Path, *, imported: bool = False) -> Iterator[tuple[int, Entry | Malformed]]:
    """Every line with its number: an entry, or what is wrong with it. Blank lines are passed over.

    Raises:
        Malformed: the file is larger than 128 MiB, or not there.
    """
    try:
        size = path.stat().st_size
    except OSError as error:
        raise Malformed(path.name, f"can't be read: {error.strerror}") from error
    if size > LARGEST_FILE:
        raise Malformed(path.name, f"is {size // 1_000_000} MB; at most {LARGEST_FILE // 1_048_576} MiB are read: split the file by year")
    with path.open("rb") as lines:
        for number, line in enumerate(_bounded(lines), start=1):
            if not line.strip():
                continue
            try:
                entry = parse(line.decode("utf-8"), imported=imported)
                check(entry)
                yield number, entry
            except UnicodeDecodeError:
                yield number, Malformed("entry", "is not UTF-8 text; save the file as UTF-8 and try again")
            except Malformed as problem:
                yield number, problem


def _bounded(lines: Iterable[bytes]) -> Iterator[bytes]:
    for line in lines:
        yield line if len(line) <= LONGEST_LINE + 2 else line[: LONGEST_LINE + 2]


def load(path: Path) -> list[Entry]:
    """All entries of a file.

    Raises:
        Malformed: the first line that does not fit, with its number; a torn last line is named as such.
    """
    entries: dict[str, Entry] = {}
    for number, found in read_lines(path):
        if isinstance(found, Malformed):
            raise Malformed(f"{path.name}, line {number}: {found.place}", found.problem)
        twin = entries.get(found.id)
        if twin is not None and twin.canonical != found.canonical:
            raise Malformed(f"{path.name}, line {number}: id", "stands there already with other content; an entry is never changed")
        entries.setdefault(found.id, found)
    return sorted(entries.values(), key=lambda entry: entry.order)


class JsonLinesStore:
    """A store over one file; `person` is not looked at, a file holds one person."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def append(self, person: str, entries: Sequence[Entry]) -> list[Result]:
        """See `Store`. Written with one write and one fsync."""
        with self._lock():
            known = {entry.id: entry for entry in self.entries(person)}
            results, fresh = [], []
            for entry in entries:
                result = judge_one(entry, known.get(entry.id))
                if result.fate is Fate.KEPT:
                    known[entry.id] = entry
                    fresh.append(entry)
                results.append(result)
            if fresh:
                with self.path.open("ab") as file:
                    file.write("".join(entry.line + "\n" for entry in fresh).encode())
                    file.flush()
                    os.fsync(file.fileno())
            return results

    def state(self, person: str = "") -> State:
        """See `Store`."""
        return fold(self.entries(person))

    def entries(self, person: str = "") -> Iterator[Entry]:
        """See `Store`."""
        yield from load(self.path) if self.path.exists() else []

    @contextmanager
    def _lock(self) -> Iterator[None]:
        with self.path.with_suffix(self.path.suffix + ".lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield


def judge_one(entry: Entry, twin: Entry | None) -> Result:
    """KEPT, KNOWN or REFUSED for one entry, given the one that already has its id."""
    if twin is not None:
        if twin.canonical == entry.canonical:
            return Result(entry.id, Fate.KNOWN)
        return Result(entry.id, Fate.REFUSED, "id: stands there already with other content; send a `corrected` entry instead")
    try:
        check(entry)
    except Malformed as problem:
        return Result(entry.id, Fate.REFUSED, str(problem))
    return Result(entry.id, Fate.KEPT)
