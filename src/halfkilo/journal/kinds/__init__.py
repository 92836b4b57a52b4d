"""All kinds of entries, found by themselves: one module per kind with `Body`, `EXAMPLE`, and `UPCASTERS` if versions grew.

A kind's module docstring says when it is written. `VERSION` is 1 + the number of upcasters.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from halfkilo.journal.entry import Entry
from halfkilo.strict import Malformed, plain, read, schema

Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True)
class Kind:
    """One kind of entry. `upcasters[n]` turns a body of version n+1 into version n+2."""

    name: str
    body: type
    example: object
    about: str
    upcasters: tuple[Upcaster, ...]

    @property
    def version(self) -> int:
        """The newest version this program writes and understands."""
        return 1 + len(self.upcasters)


class Unknown(Malformed):
    """A kind or version this program does not know: kept verbatim, and a reason to hold."""


@cache
def kinds() -> Mapping[str, Kind]:
    """Every kind by name."""
    found: dict[str, Kind] = {}
    for info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{info.name}")
        found[info.name] = Kind(info.name, module.Body, module.EXAMPLE, (module.__doc__ or "").strip(),
                                tuple(getattr(module, "UPCASTERS", ())))
    return found


def readable(kind: str, version: int) -> bool:
    """Whether this halfkilo knows what is in such an entry. It keeps others as they came (they hold every rise) and never looks inside."""
    known = kinds().get(kind)
    return known is not None and version <= known.version


def body_of(entry: Entry) -> Any:
    """The entry's body as the newest version of its kind's dataclass.

    Raises:
        Unknown: the kind or the version is not known here.
        Malformed: the body does not fit.
    """
    kind = kinds().get(entry.kind)
    if kind is None:
        raise Unknown("kind", f"{entry.kind!r} is not known; known are {', '.join(sorted(kinds()))}")
    if entry.version > kind.version:
        raise Unknown("version", f"{entry.version} of {entry.kind} is newer than this program's {kind.version}; update halfkilo")
    raw = entry.body
    for upcast in kind.upcasters[entry.version - 1:]:
        raw = upcast(raw)
    return read(kind.body, raw, "body")


def make(kind: str, body: object, *, at: str, author: str, id: str) -> Entry:
    """An entry of the newest version from a body dataclass."""
    return Entry(id, at, author, kind, kinds()[kind].version, plain(body))


def journal_schema() -> dict[str, Any]:
    """JSON Schema of one journal line, one branch per kind."""
    branches = [{"title": kind.name, "description": kind.about, "properties": {
        "kind": {"const": kind.name}, "version": {"const": kind.version}, "body": schema(kind.body)},
        "required": ["kind", "version", "body"]} for kind in kinds().values()]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "halfkilo journal entry", "type": "object",
            "properties": {"id": {"type": "string", "format": "uuid"}, "at": {"type": "string", "format": "date-time"},
                           "author": {"type": "string"}},
            "required": ["id", "at", "author", "kind", "version", "body"], "oneOf": branches}
