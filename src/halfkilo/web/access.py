"""Who may see what. One question, asked everywhere: `reader(request, person, parts)`. A stranger is told the same as about nobody.

Whoever looks at somebody else's record leaves a line in that person's trail (`trail.py`).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpRequest

from halfkilo.journal import make, new_id
from halfkilo.journal.entry import CLINICIAN, PERSON
from halfkilo.journal.kinds.shared import Body as Shared
from halfkilo.journal.kinds.unshared import Body as Unshared
from halfkilo.web import clock, trail
from halfkilo.web.models import Grant, Person, Suggestion
from halfkilo.web.store import DatabaseStore

ALL = "all"
ROLES = ("clinician", "helper")
PARTS = ("training", "pain", "health", "mood", "measures", "notes")
"""Parts of a record that can be shared by themselves: sessions, loads, limits and the plan; pain, mornings and flares; health questions,
signs and unwanted events; mood, worry, fear and sleep; measures and tests; what the person wrote in their own words."""
NOBODY = "There is nothing here for you to see."


@dataclass(frozen=True)
class Sight:
    """What one account may see of one person. role: `own`, or the role of the grant; parts: of the record."""

    person: Person
    role: str
    parts: frozenset[str]

    def sees(self, *parts: str) -> bool:
        """Whether all of these parts are shared."""
        return self.role == "own" or ALL in self.parts or self.parts.issuperset(parts)

    @property
    def shown(self) -> frozenset[str]:
        """The parts by name, for templates."""
        return frozenset(part for part in PARTS if self.sees(part))


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


def sight(request: HttpRequest, person: str | UUID | None, role: str | None = None) -> Sight:
    """What this account may see of a person: everything of one's own (None), else what was shared. role: the one that is needed.

    Raises:
        Http404: there is no such person, or they share nothing with this account in that role; these can't be told apart.
    """
    mine = own(request)
    wanted = mine.pk if person is None else _uuid(person)
    if wanted == mine.pk and role is None:
        return Sight(mine, "own", frozenset({ALL}))
    found = _sight(mine, wanted)
    if found is None or role not in (None, found.role):
        raise Http404(NOBODY)
    _note(request, found, mine)
    return found


def reader(request: HttpRequest, person: str | UUID | None, scope: str = ALL) -> Person:
    """The person whose record may be read: one's own (None), or one that was shared with this account.

    Args:
        scope: the parts that will be shown, with commas; `all` for everything there is.

    Raises:
        Http404: there is no such person, or they share not all of these parts with this account; these can't be told apart.
    """
    mine = own(request)
    wanted = mine.pk if person is None else _uuid(person)
    if wanted == mine.pk:
        return mine
    found = _sight(mine, wanted)
    if found is None or not found.sees(*scope.split(",")):
        raise Http404(NOBODY)
    _note(request, found, mine)
    return found.person


def author_for(request: HttpRequest, person: Person) -> str:
    """How entries of this account in that journal are signed: `person` in one's own, `clinician:ID` in another's.

    Raises:
        Http404: the account may not write there.
    """
    mine = own(request)
    if mine.pk == person.pk:
        return PERSON
    hold(mine, person)
    return signed(mine)


def signed(clinician: Person) -> str:
    """The author of a clinician's entries."""
    return f"{CLINICIAN}{clinician.pk}"


def hold(clinician: Person, person: Person, *parts: str) -> Sight:
    """The right of a clinician to write, held until the transaction ends: who is let go in this very moment writes before or not at all.

    Raises:
        Http404: there is none, or not for these parts.
    """
    grants = Grant.objects.filter(account_id=clinician.account_id, person=person, role="clinician")
    if transaction.get_connection().in_atomic_block:
        grants = grants.select_for_update()
    found = grants.values_list("scope", flat=True).first()
    sees = None if found is None else Sight(person, "clinician", parts_of(found))
    if sees is None or not sees.sees(*parts):
        raise Http404(NOBODY)
    return sees


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
    """Take sight away again, at once; what they had suggested goes with it."""
    with transaction.atomic():
        gone, _ = Grant.objects.filter(account_id=with_.account_id, person=person).delete()
        if gone:
            Suggestion.objects.filter(person=person, who=with_, answer="").delete()
            _tell(person, "unshared", Unshared(str(with_.pk)))


def scope_of(parts: Iterable[str]) -> str:
    """Parts as a grant keeps them; all of them are everything."""
    chosen = [part for part in PARTS if part in set(parts)]
    return ALL if len(chosen) == len(PARTS) else ",".join(chosen)


def parts_of(scope: str) -> frozenset[str]:
    """The reverse of `scope_of`."""
    return frozenset(scope.split(","))


def _sight(mine: Person, wanted: UUID) -> Sight | None:
    grant = Grant.objects.select_related("person").filter(account_id=mine.account_id, person_id=wanted).first()
    return Sight(grant.person, grant.role, parts_of(grant.scope)) if grant is not None else None


def _note(request: HttpRequest, sight: Sight, mine: Person) -> None:
    match = request.resolver_match
    trail.looked(sight.person, mine, sight.role, (match.url_name if match is not None else None) or "record")


def _tell(person: Person, kind: str, body: object) -> None:
    at = clock.stamp(clock.local(person.zone))
    DatabaseStore().append(person.pk, [make(kind, body, at=at, author=PERSON, id=new_id(clock.instant()))])


def _uuid(text: str | UUID) -> UUID:
    try:
        return text if isinstance(text, UUID) else UUID(text)
    except ValueError as error:
        raise Http404(NOBODY) from error
