"""Vitruvian: watched, never loaded. S1 to S14 are the rules learned from other people's machines (docs/gym.md)."""

from __future__ import annotations

import ast
import asyncio
import struct
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.devices.vitruvian import codec, driver
from halfkilo.gym.devices.vitruvian.codec import Cable, Diagnostics, LetGo, Monitor, Reps, Start, command
from halfkilo.gym.devices.vitruvian.driver import COMMANDS, MONITOR, REPS, VitruvianDriver, sees
from halfkilo.gym.devices.vitruvian.emulated import LETS_GO, Vitruvian
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.quality import Loads, qualities
from halfkilo.gym.radio.link import Seen, uuid16
from halfkilo.gym.supervisor.guard import Ceilings, check
from halfkilo.gym.ticket import Role, Ticket
from halfkilo.units import Side
from tests.gym.devices.gauges import check_vectors, vectors
from tests.gym.devices.motor_air import ADDRESS, SlowRadio, alive, clock, run
from tests.gym.devices.voltra_rig import Ears

ALLOWED = {bytes.fromhex("0a000000"), bytes.fromhex("05000000")}
PROFILE = bytes.fromhex("00001400000040404b00580200004842ecfa50fb0000c842fcfe92ff00000000")
RAMPS = struct.pack("<4H", 250, 250, 200, 30)


def begin(kilograms, working):
    """TESTS ONLY: what another program writes to begin a set. Our own programs have nothing like it."""
    if working is None:
        raise ValueError("a set without an end is never begun")
    head = struct.pack("<I4B2f", 4, min(working + 3, 254), 3, 3, 0, 5.0, 5.0)
    frame = head + bytes(4) + RAMPS + struct.pack("<f", 5.0) + bytes(4) + RAMPS + struct.pack("<2H", 250, 80)
    return frame + PROFILE + struct.pack("<4f", 0.0, kilograms + 10.0, kilograms, 0.0)


# --- bytes ------------------------------------------------------------------------------------------------------------


def test_every_vector_means_what_it_says():
    check_vectors("vitruvian")


def test_s6_another_programs_start_is_understood_to_the_last_byte():
    golden = next(vector for vector in vectors("vitruvian") if "ten kilograms" in vector["name"])
    assert begin(10.0, 8).hex() == golden["hex"]
    assert command(begin(10.0, 8)) == Start(11, 10_000, 20_000, 0, PROFILE)
    with pytest.raises(ValueError, match="never begun"):
        begin(5.0, None)


def test_the_two_ways_of_letting_go_are_these_bytes_and_no_third():
    assert {one.data for one in LetGo} == ALLOWED and next(iter(LetGo)) is LetGo.RESET


@given(st.integers(0, 2**32 - 1), st.integers(-9_000, 9_000), st.integers(0, 11_000), st.integers(0, 0xFFFF))
def test_readings_survive_the_wire(tick, place, load, status):
    now = Monitor(tick, Cable(place, -place, load * 10), Cable(-place, place, 0), status)
    assert codec.monitor(codec.encode_monitor(now)) == now


@given(st.integers(0, 2**32 - 1), st.integers(0, 0xFFFF), st.floats(0, 2_000, width=32))
def test_repetitions_survive_the_wire(up, count, top):
    told = Reps(up, up, top, 0.0, 3, 3, count, 252)
    assert codec.reps(codec.encode_reps(told)) == told
    assert codec.reps(codec.encode_reps(told)[:20]) == Reps(up & 0xFFFF, up & 0xFFFF), "cut by a small radio it reads like the older form"


def test_faults_have_names_also_those_nobody_knows():
    assert Diagnostics(1, (64, 0, 16, 128)).named == "over_temperature,motor_a_power_module_temperature,motor_b_kill_switch"
    assert Diagnostics(1, (0, 1, 0, 0x8000)).named == "other,motor_b_unknown"
    assert Diagnostics().named == ""


# --- it cannot load ---------------------------------------------------------------------------------------------------


def test_its_page_says_that_it_is_never_loaded_and_why():
    page = qualities()["vitruvian"]
    assert page.loads is Loads.NEVER and page.most_g == 0 and page.facts == "D"
    assert "how this machine lets go" in page.loads_why


def test_in_the_whole_folder_only_one_place_writes_and_only_ways_of_letting_go():
    folder = Path(driver.__file__).parent
    writes = []
    for file in folder.glob("*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        writes += [(file.name, ast.unparse(node)) for node in ast.walk(tree)
                   if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "write"]
    assert writes == [("driver.py", "link.write(COMMANDS, LetGo(how).data, True)")]
    assert not {"Start", "Adaptive", "Lights", "command"} & set(vars(driver)), "the driver doesn't even know what a start is"


def ticket():
    return Ticket("asha", "s", Role.TRAIN, "row", Side.BOTH, 20_000, 2**40)


