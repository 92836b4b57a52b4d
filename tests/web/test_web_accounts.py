"""Accounts over the wire: sign-up, sign-in, PIN, passwords, limits, and requests that come from elsewhere."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.test import Client, override_settings

from halfkilo.web import accounts, pins, throttle
from halfkilo.web.models import DevicePin, Person
from tests.conftest import PASSWORD, Cast
from tests.web.clients import send, signed_in
from tests.web.life import a_morning, beginning, clock, wire

pytestmark = pytest.mark.django_db


def test_the_first_person_signs_up_and_then_the_door_is_closed() -> None:
    first = send(Client(), "/api/sign-up", {"name": "Asha", "password": PASSWORD, "zone": "Asia/Kolkata"})
    assert first.status_code == 200, first.content
    assert first.json()["zone"] == "Asia/Kolkata" and Person.objects.get().account.is_staff
    second = send(Client(), "/api/sign-up", {"name": "Mallory", "password": PASSWORD})
    assert second.status_code == 403 and "Ask them to add you" in second.json()["detail"]


def test_who_lives_here_adds_others_and_stays_signed_in() -> None:
    asha = Client()
    send(asha, "/api/sign-up", {"name": "Asha", "password": PASSWORD})
    assert send(asha, "/api/sign-up", {"name": "Ben", "password": PASSWORD}).status_code == 200
    assert asha.get("/api/me").json()["name"] == "Asha"
    ben = Client()
    assert send(ben, "/api/sign-in", {"name": " BEN ", "password": PASSWORD}).status_code == 200
    assert send(ben, "/api/sign-up", {"name": "Carl", "password": PASSWORD}).status_code == 403


@pytest.mark.parametrize("name, password, field", [("", PASSWORD, "name"), ("  ", PASSWORD, "name"), ("A\u0000", PASSWORD, "name"),
                                                   ("Asha", "short", "password"), ("Asha", "password123", "password")])
def test_what_does_not_do_is_said(name: str, password: str, field: str) -> None:
    answer = send(Client(), "/api/sign-up", {"name": name, "password": password})
    assert answer.status_code == 422 and field in str(answer.json()["errors"])
    assert not User.objects.exists()


def test_a_name_is_given_once(cast: Cast) -> None:
    with pytest.raises(accounts.AccountError) as caught:
        accounts.make_person("asha", PASSWORD)
    assert caught.value.reason is accounts.Reason.NAME_TAKEN


def test_a_name_that_nobody_has_and_a_password_that_is_not_right_sound_the_same(cast: Cast) -> None:
    answers = [send(Client(), "/api/sign-in", {"name": name, "password": "something else"}) for name in ("Asha", "Nobody")]
    assert answers[0].status_code == answers[1].status_code == 403
    assert answers[0].content == answers[1].content


@pytest.mark.hazard("H31")
def test_guessing_a_password_is_slowed_for_the_name_wherever_it_comes_from(cast: Cast) -> None:
    for number in range(throttle.SIGN_IN_NAME.most):
        assert send(Client(REMOTE_ADDR=f"10.0.0.{number}"), "/api/sign-in", {"name": "Asha", "password": "guess"}).status_code == 403
    late = send(Client(REMOTE_ADDR="10.0.0.99"), "/api/sign-in", {"name": "Asha", "password": PASSWORD})
    assert late.status_code == 429 and 0 < int(late.headers["Retry-After"]) <= throttle.SIGN_IN_NAME.seconds
    assert send(Client(), "/api/sign-in", {"name": "Ben", "password": PASSWORD}).status_code == 200


def test_guessing_names_is_slowed_for_the_place_it_comes_from(cast: Cast) -> None:
    for number in range(throttle.SIGN_IN_FROM.most):
        send(Client(), "/api/sign-in", {"name": f"name {number}", "password": "guess"})
    assert send(Client(), "/api/sign-in", {"name": "Ben", "password": PASSWORD}).status_code == 429


def test_a_right_password_clears_the_count(cast: Cast) -> None:
    for _ in range(3):
        for _ in range(throttle.SIGN_IN_NAME.most - 1):
            throttle.SIGN_IN_NAME.hit("asha")
        assert send(Client(), "/api/sign-in", {"name": "Asha", "password": PASSWORD}).status_code == 200


def test_a_limit_ends_with_its_time(cast: Cast, time_machine) -> None:
    limit = throttle.Limit("test", 1, 60)
    time_machine.move_to("2026-11-22T08:00:00+00:00")
    limit.hit("asha")
    with pytest.raises(throttle.TooOften):
        limit.hit("asha")
    time_machine.move_to("2026-11-22T08:01:01+00:00")
    limit.hit("asha")
    time_machine.move_to("2026-11-22T09:00:00+00:00")
    assert throttle.sweep() == 1


def test_signing_out_ends_the_session_on_the_server(cast: Cast) -> None:
    client = signed_in(cast.asha)
    stolen = Client()
    stolen.cookies = client.cookies.copy()
    assert stolen.get("/api/me").status_code == 200
    assert send(client, "/api/sign-out", "").status_code == 200
    assert stolen.get("/api/me").status_code == client.get("/api/me").status_code == 401


def test_a_new_password_ends_other_sessions_and_pins(cast: Cast) -> None:
    here, elsewhere = signed_in(cast.asha), signed_in(cast.asha)
    send(here, "/api/pin", {"pin": "2758"}, "PUT")
    assert send(here, "/api/password", {"old": "not it", "new": "another-half-kilo"}).status_code == 403
    assert send(here, "/api/password", {"old": PASSWORD, "new": "another-half-kilo"}).status_code == 200
    assert here.get("/api/me").status_code == 200 and elsewhere.get("/api/me").status_code == 401
    assert not DevicePin.objects.exists()


def test_the_command_line_resets_a_password(cast: Cast) -> None:
    open_session = signed_in(cast.asha)
    accounts.reset_password("Asha", "another-half-kilo")
    assert open_session.get("/api/me").status_code == 401
    assert send(Client(), "/api/sign-in", {"name": "Asha", "password": "another-half-kilo"}).status_code == 200
    with pytest.raises(accounts.AccountError, match="Nobody here"):
        accounts.reset_password("Carl", "another-half-kilo")


@pytest.fixture
def tablet(cast: Cast) -> Client:
    """Asha's tablet, with her PIN, signed out."""
    client = signed_in(cast.asha)
    assert send(client, "/api/pin", {"pin": "2758"}, "PUT").status_code == 200
    send(client, "/api/sign-out", "")
    return client


