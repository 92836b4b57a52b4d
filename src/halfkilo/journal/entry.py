"""One entry of the journal: what happened, when, who says so. Appended once, never edited.

`line` is the entry as one line of JSON; `canonical` are the bytes that decide whether two entries with one id are the
same. Author and time of receipt are not part of them: they are the receiver's knowledge, not the writer's claim.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import time
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from halfkilo.strict import YEARS, Malformed
from halfkilo.units import instant_of

PERSON = "person"
SITE = "site"
GYM = "gym"
CLINICIAN = "clinician:"

LONGEST_LINE = 64 * 1024
"""Bytes of one entry; longer lines are refused before they are parsed."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_LOCAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?([+-]\d\d:\d\d|Z)")
_FIELDS = frozenset({"id", "at", "author", "kind", "version", "body"})


@dataclass(frozen=True)
class Entry:
    """One thing that happened to one person.

    id: UUIDv7 made by whoever wrote it. at: local time with offset from UTC. author: from the credential, never from
    the body. body: decoded JSON as it came; `version` says which shape it has. imported: it came in with a file, so its
    author is only claimed and a clearance in it counts only after the person is screened here.
    """

    id: str
    at: str
    author: str
    kind: str
    version: int
    body: dict[str, Any]
    imported: bool = False

    @cached_property
    def instant(self) -> int:
        """Milliseconds since 1970 UTC."""
        return instant_of(datetime.fromisoformat(self.at))

    @cached_property
    def local(self) -> datetime:
        """The writer's local time, with its offset."""
        return datetime.fromisoformat(self.at)

    @property
    def order(self) -> tuple[int, str]:
        """Where it stands in the fold: by instant, then by id."""
        return (self.instant, self.id)

    @property
    def by_clinician(self) -> bool:
        """Whether a clinician signed in here wrote it; a claim in an imported file is not enough."""
        return self.author.startswith(CLINICIAN) and not self.imported

    @property
    def canonical(self) -> bytes:
        """The bytes that must be equal when the id is equal."""
        return dump({"id": self.id, "at": self.at, "kind": self.kind, "version": self.version, "body": self.body})

    @property
    def digest(self) -> str:
        """SHA-256 of `canonical`, as hex."""
        return hashlib.sha256(self.canonical).hexdigest()

    @property
    def line(self) -> str:
        """The entry as one line of JSON, without the line break; what an export holds."""
        return dump({"id": self.id, "at": self.at, "author": self.author, "kind": self.kind, "version": self.version,
                     "body": self.body}).decode()


_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def dump(value: object) -> bytes:
    """Canonical JSON: sorted keys, no spaces, UTF-8, no NaN."""
    return _CANONICAL.encode(value).encode()


def parse(line: str | bytes, *, author: str | None = None, imported: bool = False) -> Entry:
    """An entry from one line of JSON. With `author` given (a credential), an author in the line must be absent or equal.

    Raises:
        Malformed: the line is torn, too long, holds NaN, names a forged author or does not have an entry's fields.
    """
    if len(line) > LONGEST_LINE:
        raise Malformed("entry", f"is {len(line)} bytes long; at most {LONGEST_LINE} are allowed")
    try:
        raw = json.loads(line, parse_constant=_no_constant, object_pairs_hook=_no_twins)
    except (ValueError, RecursionError) as error:
        if isinstance(error, Malformed):
            raise
        raise Malformed("entry", f"is not whole JSON ({error}); the line may be torn: send it again") from error
    return from_plain(raw, author=author, imported=imported)


def from_plain(raw: object, *, author: str | None = None, imported: bool = False) -> Entry:
    """An entry from decoded JSON; see `parse`."""
    if not isinstance(raw, dict):
        raise Malformed("entry", "must be an object with id, at, kind, version and body")
    for name in raw:
        if name not in _FIELDS:
            raise Malformed(str(name), "is not a field of an entry; known are at, author, body, id, kind, version")
    claimed = raw.get("author")
    if author is not None and claimed is not None and claimed != author:
        raise Malformed("author", f"is taken from the sign-in ({author}), not from the entry")
    who = author if author is not None else claimed
    if not isinstance(who, str) or not 0 < len(who) <= 80:
        raise Malformed("author", "is missing")
    version, body = raw.get("version"), raw.get("body")
    if isinstance(version, bool) or not isinstance(version, int) or not 1 <= version <= 9999:
        raise Malformed("version", "must be a whole number from 1")
    if not isinstance(body, dict):
        raise Malformed("body", "must be an object")
    return _writable(Entry(_uuid(raw.get("id")), _time(raw.get("at")), who, _kind(raw.get("kind")), version, body, imported))


def _writable(entry: Entry) -> Entry:
    """A body of a kind that is not known here is kept as it came, so nobody has looked at its texts and numbers yet."""
    try:
        entry.canonical  # noqa: B018 - asked for what it refuses
    except ValueError:
        raise Malformed("body", "holds half a character or a number without end, which no file can keep; write it again") from None
    return entry


def new_id(milliseconds: int | None = None) -> str:
    """A fresh UUIDv7: 48 bits of Unix milliseconds, then random bits (RFC 9562)."""
    now = time.time_ns() // 1_000_000 if milliseconds is None else milliseconds
    return uuid7(now, os.urandom(10))


def uuid7(milliseconds: int, random: bytes) -> str:
    """A UUIDv7 from its parts: `random` gives 74 of its 80 bits."""
    raw = (milliseconds & (1 << 48) - 1).to_bytes(6, "big") + random[:10]
    raw = raw[:6] + bytes([raw[6] & 0x0F | 0x70, raw[7], raw[8] & 0x3F | 0x80]) + raw[9:]
    text = raw.hex()
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"


def derived_id(milliseconds: int, *parts: object) -> str:
    """A UUIDv7-shaped id that is the same for the same parts, so two tabs write one entry."""
    return uuid7(milliseconds, hashlib.sha256(dump([str(part) for part in parts])).digest())


def _no_constant(name: str) -> object:
    raise Malformed("entry", f"{name} is not a number that can be stored")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        raise Malformed("entry", "names the same field twice")
    return out


def _uuid(value: object) -> str:
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise Malformed("id", "must be a UUID of version 7 in lower case, such as 019395a0-5c00-7000-8000-000000000001")
    return value


def _kind(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[a-z_]{3,40}", value):
        raise Malformed("kind", "must be the name of a kind of entry, such as set_done")
    return value


def _time(value: object) -> str:
    if not isinstance(value, str) or not _LOCAL.fullmatch(value):
        raise Malformed("at", "must be a local time with its offset, such as 2026-11-22T07:30:00+05:30")
    try:
        year = datetime.fromisoformat(value).year
    except ValueError as error:
        raise Malformed("at", f"is not a real time: {error}") from error
    if year not in YEARS:
        raise Malformed("at", f"must be a time in the years {YEARS[0]} to {YEARS[-1]}")
    return value
