"""`halfkilo gym`: what it lists, shows, keeps and plays, and that it stays calm where something is missing."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from typer.testing import CliRunner

from halfkilo.cli import app
from halfkilo.commands import gym, gym_feed, gym_live
from halfkilo.gym.driver import CableReading, Reading
from halfkilo.gym.launch import start_machine, start_supervisor
from halfkilo.gym.quality import qualities
from halfkilo.gym.radio.link import SENTENCES, Missing, NoRadio, Seen
from halfkilo.gym.recording import about as about_file
from halfkilo.gym.recording.about import About, Ended, Source
from halfkilo.gym.recording.columns import Link, LinkWord
from halfkilo.gym.recording.recorder import RAW, Recorder
from halfkilo.gym.recording.sessions import Recording
from halfkilo.gym.sensing import Force, HeartRate
from halfkilo.gym.ticket import read_key
from halfkilo.web.serve import WHERE, _findable

RUN = CliRunner()
SITE = "http://127.0.0.1:8000"


def run(*words: str | Path, code: int = 0) -> str:
    """Output of `halfkilo gym ...`."""
    done = RUN.invoke(app, ["gym", *map(str, words)])
    assert done.exit_code == code, done.output
    assert "Traceback" not in done.output and (done.exception is None or isinstance(done.exception, SystemExit))
    return done.output


class Quiet:
    """A radio that sees these and connects to nothing."""

    def __init__(self, *seen, problem=None):
        self.seen, self.problem = seen, problem

    async def scan(self):
        if self.problem:
            raise NoRadio(self.problem)
        for one in self.seen:
            yield one


def cable(force):
    return CableReading(250, 10, force, 2_000, 3)


@pytest.fixture
def folder(tmp_path):
    """A short session of a machine and a strap."""
    sources = {"gym": Source("VOLTRA I", "voltra", False), "strap": Source("HRM", "heart_rate", False)}
    with Recorder(tmp_path / "s1", About("s1", 5, sources)) as one:
        one.put("gym", LinkWord(Link.UP))
        one.put("gym", Reading(7, "loaded", "", True, 200, cable(2_100), cable(2_150)))
        one.put("strap", HeartRate(88, True, (680,)))
        one.put("gym", LinkWord(Link.GARBLED, "odd"))
    return tmp_path / "s1"


def test_every_device_is_listed_with_how_far_it_can_be_trusted():
    listed = json.loads(run("list", "--seconds", "0", "--json"))
    assert {one["device"] for one in listed["known"]} == set(qualities()) >= {"simulated", "replay", "manual", "heart_rate"}
    assert all(one["grade"] and (one["most_g"] > 0) == (one["loads"] != "never") for one in listed["known"])
    shown = run("list", "--seconds", "0")
    assert all(quality.title in shown for quality in qualities().values())
    assert not next(line for line in shown.splitlines() if line.startswith("replay")).rstrip().endswith("yes")


def test_what_is_near_is_named_by_the_drivers_own_word(monkeypatch):
    strap = Seen("AA:1", "Strap 7", ("0000180d-0000-1000-8000-00805f9b34fb",), rssi=-50)
    monkeypatch.setattr(gym, "open_radio", lambda air: Quiet(Seen("BB:2", "Fridge", rssi=-30), strap))
    assert json.loads(run("list", "--json", "--seconds", "0.2"))["near"] == [
        {"address": "AA:1", "name": "Strap 7", "rssi": -50, "devices": ["heart_rate"]}]
    assert "AA:1  Strap 7  could be: heart_rate" in run("list", "--seconds", "0.2")
    monkeypatch.setattr(gym, "open_radio", lambda air: Quiet())
    assert "Nothing that halfkilo knows was seen" in run("list", "--seconds", "0.2")


@pytest.mark.parametrize("missing", Missing)
def test_no_bluetooth_is_a_calm_sentence(monkeypatch, missing):
    monkeypatch.setattr(gym, "open_radio", lambda air: Quiet(problem=missing))
    monkeypatch.setattr(gym_feed, "open_radio", lambda air: Quiet(problem=missing))
    assert SENTENCES[missing] in run("list", "--seconds", "0.2")
    assert json.loads(run("list", "--seconds", "0.2", "--json"))["bluetooth"] == SENTENCES[missing]
    assert SENTENCES[missing] in run("watch", "heart_rate", code=1)


def test_watching_says_what_is_missing(monkeypatch, tmp_path):
    assert "halfkilo serve" in run("watch", "--data", tmp_path, "--seconds", "1", code=1)
    assert "There are: " in run("watch", "toaster", code=1)
    assert "There are: " in run("watch", "simulated", code=1)  # a machine has one master; it is watched through its supervisor
    assert "can't be heard" in run("watch", "--data", tmp_path, "--supervisor", "http://127.0.0.1:9", "--seconds", "2", code=1)
    monkeypatch.setattr(gym_feed, "open_radio", lambda air: Quiet())
    monkeypatch.setattr(gym_feed, "FIND_S", 0.1)
    assert "none was seen" in run("record", tmp_path / "x", "heart_rate", code=1)


def test_a_session_file_plays_again(folder):
    lines = [json.loads(line) for line in run("replay", folder, "--json").splitlines()]
    assert [(one["source"], one["is"]) for one in lines] == [("gym", "link"), ("gym", "reading"), ("strap", "heart_rate"), ("gym", "link")]
    assert lines[1]["left"]["held_g"] == 2_000 and lines[2]["rr_ms"] == [680]
    shown = run("replay", folder)
    assert shown.startswith("A replay: nothing of this happens now.")
    assert "gym: loaded; left 250 mm, pull 2.1 kg, held 2 kg, 3 reps; right" in shown and "unreadable (odd)" in shown
    assert run("replay", folder, "--source", "strap").splitlines()[1:] == ["strap: heart rate: bpm 88, contact True, rr ms [680]"]
    assert "gym, strap" in run("replay", folder, "--source", "rower", code=1)
    assert "no recording" in run("replay", folder.parent, code=1)


def test_a_session_that_was_killed_is_finished_before_it_plays(folder):
    raw = folder / RAW / "000002.jsonl"
    about_file.write(folder, About("s1", 5, about_file.read(folder).sources))
    raw.write_bytes(b'[4,9,"gauge","force",[1200,null,null]]\n[5,9,"gau')
    assert "force: grams 1200" in run("replay", folder)
    assert about_file.read(folder).ended is Ended.RECOVERED and about_file.read(folder).lost == 1


class Strap:
    """A sensor's driver in a module of its own."""

    def __init__(self, radio, address, hearer):
        self.hearer = hearer

    async def run(self):
        from halfkilo.gym.driver import Garbled
        from halfkilo.gym.sensing import Identity

        self.hearer.up(Identity("H10", "SERIAL-5"))
        self.hearer.sample(Force(900, 10))
        self.hearer.garbled(Garbled("odd"))
        self.hearer.down()