@pytest.mark.parametrize("grams", [1, 500, 10_000])
def test_s5_the_supervisors_last_look_lets_no_gram_through(grams):
    async def scene():
        twin, ears = Vitruvian(1), Ears()
        async with alive(twin, VitruvianDriver(SlowRadio(twin), ADDRESS, ears, clock)):
            await asyncio.sleep(1)
        return ears.infos[0].capabilities

    can = run(scene())
    assert can.most == 0 and can.lease_ms == 0 and can.experimental
    with pytest.raises(Refused) as refused:
        check(grams, 0, Ceilings(can, ticket(), 60_000))
    assert refused.value.reason is Reason.ABOVE_MODEL


# --- watching ---------------------------------------------------------------------------------------------------------


def watched(prepare=lambda twin: None, seconds=3.0, twin=None, then=None, takes_s=0.02):
    """The ears, the radio and the twin after some seconds."""
    twin = twin or Vitruvian(1)
    prepare(twin)
    radio, ears = SlowRadio(twin, takes_s), Ears()

    async def scene():
        machine = VitruvianDriver(radio, ADDRESS, ears, clock)
        async with alive(twin, machine):
            await asyncio.sleep(seconds)
            if then is not None:
                await then(machine, radio)

    run(scene())
    assert {data for _, _, data in radio.written} <= ALLOWED and radio.crowded == [] and twin.touched == []
    assert not any(isinstance(one, Start) for one in twin.heard)
    return ears, radio, twin


def test_s8_repetitions_are_subscribed_first_and_alone_and_nothing_ever_overlaps():
    ears, radio, _ = watched(lambda twin: setattr(twin.faults, "strict", True))
    assert [(what, uuid) for _, what, uuid in radio.operations[:3]] == [("subscribe", REPS), ("read", uuid16(0x2A26)), ("read", MONITOR)]
    starts = [at for at, _, _ in radio.operations]
    assert min(after - before for before, after in pairwise(starts)) >= 0.05
    assert len(ears.infos) == 1 and ears.downs == 1 and len(radio.links) == 1
    assert 15 <= len(ears.readings) <= 30 and not radio.written, "watching writes nothing"


def test_places_pulls_and_repetitions_are_told():
    def somebody(twin):
        twin.begin(Start(254, 6_000, 16_000, 0, PROFILE))
        for hand in twin.hands:
            hand.pull(0.1, 0.45, 20, 700, 800)

    ears, _, twin = watched(somebody, seconds=12.0)
    assert max(reading.left.position_mm for reading in ears.readings) > 400
    assert 5_000 < ears.last.left.held_g < 8_000 and ears.last.left.force_g == ears.last.left.held_g
    assert ears.last.left.reps == twin._down - 3 > 1
    assert ears.last.state == "idle" and not ears.last.armed


def test_the_older_form_counts_from_the_first_word():
    def somebody(twin):
        twin.begin(Start(254, 4_000, 16_000, 0, PROFILE))
        twin.hands[0].pull(0.1, 0.45, 20, 700, 800)

    ears, _, twin = watched(somebody, seconds=10.0, twin=Vitruvian(1, old=True))
    assert ears.last.left.reps == twin._down > 3
    ears, _, twin = watched(somebody, seconds=10.0, twin=Vitruvian(1, mtu=23))
    assert ears.last.left.reps == twin._down > 3, "cut by a small radio, the longer form reads like the older one"



def test_a_fault_word_is_a_fault_and_bad_readings_are_counted():
    ears, _, _ = watched(lambda twin: setattr(twin.faults, "words", (0, 0, 1, 0)))
    assert ears.last.state == "fault" and ears.last.why == "motor_a_over_current_hardware"
    ears, _, _ = watched(lambda twin: setattr(twin.faults, "unreadable", True))
    assert not ears.readings and not ears.infos and any("15 bytes" in problem for problem in ears.problems)


def test_places_beyond_a_metre_keep_the_last_good_one():
    watching = VitruvianDriver(SlowRadio(Vitruvian(1)), ADDRESS, Ears(), lambda: 0.0)
    watching._seen(Monitor(1, Cable(1_230, 0, 0), Cable(0, 0, 0)))
    watching._seen(Monitor(2, Cable(20_000, 0, 0), Cable(0, 0, 0)))
    assert watching._listener.last.left.position_mm == 123


def test_arming_loading_and_testing_are_refused():
    async def ask(machine, _):
        machine.arm(2, 250)
        machine.hold(3, 5_000, 5_000, 250)
        machine.self_test(4)

    ears, radio, twin = watched(then=ask)
    assert [(answer.sequence, answer.taken, answer.why) for answer in ears.answers] == [(n, False, "read_only") for n in (2, 3, 4)]
    assert not radio.written and twin.motor_g == 0


# --- letting go -------------------------------------------------------------------------------------------------------


def under_load(twin, ignores=()):
    """Another program's set is on, and its link is gone."""
    twin.begin(Start(254, 12_000, 22_000, 0, PROFILE))
    twin._down = 3
    twin.hands[0].pull(0.1, 0.45, 90, 900, 900)
    twin.faults.ignores |= set(ignores)
    twin.step(3_000)
    assert twin.motor_g == 12_000


