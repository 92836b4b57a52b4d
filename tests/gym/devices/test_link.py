"""halfkilo link: golden messages, there and back, everything that is no message, and who may say what at the machine's desk."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import halfkilo.gym.devices.link
from halfkilo import strict
from halfkilo.gym.devices.link import codec
from halfkilo.gym.devices.link.codec import Answered, Hello, Hold, Identity, Refusal, Release, State, Telemetry, Time, Unread, Why
from halfkilo.gym.devices.link.desk import GUESTS_MOST, HELLO_MS, WRITER_SILENT_MS, Desk
from halfkilo.gym.devices.simulated.machine import Gym
from halfkilo.gym.devices.simulated.orders import Deed, Order

VECTORS = json.loads((Path(halfkilo.gym.devices.link.__file__).parent / "vectors.json").read_text())["vectors"]
seqs = st.integers(1, 2**53 - 1)
loads = st.integers(0, codec.HIGHEST_LOAD)
leases = st.integers(1, 250)
words = st.text(min_size=1, max_size=60).filter(lambda text: text.strip() and text.isprintable())
measured = st.integers(-1_000_000, 1_000_000)
counts = st.integers(0, 2**53 - 1)
_WIDE = codec.CableNow(-1_000_000, -1_000_000, -1_000_000, codec.HIGHEST_LOAD, 2**53 - 1)
_FULL = codec.Sample(2**53 - 1, State.RELEASING, Why.SPIKING_SENSOR, False, 250, _WIDE, _WIDE)
cables = st.builds(codec.CableNow, measured, measured, measured, loads, counts)
commands = st.one_of(
    st.builds(Hello, seqs, words | st.just(""), st.integers(1, 100), st.integers(1, 20)), st.builds(codec.Clock, seqs),
    st.builds(codec.Arm, seqs, leases), st.builds(Hold, seqs, loads, loads, leases), st.builds(Release, seqs),
    st.builds(codec.SelfTest, seqs),
)
states, whys = st.sampled_from(State), st.sampled_from(Why)
samples = st.builds(codec.Sample, counts, states, whys, st.booleans(), st.integers(0, 250), cables, st.none() | cables)
checked = st.builds(codec.Checked, st.sampled_from(codec.Check), st.integers(0, 1), st.booleans(), measured, measured, measured)
some = st.integers(1, 100_000)
abilities = st.builds(codec.Abilities, st.integers(1, 2), some, some, some, leases, some, some, st.integers(1, 100), st.booleans())
reports = st.one_of(
    st.builds(Answered, counts, st.booleans(), st.sampled_from(Refusal), counts), st.builds(Time, seqs, counts),
    st.builds(Telemetry, st.lists(samples, max_size=20).map(tuple)),
    st.builds(codec.Tested, seqs, counts, st.booleans(), st.lists(checked, max_size=16).map(tuple)),
    st.builds(Identity, seqs, words, words, words, words, words, st.booleans(), st.booleans(), counts, abilities),
)


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_golden_messages_are_read_and_written_exactly(vector):
    message = codec.DECODE[vector["decode"]](vector["text"])
    if isinstance(message, Unread):
        assert message.why == vector["why"] and message.problem
    else:
        assert {"is": type(message).__name__} | strict.plain(message) == vector["means"]
        assert codec.encode(message) == vector["text"]


@given(commands)
def test_commands_survive_the_wire(command):
    assert codec.decode_command(codec.encode(command)) == command


@given(reports)
@example(Telemetry((_FULL,) * codec.BATCH_MOST))
@settings(max_examples=60)
def test_reports_survive_the_wire(report):
    assert codec.decode_report(codec.encode(report)) == report


@pytest.mark.hazard("H33")
@given(commands, st.data())
@settings(max_examples=100)
def test_a_damaged_command_never_asks_for_more(command, data):
    """One byte changed, cut or doubled: refused, or a message whose every field is still in its bounds."""
    raw = bytearray(codec.encode(command).encode())
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at:at + 1] = data.draw(st.binary(max_size=2))
    read = codec.decode_command(bytes(raw))
    if isinstance(read, Hold):
        assert 0 <= read.left <= codec.HIGHEST_LOAD and 0 <= read.right <= codec.HIGHEST_LOAD and 1 <= read.lease_ms <= 250
    else:
        assert isinstance(read, Unread | codec.Command)


ODD = [None, True, -1, 0, 1, 251, 500_001, 2**53, 10**30, 1.5, "", "500", "\x00", [], {}, [[]], float("nan"), float("inf")]


def nearly_right(random: Random) -> bytes:
    """A golden message with a field changed, left out, added or doubled, or with bytes changed."""
    text = random.choice(VECTORS)["text"]
    if random.random() < 0.5 and text.startswith('{"link"') and text.endswith("}"):
        try:
            fields = json.loads(text)
        except ValueError:
            return text.encode()
        name = random.choice(list(fields))
        fields[random.choice([name, "more"])] = random.choice(ODD)
        if random.random() < 0.2:
            del fields[name]
        return json.dumps(fields).encode()
    raw = bytearray(text.encode())
    for _ in range(random.randint(1, 4)):
        at = random.randint(0, len(raw))
        raw[at:at + random.randint(0, 3)] = random.randbytes(random.randint(0, 3))
    return bytes(raw)


def fuzz(seed: int, times: int) -> int:
    """Read so many nearly right messages both ways; how many were messages after all."""
    random, read = Random(seed), 0
    for _ in range(times):
        raw = nearly_right(random)
        for decode in codec.DECODE.values():
            message = decode(raw)
            if isinstance(message, Unread):
                continue
            read += 1
            assert decode(codec.encode(message)) == message
            if isinstance(message, Hold):
                assert max(message.left, message.right) <= codec.HIGHEST_LOAD and message.lease_ms <= codec.LONGEST_LEASE_MS
    return read


@pytest.mark.hazard("H33")
def test_nearly_right_messages():
    assert 0 < fuzz(1, 3_000) < 3_000


@pytest.mark.campaign
@pytest.mark.hazard("H33")
@pytest.mark.parametrize("seed", range(4))
def test_nearly_right_messages_in_great_number(seed):
    assert fuzz(seed, 250_000)


# --- the desk ---------------------------------------------------------------------------------------------------------


class Hall:
    """A desk in front of the simulated gym, and whoever stands there."""

    def __init__(self) -> None:
        self.gym = Gym(person=True)
        self.desk = Desk(self.gym)

    def come(self, owner: str | None = "me", hz: int = 100, batch: int = 1):
        guest = self.desk.enter()
        if owner is not None:
            self.say(guest, Hello(1, owner, hz, batch))
        return guest

    def say(self, guest, message):
        self.desk.hear(guest, message if isinstance(message, str | bytes) else codec.encode(message))
        return codec.decode_report(guest.unsaid[-1])

    def spend(self, ms: int) -> None:
        for _ in range(0, ms, 5):
            self.gym.advance(5)
            self.desk.tell()

    def load(self, guest, grams: int = 5_000) -> int:
        """Up to a steady load; the number of the last command."""
        seq = 1
        self.gym.puller.obey(Order(Deed.PULL, low=90, high=350, reps=100, tempo_ms=(400, 50, 400, 50)))
        while self.gym.firmware.state is not State.ARMED and seq < 40:
            seq += 1
            self.say(guest, codec.Arm(seq, 250))
            self.spend(100)
        for _ in range(12):
            seq += 1
            assert self.say(guest, Hold(seq, grams, grams, 250)).taken
            self.spend(100)
        assert self.held == grams
        return seq

    @property
    def held(self) -> float:
        return max(side.ramp.held for side in self.gym.firmware.sides)


def told(guest, kind):
    found = [codec.decode_report(text) for text in guest.unsaid]
    return [one for one in found if isinstance(one, kind)]


@pytest.fixture
def hall():
    return Hall()


def test_the_first_host_with_an_owner_word_writes_and_others_watch(hall):
    watcher, writer, late = hall.come(""), hall.come("me"), hall.come("you")
    assert [told(guest, Identity)[0].writer for guest in (watcher, writer, late)] == [False, True, False]
    for guest in (watcher, late):
        assert hall.say(guest, codec.Arm(2, 250)).why is Refusal.NOT_THE_WRITER
        assert hall.say(guest, Hold(3, 500, 0, 250)).why is Refusal.NOT_THE_WRITER
        assert hall.say(guest, codec.SelfTest(4)).why is Refusal.NOT_THE_WRITER
        assert isinstance(hall.say(guest, codec.Clock(4)), Time)
    assert hall.say(writer, codec.Arm(2, 250)).taken


@pytest.mark.hazard("H02")
def test_anybody_may_release_and_does_not_disturb_the_writers_numbers(hall):
    writer, other, silent = hall.come(), hall.come(""), hall.come(None)
    seq = hall.load(writer)
    assert hall.say(other, Release(2**53 - 1)).taken
    hall.spend(110)
    assert hall.held == 0
    assert hall.say(writer, codec.Arm(seq + 1, 250)).taken
    assert hall.say(silent, Release(1)).taken, "even before a hello"
    assert hall.gym.firmware.state is State.IDLE


@pytest.mark.hazard("H01")
def test_a_writer_that_leaves_is_followed_by_a_release(hall):
    writer = hall.come()
    hall.load(writer)
    hall.desk.leave(writer)
    hall.spend(110)
    assert hall.held == 0 and hall.gym.firmware.why is Why.WRITER_GONE
    assert told(hall.come("you"), Identity)[0].writer


@pytest.mark.hazard("H33")
@pytest.mark.parametrize("text", ["", "{", b"\x00\x01", '{"link":2,"is":"release","seq":1}', '{"link":1,"is":"heavier","seq":1}'])
def test_what_cannot_be_read_lets_go_and_ends_the_connection(hall, text):
    writer = hall.come()
    hall.load(writer)
    answer = hall.say(writer, text)
    assert isinstance(answer, Answered) and answer.seq == 0 and not answer.taken and writer.over is answer.why
    hall.spend(110)
    assert hall.held == 0 and hall.gym.firmware.why is Why.MALFORMED


def test_a_host_that_comes_again_takes_its_own_seat_with_a_release(hall):
    writer = hall.come("me")
    hall.load(writer)
    again = hall.come("me")
    assert told(again, Identity)[0].writer and writer.over is Refusal.NOT_THE_WRITER
    hall.spend(110)
    assert hall.held == 0
    assert hall.say(again, codec.Arm(2, 250)).taken, "it counts from the start"
    hall.desk.leave(writer)
    assert hall.gym.firmware.state is State.ARMING, "the old connection's end means nothing any more"


def test_a_writer_that_nobody_has_heard_for_long_loses_its_seat(hall):
    writer = hall.come("me")
    hall.gym.advance(WRITER_SILENT_MS)
    assert not told(hall.come("you"), Identity)[0].writer
    hall.say(writer, codec.Clock(9))
    hall.gym.advance(WRITER_SILENT_MS)
    assert not told(hall.come("you"), Identity)[0].writer
    hall.gym.advance(1)
    assert told(hall.come("you"), Identity)[0].writer


def test_a_hello_comes_first_and_once(hall):
    guest = hall.come(None)
    assert hall.say(guest, codec.Arm(1, 250)).why is Refusal.NO_HELLO
    assert isinstance(hall.say(guest, codec.Clock(1)), Time)
    assert isinstance(hall.say(guest, Hello(1, "me", 10, 1)), Identity)
    assert hall.say(guest, Hello(2, "me", 10, 1)).why is Refusal.HELLO_TWICE
    late = hall.come(None)
    hall.spend(HELLO_MS + 10)
    assert late.over is Refusal.NO_HELLO and guest.over is None


def test_there_is_room_for_so_many(hall):
    crowd = [hall.come("") for _ in range(GUESTS_MOST)]
    assert all(guest.over is None for guest in crowd)
    assert hall.desk.enter().over is Refusal.OTHER


@pytest.mark.parametrize(("hz", "batch", "messages", "size"), [(100, 1, 100, 1), (100, 10, 10, 10), (20, 1, 20, 1), (50, 5, 10, 5)])
def test_samples_come_as_often_and_in_such_batches_as_asked(hall, hz, batch, messages, size):
    hall.gym.puller.obey(Order(Deed.TAKE))
    guest = hall.come("", hz, batch)
    hall.spend(100)
    guest.unsaid.clear()
    hall.spend(1_000)
    heard = told(guest, Telemetry)
    assert abs(len(heard) - messages) <= 1
    assert {len(one.samples) for one in heard} == {size}
    clock = [sample.ms for one in heard for sample in one.samples]
    assert clock == sorted(set(clock))


def test_a_quiet_machine_says_less_and_a_change_is_said_at_once(hall):
    guest = hall.come("me", 100, 20)
    guest.unsaid.clear()
    hall.spend(1_000)
    assert 9 <= len(told(guest, Telemetry)) <= 11
    guest.unsaid.clear()
    hall.say(guest, codec.Arm(2, 250))
    hall.spend(5)
    assert told(guest, Telemetry)[-1].samples[-1].state is State.ARMING


def test_a_slow_host_misses_samples_and_no_answers(hall):
    guest = hall.come("me")
    guest.unsaid.clear()
    guest.slow = True
    hall.spend(500)
    assert not told(guest, Telemetry)
    assert hall.say(guest, codec.Arm(2, 250)).taken


@pytest.mark.hazard("H11")
def test_everybody_hears_how_a_self_test_came_out_once(hall):
    writer, watcher = hall.come("me"), hall.come("")
    assert hall.say(writer, codec.SelfTest(2)).taken
    hall.spend(1_000)
    for guest in (writer, watcher):
        (tested,) = told(guest, codec.Tested)
        assert tested.seq == 2 and tested.passed and {one.check for one in tested.checks} == set(codec.Check)
