"""Nobody sees or changes anybody else's record: every address has a stance, and the fixed cast tries them all.

A new route fails here until `STANCES` says who may use it and, where it names things, whose.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

import pytest
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.urls import path as django_path

from halfkilo.journal import new_id
from halfkilo.journal.kinds import limit_set
from halfkilo.web import access, service
from halfkilo.web.models import Person, Trace
from tests.conftest import Cast
from tests.web.addresses import is_page, leaves, pages
from tests.web.clients import send, signed_in
from tests.web.holes import CANARY, Filled, written
from tests.web.life import STORE, entry, someone, wire


class Stance(Enum):
    """Who may use a route."""

    OPEN = "everybody; holds nothing of anybody"
    OWN = "a signed-in account, and shows or changes its own record only"
    SHARED = "like OWN; with ?person= also a record that was shared with the account"


@dataclass(frozen=True)
class Route:
    """method and path, with placeholders of `fill`."""

    method: str
    path: str

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


STANCES = {
    "GET /healthz": Stance.OPEN,
    "GET /lan/ca.crt": Stance.OPEN,
    "GET /lan/qr.svg": Stance.OPEN,
    "GET /api/openapi.json": Stance.OPEN,
    "GET /api/": Stance.OPEN,
    "GET /api/schema": Stance.OPEN,
    "GET /api/exercises": Stance.OPEN,
    "GET /api/exercises/<slug>": Stance.OPEN,
    "POST /api/sign-up": Stance.OPEN,
    "POST /api/sign-in": Stance.OPEN,
    "POST /api/sign-in/pin": Stance.OPEN,
    "GET /api/pin": Stance.OPEN,
    "PUT /api/pin": Stance.OWN,
    "DELETE /api/pin": Stance.OWN,
    "POST /api/sign-out": Stance.OWN,
    "POST /api/password": Stance.OWN,
    "GET /api/me": Stance.OWN,
    "POST /api/entries": Stance.OWN,
    "POST /api/offers/<ref>": Stance.OWN,
    "POST /api/gym/ticket": Stance.OWN,
    "POST /api/form/hello": Stance.OWN,
    "POST /api/form/recordings": Stance.OWN,
    "DELETE /api/form/recordings/<id>": Stance.OWN,
    "GET /api/today": Stance.SHARED,
    "GET /api/entries": Stance.SHARED,
    "GET /api/progress": Stance.SHARED,
    "GET /api/exercises/<slug>/history": Stance.SHARED,
}


def routes() -> Iterator[Route]:
    """Every method and path of the API and every other address, as the URLconf has them. Pages have their own test."""
    for pattern, path in leaves(get_resolver().url_patterns, "/"):
        operations = _operations(pattern) if path.startswith("/api/") else []
        if operations:
            yield from (Route(method, path) for method in operations)
        elif not is_page(pattern):
            yield Route("GET", path)


def _operations(pattern: URLPattern) -> list[str]:
    """The methods of a Ninja route, from the API's own table."""
    from halfkilo.web.api import api

    found = []
    for _, router in api._routers:
        for path, view in router.path_operations.items():
            if path.strip("/").replace("{", "<").replace("}", ">") == re.sub(r"<(\w+:)?(\w+)>", r"<\2>", str(pattern.pattern)).strip("/"):
                found += [method for operation in view.operations for method in operation.methods]
    return found


def fill(path: str) -> str:
    """A path with real things in its placeholders."""
    values = {"<slug>": "seated_row", "<ref>": new_id(), "<session>": new_id(), "<programme>": "low_back", "<step>": "where",
              "<measure>": "chair_stand_30", "<name>": "knee", "<region>": "low_back", "<identity>": new_id(),
              "<what>": "seated_row", "<ending>": "mp4", "<form>": "fhir", "<recording>": new_id(), "<id>": new_id(),
              "<part>": "pain", "<key>": "guessed-by-somebody", "<whose>": new_id()}
    for name, value in values.items():
        path = path.replace(name, value)
    assert "<" not in path, f"the test does not know what to put into {path}: add it to `fill`"
    return path


def test_every_route_has_a_stance_and_every_stance_a_route() -> None:
    found = {str(route) for route in routes()}
    assert found - STANCES.keys() == set(), "say who may use this"
    assert STANCES.keys() - found == set(), "there is no such route any more"


def guarded(*stances: Stance) -> list[str]:
    return [name for name, stance in STANCES.items() if stance in stances]


