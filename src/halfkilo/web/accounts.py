"""Accounts: starting, signing in and out, passwords. Pages and API call these; each says in plain words what was not right."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from django.conf import settings
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.models import User
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from halfkilo.journal import Entry
from halfkilo.web import access, clock, throttle
from halfkilo.web.models import DevicePin, Person
from halfkilo.web.store import DatabaseStore, begin
from halfkilo.web.templatetags.say import say
from halfkilo.words import has

DEMO = "look-around"
BACKEND = "halfkilo.web.accounts.Backend"


class Backend(ModelBackend):
    """Django's own, fetching the person with the account: every request needs both."""

    def get_user(self, user_id: int) -> User | None:
        """The account of a session, None when it is gone or switched off."""
        account = User.objects.select_related("person").filter(pk=user_id).first()
        return account if account is not None and self.user_can_authenticate(account) else None


class Reason(StrEnum):
    """Why an account could not be used or made."""

    NOT_RIGHT = "not_right"
    NAME = "name"
    NAME_TAKEN = "name_taken"
    PASSWORD = "password"
    CLOSED = "closed"
    DEMO = "demo"
    PIN = "pin"
    USED_UP = "used_up"


class AccountError(Exception):
    """The message is for people, in the language of the page; `field` names what to look at."""

    def __init__(self, reason: Reason, message: str, field: str = "") -> None:
        super().__init__(message)
        self.reason = reason
        self.field = field


def may_sign_up(request: HttpRequest) -> bool:
    """The first person on this machine may; afterwards who signed up first may add others, or everybody where that is switched on."""
    if settings.OPEN_SIGN_UP or not _real().exists():
        return True
    return is_operator(request)


def is_operator(request: HttpRequest) -> bool:
    """Whether the signed-in account looks after this site: whoever signed up first on it, or was made staff."""
    account = getattr(request, "user", None)
    return isinstance(account, User) and account.is_staff


def sign_up(request: HttpRequest, name: str, password: str, zone: str = "") -> Person:
    """Make an account with an empty journal; a stranger is signed in with it, the first person stays signed in.

    Raises:
        AccountError: signing up is closed, the name is taken or the password too easy to guess.
        TooOften: too many were made from there.
    """
    throttle.SIGN_UP_FROM.hit(_from(request))
    if not may_sign_up(request):
        raise AccountError(Reason.CLOSED, say("door.problem.closed"))
    person = make_person(name, password, zone)
    if access.own_or_none(request) is None or access.own(request).demo:
        _login(request, person.account)
    return person


def make_person(name: str, password: str | None, zone: str = "", demo: bool = False) -> Person:
    """A new account with its person and empty journal. The very first real account may add others.

    Raises:
        AccountError: the name is taken or empty, or the password too easy to guess.
    """
    name = _name(name)
    account = User(username=DEMO if demo else name.casefold(), first_name=name)
    if password is None:
        account.set_unusable_password()
    else:
        _check_password(password, account)
        account.set_password(password)
    try:
        with transaction.atomic():
            account.is_staff = not demo and not _real().exists()
            account.save()
            person = Person.objects.create(account=account, name=name, demo=demo, zone=clock.zone_of(zone).key if zone else "")
            begin(person)
    except IntegrityError as error:
        raise AccountError(Reason.NAME_TAKEN, say("door.problem.name_taken"), "name") from error
    return person


def sign_in(request: HttpRequest, name: str, password: str) -> Person:
    """Sign in with name and password.

    Raises:
        AccountError: they do not belong together; which of the two is not said.
        TooOften: too many tries for this name or from this place.
    """
    key = name.strip().casefold()
    throttle.SIGN_IN_FROM.hit(_from(request))
    throttle.SIGN_IN_NAME.hit(key)
    account = authenticate(request, username=key, password=password)
    if not isinstance(account, User):
        raise AccountError(Reason.NOT_RIGHT, say("door.problem.not_right"), "password")
    throttle.SIGN_IN_NAME.forget(key)
    _login(request, account)
    return Person.objects.get(account=account)


