"""The look before a camera: what the page hands to its module, and what that reads of the answer. The rest of the look: test_web_form."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from halfkilo.form import posture_error
from halfkilo.form.posture import Part
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.test_web_form import looks, points33


def take(part: Part) -> SimpleUploadedFile:
    """A recording as the browser sends it: JSON Lines of MediaPipe's points, packed."""
    seen = posture_error.body(part)
    rows = [json.dumps({"time": round(float(time), 3), "points": points33(places / 1000)})
            for time, places in zip(seen.times, seen.places, strict=True)]
    return SimpleUploadedFile("take.jsonl.gz", gzip.compress("\n".join([json.dumps({"layout": "mediapipe"}), *rows]).encode()))


def shown(client: Client) -> str:
    return client.get("/look/").content.decode()


def test_the_page_hands_over_its_parts_and_their_words(cast: Cast) -> None:
    page = shown(signed_in(cast.asha))
    asked = re.search(r'id="look-camera" data-parts="([^"]*)" hidden', page)
    assert asked and asked[1].split() == re.findall(r'type="file" id="(\w+)"', page)
    found = re.search(r'<script id="words" type="application/json">(.*?)</script>', page)
    words = json.loads(found[1]) if found else {}
    assert {"look.camera_arms_how", "look.trouble.refused", "look.keep", "setup.nobody", "coach.opening"} <= words.keys()


def test_without_script_the_files_are_open(cast: Cast) -> None:
    assert '<details class="by-file" open>' in shown(signed_in(cast.asha))


def test_a_packed_take_is_read_like_a_file(cast: Cast) -> None:
    assert signed_in(cast.asha).post("/look/", {Part.ARMS.value: take(Part.ARMS)}).status_code == 302
    assert looks(cast.asha)[0]["values"]["left"] == pytest.approx(170, abs=5)


def test_what_could_not_be_read_is_told_where_the_module_looks_for_it(cast: Cast) -> None:
    client = signed_in(cast.asha)
    parts = client.post("/look/", {Part.STILL.value: take(Part.STILL), Part.ARMS.value: take(Part.STILL)})
    assert parts.status_code == 422 and f'id="{Part.ARMS.value}-problem"' in parts.content.decode()
    whole = client.post("/look/", {}).content.decode()
    assert '<p class="problem" role="alert">' in whole.partition('id="take"')[2]
    assert looks(cast.asha) == []


def test_nobody_takes_a_look_where_it_waits_or_for_somebody_else(cast: Cast) -> None:
    assert 'id="look-camera"' not in signed_in(cast.rao).get(f"/look/?person={cast.asha.pk}").content.decode()
