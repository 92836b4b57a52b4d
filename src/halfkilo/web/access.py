"""Who may see what. One question, asked everywhere: `reader(account, person)`. A stranger is told the same as about nobody."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest

from halfkilo.journal import make, new_id
from halfkilo.journal.entry import CLINICIAN, PERSON
from halfkilo.journal.kinds.shared import Body as Shared
from halfkilo.journal.kinds.unshared import Body as Unshared
from halfkilo.web import clock
from halfkilo.web.models import Grant, Person
from halfkilo.web.store import DatabaseStore

ALL = "all"
ROLES = ("clinician", "helper")
NOBODY = "There is nothing here for you to see."


def own_or_none(request: HttpRequest) -> Person | None:
    """The person whose account is signed in; None for strangers."""
    account = getattr(request, "user", None)
    if account is None or not account.is_authenticated:
        return None
    found: Person | None = getattr(account, "person", None)  # fetched with the account; an account without a person has none
    return found


def own(request: HttpRequest) -> Person:
    """The person whose account is signed in.

    Raises:
        Http404: nobody is.
    """
    person = own_or_none(request)
    if person is None:
        raise Http404(NOBODY)
    return person


def reader(request: HttpRequest, person: str | UUID | None, scope: str = ALL) -> Person:
    """The person whose record may be read: one's own (None), or one that was shared with this account.

    Raises:
        Http404: there is no such person, or they share nothing with this account; the two cannot be told apart.
    """
    mine = own(request)
    wanted = mine.pk if person is None else _uuid(person)
    if wanted == mine.pk:
        return mine
    grant = Grant.objects.select_related("person").filter(account_id=mine.account_id, person_id=wanted).first()
    if grant is None or not _covers(grant.scope, scope):
        raise Http404(NOBODY)
    return grant.person


def author_for(request: HttpRequest, person: Person) -> str:
    """How entries of this account in that journal are signed: `person` in one's own, `clinician:ID` in another's.

    Raises:
        Http404: the account may not write there.
    """
    mine = own(request)
    if mine.pk == person.pk:
        return PERSON
    if Grant.objects.filter(account_id=mine.account_id, person=person, role="clinician").exists():
        return f"{CLINICIAN}{mine.pk}"
    raise Http404(NOBODY)


def share(person: Person, with_: Person, role: str, scope: str = ALL) -> Grant:
    """Let another account see; the grant and its entry in the journal are one change.

    Raises:
        ValueError: no such role, or with oneself.
    """
    if role not in ROLES or with_.pk == person.pk:
        raise ValueError(f"a journal is shared with somebody else, as one of {', '.join(ROLES)}")
    with transaction.atomic():
        grant, _ = Grant.objects.update_or_create(account_id=with_.account_id, person=person, defaults={"role": role, "scope": scope})
        _tell(person, "shared", Shared(str(with_.pk), role, tuple(scope.split(","))))
    return grant


def unshare(person: Person, with_: Person) -> None:
    """Take sight away again, at once."""
    with transaction.atomic():
        gone, _ = Grant.objects.filter(account_id=with_.account_id, person=person).delete()
        if gone:
            _tell(person, "unshared", Unshared(str(with_.pk)))


def _tell(person: Person, kind: str, body: object) -> None:
    at = clock.stamp(clock.local(person.zone))
    DatabaseStore().append(person.pk, [make(kind, body, at=at, author=PERSON, id=new_id(clock.instant()))])


def _covers(granted: str, wanted: str) -> bool:
    return granted == ALL or wanted in granted.split(",")


def _uuid(text: str | UUID) -> UUID:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError as error:
        raise Http404(NOBODY) from error