async def let_go(machine, _):
    machine.release(9)
    machine.release(10)
    await asyncio.sleep(4)


@pytest.mark.hazard("H02")
@pytest.mark.parametrize(("ignores", "wrote", "taken"), [
    ((), [LetGo.RESET], True), ((LetGo.RESET.data,), [LetGo.RESET, LetGo.STOP], True), (ALLOWED, [LetGo.RESET, LetGo.STOP], False),
])
def test_s4_each_way_is_tried_and_only_the_readings_say_that_it_worked(ignores, wrote, taken):
    ears, radio, twin = watched(lambda twin: under_load(twin, ignores), then=let_go)
    assert [data for _, uuid, data in radio.written if uuid == COMMANDS] == [one.data for one in wrote]
    assert [(answer.sequence, answer.taken) for answer in ears.answers] == [(9, taken), (10, taken)]
    assert (ears.last.held == 0) is taken and (twin.motor_g == 0) is taken
    assert any("every way" in problem for problem in ears.problems) is not taken


def test_s1_a_set_of_another_program_that_is_still_on_is_told_and_survives_a_lost_link():
    async def lose(_, radio):
        radio.links[-1].drop()
        await asyncio.sleep(5)

    ears, radio, twin = watched(under_load, then=lose)
    assert max(reading.held for reading in ears.readings) > 10_000 and twin.motor_g == 12_000
    assert len(ears.infos) == 2 and ears.downs == 2 and not radio.written, "coming back writes nothing by itself"


def test_without_a_link_letting_go_says_that_it_could_not():
    ears = Ears()
    VitruvianDriver(SlowRadio(Vitruvian(1)), ADDRESS, ears, lambda: 0.0).release(2)
    assert [(answer.taken, answer.why) for answer in ears.answers] == [(False, "not_connected")]


def test_a_machine_that_does_not_answer_counts_as_lost_and_nothing_is_asked_meanwhile():
    async def stall(_, radio):
        radio.takes_s = 60.0
        await asyncio.sleep(driver.ANSWER_S + 1)
        assert len(radio.links) == 1 or radio.links[0].lost.is_set()
        radio.takes_s = 0.02
        await asyncio.sleep(70)

    ears, _, _ = watched(then=stall)
    assert ears.downs >= 1 and len(ears.infos) == 2


# --- the twin ---------------------------------------------------------------------------------------------------------


def test_the_twin_does_the_worst_that_is_known():
    twin = Vitruvian(1)
    twin._written(begin(10.0, 2))
    assert twin.set == Start(5, 10_000, 20_000, 0, PROFILE)
    twin.step(500)
    assert twin.motor_g == 0, "nothing pulls before something moves"
    twin.hands[0].pull(0.1, 0.45, 9, 700, 700)
    twin.step(900)
    assert twin.motor_g == 3_000, "three light ones first"
    twin.connected(lambda *_: None, lambda: None)
    twin.disconnected()
    twin.step(4_300)
    assert twin.motor_g == 10_000, "a lost link changes nothing"
    twin.step(6_000)
    assert twin.set is None and twin.motor_g == 0, "after the last one it lets go"
    for way in LETS_GO:
        twin.begin(Start(9, 5_000, 9_000, 0, PROFILE))
        twin._written(way)
        assert twin.set is None
        twin.begin(Start(9, 5_000, 9_000, 0, PROFILE))
        twin.faults.ignores.add(way)
        twin._written(way)
        assert twin.set is not None


def test_the_strict_twin_drops_the_link_when_two_operations_meet():
    twin, dropped = Vitruvian(1), []
    twin.faults.strict = True
    twin.connected(lambda *_: None, lambda: dropped.append(True))
    twin._monitor()
    twin.step(1)
    twin._monitor()
    assert not dropped
    twin._diagnostics()
    assert dropped


@settings(max_examples=4, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["arm", "hold", "release", "self_test", "drop"]), st.integers(0, 900)), max_size=8),
       st.integers(0, 3))
def test_s3_no_order_of_calls_ever_writes_anything_but_letting_go(calls, seed):
    async def muddle(machine, radio):
        for number, (what, ms) in enumerate(calls):
            if what == "drop":
                radio.links[-1].drop()
            else:
                getattr(machine, what)(*{"arm": (number, 250), "hold": (number, 9_000, 9_000, 250)}.get(what, (number,)))
            await asyncio.sleep(ms / 1000)

    _, _, twin = watched(lambda twin: under_load(twin) if seed % 2 else None, seconds=0.4, twin=Vitruvian(seed), then=muddle)
    assert {one for one in twin.heard if one in set(LetGo)} == set(twin.heard)


def test_it_is_seen_by_name_or_its_own_service_data():
    for seen in (Seen("x", "Vee_123"), Seen("x", "VIT-200"), Seen("x", "", service_data={uuid16(0xFEF3): b""})):
        assert sees(seen)
    assert not sees(replace(Seen("x", "Ferra"), services=(driver.SERVICE,)))
