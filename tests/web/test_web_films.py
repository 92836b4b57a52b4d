"""The film button: asked for once, made in a process of its own, seen by the person alone, gone with the person."""

from __future__ import annotations

import json
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from halfkilo.web import erasure, films, service
from halfkilo.web.models import Person
from halfkilo.words import say, strictly
from tests.conftest import Cast
from tests.web.clients import signed_in

SLUG = "seated_cardio_punch"
PAGE, FILE = f"/films/{SLUG}/", f"/films/{SLUG}/film.mp4"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Small pictures, and no voice: what is tested is the way there."""
    monkeypatch.setattr(settings, "FILM_HEIGHT", 90, raising=False)
    monkeypatch.setenv("PATH", "/nowhere")


def until(person: Person, *states: films.State) -> films.Film:
    """Wait until the film is in one of these states."""
    for _ in range(6000):
        found = films.look(person.pk, SLUG, "en")
        if found.state in states:
            return found
        time.sleep(0.01)
    raise AssertionError(found)


def ready(person: Person) -> films.Film:
    """A film that is ready, without the making of it: the maker's own files are proven in tests/film."""
    folder = films.folder(person.pk)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{SLUG}-en.mp4").write_bytes(b"a film")
    said = {"state": "ready", "files": [f"{SLUG}-en.mp4", f"{SLUG}-en.vtt", f"{SLUG}-en.json"]}
    (folder / f"{SLUG}-en.status.json").write_text(json.dumps(said))
    return films.look(person.pk, SLUG, "en")


def test_the_buttons_are_there_for_a_person_and_not_for_a_stranger(cast: Cast, client) -> None:
    asha = signed_in(cast.asha)
    assert PAGE in asha.get(reverse("exercise", args=[SLUG])).content.decode()
    assert PAGE not in client.get(reverse("exercise", args=[SLUG])).content.decode()
    assert "/films/today/" in asha.get(reverse("home")).content.decode()


def test_a_film_is_made_once_looked_at_and_fetched(cast: Cast) -> None:
    asha = signed_in(cast.asha)
    assert asha.post(PAGE).status_code == 302 and asha.post(PAGE).status_code == 302
    assert sum(maker.poll() is None for maker in films._MAKERS) <= 1
    film = until(cast.asha, films.State.READY, films.State.PROBLEM)
    if film.state is films.State.PROBLEM:
        assert "libosmesa6" in film.why or "pip install" in film.why
        assert film.why.splitlines()[0] in asha.get(PAGE).content.decode().replace("&#x27;", "'")
        return
    page = asha.get(PAGE).content.decode()
    assert "refresh" not in page and FILE in page
    fetched = asha.get(FILE)
    assert fetched["Content-Type"] == "video/mp4" and b"ftyp" in b"".join(fetched.streaming_content)[:16]
    kept = [path for path in Path(settings.DATA).rglob("*.mp4") if not path.name.startswith(".")]
    assert {path.parent.name for path in kept} == {"films", "film-parts"}


def test_a_page_of_a_film_in_the_making_looks_again_by_itself(cast: Cast) -> None:
    folder = films.folder(cast.asha.pk)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{SLUG}-en.status.json").write_text(json.dumps({"state": "making", "done": 30, "of": 120}))
    with films._lock(folder / f"{SLUG}-en.lock"):
        page = signed_in(cast.asha).get(PAGE).content.decode()
        assert 'http-equiv="refresh"' in page and "25 of 100" in page
    assert films.look(cast.asha.pk, SLUG, "en").state is films.State.STOPPED
    assert "refresh" not in signed_in(cast.asha).get(PAGE).content.decode()


def test_nobody_else_sees_a_film(cast: Cast, client) -> None:
    ready(cast.asha)
    assert signed_in(cast.asha).get(FILE).status_code == 200
    for other in (cast.ben, cast.rao, cast.mallory):
        assert signed_in(other).get(FILE).status_code == 404
        assert "film.mp4" not in signed_in(other).get(PAGE).content.decode()
    assert client.get(FILE).status_code in (302, 404) and client.post(PAGE).status_code in (302, 403, 404)


