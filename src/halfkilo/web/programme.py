"""The figures of the site's programme: who agreed to be counted, their rows, and the table that may be shown now.

A table is kept in the data folder once it is made, with keyed hashes of whom it is about, so that the next one can be held to
`insight.release`. Nothing of one person is in it.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings

from halfkilo.insight import release, rows
from halfkilo.insight.evaluation import Cell, Evaluation, Outcome, Rate, Row, evaluate
from halfkilo.insight.record import lines
from halfkilo.web import clock, notes
from halfkilo.web.models import EntryRow, Person
from halfkilo.web.refold import in_order

FILE = "evaluation.json"


@dataclass(frozen=True)
class Table:
    """What may be shown, and the day it was made; None while there is nothing yet."""

    made: date | None
    figures: Evaluation


def table(today: date) -> Table:
    """The newest table, made anew where that is due and gives nobody away."""
    kept = _kept()
    if kept and (today - date.fromisoformat(kept[-1]["made"])).days < release.EVERY:
        return _shown(kept)
    people = {_mark(person.pk): person for person in agreed()}
    chosen = release.renewed(frozenset(people), [frozenset(one["people"]) for one in kept])
    if chosen is None:
        return _shown(kept)
    figures = evaluate([row_of(people[mark]) for mark in sorted(chosen)], today.toordinal())
    _keep([*({**one, "table": None} for one in kept), {"made": today.isoformat(), "people": sorted(chosen), "table": asdict(figures)}])
    return Table(today, figures)


def agreed() -> Iterator[Person]:
    """Everybody who agreed to be counted; made-up people never are."""
    said = EntryRow.objects.filter(kind="note").values_list("person_id", flat=True).distinct()
    people = Person.objects.filter(pk__in=said, demo=False).order_by("pk")
    return (person for person in people if notes.newest(person, rows.AGREED) == "yes")


def row_of(person: Person) -> Row:
    """One person's row."""
    held = EntryRow.objects.filter(person=person, kind__in=(*rows.KINDS, "corrected"))
    enrolled = person.made.astimezone(clock.zone_of(person.zone or clock.site_zone())).date()
    return rows.row(lines(list(in_order(held))), enrolled.toordinal())


def read(told: Mapping[str, Any]) -> Evaluation:
    """An evaluation as it was kept."""
    def each(kind: Any, name: str) -> tuple[Any, ...]:
        return tuple(kind(**{key: tuple(value) if isinstance(value, list) else value for key, value in one.items()}) for one in told[name])

    return Evaluation(told["people"], each(Cell, "engagement"), each(Cell, "reasons"), each(Outcome, "outcomes"), each(Rate, "events"))


def _shown(kept: list[dict[str, Any]]) -> Table:
    if not kept:
        return Table(None, Evaluation(None))
    return Table(date.fromisoformat(kept[-1]["made"]), read(kept[-1]["table"]))


def _mark(person: UUID) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"evaluation\n{person}".encode(), hashlib.sha256).hexdigest()[:32]


def _path() -> Path:
    return Path(settings.DATA) / FILE


def _kept() -> list[dict[str, Any]]:
    try:
        found = json.loads(_path().read_text("utf-8"))
    except FileNotFoundError:
        return []
    return list(found)


def _keep(tables: list[dict[str, Any]]) -> None:
    draft = _path().with_suffix(f".{secrets.token_hex(4)}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        json.dump(tables, file)
    draft.replace(_path())
