"""Entries for the journal that the supervisor could not hand over yet: JSON lines, fsynced, numbered without gaps.

The site fetches `after` a number as often as it likes and says up to where it has them; the same entry always has the
same id, so fetching twice writes once. The supervisor never touches the site's database.
"""

from __future__ import annotations

import json
import os
import secrets
import time
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from halfkilo import strict
from halfkilo.gym.supervisor.small_file import sync_folder

KEEP_MOST = 1_000
"""Lines already taken by the site that may stay before the file is written anew."""


class Kind(StrEnum):
    """What happened."""

    HAZARD_RAISED = "hazard_raised"
    HAZARD_CLEARED = "hazard_cleared"
    SET_COUNTED = "set_counted"


@dataclass(frozen=True)
class Item:
    """One entry: `n` counts up without gaps, `id` is a UUIDv7, `at` milliseconds since 1970."""

    n: int
    id: str
    kind: Kind
    at: int
    person: str
    session: str
    body: dict[str, Any]


class Outbox:
    """The queue on disk. A half-written last line (a crash while writing) is dropped: nobody was told it was kept."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._items: list[Item] = []
        self.taken = 0
        self._load()

    def add(self, kind: Kind, at: int, person: str, session: str, body: dict[str, Any]) -> Item:
        """Append one entry and make it last.

        Raises:
            OSError: the disk did not take it.
        """
        item = Item(self.last + 1, uuid7(), kind, at, person, session, body)
        with self._path.open("ab") as file:
            file.write(_line(strict.plain(item)))
            file.flush()
            os.fsync(file.fileno())
        self._items.append(item)
        return item

    @property
    def last(self) -> int:
        """Number of the newest entry; 0 when there was none yet."""
        return self._items[-1].n if self._items else self.taken

    def after(self, n: int, most: int = 500) -> list[Item]:
        """Entries with a number above `n`, oldest first."""
        return [item for item in self._items if item.n > n][:most]

    def take(self, upto: int) -> None:
        """The site has everything up to `upto`; numbers beyond the last are ignored."""
        self.taken = max(self.taken, min(upto, self.last))
        old = sum(item.n <= self.taken for item in self._items)
        if old >= KEEP_MOST:
            self._rewrite()
            return
        with self._path.open("ab") as file:
            file.write(_line({"taken": self.taken}))

    def _rewrite(self) -> None:
        self._items = [item for item in self._items if item.n > self.taken]
        draft = self._path.with_suffix(".new")
        with draft.open("wb") as file:
            file.write(_line({"taken": self.taken}) + b"".join(_line(strict.plain(item)) for item in self._items))
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._path)
        sync_folder(self._path.parent)

    def _load(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        data = self._path.read_bytes() if self._path.exists() else b""
        whole = data[: data.rfind(b"\n") + 1]
        if len(whole) != len(data):
            os.truncate(self._path, len(whole))
        for line in whole.splitlines():
            self._recall(json.loads(line))

    def _recall(self, value: dict[str, Any]) -> None:
        if "taken" in value:
            self.taken = int(value["taken"])
        else:
            self._items.append(strict.read(Item, value))


def _line(value: object) -> bytes:
    return json.dumps(value, separators=(",", ":"), ensure_ascii=True).encode() + b"\n"


def uuid7() -> str:
    """A UUIDv7 (RFC 9562): 48 bits of milliseconds, then chance."""
    value = (time.time_ns() // 1_000_000) << 80 | secrets.randbits(80)
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    text = f"{value:032x}"
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))
