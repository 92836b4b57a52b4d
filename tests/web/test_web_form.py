"""Sets kept as landmarks: what comes in, who sees it, who labels, and that all of it goes at once."""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from functools import cache

import numpy as np
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from halfkilo.exercises.catalogue import HERE
from halfkilo.form import posture_error
from halfkilo.form.clips import repeated
from halfkilo.form.exercise import known
from halfkilo.form.live import kept as usual_kept
from halfkilo.form.live import view
from halfkilo.form.posture import Part
from halfkilo.form.recordings import store
from halfkilo.form.recordings.about import Label, Labels
from halfkilo.form.watcher import watch
from halfkilo.journal import new_id
from halfkilo.journal.kinds import baseline_taken, measured, screened
from halfkilo.screening import ITEMS, Reply
from halfkilo.units import Side
from halfkilo.web import access, clock, erasure, form_kept, service
from halfkilo.web.models import Person
from halfkilo.words import strictly
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.life import STORE, entry

API = "/api/form/recordings"


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


@cache
def lines(slug: str = "chair_stand", times: int = 4, fault_from: int = 99) -> bytes:
    """A set as a browser would send it: 33 points, the joints where the figure's are, metres, y down, z away."""
    clip = json.loads((HERE / slug / "clip.json").read_text("utf-8"))
    seen = repeated(clip, times)
    rows = []
    for time, places in zip(seen.times[::2], seen.places[::2] / 1000, strict=True):
        rows.append(json.dumps({"time": round(float(time), 3), "picture": "data:image/png;base64,AAAA", "points": points33(places)}))
    return "\n".join([json.dumps({"layout": "mediapipe"}), *rows]).encode()


def points33(places: np.ndarray) -> list[list[float]]:
    from halfkilo.form.joints import JOINTS, MEDIAPIPE

    out = [[0.0, 0.0, 0.0, 0.0] for _ in range(33)]
    for joint, source in zip(range(len(JOINTS)), MEDIAPIPE.sources, strict=True):
        x, y, z = (float(value) for value in places[joint])
        for point in source:
            if len(source) == 1 or JOINTS[joint] == "head":
                out[point] = [round(x, 4), round(-z, 4), round(y, 4), 0.9]
    return out


def send(client: Client, raw: bytes, exercise: str = "chair_stand", **query: str):
    asked = "&".join([f"exercise={exercise}", *(f"{key}={value}" for key, value in query.items())])
    return client.generic("POST", f"{API}?{asked}", raw, content_type="application/jsonl")


def kept_by(person: Person) -> tuple[store.Kept, ...]:
    return store.manifest(form_kept.folder(person.pk))


def a_set(person: Person, **query: str) -> store.Kept:
    answer = send(signed_in(person), gzip.compress(lines()), **query)
    assert answer.status_code == 201, answer.content
    return store.one(form_kept.folder(person.pk), answer.json()["id"])


# --- what comes in --------------------------------------------------------------------------------------------------


def test_a_set_is_kept_as_sixteen_points_and_nothing_else(cast: Cast) -> None:
    answer = send(signed_in(cast.asha), gzip.compress(lines()), session=new_id(), number="2", grams="8500")
    assert answer.status_code == 201 and answer.json()["repetitions"] == 4 and answer.json()["new"]
    kept, = kept_by(cast.asha)
    about = kept.about
    assert (about.exercise, about.number, about.grams, about.frames) == ("chair_stand", 2, 8500, answer.json()["frames"])
    everything = b"".join(gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
                          for path in kept.folder.rglob("*") if path.is_file())
    assert b"image" not in everything and b"picture" not in everything, "what this room does not know never reaches the disk"
    assert kept.points.places.shape[1:] == (16, 3) and 0.3 < np.ptp(kept.points.places[..., 2]) < 3


def test_the_same_upload_twice_is_one_and_another_under_its_id_is_refused(cast: Cast) -> None:
    client, id = signed_in(cast.asha), new_id()
    first = send(client, lines(), id=id)
    assert first.status_code == 201 and first.json()["new"], first.content
    again = send(client, gzip.compress(lines()), id=id)
    assert again.status_code == 201 and not again.json()["new"]
    assert send(client, lines(times=2), id=id).status_code == 409
    assert len(kept_by(cast.asha)) == 1


def frames(count: int, time: object = None, **more: object) -> bytes:
    row = [[0.1, 0.2, 0.3]] * 33
    return "\n".join(json.dumps({"time": n / 30 if time is None else time, "points": row, **more}) for n in range(count)).encode()


