"""Entries as they stand: as corrected, without what was taken back and what only a later halfkilo can read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from halfkilo.journal.entry import Entry
from halfkilo.journal.fold import corrections_in
from halfkilo.journal.kinds import readable


def as_they_stand(entries: Iterable[Entry]) -> Iterator[Entry]:
    """Entries in the order of the fold, each with the body that is right. Corrections themselves are not among them."""
    ordered = sorted(entries, key=lambda entry: entry.order)
    fixes = corrections_in(ordered)
    for entry in ordered:
        fix = fixes.get(entry.id)
        if entry.kind == "corrected" or not readable(entry.kind, entry.version):
            continue
        if fix is None:
            yield entry
        elif fix.body is not None:
            yield replace(entry, body=fix.body)
