"""Session files: nothing lost, nothing twice, readable by others, and gone when a person is erased."""

from __future__ import annotations

import json
import os
import random
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.driver import Answer, CableReading, Capabilities, Garbled, Info, Reading
from halfkilo.gym.recording import about as about_file
from halfkilo.gym.recording import columns, parts, raw, recorder
from halfkilo.gym.recording.about import About, Ended, NoRecording, Source
from halfkilo.gym.recording.columns import COLUMNS, NAMES, Link, LinkWord
from halfkilo.gym.recording.hear import RecordingHearer, RecordingListener
from halfkilo.gym.recording.recorder import Pace, Recorder
from halfkilo.gym.recording.sessions import Recording, erase, manifest, recover
from halfkilo.gym.sensing import Balance, Cardio, Charge, Force, HeartRate, Identity, Mass
from halfkilo.units import Side
from tests.gym import recorded

ROOT = Path(__file__).parents[2]
GYM = Source("simulated", "simulated", True)
ABOUT = About("s1", 1_800_000_000_000, {"gym": GYM, "strap": Source("HRM", "heart_rate", False)}, "seated_row", Side.LEFT)
QUICK = Pace(flush_s=0.002, sync_s=0.01, part_rows=200)

whole = st.integers(-2**40, 2**40)
maybe = st.none() | whole
word = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
cable = st.builds(CableReading, whole, whole, whole, whole, whole)
heard = st.one_of(
    st.builds(Reading, whole, word, word, st.booleans(), whole, cable, cable),
    st.builds(HeartRate, whole, st.none() | st.booleans(), st.lists(whole, max_size=4).map(tuple)),
    st.builds(Force, whole, maybe, st.none() | st.booleans()),
    st.builds(Balance, whole, whole, whole, maybe, st.none() | st.tuples(whole, whole, whole, whole)),
    st.builds(Mass, whole),
    st.builds(Cardio, maybe, maybe, maybe, st.none() | st.floats(allow_nan=False), maybe, maybe),
    st.builds(Charge, maybe, st.booleans()),
    st.builds(LinkWord, st.sampled_from(Link), word),
)


