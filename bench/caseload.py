"""A clinician with 500 people: the caseload reads the summaries beside the heads and nothing else, so heads are what is copied here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bench.report import Row

if TYPE_CHECKING:
    from halfkilo.web.models import Person

PEOPLE = 500


def rows(like: Person) -> Iterator[Row]:
    """Its cost. like: somebody with a long record, whose head everybody here gets."""
    from django.test import Client

    from bench.site import cpu_ms, statements
    from halfkilo.web import accounts

    clinician = _clinic(like)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(clinician.account, backend=accounts.BACKEND)

    def look() -> None:
        answer = client.get("/clinic/")
        assert answer.status_code == 200 and b"Somebody" in answer.content

    yield Row("a caseload of 500 people: server", cpu_ms(look), "ms", 150)
    with statements() as seen:
        look()
    yield Row("a caseload of 500 people: statements", len(seen), "SQL", 6)
    whom = clinician.account.grants.first().person_id
    yield Row("one person's page for their clinician: server", cpu_ms(lambda: client.get(f"/clinic/{whom}/")), "ms", 100)


def _clinic(like: Person) -> Person:
    from django.contrib.auth.models import User

    from halfkilo.web import accounts
    from halfkilo.web.models import Grant, Head, Person

    clinician = accounts.make_person("Clinician", "half-a-kilo-more", "UTC")
    head = Head.objects.get(pk=like.pk)
    told = json.loads(head.summary)
    users = User.objects.bulk_create([User(username=f"somebody {number}") for number in range(PEOPLE)])
    people = Person.objects.bulk_create([Person(account=one, name=f"Somebody {number}", zone="UTC") for number, one in enumerate(users)])
    Head.objects.bulk_create([
        Head(person=one, seq=head.seq, fold=head.fold, state=head.state, summary=json.dumps(told | _different(number, told)))
        for number, one in enumerate(people)])
    Grant.objects.bulk_create([Grant(account=clinician.account, person=one, role="clinician") for one in people])
    return clinician


def _different(number: int, told: dict[str, Any]) -> dict[str, Any]:
    """Every third person has something to look at, of several kinds."""
    from halfkilo.web import clock

    earlier = (clock.now() - timedelta(days=number % 40)).date().isoformat()
    return ({"heard": earlier}, {"flares": [["low_back", earlier]]}, {"asked": [earlier]}, {"signs": ["palpitations"]})[number // 3 % 4] \
        if number % 3 == 0 else {}
