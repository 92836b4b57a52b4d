"""What stands in the holes of addresses: things that are really Asha's, so that a stranger who guessed an id is tried as well.

An address with the id of somebody's own thing has its maker here; without one the tests of isolation break and say so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from types import MappingProxyType

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern
from django.urls.converters import UUIDConverter

from halfkilo.journal import new_id
from halfkilo.journal.kinds import adverse_event, flare_opened, limit_set, note, session_closed
from halfkilo.units import Region
from halfkilo.web import clock, service
from halfkilo.web.models import Person, Suggestion
from tests.web.clients import signed_in
from tests.web.life import STORE, entry, training

CANARY = "asha-keeps-this-to-herself"


def written(asha: Person) -> None:
    """A record in which Asha said something in every place that has room for words."""
    day = clock.now().date()
    STORE.append(asha.pk, training(new_id(), day - timedelta(days=2), clock.now() - timedelta(days=2), {"seated_row": 10_000}))
    STORE.append(asha.pk, [
        *(entry("note", note.Body(topic, f"{CANARY} {topic}")) for topic in ("remark", "bad_day_plan", "ask_physio", "goal")),
        entry("limit_set", limit_set.Body(limit_set.What.BAN, exercise="hip_hinge", reason=CANARY)),
        entry("adverse_event", adverse_event.Body(day, adverse_event.Severity.SELF_CARE, CANARY)),
        entry("flare_opened", flare_opened.Body(day, (Region.LOW_BACK,), CANARY)),
        entry("session_closed", session_closed.Body(new_id(), 1, CANARY))])


def an_import(asha: Person) -> str:
    """A file of hers that waits to be taken in."""
    held = entry("note", note.Body("remark", CANARY))
    answer = signed_in(asha).post("/import/", {"file": SimpleUploadedFile("mine.jsonl", held.line.encode() + b"\n")})
    return answer.headers["Location"].rstrip("/").rpartition("/")[2]


def a_recording(asha: Person) -> str:
    """A set that she kept as landmarks."""
    from tests.web.test_web_form import a_set

    return str(a_set(asha).about.id)


def an_offer(asha: Person) -> str:
    """What she may answer today."""
    found = service.open_day(asha)
    return found.offers[0].id if found.offers else found.decision


def a_suggestion(asha: Person) -> str:
    """What a clinician suggested to her."""
    who = asha.grants.first()
    assert who is not None
    made = Suggestion.objects.create(person=asha, who=who.account.person, kind="limit_set", body="{}", reason=CANARY, made=clock.instant())
    return str(made.pk)


HERS: Mapping[str, Callable[[Person], str]] = MappingProxyType({
    "/import/<identity>/": an_import,
    "<recording>": a_recording,
    "/api/form/recordings/<id>": a_recording,
    "<ref>": an_offer,
    "<suggestion>": a_suggestion,
    "<person>": lambda asha: str(asha.pk),
    "<whose>": lambda asha: str(asha.pk),
    "<session>": lambda asha: STORE.state(asha.pk)["sessions"][-1]["id"],
})
"""Makers by hole, or by whole address where one name means several things."""


class Filled:
    """Addresses of one Asha; each of her things is made once."""

    def __init__(self, asha: Person) -> None:
        self.asha = asha
        self.made: dict[str, str] = {}

    def __call__(self, path: str, pattern: URLPattern | None = None) -> tuple[str, bool]:
        """The address with her things in its holes (others are left for examples), and whether there was one."""
        names = [name for name in HERS if name == path or (name in path and not name.startswith("/"))]
        for name in names:
            if name not in self.made:
                self.made[name] = HERS[name](self.asha)
        filled = path
        for name in names:
            hole = name if not name.startswith("/") else name[name.index("<"): name.index(">") + 1]
            filled = filled.replace(hole, self.made[name])
        self._complete(filled, pattern)
        return filled, bool(names)

    def _complete(self, filled: str, pattern: URLPattern | None) -> None:
        """A hole for the id of a thing is never filled with a made-up one."""
        kinds = {} if pattern is None else pattern.pattern.converters
        ids = [name for name, kind in kinds.items() if isinstance(kind, UUIDConverter)]
        left = [name for name in ids if f"<{name}>" in filled]
        assert not left, f"tests/web/holes.py does not know what Asha has at {filled}: make one of hers in HERS"
