"""Signing up, in and out; passwords and PINs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from ninja import Router

from halfkilo.web import access, accounts, pins, service
from halfkilo.web.api.shapes import Done, FaceOut, Me, NewAccount, NewPassword, PinIn, PinProof, Proof
from halfkilo.web.api.wire import from_this_site
from halfkilo.web.models import Person

router = Router(tags=["account"])


@router.get("/me", response=Me)
def me(request: HttpRequest) -> Me:
    """Who is signed in, and how many entries their record holds."""
    return _me(access.own(request))


@router.post("/sign-up", response=Me, auth=from_this_site)
def sign_up(request: HttpRequest, said: NewAccount) -> Me:
    """The first person on this machine, or somebody they add."""
    return _me(accounts.sign_up(request, said.name, said.password, said.zone))


@router.post("/sign-in", response=Me, auth=from_this_site)
def sign_in(request: HttpRequest, said: Proof) -> Me:
    """Sign in with name and password."""
    return _me(accounts.sign_in(request, said.name, said.password))


@router.post("/sign-out", response=Done)
def sign_out(request: HttpRequest) -> Done:
    """End this session."""
    accounts.sign_out(request)
    return Done()


@router.post("/password", response=Done)
def password(request: HttpRequest, said: NewPassword) -> Done:
    """Change the password; other sessions and all PINs end."""
    accounts.change_password(request, said.old, said.new)
    return Done()


@router.get("/pin", response=list[FaceOut], auth=None)
def faces(request: HttpRequest) -> list[pins.Face]:
    """Who may sign in with a PIN on this very device; empty elsewhere."""
    return pins.faces(request)


@router.put("/pin", response=Done)
def set_pin(request: HttpRequest, response: HttpResponse, said: PinIn) -> Done:
    """Set one's PIN for this device."""
    pins.set_pin(request, response, said.pin)
    return Done()


@router.delete("/pin", response=Done)
def drop_pin(request: HttpRequest) -> Done:
    """Take one's PIN off this device."""
    pins.drop_pin(request)
    return Done()


@router.post("/sign-in/pin", response=Me, auth=from_this_site)
def pin_sign_in(request: HttpRequest, said: PinProof) -> Me:
    """Sign in with a PIN, on the device it was set on."""
    return _me(pins.sign_in(request, said.who, said.pin))


def _me(person: Person) -> Me:
    return Me(id=str(person.pk), name=person.name, demo=person.demo, zone=person.zone, language=person.language,
              seq=service.STORE.seq(person.pk))
