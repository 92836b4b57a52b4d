"""A PIN on one's own tablet. It works on the device it was set on and nowhere else: what is kept is a hash of the PIN together
with that device's cookie, and the cookie itself is kept as a hash only. Five misses in a row and the password is needed."""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponseBase

from halfkilo.web import access, throttle
from halfkilo.web.accounts import AccountError, Reason, _login
from halfkilo.web.models import DevicePin, Person
from halfkilo.web.templatetags.say import say

COOKIE = "halfkilo_device"
MISSES = 5
AGE = 400 * 24 * 3600
NOT_RIGHT = "door.problem.pin_not_right"


@dataclass(frozen=True)
class Face:
    """Somebody who set a PIN on this device."""

    id: str
    name: str


def set_pin(request: HttpRequest, response: HttpResponseBase, pin: str) -> None:
    """Set the signed-in person's PIN for this device, and leave the device's cookie in `response`.

    Raises:
        AccountError: not 4 to 8 digits, all the same, or in a row.
    """
    person = access.own(request)
    if person.demo:
        raise AccountError(Reason.DEMO, say("door.problem.pin_demo"), "pin")
    if not re.fullmatch(r"[0-9]{4,8}", pin) or len(set(pin)) == 1 or pin in "0123456789876543210":
        raise AccountError(Reason.PIN, say("door.problem.pin"), "pin")
    token = _token(request) or secrets.token_urlsafe(32)
    DevicePin.objects.update_or_create(account_id=person.account_id, device=_device(token),
                                       defaults={"pin": make_password(_mixed(pin, token)), "misses": 0})
    response.set_cookie(COOKIE, token, max_age=AGE, httponly=True, samesite="Strict", secure=settings.TLS)


def faces(request: HttpRequest) -> list[Face]:
    """Who may sign in with a PIN on this device."""
    token = _token(request)
    if not token:
        return []
    people = Person.objects.filter(account__pins__device=_device(token), account__pins__misses__lt=MISSES)
    return [Face(str(id), name) for id, name in people.order_by("name").values_list("pk", "name")]


def sign_in(request: HttpRequest, who: str, pin: str) -> Person:
    """Sign in with a PIN on the device it was set on. `who` is a face's id.

    Raises:
        AccountError: not right here, or used up.
        TooOften: too many tries from there.
    """
    throttle.SIGN_IN_FROM.hit(str(request.META.get("REMOTE_ADDR", "")))
    token = _token(request)
    row = _row(token, who)
    if row is None:
        raise AccountError(Reason.NOT_RIGHT, say(NOT_RIGHT), "pin")
    if not _spend(row):
        raise AccountError(Reason.USED_UP, say("door.problem.pin_used_up"), "pin")
    if not check_password(_mixed(pin, token), row.pin):
        raise AccountError(Reason.NOT_RIGHT, say(NOT_RIGHT), "pin")
    DevicePin.objects.filter(pk=row.pk).update(misses=0)
    _login(request, row.account)
    return row.account.person


def drop_pin(request: HttpRequest) -> None:
    """Take the signed-in person's PIN off this device."""
    DevicePin.objects.filter(account_id=access.own(request).account_id, device=_device(_token(request))).delete()


def _row(token: str, who: str) -> DevicePin | None:
    rows = DevicePin.objects.select_related("account__person").filter(device=_device(token))
    return next((row for row in rows if token and str(row.account.person.pk) == who), None)


def _spend(row: DevicePin) -> bool:
    """Count the try before the PIN is looked at, so that tries side by side can't get more than their share."""
    with transaction.atomic():
        return bool(DevicePin.objects.filter(pk=row.pk, misses__lt=MISSES).update(misses=F("misses") + 1))


def _token(request: HttpRequest) -> str:
    token = request.COOKIES.get(COOKIE, "")
    return token if re.fullmatch(r"[\w-]{40,60}", token) else ""


def _device(token: str) -> str:
    return hashlib.sha256(f"halfkilo device\n{token}".encode()).hexdigest()


def _mixed(pin: str, token: str) -> str:
    return f"{pin}\n{token}"