def reading(ms: int) -> Reading:
    """A plausible reading."""
    pulled = CableReading(ms % 500, 40, 5_000 + ms % 90, 5_000, ms // 3_000)
    return Reading(ms, "loaded", "", True, 200, pulled, pulled)


def numbers(folder: Path) -> list[int]:
    """The rows of a session by their numbers."""
    return [row.n for row in Recording(folder).rows()]


@settings(max_examples=15 if settings.default.max_examples < 100 else 200)
@given(st.lists(heard, min_size=4, max_size=20))
def test_what_was_heard_comes_back_as_it_was(tmp_path_factory, told):
    folder = tmp_path_factory.mktemp("one") / "s1"
    with Recorder(folder, ABOUT, pace=Pace(flush_s=0.001)) as one:
        for value in told:
            one.put("gym", value)

    assert [row.heard for row in Recording(folder).rows()] == told


def test_it_is_one_table_for_pandas_and_for_duckdb(tmp_path):
    with Recorder(tmp_path / "s1", ABOUT, pace=QUICK) as one:
        for ms in range(0, 10_000, 10):
            one.put("gym", reading(ms))
            if ms % 1_000 == 0:
                one.put("strap", HeartRate(92, True, (650, 652)))
                time.sleep(0.01)  # so that there is more than one part

    table = pandas.read_parquet(tmp_path / "s1")
    assert len(table) == 1_010 and list(table.columns) == [column.name for column in COLUMNS]
    assert sorted(table["n"]) == list(range(1_010))
    gym = table[table["quantity"] == "reading"]
    assert gym["left_held_g"].eq(5_000).all() and gym["bpm"].isna().all()
    by_source = duckdb.sql(f"select source, count(*), avg(bpm), max(right_mm) from '{tmp_path}/s1/*.parquet' group by 1 order by 1")
    assert by_source.fetchall() == [("gym", 1_000, None, 490), ("strap", 10, 92.0, None)]
    assert len(list((tmp_path / "s1").glob("*.parquet"))) > 1
    assert duckdb.sql(f"select list_sum(rr_ms) from '{tmp_path}/s1/*.parquet' where bpm is not null limit 1").fetchall() == [(1_302,)]


def test_it_says_what_it_is_and_never_whose(tmp_path):
    with Recorder(tmp_path / "s1", ABOUT) as one:
        ear = RecordingListener(one, "gym")
        ear.link_up(Info(Capabilities("simulated", 2, 0, 500, 1, 250, True), "SERIAL-77", "boot-88"))
        RecordingHearer(one, "strap").up(Identity("HRM", "SERIAL-99", "1.2"))

    about = about_file.read(tmp_path / "s1")
    assert about == ABOUT.end(Ended.CLOSED, 2, 0) and about.simulated
    everything = b"".join(path.read_bytes() for path in (tmp_path / "s1").rglob("*") if path.is_file())
    assert not any(word in everything for word in (b"SERIAL", b"boot-88"))
    assert json.loads((tmp_path / "s1/_session.json").read_text())["simulated"] is True
    fields = parts.library("pyarrow.parquet").read_schema(next((tmp_path / "s1").glob("*.parquet")))
    assert fields.field("left_force_g").metadata[b"unit"] == b"g"
    assert [one["name"] for one in json.loads((tmp_path / "s1/_dictionary.json").read_text())] == [column.name for column in COLUMNS]


def test_every_column_is_explained_in_the_docs():
    page = (ROOT / "docs/recording.md").read_text()
    assert [line for column in COLUMNS if (line := recorded.line(column)) not in page] == []
    assert all(column.about.endswith((".", "link.")) for column in COLUMNS)
    assert {name for names in NAMES.values() for name in names} <= {column.name for column in COLUMNS}


def test_ears_pass_everything_on(tmp_path):
    class Ear:
        def __init__(self):
            self.heard = []

        def __getattr__(self, name):
            return lambda *what: self.heard.append((name, *what))

    onwards = Ear()
    with Recorder(tmp_path / "s1", ABOUT) as one:
        machine, strap = RecordingListener(one, "gym", onwards), RecordingHearer(one, "strap", onwards)
        machine.link_up("info")
        machine.reading(reading(1))
        machine.answer(Answer(1, True, ""))
        machine.garbled(Garbled("odd"))
        machine.link_down()
        strap.up("identity")
        strap.sample(Mass(70_000))
        strap.garbled(Garbled("odd too"))
        strap.down()

    assert [name for name, *_ in onwards.heard] == [
        "link_up", "reading", "answer", "garbled", "link_down", "up", "sample", "garbled", "down"]
    assert [row.heard for row in Recording(tmp_path / "s1").rows()] == [
        LinkWord(Link.UP), reading(1), LinkWord(Link.GARBLED, "odd"), LinkWord(Link.DOWN),
        LinkWord(Link.UP), Mass(70_000), LinkWord(Link.GARBLED, "odd too"), LinkWord(Link.DOWN)]


def test_a_process_with_a_motor_leaves_the_parts_to_others(tmp_path):
    code = """
import sys
from pathlib import Path
from halfkilo.gym.recording.about import About
from halfkilo.gym.recording.recorder import Pace, Recorder
from halfkilo.gym.sensing import Force
with Recorder(Path(sys.argv[1]), About("s1", 0, {}), pace=Pace(parts=False, part_rows=50)) as one:
    for n in range(300):
        one.put("gauge", Force(n))
print("pyarrow" in sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / "s1")], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False" and not list((tmp_path / "s1").glob("*.parquet"))
    assert about_file.read(tmp_path / "s1").ended is Ended.WRITTEN

    assert recover(tmp_path) == 1 and recover(tmp_path) == 0
    assert numbers(tmp_path / "s1") == list(range(300))
    assert about_file.read(tmp_path / "s1") == About("s1", 0, {}, ended=Ended.CLOSED, rows=300)


class SlowDisk:
    """A disk that takes nothing for as long as it is `busy`."""

    def __init__(self, monkeypatch):
        self.free, self.waits = threading.Event(), threading.Event()
        self._sync = os.fsync
        monkeypatch.setattr(raw.os, "fsync", self)

    def __call__(self, handle):
        self.waits.set()
        self.free.wait(20)
        self._sync(handle)


def test_nothing_is_lost_when_the_disk_is_slow_and_memory_stays_bounded(tmp_path, monkeypatch):
    one = Recorder(tmp_path / "s1", ABOUT, pace=Pace(flush_s=0.002, sync_s=0.0, part_rows=200, waiting_most=50))
    disk = SlowDisk(monkeypatch)
    one.put("gym", reading(0))
    assert disk.waits.wait(5)
    for ms in range(1, 3_000):
        one.put("gym", reading(ms))
        assert one.waiting <= 50
    assert one.kept >= 2_900  # in a file already, although the writer hangs
    disk.free.set()
    one.close()

    assert numbers(tmp_path / "s1") == list(range(3_000))
    assert about_file.read(tmp_path / "s1") == ABOUT.end(Ended.CLOSED, 3_000, 0)


def test_a_full_disk_is_told_and_what_it_takes_later_is_kept(tmp_path, monkeypatch):
    one = Recorder(tmp_path / "s1", ABOUT, pace=Pace(flush_s=0.002, part_rows=200))
    write, full = os.write, threading.Event()

    def cut_off(handle, data):
        if not full.is_set():
            return write(handle, data)
        write(handle, bytes(data)[:7])
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(raw.os, "write", cut_off)
    for ms in range(300):
        one.put("gym", reading(ms))
        if ms == 100:
            full.set()
    while not one.problem:
        time.sleep(0.002)
    assert "space" in one.problem
    full.clear()
    one.close()

    assert numbers(tmp_path / "s1") == list(range(300)) and about_file.read(tmp_path / "s1").lost == 0


def test_what_a_full_disk_never_took_is_counted(tmp_path, monkeypatch):
    one = Recorder(tmp_path / "s1", ABOUT, pace=Pace(flush_s=0.002, waiting_most=20))

    def full(handle, data):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(raw.os, "write", full)
    for ms in range(100):
        one.put("gym", reading(ms))
    one.close()

    assert about_file.read(tmp_path / "s1") == ABOUT.end(Ended.CLOSED, 0, 100) and "space" in one.problem


def test_a_part_that_could_not_be_made_is_made_later(tmp_path, monkeypatch):
    make, times = parts.make, []

    def refuses_once(source, part):
        times.append(source)
        if len(times) == 1:
            raise OSError(5, "Input/output error")
        return make(source, part)

    monkeypatch.setattr(parts, "make", refuses_once)
    with Recorder(tmp_path / "s1", ABOUT, pace=QUICK) as one:
        for ms in range(500):
            one.put("gym", reading(ms))
            time.sleep(0.0001)

    assert numbers(tmp_path / "s1") == list(range(500)) and len(times) > len(set(times))


PUTS = """
import sys, time
from pathlib import Path
from halfkilo.gym.recording.about import About, Source
from halfkilo.gym.recording.recorder import Pace, Recorder
from halfkilo.gym.sensing import Force
one = Recorder(Path(sys.argv[1]), About("s1", 0, {"gauge": Source("g", "tindeq", False)}), pace=Pace(0.002, 0.01, 300))
for n in range(10**9):
    one.put("gauge", Force(n))
    if n % 50 == 0:
        print(one.kept, flush=True)
        time.sleep(0.001)
"""


def kill_while_recording(root: Path, name: str, after_s: float) -> tuple[int, list[int]]:
    """kill -9 some time after the first rows were kept: (rows that were in a file by its own word, rows found afterwards)."""
    process = subprocess.Popen([sys.executable, "-c", PUTS, str(root / name)], stdout=subprocess.PIPE, text=True)
    assert process.stdout
    process.stdout.readline()
    time.sleep(after_s)
    process.send_signal(signal.SIGKILL)
    said = process.stdout.read().split("\n")[:-1]
    process.wait()
    process.stdout.close()
    assert about_file.read(root / name).ended is Ended.NOT_YET
    assert all(parts.count(path) > 0 for path in (root / name).glob("*.parquet"))  # whole, or not there
    assert recover(root) == 1
    assert recover(root) == 0
    return int(said[-1]) if said else 0, numbers(root / name)


def check_killed(root: Path, times: int, seed: int) -> None:
    chance = random.Random(seed)
    for at in range(times):
        kept, found = kill_while_recording(root, f"s{at}", chance.uniform(0.0, 0.3))
        about = about_file.read(root / f"s{at}")
        assert found == list(range(len(found))) and len(found) >= kept
        assert about.ended is Ended.RECOVERED and about.rows == len(found)
        assert sum(1 for _ in (root / f"s{at}/_raw").iterdir()) == 0


def test_a_killed_process_loses_at_most_what_was_in_memory(tmp_path):
    check_killed(tmp_path, 2, 7)


@pytest.mark.campaign
@pytest.mark.timeout(1_800)
def test_many_killed_processes(tmp_path):
    check_killed(tmp_path, 200, 8)


def test_a_part_whose_raw_file_stayed_is_not_read_twice(tmp_path):
    """Killed between the name of the part and the end of the raw file."""
    with Recorder(tmp_path / "s1", ABOUT, pace=Pace(flush_s=0.001)) as one:
        one.put("gym", reading(0))
    (tmp_path / "s1/_raw/000001.jsonl").write_bytes(raw.encode(0, 0, "gym", reading(0)))
    about_file.write(tmp_path / "s1", ABOUT)

    assert recover(tmp_path) == 1
    assert numbers(tmp_path / "s1") == [0]


@settings(max_examples=15 if settings.default.max_examples < 100 else 500)
@given(st.binary(max_size=60))
def test_lines_that_make_no_sense_are_counted_and_nothing_else(tmp_path_factory, junk):
    folder = tmp_path_factory.mktemp("junk")
    lines = [raw.encode(0, 0, "gym", reading(0)), junk.replace(b"\n", b" ") + b"\n", raw.encode(1, 0, "gym", Force(2**70)),
             raw.encode(2, 0, "gym", reading(2)), raw.encode(3, 0, "gym", reading(3))[:-9]]
    (folder / "000001.jsonl").write_bytes(b"".join(lines))

    assert parts.make(folder / "000001.jsonl", folder / "part-000001.parquet") == (2, 3)
    assert [row.n for row in parts.rows(folder)] == [0, 2]


def test_a_session_that_is_recorded_now_is_left_alone(tmp_path):
    with Recorder(tmp_path / "s1", ABOUT, pace=QUICK) as one:
        one.put("gym", reading(0))
        assert recover(tmp_path) == 0
        with pytest.raises(FileExistsError):
            Recorder(tmp_path / "s1", ABOUT)
        with pytest.raises(BlockingIOError):
            recorder.hold(tmp_path / "s1")


def test_erasing_finds_every_file_and_a_recorder_at_work_keeps_nothing_more(tmp_path):
    one = Recorder(tmp_path / "s1", ABOUT, pace=QUICK)
    for ms in range(1_000):
        one.put("gym", reading(ms))
    while one.kept < 1_000:
        time.sleep(0.002)
    [found] = manifest(tmp_path)
    assert set(found.files) >= set(found.folder.glob("*.parquet")) and found.size > 0 and found.about.session == "s1"

    assert erase(tmp_path) == 1
    for ms in range(1_000):
        one.put("gym", reading(ms))
        if ms % 300 == 0:
            time.sleep(0.01)
    one.close()
    assert list(tmp_path.iterdir()) == [] and manifest(tmp_path) == ()


def test_folders_that_are_no_recording_are_named(tmp_path):
    (tmp_path / "x").mkdir()
    with pytest.raises(NoRecording, match="no recording"):
        Recording(tmp_path / "x")
    (tmp_path / "x/_session.json").write_text(json.dumps({"session": "x", "began": 0, "sources": {}, "version": 99}))
    with pytest.raises(NoRecording, match="version"):
        Recording(tmp_path / "x")
    assert manifest(tmp_path) == ()


def test_after_the_end_nothing_is_kept_and_nothing_breaks(tmp_path):
    one = Recorder(tmp_path / "s1", ABOUT)
    one.close()
    one.put("gym", reading(0))
    one.close()
    assert about_file.read(tmp_path / "s1").rows == 0 and numbers(tmp_path / "s1") == []


def test_without_the_library_it_says_what_to_install(monkeypatch, tmp_path):
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(parts.NoColumns, match=r"halfkilo\[gym\]"):
        Recorder(tmp_path / "s1", ABOUT)
    assert not (tmp_path / "s1").exists()


def test_only_the_parts_know_the_columnar_library():
    code = ("import sys; import halfkilo.gym.recording.recorder, halfkilo.gym.recording.sessions, halfkilo.gym.recording.hear; "
            "print([name for name in ('pyarrow', 'numpy', 'pandas') if name in sys.modules])")
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def record_hours(folder: Path, hours: float) -> tuple[int, int, int]:
    """Simulated hours of a gym at 100 Hz and a strap at 1 Hz, as fast as it goes: (rows, resident kB after a quarter, at the end)."""
    now, quarter = [0], 0
    steps = int(hours * 360_000)
    with Recorder(folder, ABOUT, clock=lambda: now[0]) as one:
        for at in range(steps):
            now[0] += 10_000_000
            one.put("gym", reading(at * 10))
            if at % 100 == 0:
                one.put("strap", HeartRate(90 + at % 7, True, (650,)))
            while one.waiting > 10_000:  # as fast as it is written, not faster
                time.sleep(0.01)
            if at == steps // 4:
                quarter = resident_kb()
        end = resident_kb()
    return about_file.read(folder).rows, quarter, end


def resident_kb() -> int:
    """Memory of this process."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024


def test_six_minutes_are_whole(tmp_path):
    rows, _, _ = record_hours(tmp_path / "s1", 0.1)
    assert rows == 36_000 + 360
    assert duckdb.sql(f"select count(distinct n), max(n), max(at_us) from '{tmp_path}/s1/*.parquet'").fetchall() == [
        (rows, rows - 1, 360_000_000)]


@pytest.mark.campaign
@pytest.mark.timeout(3_600)
def test_forty_eight_hours_need_no_more_memory_than_twelve(tmp_path):
    rows, quarter, end = record_hours(tmp_path / "s1", 48)
    assert rows == 17_280_000 + 172_800
    assert end - quarter < 30_000, f"{quarter} kB after 12 hours, {end} kB after 48"
    assert duckdb.sql(f"select count(distinct n), max(n) from '{tmp_path}/s1/*.parquet'").fetchall() == [(rows, rows - 1)]


def test_columns_that_are_shared_mean_the_same():
    assert columns.VERSION == 1 and len({column.name for column in COLUMNS}) == len(COLUMNS)