def look_around(request: HttpRequest, name: str, history: Iterable[Entry]) -> Person:
    """Sign in as the made-up person; `history` is written into their journal when they are not there yet.

    Raises:
        TooOften: too often from there.
    """
    throttle.LOOK_FROM.hit(_from(request))
    person = Person.objects.filter(demo=True).first()
    if person is None:
        person = make_person(name, None, demo=True)
        keep_all(person, history)
    _login(request, person.account)
    return person


def keep_all(person: Person, history: Iterable[Entry]) -> None:
    """Write entries in pieces of 500."""
    waiting: list[Entry] = []
    for entry in history:
        waiting.append(entry)
        if len(waiting) == 500:
            DatabaseStore().append(person.pk, waiting)
            waiting = []
    if waiting:
        DatabaseStore().append(person.pk, waiting)


def sign_out(request: HttpRequest) -> None:
    """End this session on the server, too."""
    logout(request)


def change_password(request: HttpRequest, old: str, new: str) -> None:
    """A new password; every other session of the account ends, and PINs with it.

    Raises:
        AccountError: the old one is not right or the new one too easy to guess.
        TooOften: too many tries.
    """
    account = access.own(request).account
    throttle.CHANGES.hit(str(account.pk))
    if not account.check_password(old):
        raise AccountError(Reason.NOT_RIGHT, say("door.problem.old_not_right"), "old")
    _set_password(account, new)
    update_session_auth_hash(request, account)


def reset_password(name: str, new: str) -> None:
    """For the command line of this machine: a new password without the old one. All sessions and PINs end.

    Raises:
        AccountError: nobody has this name, or the password is too easy to guess.
    """
    account = User.objects.filter(username=name.strip().casefold(), person__demo=False).first()
    if account is None:
        raise AccountError(Reason.NAME, f"Nobody here is called {name.strip()!r}.", "name")
    _set_password(account, new)
    throttle.SIGN_IN_NAME.forget(account.username)


def rename(person: Person, name: str) -> None:
    """Another name to be called by; the name to sign in with stays.

    Raises:
        AccountError: the name is empty or too long.
    """
    Person.objects.filter(pk=person.pk).update(name=_name(name))


def live_in(person: Person, zone: str) -> None:
    """Remember where the person lives, as their device says; an unknown zone changes nothing."""
    if zone and zone != person.zone and clock.zone_of(zone).key == zone:
        Person.objects.filter(pk=person.pk).update(zone=zone)
        person.zone = zone


def _set_password(account: User, new: str) -> None:
    _check_password(new, account)
    account.set_password(new)
    with transaction.atomic():
        account.save(update_fields=["password"])
        DevicePin.objects.filter(account=account).delete()


def _check_password(password: str, account: User) -> None:
    if len(password) > 1000 or "\x00" in password:
        raise AccountError(Reason.PASSWORD, say("door.problem.password_odd"), "password")
    try:
        validate_password(password, account)
    except ValidationError as error:
        raise AccountError(Reason.PASSWORD, _why(error), "password") from error


def _why(error: ValidationError) -> str:
    """What a password lacks; what Django alone knows, in its own words."""
    keys = [(f"door.problem.{one.code}", one) for one in error.error_list]
    return " ".join(say(key, least=(one.params or {}).get("min_length", 0)) if has(key) else one.messages[0] for key, one in keys)


def _name(name: str) -> str:
    name = " ".join(name.split())
    if not 0 < len(name) <= 80 or not name.isprintable() or name.casefold() == DEMO:
        raise AccountError(Reason.NAME, say("door.problem.name"), "name")
    return name


def _real() -> QuerySet[Person]:
    return Person.objects.filter(demo=False)


def _login(request: HttpRequest, account: User) -> None:
    login(request, account, backend=BACKEND)


def _from(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))