UNFIT = dict(zip(["nothing", "half a line", "no text", "deep", "half a gzip", "no gzip", "a bomb", "five frames", "one time", "no time",
                  "far away", "too large a number", "nobody", "another layout", "eleven minutes"], [
    (b"", 422), (b"{", 422), (b"\xff\xfe\x00", 422), (b"[" * 200_000, 422), (gzip.compress(lines())[:-20], 422), (b"\x1f\x8bno", 422),
    (gzip.compress(b" " * (25 * 1024 * 1024)), 413), (frames(5), 422), (frames(20, time=1), 422), (frames(20, time=float("nan")), 422),
    (frames(20).replace(b"0.3]", b"1e300]"), 422), (frames(20).replace(b"0.3]", b"9" * 400 + b"]"), 422),
    (frames(20).replace(b"0.1,", b"null,"), 422), (json.dumps({"layout": "vicon39"}).encode() + b"\n" + frames(20), 422),
    (frames(20) + b'\n{"time": 700, "points": ' + json.dumps([[0.1, 0.2, 0.3]] * 33).encode() + b"}", 422),
], strict=True))


def test_what_is_no_set_is_refused_whole(cast: Cast) -> None:
    client = signed_in(cast.asha)
    for name, (raw, status) in UNFIT.items():
        answer = send(client, raw)
        assert answer.status_code == status, (name, answer.content)
        assert answer.headers["Content-Type"] == "application/problem+json" and kept_by(cast.asha) == (), name
        assert list(form_kept.folder(cast.asha.pk).glob(".*")) == [], name


def test_only_a_few_hundred_are_kept_and_none_is_thrown_away_unasked(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "MOST", 1)
    first = a_set(cast.asha)
    assert send(signed_in(cast.asha), lines()).status_code == 409
    assert [one.about.id for one in kept_by(cast.asha)] == [first.about.id]


