"""`halfkilo film` as people meet it: what it says when something is in the way, and that nothing broken is ever left."""

from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import av
import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.film import gl
from halfkilo.film.cache import Cache, sweep, whole
from halfkilo.film.errors import NoRoom, NoVoice, Reason
from halfkilo.film.voice import HOW_TO, RATE, Voice, voice_for
from tests.life import DAY0, begun

SMALL = ("--height", "90", "--format", "mp4")


def run(*words: str | Path, code: int = 0) -> str:
    done = CliRunner().invoke(app, ["film", *map(str, words)])
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output
    return done.output


def start(folder: Path, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    """The command as a process of its own, filming something short into `folder`."""
    words = ["film", "seated_cardio_punch", *SMALL, "--out", str(folder / "films"), "--cache", str(folder / "parts"), "--status",
             str(folder / "status.json")]
    return subprocess.Popen([sys.executable, "-m", "halfkilo.cli", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
                            preexec_fn=limit, env=os.environ | {"PATH": "/nowhere"})


def leftovers(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*.part*")]


def parts(folder: Path) -> list[Path]:
    return [path for path in folder.glob("parts/*.mp4") if not path.name.startswith(".")]


def test_an_unknown_exercise_view_format_or_nothing_at_all(tmp_path: Path, drawing: None) -> None:
    assert "Did you mean chair_stand" in run("chair_stadn", "--out", tmp_path, code=2)
    assert "side, front, turned" in run("chair_stand", "--view", "top", "--out", tmp_path, code=2)
    assert "mp4, webm" in run("chair_stand", "--format", "avi", "--out", tmp_path, "--cache", tmp_path, code=2)
    assert "en, de, es, hi" in run("chair_stand", "--lang", "../xx", "--out", tmp_path, "--cache", tmp_path, code=2)
    assert "--with body or dumbbell" in run("chair_stand", "--with", "lead", "--out", tmp_path, "--cache", tmp_path, code=2)
    assert "such as 92" in run("chair_stand", "--height", "91", "--out", tmp_path, "--cache", tmp_path, code=2)
    assert "--list" in run(code=2)
    assert not list(tmp_path.rglob("*.*4")) and "chair_stand " in run("--list")


@pytest.mark.parametrize("place", ["file/films", "/proc/films"])
def test_a_folder_that_cannot_be_written_is_said_before_anything_is_drawn(tmp_path: Path, drawing: None, place: str) -> None:
    (tmp_path / "file").touch()
    said = run("chair_stand", "--out", tmp_path / place, "--cache", tmp_path / "parts", code=1)
    assert "Choose another folder with --out" in said and not (tmp_path / "parts").exists()


def test_without_opengl_it_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gl, "LIBRARIES", {"osmesa": ("NoSuchMesa", "libNoSuchMesa.so"), "egl": ("NoSuchEGL", "libNoSuchEGL.so")})
    said = run("chair_stand", "--out", tmp_path, "--cache", tmp_path, code=1)
    assert "libosmesa6" in said and "libegl1 libegl-mesa0" in said and "dnf" in said and "pacman" in said
    assert list(tmp_path.iterdir()) == []


def test_a_library_that_is_there_and_does_not_work_counts_as_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(gl.CHOICE, "egl")
    assert set(gl.present()) <= {"egl"}
    monkeypatch.setattr(gl, "present", lambda: ["nowhere"])
    with pytest.raises(gl.NoOpenGL) as caught:
        gl.open_context(8, 8)
    assert caught.value.reason is Reason.NO_OPENGL


CAMPAIGN = pytest.mark.campaign


@pytest.mark.parametrize("how", [pytest.param(signal.SIGINT, marks=CAMPAIGN), pytest.param(signal.SIGTERM, marks=CAMPAIGN),
                                 pytest.param(signal.SIGKILL, marks=CAMPAIGN)])
def test_an_interrupted_film_leaves_nothing_broken_and_goes_on_where_it_stopped(tmp_path: Path, how: signal.Signals, drawing: None) -> None:
    process = start(tmp_path)
    until(process, lambda: parts(tmp_path) and leftovers(tmp_path))
    process.send_signal(how)
    process.communicate(timeout=30)
    assert process.returncode != 0 and not (tmp_path / "films").exists()
    assert how is signal.SIGKILL or leftovers(tmp_path) == []
    kept = {path: path.stat().st_mtime_ns for path in parts(tmp_path)}
    assert kept and all(decodes(path) for path in kept), "what has its name is whole"
    if how is signal.SIGKILL:
        said = start(tmp_path).communicate(timeout=120)[0]
        assert HOW_TO in said and leftovers(tmp_path) == []
        assert {path: path.stat().st_mtime_ns for path in kept} == kept
        assert decodes(tmp_path / "films" / "seated_cardio_punch-en.mp4")
        assert json.loads((tmp_path / "status.json").read_text())["state"] == "ready"


def until(process: subprocess.Popen[str], here: Callable[[], object]) -> None:
    """Wait for something that the process does."""
    while not here():
        assert process.poll() is None, process.communicate()
        time.sleep(0.005)


def decodes(path: Path) -> bool:
    with av.open(str(path)) as film:
        return sum(1 for _ in film.decode(video=0)) > 0


@pytest.mark.campaign
def test_the_command_says_a_full_disk_and_leaves_nothing_broken(tmp_path: Path, drawing: None) -> None:
    process = start(tmp_path, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (6000, 6000)))
    _, said = process.communicate(timeout=120)
    assert process.returncode == 1 and "no room left" in said and "Traceback" not in said
    assert leftovers(tmp_path) == [] and not list(tmp_path.rglob("*.mp4"))


WRITES = """
import signal
import sys
from pathlib import Path
import numpy as np
from halfkilo.film import encode
from halfkilo.film.cache import stoppable, whole
from halfkilo.film.errors import NoRoom
from halfkilo.film.look import Size
from tests.life import begun
signal.signal(signal.SIGINT, signal.default_int_handler)  # ignored where the tests themselves run in the background
noise = np.random.default_rng(1)
def pictures():
    for _ in range(int(sys.argv[2])):
        yield noise.integers(0, 255, (108, 192, 3), np.uint8)
try:
    with stoppable(), whole(Path(sys.argv[1])) as draft:
        encode.write(draft, pictures(), Size(192, 108, 1), encode.Format.MP4)
except NoRoom as problem:
    sys.exit(str(problem))
"""
"""Writing a part, in a process of its own, without what draws: the same way for every part and film."""


def writing(folder: Path, count: int, limit: Callable[[], None] | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITES, str(folder / "a.mp4"), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=limit)


def test_a_full_disk_is_said_and_leaves_nothing_broken(tmp_path: Path) -> None:
    process = writing(tmp_path, 20, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000)))
    _, said = process.communicate(timeout=60)
    assert process.returncode == 1 and "no room left" in said and "Traceback" not in said
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM])
def test_what_is_stopped_takes_its_unfinished_file_away(tmp_path: Path, how: signal.Signals) -> None:
    process = writing(tmp_path, 1_000_000)
    try:
        until(process, lambda: leftovers(tmp_path))
        process.send_signal(how)
        process.communicate(timeout=30)
    finally:
        process.kill()  # one that is deaf must not go on for hours
    assert process.returncode != 0 and list(tmp_path.iterdir()) == []


