"""Two screens of one session: whose session it is, what their ticket can do, and where a phone finds the camera page."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from halfkilo.gym.ticket import Role, read_key, verify
from halfkilo.journal import new_id
from halfkilo.journal.kinds import session_closed, session_opened
from halfkilo.web import clock, lan, service, tickets
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.life import STORE, entry

PASS = "/tv/pass/"


def opened(person, ago_s=60):
    """A session of this person's that is not over."""
    session = new_id()
    body = session_opened.Body(session, service.day_of(person))
    STORE.append(person.pk, [entry("session_opened", body, clock.now() - timedelta(seconds=ago_s))])
    return session


def read(answer):
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.mark.hazard("H31")
def test_a_screens_ticket_is_for_ones_own_session_and_can_load_nothing(cast: Cast) -> None:
    session = opened(cast.asha)
    given = read(signed_in(cast.asha).post(PASS, {"session": session}))
    ticket = verify(read_key(tickets.key_file()), given["ticket"], clock.instant())
    assert (ticket.role, ticket.most_grams, ticket.session, ticket.person) == (Role.WATCH, 0, session, str(cast.asha.pk))
    for who in (cast.mallory, cast.rao):  # her session's id in another account is a session of that account's, in which nobody is
        theirs = verify(read_key(tickets.key_file()), read(signed_in(who).post(PASS, {"session": session}))["ticket"], clock.instant())
        assert theirs.person == str(who.pk) and theirs.role is Role.WATCH


def test_without_a_name_it_is_the_open_session_and_never_anybody_elses(cast: Cast) -> None:
    asha = signed_in(cast.asha)
    assert read(asha.post(PASS)) == {"session": None}, "nothing is open yet"
    opened(cast.asha, 90)
    session = opened(cast.asha)
    assert read(asha.post(PASS))["session"] == read(asha.post(PASS, {"session": "../<b>"}))["session"] == session
    for who in (cast.ben, cast.mallory, cast.rao):
        assert read(signed_in(who).post(PASS)) == {"session": None}
    STORE.append(cast.asha.pk, [entry("session_closed", session_closed.Body(session, 1))])
    assert read(asha.post(PASS))["session"] != session
    assert asha.get(PASS).status_code == 405


def test_a_strangers_browser_is_asked_to_sign_in_and_led_back(cast: Cast, client: Client) -> None:
    session = new_id()
    for place in (f"/camera/?session={session}", f"/tv/?session={session}"):
        answer = client.get(place)
        assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in") and session in answer.headers["Location"]
        page = signed_in(cast.asha).get(place)
        assert page.status_code == 200 and session in page.content.decode()
        assert "<script>" not in signed_in(cast.asha).get(place + "<script>").content.decode()


def test_writing_needs_the_pages_own_token(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.asha.account)
    assert client.post(PASS).status_code == 403


def test_an_exercise_is_shown_in_the_persons_language_and_an_unknown_one_is_not_here(cast: Cast) -> None:
    client = signed_in(cast.asha)
    found = read(client.get("/tv/exercise/?exercise=seated_row&side=both&variant=cable"))
    assert found["clip"] and found["faults"] and found["pieces"] and found["variant"] == "cable" and "grams" not in found
    for query in ("", "?exercise=levitate&side=both", "?exercise=seated_row&side=up", "?exercise=seated_row&side=both&variant=rocket"):
        assert client.get(f"/tv/exercise/{query}").status_code == 404


@pytest.mark.parametrize(("secure", "host", "own", "found"), [
    (False, "127.0.0.1", ["192.168.1.9"], None),
    (True, "192.168.1.9", [], "https://192.168.1.9"),
    (True, "127.0.0.1:8443", ["192.168.1.9"], "https://192.168.1.9:8443"),
    (True, "localhost", [], None),
])
def test_a_phone_is_led_only_where_it_finds_a_secure_page(cast: Cast, settings, monkeypatch, secure, host, own, found) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    monkeypatch.setattr(lan, "own_addresses", lambda: own)
    client, session = signed_in(cast.asha), new_id()
    told = read(client.post(PASS, {"session": session}, secure=secure, headers={"host": host}))
    assert told["secure"] is (found is not None)
    if found:
        assert (told["camera"], told["tv"]) == (f"{found}/camera/?session={session}", f"{found}/tv/?session={session}")
    code = client.get(f"/camera/qr.svg?session={session}", secure=secure, headers={"host": host})
    assert code.status_code == (200 if found else 404) and (not found or code.headers["Content-Type"] == "image/svg+xml")
