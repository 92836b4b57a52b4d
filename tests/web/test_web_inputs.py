"""What does not fit is told, with its place and what to do; nothing half-written."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from halfkilo.journal import new_id
from halfkilo.journal.kinds import set_done
from halfkilo.units import Side, Tool
from halfkilo.web import clock, service
from halfkilo.web.models import EntryRow
from tests.conftest import Cast
from tests.web.clients import send, signed_in
from tests.web.life import STORE, a_morning, beginning, entry, wire


def morning(pain: object) -> dict:
    now = clock.now()
    return {**wire(a_morning(now.date(), 3, now)), "body": {"on": now.date().isoformat(), "pain": pain}}


def a_set(**more: object) -> dict:
    one = wire(entry("set_done", set_done.Body(new_id(), "seated_row", Tool.CABLE, Side.BOTH, 1, 10_000, 12, 12)))
    return {**one, "body": {**one["body"], **more}}


@pytest.mark.parametrize("pain, place", [
    ({"low_back": 11}, "body.pain.low_back"), ({"low_back": -1}, "body.pain.low_back"), ({"low_back": True}, "body.pain.low_back"),
    ({"low_back": 3.0}, "body.pain.low_back"), ({"low_back": "3"}, "body.pain.low_back"), ({"tail": 3}, "body.pain"), ({}, "body.pain"),
    ([3], "body.pain"), (None, "body.pain")])
def test_a_score_is_a_whole_number_from_0_to_10(cast: Cast, pain: object, place: str) -> None:
    before = STORE.seq(cast.asha.pk)
    result = send(signed_in(cast.asha), "/api/entries", {"entries": [morning(pain)]}).json()["results"][0]
    assert result["status"] == "refused" and result["message"].startswith(place), result
    assert STORE.seq(cast.asha.pk) == before


@pytest.mark.parametrize("field, value", [
    ("grams", -500), ("grams", True), ("grams", 200_001), ("grams", 12_000.5), ("done", -1), ("number", 0)])
def test_a_load_is_whole_grams_within_its_bounds(cast: Cast, field: str, value: object) -> None:
    result = send(signed_in(cast.asha), "/api/entries", {"entries": [a_set(**{field: value})]}).json()["results"][0]
    assert result["status"] == "refused" and result["message"].startswith(f"body.{field}"), result


@pytest.mark.parametrize("change, place", [
    ({"id": "not-an-id"}, "id"), ({"id": 5}, "id"), ({"id": "5f64a1de-0000-4000-8000-000000000001"}, "id"),
    ({"at": "2026-11-22T07:30:00"}, "at"),
    ({"at": "2026-02-30T07:30:00+00:00"}, "at"), ({"at": 0}, "at"), ({"version": True}, "version"), ({"version": 0}, "version"),
    ({"kind": "SET DONE"}, "kind"), ({"body": []}, "body"), ({"load": 5}, "load"), ({"body": {}}, "body.")])
def test_an_entry_without_its_shape_is_refused_by_itself(cast: Cast, change: dict, place: str) -> None:
    good = morning({"low_back": 3})
    answer = send(signed_in(cast.asha), "/api/entries", {"entries": [{**a_set(), **change}, good]}).json()["results"]
    assert answer[0]["status"] == "refused" and answer[0]["message"].startswith(place), answer
    assert answer[1] == {"id": good["id"], "status": "stored", "message": ""}


@pytest.mark.hazard("H25")
def test_a_set_in_the_future_is_refused(cast: Cast) -> None:
    body = set_done.Body(new_id(), "seated_row", Tool.CABLE, Side.BOTH, 1, 10_000, 12, 12)
    later = wire(entry("set_done", body, clock.now() + timedelta(days=2)))
    result = send(signed_in(cast.asha), "/api/entries", {"entries": [later]}).json()["results"][0]
    assert result["status"] == "refused" and "clock" in result["message"]


def test_an_entry_of_a_newer_program_is_kept_as_it_is_and_means_hold(cast: Cast) -> None:
    newer = {**a_set(), "version": 9, "body": {"what": "nobody knows yet"}}
    assert send(signed_in(cast.asha), "/api/entries", {"entries": [newer]}).json()["results"][0]["status"] == "stored"
    assert STORE.state(cast.asha.pk)["unknown"] == 1
    assert json.loads(list(service.lines(cast.asha))[-1])["body"] == {"what": "nobody knows yet"}


@pytest.mark.parametrize("raw, said", [
    ('{"entries": [{"id": "0', "torn"), ('{"entries": [NaN]}', "NaN"), ('{"entries": [], "entries": []}', "twice"),
    ("[" * 100_000, "nested"),
    (b'{"entries": ["\xff"]}', "UTF-8"), ("1" * 5000, "number"), ("", "entries")])
def test_a_body_that_is_not_json_is_told_so(cast: Cast, raw: str | bytes, said: str) -> None:
    answer = send(signed_in(cast.asha), "/api/entries", raw)
    assert answer.status_code in (400, 422) and answer.headers["Content-Type"] == "application/problem+json"
    assert said in answer.content.decode() or answer.status_code == 422, answer.content


def test_only_500_at_once(cast: Cast) -> None:
    answer = send(signed_in(cast.asha), "/api/entries", {"entries": [morning({"low_back": 3})] * 501})
    assert answer.status_code == 422 and "500" in answer.json()["detail"]
    assert send(signed_in(cast.asha), "/api/entries", {"entries": []}).status_code == 422


def test_a_body_that_is_too_large_is_refused_before_it_is_read(cast: Cast) -> None:
    class Unread:
        """A body that must not be touched."""

        def read(self, *_: int) -> bytes:
            raise AssertionError("the body was read")

        readline = read

    answer = signed_in(cast.asha).generic("POST", "/api/entries", b"", content_type="application/json",
                                          **{"wsgi.input": Unread(), "CONTENT_LENGTH": "200000000"})
    assert answer.status_code == 413 and "200 MB" in answer.json()["detail"]


@pytest.mark.parametrize("raw", ['"\\ud800"', "1e999", "[" * 600 + "]" * 600])
def test_what_could_not_be_read_again_is_not_written_down(cast: Cast, raw: str) -> None:
    one = json.dumps({"entries": [{**a_set(), "kind": "remark_of_tomorrow", "body": {"x": "here"}}]}).replace('"here"', raw)
    answer = send(signed_in(cast.asha), "/api/entries", one)
    assert answer.status_code == 200, answer.content
    kept = answer.json()["results"][0]["status"] == "stored"
    assert kept == (raw[0] == "["), answer.content
    assert STORE.state(cast.asha.pk)["unknown"] == int(kept)


def test_one_long_entry_is_refused_and_its_neighbours_are_kept(cast: Cast) -> None:
    long = {**a_set(), "kind": "remark_of_tomorrow", "body": {"text": "x" * 70_000}}
    answer = send(signed_in(cast.asha), "/api/entries", {"entries": [long, morning({"low_back": 3})]}).json()["results"]
    assert [one["status"] for one in answer] == ["refused", "stored"], answer


@pytest.mark.parametrize("path", ["/api/today?minutes=15", "/api/today?minute=10", "/api/today?away=moon", "/api/entries?after=-1",
                                  "/api/entries?most=0", "/api/progress?days=x", "/api/today?person=asha"])
def test_a_question_that_does_not_fit_names_its_place(cast: Cast, path: str) -> None:
    answer = signed_in(cast.asha).get(path)
    assert answer.status_code == 422 and answer.json()["errors"][0]["place"] == f"query.{path.partition('?')[2].partition('=')[0]}"


@pytest.mark.parametrize("path", ["/api/exercises/no_such", "/api/exercises/no_such/history", "/api/nothing", "/nothing"])
def test_what_is_not_here_says_so(cast: Cast, path: str) -> None:
    answer = signed_in(cast.asha).get(path)
    assert answer.status_code == 404
    assert b"here" in answer.content or b"No exercise" in answer.content


def test_the_record_comes_out_page_by_page_as_it_came_in(cast: Cast) -> None:
    client, after, seen = signed_in(cast.asha), "0", []
    while after:
        answer = client.get(f"/api/entries?most=2&after={after}")
        seen += answer.content.decode().splitlines()
        after = answer.headers.get("X-Next", "")
    assert seen == [entry.line for _, entry in service.entries_after(cast.asha, 0, 1000)]
    assert len(seen) == EntryRow.objects.filter(person=cast.asha).count()


def test_an_imported_clearance_is_only_a_claim(cast: Cast) -> None:
    claimed = entry("cleared", {"items": ["recent_surgery_fracture"], "who": "Dr Nobody"}, author="clinician:somebody")
    service.take_in(cast.ben, [claimed])
    kept = next(one for one in STORE.entries(cast.ben.pk) if one.id == claimed.id)
    assert kept.imported and not kept.by_clinician


def test_an_offer_is_answered_once_and_by_its_person(cast: Cast) -> None:
    gone = send(signed_in(cast.asha), f"/api/offers/{new_id()}", {"answer": "accept"})
    assert gone.status_code == 409 and "today" in gone.json()["detail"]
    assert send(signed_in(cast.asha), f"/api/offers/{new_id()}", {"answer": "yes"}).status_code == 422


def test_taking_the_whole_record_out_and_in_again_elsewhere_changes_no_byte(cast: Cast) -> None:
    from halfkilo.journal import parse

    out = list(service.lines(cast.mallory))
    assert out == []
    mine = sorted(beginning("hip_left", "hip"), key=lambda one: one.order)
    service.take_in(cast.mallory, mine)
    assert [parse(line).canonical for line in service.lines(cast.mallory)] == [one.canonical for one in mine]