@pytest.mark.parametrize("path", ["/films/no_such/", f"/films/{SLUG}/film.json", f"/films/{SLUG}/film.exe", "/films/today/film.mp4"])
def test_what_is_not_there_is_not_there(cast: Cast, path: str) -> None:
    ready(cast.asha)
    assert signed_in(cast.asha).get(path).status_code == 404


def test_a_film_can_be_deleted(cast: Cast) -> None:
    ready(cast.asha)
    assert signed_in(cast.asha).post(PAGE, {"remove": "yes"}).status_code == 302
    assert not list(films.folder(cast.asha.pk).glob("*.mp4")) and films.look(cast.asha.pk, SLUG, "en").state is films.State.NONE


def test_only_a_few_films_wait(cast: Cast) -> None:
    folder = films.folder(cast.ben.pk)
    folder.mkdir(parents=True, exist_ok=True)
    with films._lock(folder / "a-en.lock"), films._lock(folder / "b-en.lock"), films._lock(folder / "c-en.lock"):
        page = signed_in(cast.asha).post(PAGE)
        assert page.status_code == 200 and "waiting already" in page.content.decode()
    assert films.look(cast.asha.pk, SLUG, "en").state is films.State.NONE


def test_a_player_can_seek(cast: Cast) -> None:
    ready(cast.asha)
    asha = signed_in(cast.asha)

    def asked(span: str) -> tuple[int, bytes, str | None]:
        answer = asha.get(FILE, headers={"range": span})
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert "no-store" in answer["Cache-Control"]
        assert answer.status_code == 416 or (int(answer["Content-Length"]) == len(body) and answer["Content-Type"] == "video/mp4")
        return answer.status_code, body, answer.headers.get("Content-Range")

    assert asked("bytes=0-") == (206, b"a film", "bytes 0-5/6") and asked("bytes=2-3") == (206, b"fi", "bytes 2-3/6")
    assert asked("bytes=-2") == (206, b"lm", "bytes 4-5/6") and asked("bytes=-900") == (206, b"a film", "bytes 0-5/6")
    assert asked("bytes=5-99") == (206, b"m", "bytes 5-5/6")
    for beyond in ("bytes=6-", "bytes=-0", "bytes=99-100"):
        assert asked(beyond) == (416, b"", "bytes */6")
    for all_of_it in ("bytes=3-2", "bytes=0-1,3-4", "bytes=-", "bytes=a-b", "lines=0-1", "bytes=٣-٤", f"bytes={'9' * 40}-"):
        assert asked(all_of_it) == (200, b"a film", None)
    assert asha.head(FILE, headers={"range": "bytes=0-1"}).status_code == 200
    assert asha.get(FILE)["Accept-Ranges"] == "bytes" and asha.post(FILE).status_code == 405
    saved = asha.get(FILE + "?save")
    assert saved["Content-Disposition"] == f'attachment; filename="{SLUG}-en.mp4"'


@pytest.mark.parametrize("said", ["", "{", "[]", '{"state": "nonsense"}', '{"state": "ready", "files": ["../../secret.mp4", 3]}'])
def test_a_status_that_cannot_be_read_says_nothing(cast: Cast, said: str) -> None:
    ready(cast.asha)
    (films.folder(cast.asha.pk) / f"{SLUG}-en.status.json").write_text(said)
    (films.folder(cast.asha.pk).parent.parent / "secret.mp4").touch()
    asha = signed_in(cast.asha)
    assert asha.get(PAGE).status_code == 200 and asha.get(FILE).status_code == 404
    assert asha.post(PAGE, {"remove": "yes"}).status_code == 302
    assert (films.folder(cast.asha.pk).parent.parent / "secret.mp4").exists()