def test_uploads_have_an_end_and_come_from_this_site(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(form_kept, "UPLOADS", form_kept.Limit("form-recordings", 1, 900))
    client = signed_in(cast.asha)
    assert send(client, frames(2)).status_code == 422
    assert send(client, frames(2)).status_code == 429
    assert send(signed_in(cast.ben, enforce_csrf_checks=True), lines()).status_code == 403
    assert send(client, lines(), exercise="juggling").status_code == 404


def test_a_file_from_another_camera_is_kept_from_the_page(cast: Cast) -> None:
    client = signed_in(cast.asha)
    def bring(name: str, raw: bytes, **more: str):
        return client.post("/form/recordings/", {"deed": "bring", "exercise": "chair_stand", "file": SimpleUploadedFile(name, raw), **more})
    assert bring("film.mp4", b"x").status_code == 422 and bring("set.jsonl", b"x").status_code == 422
    assert bring("set.jsonl", lines(), exercise="").status_code == 422
    done = bring("set.jsonl.gz", gzip.compress(lines()))
    kept, = kept_by(cast.asha)
    assert done.headers["Location"] == f"/form/recordings/{kept.about.id}/" and kept.about.source == "file"


# --- who sees it ----------------------------------------------------------------------------------------------------


def test_the_replay_shows_ones_own_and_tells_what_the_engine_said(cast: Cast) -> None:
    kept = a_set(cast.asha)
    client = signed_in(cast.asha)
    shown = client.get(f"/form/recordings/{kept.about.id}/").content.decode()
    assert shown.count("data-rep=") == 4 and "One of the first three" in shown and "Like your own measure" in shown
    assert 'name="said-1"' not in shown, "nobody labels their own"
    points = client.get(f"/form/recordings/{kept.about.id}/points.json").json()
    assert len(points["ms"]) == len(points["at"]) == kept.about.frames and len(points["at"][0]) == 48
    listed = client.get("/form/recordings/").content.decode()
    assert f"/form/recordings/{kept.about.id}/" in listed and "4 repetitions" in listed


def test_a_kept_set_stands_beside_the_own_measure_the_coach_had(cast: Cast) -> None:
    """As it was said in the set; not where it was seen from elsewhere, nor where another camera saw it."""
    seen = a_set(cast.asha).points
    found = list(watch(seen, known("chair_stand")))
    elsewhere, here = (usual_kept.pack(usual_kept.usual([one.shape for one in found], [one.told for one in found], [], angle), len(found))
                       for angle in (90.0, view.azimuth(seen.places[0])))
    for own, beside_itself in ((elsewhere, True), (here, False)):
        body = baseline_taken.Body("chair_stand", Side.BOTH, own["features"], own["form"])
        STORE.append(cast.asha.pk, [entry("baseline_taken", body, clock.now())])
        again = a_set(cast.asha, id=new_id()).engine
        assert [one.why == "baseline" for one in again.repetitions[:3]] == [beside_itself] * 3
        assert beside_itself or not any(one.off for one in again.repetitions)
    wish = form_kept.Wish("chair_stand", id=new_id(), source="file")
    assert form_kept.take(cast.asha, wish, lines(times=5))[0].engine.repetitions[0].why == "baseline"


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("who", ["mallory", "ben"])
def test_strangers_get_nothing_and_delete_nothing(cast: Cast, who: str) -> None:
    kept = a_set(cast.asha)
    stranger = signed_in(getattr(cast, who))
    for path in (f"/form/recordings/{kept.about.id}/", f"/form/recordings/{kept.about.id}/points.json"):
        for query in ("", f"?person={cast.asha.pk}"):
            assert stranger.get(path + query).status_code == 404
            assert stranger.post(path + query, {"deed": "delete"}).status_code in (404, 405)
    assert stranger.get(f"/form/recordings/?person={cast.asha.pk}").status_code == 404
    assert stranger.delete(f"{API}/{kept.about.id}").status_code == 404
    stranger.post("/form/recordings/", {"deed": "delete", "recording": kept.about.id})
    assert Client().get(f"/form/recordings/{kept.about.id}/").status_code == 302
    assert len(kept_by(cast.asha)) == 1


def test_a_clinician_labels_blind_and_then_sees_what_was_said(cast: Cast) -> None:
    kept = a_set(cast.asha)
    doctor, path = signed_in(cast.rao), f"/form/recordings/{kept.about.id}/?person={cast.asha.pk}"
    before = doctor.get(path).content.decode()
    assert 'name="said-1"' in before and "Like your own measure" not in before and "Deleted" not in before
    answer = doctor.post(path, {"deed": "label", "said-1": "right", "score-1": "5", "said-2": "fault 0", "score-2": "2",
                                "said-3": "cant_tell", "score-3": "4", "said-4": "something", "said-9": "right"})
    assert answer.status_code == 302
    labels, = kept_by(cast.asha)[0].labels
    assert labels.rater == str(cast.rao.pk)
    assert [(one.number, one.said, one.score) for one in labels.each] == [(1, "right", 5), (2, "fault 0", 2), (3, "cant_tell", None)]
    assert "Like your own measure" in doctor.get(path).content.decode()
    own = signed_in(cast.asha).get(f"/form/recordings/{kept.about.id}/").content.decode()
    assert "Labelled by a physiotherapist" in own and "(5 / 5)" in own


def test_nobody_else_labels(cast: Cast) -> None:
    kept = a_set(cast.asha)
    access.share(cast.asha, cast.ben, "helper")
    path = f"/form/recordings/{kept.about.id}/?person={cast.asha.pk}"
    helper = signed_in(cast.ben)
    assert helper.get(path).status_code == 200 and 'name="said-1"' not in helper.get(path).content.decode()
    for client, where in ((helper, path), (signed_in(cast.asha), path), (signed_in(cast.rao), path.replace("?person", "?x"))):
        assert client.post(where, {"deed": "label", "said-1": "right"}).status_code == 404
    assert signed_in(cast.rao).post(path, {"deed": "delete"}).status_code == 404
    access.unshare(cast.asha, cast.rao)
    assert signed_in(cast.rao).post(path, {"deed": "label", "said-1": "right"}).status_code == 404
    assert kept_by(cast.asha)[0].labels == ()


# --- taking along, and going ----------------------------------------------------------------------------------------


def test_all_of_it_can_be_taken_along(cast: Cast) -> None:
    kept = a_set(cast.asha)
    store.label(kept, Labels(str(cast.rao.pk), "2026-11-22T10:00:00+00:00", (Label(1, "right", 4),)))
    answer = signed_in(cast.asha).get("/form/recordings.zip")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as file:
        names = set(file.namelist())
        points = file.read(f"{kept.about.id}/points.jsonl").splitlines()
    wanted = ("about.json", "engine.json", "points.jsonl", f"labels/{cast.rao.pk}.json")
    assert names == {"README.txt", *(f"{kept.about.id}/{one}" for one in wanted)}
    assert len(points) == kept.about.frames + 1


@pytest.mark.hazard("H34")
def test_deleting_is_at_once_one_or_all(cast: Cast) -> None:
    first, second = a_set(cast.asha), a_set(cast.asha)
    client = signed_in(cast.asha)
    client.post("/form/recordings/", {"deed": "delete", "recording": first.about.id})
    assert not first.folder.exists() and second.folder.exists()
    assert client.delete(f"{API}/{second.about.id}").status_code == 204 and kept_by(cast.asha) == ()
    third = a_set(cast.asha)
    (third.folder / "about.json").write_text("{")
    assert "can't be read" in client.get("/form/recordings/").content.decode().replace("&#x27;", "'")
    client.post("/form/recordings/", {"deed": "delete_all"})
    assert list(form_kept.folder(cast.asha.pk).iterdir()) == []


@pytest.mark.hazard("H34")
def test_it_goes_with_the_person(whole_cast: Cast) -> None:
    kept = a_set(whole_cast.asha)
    key = whole_cast.asha.pk
    erasure.erase(whole_cast.asha)
    assert not kept.folder.exists() and not erasure.folder(key).exists()


def test_a_label_for_what_was_deleted_meanwhile_brings_nothing_back(cast: Cast) -> None:
    kept = a_set(cast.asha)
    store.erase(kept.folder.parent, kept.about.id)
    with pytest.raises(store.NoRecording):
        store.label(kept, Labels(str(cast.rao.pk), "2026-11-22T10:00:00+00:00"))
    assert not kept.folder.exists()


def test_whoever_was_deleted_while_a_set_came_in_leaves_nothing(whole_cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    read = form_kept.incoming

    def slow(raw: bytes, ending: str):
        erasure.erase(whole_cast.asha)
        return read(raw, ending)

    key = whole_cast.asha.pk
    monkeypatch.setattr(form_kept, "incoming", slow)
    assert send(signed_in(whole_cast.asha), lines()).status_code == 404
    assert not erasure.folder(key).exists()


# --- the look at posture and mobility -------------------------------------------------------------------------------


def recorded(part: Part) -> SimpleUploadedFile:
    """A taking without the sensor's error, as a file."""
    seen = posture_error.body(part)
    rows = [json.dumps({"time": round(float(time), 3), "points": points33(places / 1000)})
            for time, places in zip(seen.times, seen.places, strict=True)]
    return SimpleUploadedFile("take.jsonl", "\n".join([json.dumps({"layout": "mediapipe"}), *rows]).encode())


def looks(person: Person) -> list[dict]:
    return [one.body for one in service.STORE.entries(person.pk) if one.kind == "measured"]


def test_a_look_is_kept_as_degrees_and_told_beside_ones_own(cast: Cast) -> None:
    client = signed_in(cast.asha)
    asked = client.get("/look/").content.decode()
    assert 'name="camera_hinge"' in asked and 'name="camera_squat"' not in asked
    done = client.post("/look/", {part.value: recorded(part) for part in (Part.STILL, Part.ARMS, Part.HINGE)})
    assert done.status_code == 302
    kept = {one["measure"]: one["values"] for one in looks(cast.asha)}
    assert kept["camera_arms"]["left"] == pytest.approx(170, abs=5)
    assert kept["camera_posture"].keys() == {"shoulders", "hips", "side", "forward"}
    assert not form_kept.folder(cast.asha.pk).exists(), "the recordings are forgotten"
    shown = client.get("/look/").content.decode()
    assert "74°" in shown and "would be chance" in shown
    on = service.day_of(cast.asha) - timedelta(days=30)
    service.write(cast.asha, "measured", measured.Body(on, "camera_hinge", {"left": 72, "right": 30}))
    again = client.get("/look/").content.decode()
    assert "About the same as your last ones (72°)" in again and "More than your last ones (30°)" in again
    assert "better" not in again and "worse" not in again


def test_a_knee_is_looked_at_in_a_squat(cast: Cast) -> None:
    assert 'name="camera_squat"' in signed_in(cast.ben).get("/look/").content.decode()


def test_a_look_that_can_not_be_read_keeps_nothing(cast: Cast) -> None:
    client = signed_in(cast.asha)
    for files, said in (({}, "Choose a file first"),
                        ({"camera_posture": recorded(Part.STILL), "camera_arms": recorded(Part.STILL)}, "No movement"),
                        ({"camera_arms": SimpleUploadedFile("a.jsonl", b"{")}, "points of a body"),
                        ({"camera_arms": SimpleUploadedFile("a.mp4", b"x")}, "points of a body")):
        answer = client.post("/look/", files)
        assert answer.status_code == 422 and said in answer.content.decode()
    assert looks(cast.asha) == []


def test_a_look_waits_where_somebody_should_look_first_and_is_nobody_elses(cast: Cast) -> None:
    replies = {item.id: Reply.YES if item.id == "chest_pressure" else Reply.NO for item in ITEMS}
    service.write(cast.asha, "screened", screened.Body(replies, "112"))
    client = signed_in(cast.asha)
    assert 'type="file"' not in client.get("/look/").content.decode()
    client.post("/look/", {"camera_arms": recorded(Part.ARMS)})
    assert looks(cast.asha) == []
    query = f"/look/?person={cast.asha.pk}"
    assert signed_in(cast.mallory).get(query).status_code == 404
    doctor = signed_in(cast.rao)
    assert doctor.get(query).status_code == 200 and 'type="file"' not in doctor.get(query).content.decode()
    doctor.post(query, {"camera_arms": recorded(Part.ARMS)})
    assert looks(cast.asha) == [] and looks(cast.rao) == []
