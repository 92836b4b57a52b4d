"""Reading what a clinician typed into bodies of entries; what is not right is said, field by field."""

from __future__ import annotations

from datetime import date

from django.http import QueryDict

from halfkilo.exercises import catalogue
from halfkilo.journal.kinds.limit_set import Body as Limit
from halfkilo.journal.kinds.limit_set import What
from halfkilo.journal.kinds.plan_chosen import Body as Plan
from halfkilo.programmes import programmes
from halfkilo.strict import Malformed
from halfkilo.units import Region
from halfkilo.web.pages.start import weights

GRAMS = (What.LOAD_MOST, What.APPROVE)
BOUNDS = {What.RANGE_MOST: (10, 100), What.EFFORT_MOST: (1, 10), What.SETS_MOST: (1, 6), What.GREEN: (1, 3), What.RED: (4, 6)}
"""Numbers a clinician may type: percent of the way, effort, sets, and the edges of pain."""
ORDER = (
    What.LOAD_MOST,
    What.BAN,
    What.RANGE_MOST,
    What.EFFORT_MOST,
    What.SETS_MOST,
    What.NO_RISE,
    What.APPROVE,
    What.GREEN,
    What.RED,
    What.PIN,
)
ONE = (What.BAN, What.PIN)
"""Kinds that are about one exercise."""
PLACES = (What.GREEN, What.RED)
"""Kinds that are about a place alone."""


class NotRight(Exception):
    """field: which one; reason: the end of the key of its sentence."""

    def __init__(self, field: str, reason: str) -> None:
        super().__init__(f"{field}: {reason}")
        self.field, self.reason = field, reason


def limit(post: QueryDict, today: date, tongue: str) -> Limit:
    """A limit from its form.

    Raises:
        NotRight: with the field.
    """
    if post.get("what", "") not in set(ORDER):
        raise NotRight("what", "what")
    what = What(post.get("what", ""))
    about, region = post.get("about", ""), None
    if about.startswith("region:"):
        if about[7:] not in set(Region):
            raise NotRight("about", "about")
        about, region = "", Region(about[7:])
    if (about and about not in catalogue()) or (what in ONE and not about) or (what in PLACES and about):
        raise NotRight("about", "about_place" if what in PLACES else "about_one" if what in ONE else "about")
    value = _value(what, post.get("value", "").strip(), tongue)
    try:
        return Limit(what, value, about or None, None, region, None, _until(post.get("until", ""), today), line(post.get("reason", "")))
    except Malformed as problem:
        raise NotRight("value", "value") from problem


def plan(post: QueryDict) -> Plan:
    """A programme from its form.

    Raises:
        NotRight: with the field.
    """
    days, minutes = post.get("days", ""), post.get("minutes", "")
    if post.get("programme", "") not in programmes() or days not in set("2345") or minutes not in ("10", "20", "30"):
        raise NotRight("programme", "programme")
    return Plan(post.get("programme", ""), int(days), int(minutes))


def line(text: str) -> str:
    """One line, at most 200 letters."""
    return " ".join(text.split())[:200]


def _value(what: What, text: str, tongue: str) -> int | None:
    if what in GRAMS:
        if what is What.APPROVE and text.replace(",", ".") in ("0", "0.0"):
            return 0
        try:
            return weights.one(text.removesuffix("kg").strip(), tongue)
        except weights.NotRead as problem:
            raise NotRight("value", "kilograms") from problem
    if what not in BOUNDS:
        return None
    low, high = BOUNDS[what]
    if not text.isascii() or not text.isdigit() or not low <= int(text[:4]) <= high:
        raise NotRight("value", what.value)
    return int(text)


def _until(text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        until = date.fromisoformat(text)
    except ValueError as problem:
        raise NotRight("until", "until") from problem
    if until < today:
        raise NotRight("until", "until")
    return until
