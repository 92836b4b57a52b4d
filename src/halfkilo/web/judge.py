"""Which entries of a batch a journal may take: one small rule after another, each with a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from halfkilo.journal import Entry
from halfkilo.journal.entry import LONGEST_LINE, PERSON
from halfkilo.journal.fold import check, correction_of, tells_sign
from halfkilo.journal.kinds.corrected import Body as Corrected
from halfkilo.journal.store import Fate, Result
from halfkilo.strict import Malformed

AHEAD_MS = 14 * 3600 * 1000
"""How far ahead of this machine's clock an entry may be. 14 hours is the largest offset from UTC on Earth: an entry that
took its offset for its time is still let in, a device whose date is off by a day or more is told so."""

TAKEN = "id: is used already for other content; an entry is never changed: send a `corrected` entry, or make a new id"
LATE_CLOCK = "at: lies more than 14 hours ahead of this site's clock; set the clock of the device and send it again"
NO_TARGET = "body.entry: there is no such entry in this journal; send the entry itself first"
NOT_YOURS = "body.entry: was written by somebody else; ask them to correct it, or write a note"
NOT_THIS = "body.entry: an entry of this kind is not corrected; write a new entry instead"

A_SIGN = "body.entry: a stop sign is not taken back; once someone qualified has looked, say so with a `cleared` entry"

NEVER_CORRECTED = frozenset({"corrected", "shared", "unshared", "approved", "hazard_raised", "hazard_cleared"})
"""Corrections of corrections are not followed; sharing and hazards have their own entry that takes them back."""


@dataclass(frozen=True)
class Row:
    """What is known of an entry that stands in the database, whoever's it is."""

    person: UUID
    digest: str
    entry: Entry


@dataclass
class Batch:
    """One batch on its way into one person's journal."""

    person: UUID
    now: int
    rows: dict[str, Row]
    fresh: dict[str, Entry] = field(default_factory=dict)

    def judge(self, entries: Sequence[Entry]) -> list[Result]:
        """A result per entry, in their order; `fresh` then holds what is to be kept. Corrections are judged last, so that
        they may stand before what they correct."""
        results: dict[int, Result] = {}
        for corrections in (False, True):
            for place, entry in enumerate(entries):
                if (entry.kind == "corrected") is corrections:
                    results[place] = self._one(entry)
        return [results[place] for place in range(len(entries))]

    def _one(self, entry: Entry) -> Result:
        try:
            can_be_kept(entry)
            twin = self._twin(entry)
            if twin is not None:
                return twin
            self._check(entry)
        except Malformed as problem:
            return Result(entry.id, Fate.REFUSED, str(problem))
        self.fresh[entry.id] = entry
        return Result(entry.id, Fate.KEPT)

    def _twin(self, entry: Entry) -> Result | None:
        row = self.rows.get(entry.id)
        if row is not None:
            same = row.person == self.person and row.digest == entry.digest
        elif entry.id in self.fresh:
            same = self.fresh[entry.id].canonical == entry.canonical
        else:
            return None
        return Result(entry.id, Fate.KNOWN) if same else Result(entry.id, Fate.REFUSED, TAKEN)

    def _check(self, entry: Entry) -> None:
        if entry.instant > self.now + AHEAD_MS:
            raise Malformed("", LATE_CLOCK)
        check(entry)
        fix = correction_of(entry)
        if fix is not None:
            self._check_correction(entry, fix)

    def _check_correction(self, entry: Entry, fix: Corrected) -> None:
        target = self._target(fix.entry)
        if target is None:
            raise Malformed("", NO_TARGET)
        if target.kind in NEVER_CORRECTED:
            raise Malformed("", NOT_THIS)
        if target.author != entry.author or (entry.imported and not target.imported and target.author != PERSON):
            raise Malformed("", NOT_YOURS)
        if tells_sign(target):
            raise Malformed("", A_SIGN)
        if fix.body is not None:
            _check_body(replace(target, body=fix.body))

    def _target(self, wanted: str) -> Entry | None:
        row = self.rows.get(wanted)
        if row is not None and row.person == self.person:
            return row.entry
        return self.fresh.get(wanted)


def can_be_kept(entry: Entry) -> None:
    """Whether its bytes can be written down and read again; bodies of unknown kinds hold whatever somebody sent.

    Raises:
        Malformed: too long, nested too deeply, or holding what is no text or no number.
    """
    try:
        size = len(entry.canonical) + len(entry.author.encode())
    except (ValueError, RecursionError) as error:
        raise Malformed("body", "holds a character or a number that can't be stored, or is nested too deeply") from error
    if size > LONGEST_LINE:
        raise Malformed("entry", f"is {size} bytes long; at most {LONGEST_LINE} are allowed")


def _check_body(right: Entry) -> None:
    try:
        check(right)
    except Malformed as problem:
        raise Malformed(f"body.{problem.place}", f"{problem.problem} (an entry of kind {right.kind})") from problem


def targets(entries: Sequence[Entry]) -> set[str]:
    """The ids that corrections among `entries` speak of, as far as they can be read."""
    wanted = (entry.body.get("entry") for entry in entries if entry.kind == "corrected")
    return {name for name in wanted if isinstance(name, str)}
