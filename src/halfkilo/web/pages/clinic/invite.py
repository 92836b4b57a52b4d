"""Inviting somebody by a code that the person hands over themselves: it is shown once, used once, and ends by itself. No mail is sent."""

from __future__ import annotations

import hashlib
import hmac
import secrets

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from halfkilo.web import access, clock, throttle, trail
from halfkilo.web.models import Invitation, Person

LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Nothing that is mistaken for something else when it is read out."""
LENGTH = 12
"""Letters of a code: 30 to the power of 12, about 59 bits; with ten tries in a quarter of an hour nobody guesses one."""
DAYS = 7
OPEN = 10
"""Codes of one person that may wait at a time; a further one takes the place of the oldest."""
TRIES = throttle.Limit("invited", 10, 900)


class NotACode(Exception):
    """There is no such code, or it was used, or its time is over: these are not told apart."""


def invite(person: Person, role: str, scope: str) -> str:
    """A fresh code, shown to the person now and kept nowhere.

    Raises:
        TooOften: too many changes in a short time. ValueError: no such role.
    """
    if role not in access.ROLES:
        raise ValueError(f"an invitation is for one of {', '.join(access.ROLES)}")
    throttle.CHANGES.hit(f"share {person.pk}")
    code = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
    with transaction.atomic():
        older = Invitation.objects.filter(person=person).order_by("-until").values_list("pk", flat=True)[OPEN - 1 :]
        Invitation.objects.filter(pk__in=list(older)).delete()
        Invitation.objects.create(person=person, mark=_mark(code), role=role, scope=scope, until=clock.instant() + DAYS * 86_400_000)
        trail.did(person, person, "own", "invited", role)
    return "-".join(code[at : at + 4] for at in range(0, LENGTH, 4))


def look(guest: Person, code: str) -> Invitation:
    """The invitation behind a code, unused as yet.

    Raises:
        TooOften: too many tries by this account. NotACode: see there.
    """
    TRIES.hit(str(guest.pk))
    found = _open(code).select_related("person").first()
    if found is None or found.person_id == guest.pk or guest.demo:
        raise NotACode
    return found


def accept(guest: Person, code: str) -> Person:
    """Use a code: from now on the guest sees what it says. Whoever deletes the row has it, so two at once can't both.

    Raises:
        TooOften: too many tries by this account. NotACode: see there.
    """
    found = look(guest, code)
    with transaction.atomic():
        gone, _ = Invitation.objects.filter(pk=found.pk).delete()
        if not gone:
            raise NotACode
        access.share(found.person, guest, found.role, found.scope)
        trail.did(found.person, guest, found.role, "accepted")
    TRIES.forget(str(guest.pk))
    return found.person


def waiting(person: Person) -> list[Invitation]:
    """Codes that were not used yet; those whose time is over are thrown away."""
    Invitation.objects.filter(person=person, until__lte=clock.instant()).delete()
    return list(Invitation.objects.filter(person=person).order_by("until"))


def _open(code: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(mark=_mark("".join(code.split()).replace("-", "").upper()[:40]), until__gt=clock.instant())


def _mark(code: str) -> str:
    return hmac.new(settings.SECRET_KEY.encode(), f"invitation\n{code}".encode(), hashlib.sha256).hexdigest()
