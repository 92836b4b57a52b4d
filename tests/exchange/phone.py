"""An export of Apple Health of any size, made as it is read, so that two gigabytes need no disk.

`python -m tests.exchange.phone MEGABYTES` reads one in and prints how many entries came out and how many kilobytes that took at the most.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, timedelta
from pathlib import Path

from halfkilo.exchange.apple import read_export
from halfkilo.exchange.history import Settings
from tests.exchange.test_apple import HEAD, record

FIRST, LAST = date(2016, 1, 1), date(2026, 11, 1)


def days() -> Iterator[bytes]:
    """Ten years of a watch, a day at a time, again and again: pulse every five minutes, steps every hour."""
    on = FIRST
    while True:
        at = f"{on.isoformat()} %02d:%02d:00 +0100"
        pulse = [record("HeartRate", 60 + minute % 50, "count/min", at % divmod(minute, 60)) for minute in range(0, 1440, 5)]
        yield "".join([*pulse, *(record("StepCount", 7, "count", at % (hour, 30)) for hour in range(24))]).encode()
        on = on + timedelta(days=1) if on < LAST else FIRST


class Export(io.RawIOBase):
    """The file as a stream of about `size` bytes."""

    def __init__(self, size: int) -> None:
        self.size, self.given, self.days = size, 0, days()
        self.rest = HEAD.encode()

    def readable(self) -> bool:
        """It is."""
        return True

    def seek(self, place: int, whence: int = 0) -> int:
        """To the beginning, before much was read: to see what kind of file it is."""
        assert place == whence == 0 and self.given < len(HEAD)
        self.rest, self.given = HEAD.encode(), 0
        return 0

    def read(self, size: int = -1) -> bytes:
        """At most `size` bytes."""
        if not self.rest and self.size > 0:
            self.rest = next(self.days)
            self.size -= len(self.rest)
            self.rest += b"</HealthData>\n" if self.size <= 0 else b""
        piece, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(piece)
        return piece


def most() -> int:
    """The most memory that this program ever held, kB; what getrusage says still holds its parent's from before."""
    return int(re.search(r"VmHWM:\s+(\d+)", Path("/proc/self/status").read_text())[1])  # type: ignore[index]


def main() -> None:
    """Read one."""
    megabytes = int(sys.argv[1])
    read_export(Export(1_000_000), Settings("a", UTC, date(2026, 11, 22)))  # type: ignore[arg-type]
    before = most()
    export = Export(megabytes * 1_000_000)
    found = read_export(export, Settings("a", UTC, date(2026, 11, 22)))  # type: ignore[arg-type]
    print(len(found.entries), most() - before, export.given)


if __name__ == "__main__":
    main()