@pytest.fixture
def gauge(monkeypatch):
    """A gauge that says a little and goes."""
    from halfkilo.gym.devices.tindeq import driver

    monkeypatch.setattr(gym_feed, "open_radio", lambda air: Quiet())
    monkeypatch.setattr(driver, "open_sensor", Strap)


def test_a_measuring_device_is_recorded_and_its_serial_number_is_not(gauge, tmp_path):
    said = run("record", tmp_path / "new", "tindeq", "--address", "AA", "--exercise", "seated_row", "--side", "left", "--json")
    assert json.loads(said)["rows"] == 4 and json.loads(said)["simulated"] is False
    found = Recording(tmp_path / "new")
    assert found.about.sources == {"tindeq": Source("H10", "tindeq", False)} and found.about.exercise == "seated_row"
    assert [row.heard for row in found.rows()][1] == Force(900, 10)
    assert b"SERIAL" not in b"".join(path.read_bytes() for path in (tmp_path / "new").rglob("*") if path.is_file())
    assert "is there already" in run("record", tmp_path / "new", "tindeq", "--address", "AA", code=1)
    virtual = run("record", tmp_path / "virtual", "tindeq", "--address", "AA", "--air", "127.0.0.1:1")
    assert "none was lost" in virtual and "no evidence" in virtual