@pytest.fixture
def secretive(cast: Cast) -> Cast:
    """The cast, with things in Asha's record that nobody else may read."""
    written(cast.asha)
    return cast


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("name", guarded(Stance.OWN, Stance.SHARED))
def test_a_stranger_without_an_account_gets_nothing(secretive: Cast, client, name: str) -> None:
    method, path = name.split(" ")
    for whose in ("", f"?person={secretive.asha.pk}"):
        answer = send(client, fill(path) + whose, "", method)
        assert answer.status_code == 401, answer.content
        assert CANARY.encode() not in answer.content


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("name", guarded(Stance.SHARED))
@pytest.mark.parametrize("who", ["mallory", "ben"])
def test_a_strangers_account_is_told_the_same_about_asha_as_about_nobody(secretive: Cast, name: str, who: str) -> None:
    client, path = signed_in(getattr(secretive, who)), fill(name.split(" ")[1])
    about_asha = client.get(f"{path}?person={secretive.asha.pk}")
    about_nobody = client.get(f"{path}?person=00000000-0000-4000-8000-000000000000")
    assert about_asha.status_code == about_nobody.status_code == 404
    assert about_asha.content == about_nobody.content
    assert dict(about_asha.headers) == dict(about_nobody.headers)


@pytest.mark.parametrize("name", guarded(Stance.SHARED))
def test_her_clinician_may_look_and_changes_nothing(secretive: Cast, name: str) -> None:
    before = STORE.seq(secretive.asha.pk)
    answer = signed_in(secretive.rao).get(f"{fill(name.split(' ')[1])}?person={secretive.asha.pk}")
    assert answer.status_code == 200, answer.content
    assert STORE.seq(secretive.asha.pk) == before, "looking wrote something"


def test_sharing_ends_at_once(secretive: Cast) -> None:
    client, path = signed_in(secretive.rao), f"/api/entries?person={secretive.asha.pk}"
    assert CANARY.encode() in client.get(path).content
    access.unshare(secretive.asha, secretive.rao)
    assert client.get(path).status_code == 404
    kinds = [one.kind for one in STORE.entries(secretive.asha.pk)]
    assert kinds.count("shared") == kinds.count("unshared") == 1


def test_a_grant_for_a_part_of_the_record_does_not_open_all_of_it(secretive: Cast) -> None:
    access.share(secretive.asha, secretive.ben, "helper", "milestones")
    assert signed_in(secretive.ben).get(f"/api/entries?person={secretive.asha.pk}").status_code == 404


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("who", ["rao", "mallory", "ben"])
def test_nobody_else_writes_answers_or_loads_for_her(secretive: Cast, who: str) -> None:
    """What another account sends lands in its own journal or nowhere, whatever it says about whose it is."""
    offered = service.open_day(secretive.asha, service.choice_of(20))
    before = STORE.seq(secretive.asha.pk)
    client = signed_in(getattr(secretive, who))
    limit = wire(entry("limit_set", limit_set.Body(limit_set.What.LOAD_MOST, 90_000, "hip_hinge")))
    for path, body in (("/api/entries", {"entries": [limit]}), (f"/api/offers/{offered.decision}", {"answer": "accept"}),
                       ("/api/gym/ticket", {"session": new_id(), "exercise": "seated_row", "side": "both"})):
        send(client, f"{path}?person={secretive.asha.pk}", body)
    assert STORE.seq(secretive.asha.pk) == before


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("author", ["clinician:00000000-0000-4000-8000-000000000001", "site", "gym"])
def test_a_forged_author_is_refused(cast: Cast, author: str) -> None:
    client = signed_in(cast.asha)
    forged = {**wire(entry("limit_set", limit_set.Body(limit_set.What.LOAD_MOST, 90_000, "hip_hinge"))), "author": author}
    result = send(client, "/api/entries", {"entries": [forged]}).json()["results"][0]
    assert result["status"] == "refused" and result["message"].startswith("author:")
    honest = {**forged, "author": "person"}
    assert send(client, "/api/entries", {"entries": [honest]}).json()["results"][0]["status"] == "stored"


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("kind", sorted(service.NOT_FROM_OUTSIDE))
def test_nobody_sends_in_a_decision_a_hazard_or_a_share(cast: Cast, kind: str) -> None:
    from halfkilo.journal import kinds

    forged = wire(entry(kind, kinds()[kind].example))
    result = send(signed_in(cast.asha), "/api/entries", {"entries": [forged]}).json()["results"][0]
    assert result["status"] == "refused" and result["message"].startswith("kind:")


OPEN_PAGES = {"/", "/sign-in", "/sign-up", "/look-around", "/trust/", "/about/", "/safety/", "/goodbye/", "/language", "/exercises/",
              "/exercises/<slug>/", "/clips/<slug>.json", "/calendar/<whose>/<key>.ics"}