def test_a_pin_opens_the_device_it_was_set_on(cast: Cast, tablet: Client) -> None:
    assert tablet.get("/api/pin").json() == [{"id": str(cast.asha.pk), "name": "Asha"}]
    assert send(tablet, "/api/sign-in/pin", {"who": str(cast.asha.pk), "pin": "2758"}).status_code == 200
    assert tablet.get("/api/me").json()["name"] == "Asha"
    cookie = tablet.cookies[pins.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Strict"


@pytest.mark.hazard("H31")
def test_a_pin_opens_no_other_device(cast: Cast, tablet: Client) -> None:
    other = signed_in(cast.ben)
    send(other, "/api/pin", {"pin": "9134"}, "PUT")
    send(other, "/api/sign-out", "")
    for device in (Client(), other):
        assert all(face["name"] != "Asha" for face in device.get("/api/pin").json())
        assert send(device, "/api/sign-in/pin", {"who": str(cast.asha.pk), "pin": "2758"}).status_code == 403


@pytest.mark.hazard("H31")
def test_five_misses_and_the_pin_is_used_up(cast: Cast, tablet: Client) -> None:
    for number in range(pins.MISSES):
        assert send(tablet, "/api/sign-in/pin", {"who": str(cast.asha.pk), "pin": f"100{number}"}).status_code == 403
    right = send(tablet, "/api/sign-in/pin", {"who": str(cast.asha.pk), "pin": "2758"})
    assert right.status_code == 403 and "password" in right.json()["detail"]
    assert tablet.get("/api/pin").json() == []


def test_neither_pin_nor_device_cookie_stand_in_the_database(cast: Cast, tablet: Client) -> None:
    row = DevicePin.objects.get()
    token = tablet.cookies[pins.COOKIE].value
    assert "2758" not in row.pin and token not in (row.pin + row.device)


@pytest.mark.parametrize("pin", ["1111", "1234", "4321", "123", "12a4", "123456789", ""])
def test_pins_that_everybody_tries_first_are_refused(cast: Cast, pin: str) -> None:
    assert send(signed_in(cast.asha), "/api/pin", {"pin": pin}, "PUT").status_code == 422
    assert not DevicePin.objects.exists()


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("method, path", [
    ("POST", "/api/entries"), ("POST", "/api/gym/ticket"), ("POST", "/api/sign-in"), ("POST", "/api/sign-up"), ("POST", "/api/sign-out"),
    ("POST", "/api/password"), ("PUT", "/api/pin"), ("DELETE", "/api/pin"), ("POST", "/api/sign-in/pin"),
    ("POST", "/api/offers/019395a0-5c00-7000-8000-000000000009")])
def test_a_request_from_another_site_is_refused(cast: Cast, method: str, path: str) -> None:
    client = signed_in(cast.asha, enforce_csrf_checks=True)
    answer = send(client, path, {}, method)
    assert answer.status_code == 403 and "Reload" in answer.json()["detail"]


def test_a_request_with_this_sites_token_is_let_in(cast: Cast) -> None:
    client = signed_in(cast.asha, enforce_csrf_checks=True)
    token = "a" * 32
    client.cookies["halfkilo_csrf"] = token
    now = clock.now()
    body = {"entries": [wire(a_morning(now.date(), 3, now))]}
    assert send(client, "/api/entries", body, **{"X-CSRFToken": token}).status_code == 200
    assert send(client, "/api/entries", body, **{"X-CSRFToken": "b" * 32}).status_code == 403


def test_looking_around_makes_one_made_up_person_who_closes_no_door(rf) -> None:
    from django.contrib.sessions.backends.db import SessionStore

    seen = []
    for _ in range(2):
        request = rf.get("/")
        request.session = SessionStore()
        seen.append(accounts.look_around(request, "Asha (made up)", beginning("low_back")))
    assert seen[0] == seen[1] and seen[0].demo and not seen[0].account.is_staff and not seen[0].account.has_usable_password()
    assert send(Client(), "/api/sign-up", {"name": "Real", "password": PASSWORD}).status_code == 200


@override_settings(OPEN_SIGN_UP=True)
def test_a_clinics_machine_may_be_open_to_all(cast: Cast) -> None:
    assert send(Client(), "/api/sign-up", {"name": "Carl", "password": PASSWORD}).status_code == 200