def test_a_file_comes_whole_or_not_at_all(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with pytest.raises(NoRoom), whole(path) as draft:
        draft.write_bytes(b"half")
        raise OSError(28, "No space left on device")
    with pytest.raises(KeyboardInterrupt), whole(path) as draft:
        draft.write_bytes(b"half")
        raise KeyboardInterrupt
    assert list(tmp_path.iterdir()) == []
    with whole(path) as draft:
        draft.write_bytes(b"all")
    assert path.read_bytes() == b"all" and [one.name for one in tmp_path.iterdir()] == ["a.mp4"]


def test_only_what_the_dead_left_is_swept(tmp_path: Path) -> None:
    dead, alive = tmp_path / ".a.999999999.part.mp4", tmp_path / f".a.{os.getpid()}.part.mp4"
    dead.touch()
    alive.touch()
    sweep(tmp_path)
    assert not dead.exists() and alive.exists()


def test_what_tells_of_a_person_is_kept_apart(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "all", tmp_path / "own")
    assert cache.path("k", ".mp4", personal=True).parent.name == "own" and cache.path("k", ".mp4").parent.name == "all"


@pytest.mark.parametrize("language", ["en", "hi", "de", "es"])
def test_a_line_is_spoken_in_its_language(tmp_path: Path, language: str) -> None:
    voice = voice_for(language, tmp_path)
    if voice.program is None:
        pytest.skip("espeak-ng is not installed here")
    assert voice.name == "espeak-ng"
    text = {"hi": "धीरे से बैठें", "de": "Setz dich langsam", "es": "Siéntate despacio"}.get(language, "Sit down slowly")
    said = voice.say(text)
    assert 0.4 < len(said) / RATE < 4 and abs(said).max() > 8000
    assert voice.seconds(text) >= len(said) / RATE and (voice.say(text) == said).all() and len(list(tmp_path.glob("*.wav"))) == 1


def test_without_a_voice_there_is_silence_and_time_to_read(tmp_path: Path) -> None:
    voice = Voice("en", tmp_path, None)
    assert voice.name is None and len(voice.say("Hello")) == 0 and voice.seconds("x" * 140) == 10


@pytest.mark.parametrize("says", ["exit 3", "echo no sound", "printf ''"])
def test_a_voice_that_does_not_speak_is_said(tmp_path: Path, says: str) -> None:
    program = tmp_path / "espeak-ng"
    program.write_text(f'#!/bin/sh\ncase "$1" in --voices*) printf "a\\nb\\n"; exit 0;; esac\n{says}\n')
    program.chmod(0o755)
    with pytest.raises(NoVoice, match="captions") as caught:
        Voice("en", tmp_path / "parts", str(program)).say("Sit down slowly")
    assert caught.value.reason is Reason.NO_VOICE and not (tmp_path / "parts").exists()


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Asha's journal up to the first check-in."""
    return begun(tmp_path / "asha.jsonl")


def test_a_session_needs_a_record_and_exercises(journal: Path, tmp_path: Path, drawing: None) -> None:
    assert "--person NAME" in run("--session", code=1)
    assert "no file" in run("--session", "--journal", tmp_path / "none.jsonl", code=1)
    empty = tmp_path / "empty.jsonl"
    empty.write_text("")
    said = run("--session", "--journal", empty, "--on", DAY0.isoformat(), "--out", tmp_path, "--cache", tmp_path, code=1)
    assert "no exercises to film" in said


@pytest.mark.parametrize(("option", "known"), [("--shape", "slim, middle, broad"), ("--skin", "light, middle, deep")])
def test_a_figure_that_is_not_there_is_named_with_those_that_are(option: str, known: str, tmp_path: Path, drawing: None) -> None:
    assert known in run("wall_sit", option, "tall", "--out", tmp_path, code=2)
    assert not list(tmp_path.iterdir())