def test_on_a_terminal_the_newest_stays(gauge, monkeypatch):
    class Terminal:
        def isatty(self):
            return True

    feed = gym_feed.SensorFeed("tindeq", "AA", None)
    with gym_live._table(feed) as hear:
        hear("tindeq", Force(900))
        hear("tindeq", Force(950))
    assert gym_live.in_words(Force(950)) == "force: grams 950"


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """A machine, a supervisor, and the file by which they are found: a site's data folder without the site."""
    data = tmp_path_factory.mktemp("data")
    read_key(data / "gym.key")
    machine = start_machine(person="following")
    supervisor = start_supervisor(f"127.0.0.1:{machine.ports['machine']}", data / "gym", data / "gym.key", [SITE])
    with _findable(data / WHERE, f"http://127.0.0.1:{supervisor.ports['port']}", SITE):
        yield data
    assert not (data / WHERE).exists()
    supervisor.stop()
    machine.stop()


def test_the_gym_of_a_running_site_is_watched_and_recorded(site, tmp_path):
    said = run("record", tmp_path / "s1", "--data", site, "--seconds", "1.5")
    assert "no evidence" in said
    found = Recording(tmp_path / "s1")
    [machine] = found.about.sources.values()
    assert machine.simulated and machine.model == "simulated"
    readings = list(found.readings())
    assert len(readings) >= 5 and all(after.at_ms > before.at_ms for before, after in pairwise(readings))
    assert readings[0].held == 0 and readings[0].state
    lines = [json.loads(line) for line in run("watch", "--data", site, "--seconds", "0.8", "--json").splitlines()]
    assert lines and {one["is"] for one in lines} == {"reading"}
    assert "--site" in run("watch", "--data", site, "--site", "http://127.0.0.1:1", "--seconds", "2", code=1)


def test_the_newest_word_of_a_sensor_is_taken_once():
    heard = []
    feed = gym_feed.SupervisorFeed(gym_feed.Where("http://127.0.0.1:1", SITE), Path("nowhere"))

    def say(age, bpm):
        now = {"is": "now", "machine": None, "sensors": {"strap": {
            "up": True, "fresh": True, "wrong": False, "garbled": 0, "HeartRate": {"bpm": bpm, "rr_ms": [700], "age_ms": age}}}}
        feed._hear(now, lambda source, one: heard.append((source, one)))

    for age, bpm in ((20, 80), (120, 80), (220, 80), (10, 80), (110, 80), (30, 81)):
        say(age, bpm)
    assert heard == [("strap", HeartRate(bpm, None, (700,))) for bpm in (80, 80, 81)]


def test_the_bench_says_its_numbers(monkeypatch):
    def measured(command, **_):
        assert command[1:3] == ["-m", "halfkilo.gym.bench"] and command[3:] == ["--stops", "20", "--kills", "0"]
        return subprocess.CompletedProcess(command, 0, '{"stop_p99_ms": 4.2, "stops": 20}\n', "")

    monkeypatch.setattr(gym.subprocess, "run", measured)
    assert run("bench", "--stops", "20", "--kills", "0").splitlines() == ["stop p99 ms: 4.2", "stops: 20"]
    assert json.loads(run("bench", "--stops", "20", "--kills", "0", "--json"))["stop_p99_ms"] == 4.2
    monkeypatch.setattr(gym.subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", "no port"))
    assert "no port" in run("bench", "--stops", "20", "--kills", "0", code=1)


@pytest.mark.campaign
def test_the_bench_measures():
    assert json.loads(run("bench", "--stops", "50", "--kills", "1", "--json"))["stop_p99_ms"] < 1_000


def test_emulate_is_there():
    assert "There are: " in run("emulate", "toaster", code=1)


def test_conformance_is_there():
    assert "no machine on the link" in run("conformance", "127.0.0.1:9", code=2)
    assert "no requirement" in RUN.invoke(app, ["gym", "conformance", "127.0.0.1:9", "--only", "everything"]).output


def test_help_starts_without_what_only_some_commands_need():
    code = ("import sys; from halfkilo.cli import app; app(['gym', '--help'], standalone_mode=False); "
            "print([name for name in ('bleak', 'bumble', 'pyarrow', 'django', 'asyncio') if name in sys.modules], file=sys.stderr)")
    began = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]" and time.perf_counter() > began
