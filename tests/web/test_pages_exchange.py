"""Other programs' files on the site: downloads of one's own record only, and a trial before anything is taken in."""

from __future__ import annotations

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from halfkilo.exchange.outs import Format
from halfkilo.web.store import DatabaseStore
from tests.conftest import Cast
from tests.exchange.sets import session
from tests.exchange.test_apple import export as apple
from tests.exchange.test_logs_out import WGER
from tests.web.clients import signed_in
from tests.web.life import someone

STORE = DatabaseStore()


def upload(client: Client, data: bytes) -> str:
    return client.post("/import/", {"file": SimpleUploadedFile("any", data)}).headers["Location"]


def test_every_format_can_be_downloaded_by_its_person_alone(cast: Cast) -> None:
    STORE.append(cast.asha.pk, session(10))
    asha = signed_in(cast.asha)
    page = asha.get("/data/").content.decode()
    for form in Format:
        answer = asha.get(f"/data/as/{form.value}")
        data = b"".join(answer.streaming_content)
        assert answer.status_code == 200 and len(data) > 100 and "asha" not in answer.headers["Content-Disposition"].lower()
        assert f"/data/as/{form.value}" in page or form in (Format.JSONL, Format.CSV)
        assert Client().get(f"/data/as/{form.value}").status_code in (302, 401, 403)
    bundle = json.loads(b"".join(asha.get("/data/as/fhir").streaming_content))
    assert any(one["resource"]["resourceType"] == "Procedure" for one in bundle["entry"])
    with zipfile.ZipFile(io.BytesIO(b"".join(asha.get("/data/as/fit").streaming_content))) as archive:
        assert len(archive.namelist()) == 2
    mallory = b"".join(signed_in(cast.mallory).get("/data/as/fhir").streaming_content)
    assert str(cast.asha.pk).encode() not in mallory and b"Procedure" not in mallory
    assert asha.get("/data/as/exe").status_code == 404


def test_an_export_of_a_phone_is_shown_before_it_is_taken_and_taken_once(db: None) -> None:
    nora = someone("Nora")
    client = signed_in(nora)
    place = upload(client, apple().replace(b"2026-11-", b"2025-11-"))
    page = client.get(place).content.decode()
    assert "A file of Apple Health" in page and "7 new entries" in page and "Readings and measures: 6" in page and STORE.seq(nora.pk) == 0
    assert "7 entries kept" in client.post(place, {"take": "yes"}).content.decode()
    again = upload(client, apple().replace(b"2026-11-", b"2025-11-"))
    assert "0 new entries, 7 that are here already" in client.get(again).content.decode()
    assert all(one.imported for one in STORE.entries(nora.pk)) and STORE.state(nora.pk)["exercises"] == {}


@pytest.mark.hazard("H05")
def test_a_journal_beside_ones_own_says_what_stays_outside_and_steers_nothing(cast: Cast) -> None:
    STORE.append(cast.asha.pk, session(3))
    before, client = STORE.state(cast.asha.pk), signed_in(cast.asha)
    data = "".join(one.line.replace("12500", "19000") + "\n" for one in session(10)).encode()
    place = upload(client, data)
    page = client.get(place).content.decode()
    assert "You have answers or sessions of your own here" in page and "What stays outside" in page and "Take in 2" in page
    assert "2 entries kept" in client.post(place, {"take": "yes"}).content.decode()
    after = STORE.state(cast.asha.pk)
    assert after["exercises"] == before["exercises"] and after["sessions"] == before["sessions"] and after["imported"]
    assert "0 new entries" in client.get(upload(client, data)).content.decode()


def test_what_a_file_leaves_open_is_asked(db: None) -> None:
    nora = someone("Nora")
    client = signed_in(nora)
    row = {**WGER["results"][0], "exercise": {"name": "Curl (Dumbbell)"}, "date": "2025-11-01T10:00:00Z"}
    place = upload(client, json.dumps({"results": [row]}).encode())
    assert 'name="answer:per_side:Curl (Dumbbell)"' in client.get(place).content.decode()
    assert client.post(place, {"take": "yes"}).status_code == 422 and STORE.seq(nora.pk) == 0
    assert "1 entry kept" in client.post(place, {"answer:per_side:Curl (Dumbbell)": "each", "take": "yes"}).content.decode()


@pytest.mark.parametrize("data", [b'{"resourceType":"Bundle","entry":[', b"<!DOCTYPE x [<!ENTITY a 'b'>]><HealthData/>", b"PK\x03\x04"])
def test_hostile_and_half_files_are_said_calmly(db: None, data: bytes) -> None:
    nora = someone("Nora")
    answer = signed_in(nora).get(upload(signed_in(nora), data))
    assert answer.status_code == 422 and b"role=\"alert\"" in answer.content and STORE.seq(nora.pk) == 0
