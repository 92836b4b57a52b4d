"""Sets that a person asked to keep, as landmarks, in their own folder; erased with it. The same for the API and the pages."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from uuid import UUID

from django.http import Http404

from halfkilo.exercises import catalogue
from halfkilo.form.baseline import Baseline
from halfkilo.form.errors import FormError
from halfkilo.form.exercise import Known, known
from halfkilo.form.landmarks import Landmarks
from halfkilo.form.live import view
from halfkilo.form.live.kept import unpack
from halfkilo.form.recordings import store
from halfkilo.form.recordings.about import About, NoRecording
from halfkilo.form.recordings.engine import engine
from halfkilo.form.recordings.incoming import Incoming, incoming
from halfkilo.journal import new_id
from halfkilo.units import Side
from halfkilo.web import clock, coach, erasure
from halfkilo.web.access import NOBODY
from halfkilo.web.models import Person
from halfkilo.web.throttle import Limit

ROOM = "form"
SCOPE = "training"
"""The part of a record that kept sets belong to, when parts of it are shared."""

ENDINGS = (".jsonl", ".csv")
"""Formats taken over the web; npz is for the command line only."""

UPLOADS = Limit("form-recordings", 120, 900)
"""Reading one costs up to some seconds of a processor; nobody trains a hundred sets in a quarter of an hour."""

SOMETIMES = 10
"""Of so many frames one tells from where a set was seen."""


@dataclass(frozen=True)
class Wish:
    """What was recorded. session, number, grams: which set of which session it was."""

    exercise: str
    side: Side = Side.BOTH
    id: str = ""
    session: str = ""
    number: int = 0
    grams: int = 0
    source: str = "camera"


def folder(person: str | UUID) -> Path:
    """Where one person's recordings of form are."""
    return erasure.folder(person) / ROOM


def take(person: Person, wish: Wish, raw: bytes, ending: str = ".jsonl") -> tuple[store.Kept, bool]:
    """Keep a recording; whether it is new.

    Raises:
        NotTaken: with the reason. Http404: there is no such exercise. TooOften.
    """
    if wish.exercise not in catalogue() or ending not in ENDINGS:
        raise Http404(NOBODY)
    UPLOADS.hit(str(person.pk))
    came = incoming(raw, ending)
    of = form_of(wish.exercise)
    said = engine(came.seen, of.mirrored if wish.side is Side.LEFT else of, _usual(person, wish, came.seen))
    found = store.keep(folder(person.pk), _about(person, wish, came), came, said)
    if not Person.objects.filter(pk=person.pk).exists():  # deleted while this was read: nothing of them may appear again
        shutil.rmtree(erasure.folder(person.pk), ignore_errors=True)
        raise Http404(NOBODY)
    return found


def _usual(person: Person, wish: Wish, seen: Landmarks) -> Baseline | None:
    """The person's own measure, as the coach had it beside this set; None: the set's own first repetitions are the measure, also where it
    was seen from elsewhere or by another kind of camera."""
    line, mirrored = coach.own_way(person, wish.exercise, wish.side)
    if line is None or wish.source != "camera":
        return None
    try:
        own = unpack(line.body)
    except FormError:
        return None
    angles = [angle for places in seen.places[::SOMETIMES] if (angle := view.azimuth(places)) is not None]
    own = own.mirrored if mirrored else own
    return None if angles and view.moved(own.azimuth, median(angles)) else own.form


def form_of(slug: str) -> Known:
    """What is known of an exercise's form; of one that nothing was derived for yet, that it can't be counted."""
    try:
        return known(slug)
    except FormError:
        return Known(slug, None, view="front")


def _about(person: Person, wish: Wish, came: Incoming) -> About:
    times = came.seen.times
    at = clock.stamp(clock.local(person.zone or clock.site_zone()))
    return About(wish.id or new_id(clock.instant()), at, wish.exercise, wish.side, round(float(times[-1])), len(times), came.digest,
                 wish.session, wish.number, wish.grams, wish.source)


def one(person: Person, identity: UUID) -> store.Kept:
    """A recording of this person.

    Raises:
        Http404: they have none of this id.
    """
    try:
        return store.one(folder(person.pk), identity)
    except NoRecording as problem:
        raise Http404(NOBODY) from problem