"""Pages a stranger may see, as far as they exist; every other page asks to sign in first. A feed opens by its key alone."""


def whole(answer) -> bytes:
    """A response's body, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def test_every_page_but_the_open_ones_asks_a_stranger_to_sign_in(secretive: Cast) -> None:
    filled = Filled(secretive.asha)
    for path, pattern in pages():
        is_open = not getattr(pattern.callback, "login_required", True)
        assert not is_open or path in OPEN_PAGES, f"{path} is open to everybody: sign-in is missing, or add it to OPEN_PAGES"
        for method in ("GET", "POST"):
            address, is_hers = filled(path, pattern)
            answer = Client().generic(method, fill(address))
            assert CANARY.encode() not in whole(answer)
            assert not (is_open and is_hers) or answer.status_code in (404, 405), f"{path}: her id alone opens it"
            if not is_open:
                assert answer.status_code == 302 and answer.headers["Location"].startswith("/sign-in"), f"{method} {path}"


@pytest.fixture
def strangers(secretive: Cast) -> list[Person]:
    """Signed in, and nobody to Asha: one who never was anything, and a clinician who was let go."""
    gone = someone("Dr Gone")
    access.share(secretive.asha, gone, "clinician")
    access.unshare(secretive.asha, gone)
    return [secretive.mallory, gone]


@pytest.mark.hazard("H34")
@pytest.mark.hazard("H31")
@pytest.mark.usefixtures("no_films")
def test_no_address_shows_or_changes_ashas_record_for_anybody_else(secretive: Cast, strangers: list[Person]) -> None:
    filled = Filled(secretive.asha)
    addresses = [(path, *filled(path, pattern)) for path, pattern in everything()]
    before, hers = STORE.seq(secretive.asha.pk), f"?person={secretive.asha.pk}"
    trail = Trace.objects.filter(person=secretive.asha).count()
    for who in strangers:
        client = signed_in(who, raise_request_exception=False)
        for path, address, is_hers in addresses:
            place = fill(address)
            tries = [client.get(place + hers), client.post(place + hers)] if path not in OPEN_PAGES or is_hers else []
            if who is secretive.mallory:  # what says nothing of whose it is shows one's own; one stranger is enough to see that
                tries.append(client.get(place))
            bodies = [whole(answer) for answer in tries]
            if len(tries) == 3 and not tries[2].headers.get("Content-Type", "").startswith(("text/", "application/json")):
                assert tries[0].status_code in REFUSED or bodies[0] == bodies[2], f"{path}: not one's own, as far as bytes tell"
            for number, (answer, body) in enumerate(zip(tries, bodies, strict=True)):
                assert CANARY.encode() not in body and answer.status_code < 500, f"{path} {number}"
                assert not is_hers or answer.status_code in REFUSED, f"{path} {number} tells a stranger about a thing of Asha's"
                # an address that was sent along may be echoed
                assert number < 2 or is_hers or str(secretive.asha.pk).encode() not in body, path
                if settings.SESSION_COOKIE_NAME in answer.cookies:  # signed out, or somebody else by now
                    client = signed_in(who, raise_request_exception=False)
    assert STORE.seq(secretive.asha.pk) == before and Trace.objects.filter(person=secretive.asha).count() == trail
    for method, path, (address, is_hers) in [(one.method, one.path, filled(one.path)) for one in routes() if "<" in one.path]:
        answer = send(signed_in(strangers[0]), fill(address), "", method)
        assert not is_hers or answer.status_code in REFUSED, f"{method} {path}"
    asha = signed_in(secretive.asha)
    assert all(asha.get(filled(path)[0]).status_code == 200 for path in KEPT), "a stranger took something of Asha's away"


KEPT = ("/import/<identity>/", "/form/recordings/<recording>/")
"""Pages of things that a stranger could have taken away."""

REFUSED = (302, 401, 404, 405, 409, 422)
"""Answers that tell a stranger nothing: led away, not here, not this way."""


def everything() -> list[tuple[str, URLPattern]]:
    """Every address there is, pages, files, feeds and the API alike, with its pattern."""
    return [(path, pattern) for pattern, path in leaves(get_resolver().url_patterns, "/")]


def test_an_address_with_somebodys_id_in_it_needs_a_thing_of_ashas(secretive: Cast) -> None:
    unknown = django_path("secrets/<uuid:secret>/", lambda request: None)
    with pytest.raises(AssertionError, match="does not know what Asha has"):
        Filled(secretive.asha)("/secrets/<secret>/", unknown)
    with pytest.raises(AssertionError, match="add it to `fill`"):
        fill("/secrets/<word>/")