def test_a_link_leads_nowhere(cast: Cast) -> None:
    ready(cast.asha)
    film = films.folder(cast.asha.pk) / f"{SLUG}-en.mp4"
    film.unlink()
    film.symlink_to(Path(settings.DATA) / "secret.key")
    assert signed_in(cast.asha).get(FILE).status_code == 404


def test_the_film_of_another_day_is_not_todays_and_goes_when_a_new_one_is_asked_for(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = films.folder(cast.asha.pk)
    folder.mkdir(parents=True, exist_ok=True)
    old = folder / "session-2001-01-01-en.mp4"
    old.write_bytes(b"a film")
    (folder / "today-en.status.json").write_text(json.dumps({"state": "ready", "files": [old.name]}))
    decided = folder / "today-en.session.json"
    asha = signed_in(cast.asha)
    for on, shown in ((service.day_of(cast.asha).isoformat(), True), ("2001-01-01", False)):
        decided.write_text(json.dumps({"on": on}))
        assert ("<video" in asha.get("/films/today/").content.decode()) is shown
    monkeypatch.setattr(films, "subprocess", SimpleNamespace(Popen=lambda *_, **__: SimpleNamespace(poll=lambda: 0, pid=2**30), DEVNULL=0))
    films.begin(cast.asha.pk, films.TODAY, "en")
    assert not old.exists() and not decided.exists()


@pytest.mark.parametrize("code", ["hi", "de", "es"])
def test_the_page_and_the_film_speak_the_persons_language(cast: Cast, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    Person.objects.filter(pk=cast.asha.pk).update(language=code)
    asha, asked = signed_in(Person.objects.get(pk=cast.asha.pk)), []
    monkeypatch.setattr(films, "begin", lambda *words: asked.append(words))
    with strictly():
        page = asha.get(PAGE).content.decode()
        assert asha.post(PAGE).status_code == 302
    assert say("film_page.make", code) in page and '<main id="main" lang=' not in page and '<main id="main"' in page
    assert asked == [(cast.asha.pk, SLUG, code, None)]


def test_a_button_pressed_from_another_site_does_nothing(cast: Cast) -> None:
    asha = Client(enforce_csrf_checks=True)
    asha.force_login(cast.asha.account)
    assert asha.post(PAGE).status_code == 403
    assert films.look(cast.asha.pk, SLUG, "en").state is films.State.NONE


@pytest.mark.hazard("H34")
def test_a_maker_that_has_not_said_anything_yet_ends_with_the_person(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slow = tmp_path / "slow"
    slow.write_text("#!/bin/sh\nexec /bin/sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(films, "sys", SimpleNamespace(executable=str(slow)))
    films.begin(cast.asha.pk, SLUG, "en")
    maker = films._MAKERS[-1]
    assert films.look(cast.asha.pk, SLUG, "en").state is films.State.WAITING and maker.poll() is None
    films.stop_all(cast.asha.pk)
    assert maker.poll() is not None and films.look(cast.asha.pk, SLUG, "en").state is films.State.STOPPED


def test_who_only_looks_is_not_taken_for_a_maker(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    ready(cast.asha)
    lock, killed = films.folder(cast.asha.pk) / f"{SLUG}-en.lock", []
    lock.write_text("424242")
    monkeypatch.setattr(films, "_kill", killed.append)
    opened = films._lock(lock)
    opened.__enter__()
    waits = iter((lambda: None, lambda: opened.__exit__(None, None, None)))
    monkeypatch.setattr(films, "sleep", lambda _: next(waits, lambda: None)())
    films.remove(cast.asha.pk, SLUG, "en")
    assert killed == []


@pytest.mark.hazard("H34")
def test_films_and_whoever_makes_them_go_with_the_person(whole_cast: Cast) -> None:
    person = whole_cast.asha
    key = str(person.pk)
    films.begin(key, SLUG, "en")
    until(person, films.State.MAKING, films.State.WAITING, films.State.PROBLEM, films.State.READY)
    maker = films._MAKERS[-1]
    erasure.erase(person)
    assert maker.poll() is not None, "the maker is gone before the folder is"
    assert not erasure.folder(key).exists()
