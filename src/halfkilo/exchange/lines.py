"""The whole journal as JSON Lines, out and in again: the same bytes come back, elsewhere too. Streams in both directions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from halfkilo.exchange.errors import FileRefused, Reason
from halfkilo.journal.entry import LONGEST_LINE, Entry, parse
from halfkilo.journal.fold import check
from halfkilo.journal.store import Fate
from halfkilo.strict import Malformed

LARGEST = 128 * 1024 * 1024
"""Bytes of one journal; five years of one person are about ten million."""

SHOWN = 1000
"""Refused lines that a trial names; it counts them all."""


@dataclass(frozen=True)
class Judged:
    """One line of a file: what would become of it. entry: None when it could not be read."""

    line: int
    fate: Fate
    entry: Entry | None = None
    problem: str = ""


@dataclass(frozen=True)
class Trial:
    """What an import would do. refused: the first thousand lines with their reasons; refusals: how many there are."""

    would_add: int
    known: int
    refusals: int
    refused: tuple[Judged, ...]
    kinds: Mapping[str, int]

    @property
    def clean(self) -> bool:
        """Whether every line can be taken."""
        return self.refusals == 0


def write(entries: Iterable[Entry]) -> Iterator[bytes]:
    """The lines of an export, in the order given."""
    for entry in entries:
        yield entry.line.encode() + b"\n"


def digests(entries: Iterable[Entry]) -> dict[str, str]:
    """What is known already: content hash by id."""
    return {entry.id: entry.digest for entry in entries}


def judged(file: BinaryIO, known: Mapping[str, str]) -> Iterator[Judged]:
    """Every line with its fate, one after another; blank lines are passed over. Entries are marked as imported.

    Raises:
        FileRefused: the file is larger than `LARGEST`, found before anything of it is kept when its size can be known.
    """
    refuse_large(file)
    seen: dict[str, str] = {}
    for number, raw in enumerate(_lines(file), start=1):
        if raw.strip():
            yield _judge(number, raw, known, seen)


def trial(file: BinaryIO, known: Mapping[str, str]) -> Trial:
    """A dry run: nothing is written anywhere. The file is left at its beginning when it can be."""
    counts = dict.fromkeys(Fate, 0)
    refused: list[Judged] = []
    kinds: dict[str, int] = {}
    for one in judged(file, known):
        counts[one.fate] += 1
        if one.fate is Fate.REFUSED and len(refused) < SHOWN:
            refused.append(one)
        if one.fate is Fate.KEPT and one.entry is not None:
            kinds[one.entry.kind] = kinds.get(one.entry.kind, 0) + 1
    if file.seekable():
        file.seek(0)
    return Trial(counts[Fate.KEPT], counts[Fate.KNOWN], counts[Fate.REFUSED], tuple(refused), dict(sorted(kinds.items())))


def fresh(file: BinaryIO, known: Mapping[str, str]) -> Iterator[Entry]:
    """The entries that are new, to be appended; run a `trial` first when refused lines should stop everything."""
    for one in judged(file, known):
        if one.fate is Fate.KEPT and one.entry is not None:
            yield one.entry


def whole(file: BinaryIO, known: Mapping[str, str]) -> list[Entry]:
    """Every entry of a file that can be taken, those that are known already among them: what the file says as a whole."""
    return [one.entry for one in judged(file, known) if one.fate is not Fate.REFUSED and one.entry is not None]


def refuse_large(file: BinaryIO, largest: int = LARGEST) -> None:
    """Refuse a file by its size, before reading it.

    Raises:
        FileRefused: it is too large.
    """
    if not file.seekable():
        return
    here = file.tell()
    size = file.seek(0, 2) - here
    file.seek(here)
    if size > largest:
        raise _too_large(size, largest)


def _too_large(size: int, largest: int) -> FileRefused:
    return FileRefused(Reason.TOO_LARGE, f"The file is {size // 1_000_000} MB; at most {largest // 1_048_576} MiB are read. "
                       "Split it by year and import the parts one after another.", size)


def _lines(file: BinaryIO) -> Iterator[bytes]:
    """Lines of at most `LONGEST_LINE` bytes and a bit; what a longer one has beyond that is passed over."""
    total = 0
    while raw := file.readline(LONGEST_LINE + 2):
        rest = raw
        total += len(raw)
        while not rest.endswith(b"\n") and (rest := file.readline(LONGEST_LINE)):
            total += len(rest)
        if total > LARGEST:
            raise _too_large(total, LARGEST)
        yield raw


def _judge(number: int, raw: bytes, known: Mapping[str, str], seen: dict[str, str]) -> Judged:
    try:
        text = raw.decode("utf-8-sig" if number == 1 else "utf-8").strip("\r\n")
        entry = parse(text, imported=True)
        check(entry)
    except UnicodeDecodeError:
        return Judged(number, Fate.REFUSED, None, "is not UTF-8 text; save the file as UTF-8 and try again")
    except Malformed as problem:
        return Judged(number, Fate.REFUSED, None, str(problem))
    before = known.get(entry.id) or seen.get(entry.id)
    if before is not None and before != entry.digest:
        return Judged(number, Fate.REFUSED, entry, "id: stands there already with other content; an entry is never changed")
    seen[entry.id] = entry.digest
    return Judged(number, Fate.KNOWN if before else Fate.KEPT, entry)
