"""VOLTRA I: bytes, the conversation with its twin, and that nothing makes it hold more than was asked or anything after letting go.

S1 to S14 are the rules learned from other people's machines (docs/gym.md).
"""

from __future__ import annotations

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from halfkilo.gym.bounds import ARMED_MS, FLAT_MS
from halfkilo.gym.devices.voltra import codec
from halfkilo.gym.devices.voltra.codec import LEAST_LB, MOST_G, MOST_LB, Handshake, Hello, Join, Param, Read, Write, encode, grams, pounds
from halfkilo.gym.devices.voltra.core import ECHO_MS, ENTER, HOLD_MS, LEAVE, LOAD, PLAIN, UNLOAD
from halfkilo.gym.devices.voltra.driver import STEP_G, kept_token, sees
from halfkilo.gym.devices.voltra.frames import Frame, Frames, crc8, pack, unpack
from halfkilo.gym.driver import Capabilities, Garbled
from halfkilo.gym.quality import qualities
from halfkilo.gym.radio.link import Seen
from halfkilo.units import Side
from tests.gym.devices.gauges import check_vectors, vectors
from tests.gym.devices.voltra_rig import Rig

PUSHED = bytes.fromhex("5513040310aa23012000100100863e0c0086aa")
MOVED = bytes.fromhex("553a047010aa40012000aa812b010100020064004e0262003601c2011400000000000000000040e2010000000000"
                      "00000000000000000000bd4b")


# --- bytes ------------------------------------------------------------------------------------------------------------


def test_every_vector_means_what_it_says():
    check_vectors("voltra")


GOLDEN = {
    Hello("halfkilo"): "552904c90110010020004f68616c666b696c6f0000000000000000000000000084ab1a5f2920013c7d",
    Join(): "550f0801aad201002000ff00aa",
    Handshake(bytes(16)): "551f044eaa10010020002781100000000000000000000000000000000",
    Read((Param.BATTERY, Param.MODE)): "55130403aa10010020000f02002d4e893e",
    Write(Param.BASE, 12): "55130403aa1001002000110100863e0c00",
    PLAIN[0]: "55130403aa1001002000110100873e0000",
    PLAIN[1]: "55130403aa1001002000110100883e0000",
    LOAD: "55130403aa1001002000110100893e0500",
    UNLOAD: "55130403aa1001002000110100893e0400",
    ENTER: "551204c7aa1001002000110100b04f01",
    LEAVE: "551204c7aa1001002000110100b04f00",
}


@pytest.mark.parametrize("command", GOLDEN, ids=str)
def test_s6_every_command_has_bytes_written_down_beforehand(command):
    assert encode(command, 1).hex().startswith(GOLDEN[command])
    assert codec.DECODE["command"](encode(command, 1)) == command


@pytest.mark.parametrize(("number", "command", "hexed"), [
    (0x14, Write(Param.BASE, 5), "55130403aa1014002000110100863e05005a6a"),
    (0x22, Write(Param.BASE, 10), "55130403aa1022002000110100863e0a002a8f"),
    (0x07, Write(Param.BASE, 12), "55130403aa1007002000110100863e0c00b432"),
    (0x1C, UNLOAD, "55130403aa101c002000110100893e0400d17d"),
    (0x24, LOAD, "55130403aa1024002000110100893e05006c4b"),
    (0x13, ENTER, "551204c7aa1013002000110100b04f012ed4"),
    (0x14, LEAVE, "551204c7aa1014002000110100b04f005201"),
    (0x0B, Read((Param.BATTERY, Param.MODE)), "55130403aa100b0020000f02002d4e893ea727"),
])
def test_what_we_say_is_byte_for_byte_what_was_published(number, command, hexed):
    assert encode(command, number).hex() == hexed


@pytest.mark.parametrize("write", [
    Write(Param.BASE, 4), Write(Param.BASE, MOST_LB + 1), Write(Param.BASE, 200), Write(Param.BASE, 5.0), Write(Param.BASE, True),
    Write(Param.BASE, -5), Write(Param.CHAINS, 1), Write(Param.ECCENTRIC, -20), Write(Param.ECCENTRIC, 20), Write(Param.MODE, 0x15),
    Write(Param.MODE, 0x85), Write(Param.WORKOUT, 2), Write(Param.WORKOUT, 8), Write(0x53B0, 1), Write(Param.ASSIST, 1),
], ids=str)
def test_s5_s13_no_other_value_can_be_written(write):
    with pytest.raises(ValueError, match=r"never written|not a valid"):
        encode(write, 1)


def test_a_token_and_a_name_have_their_lengths():
    with pytest.raises(ValueError, match="16 bytes"):
        encode(Handshake(b"short"), 1)
    with pytest.raises(ValueError, match="at most 21"):
        encode(Hello("h" * 22), 1)
    with pytest.raises(ValueError, match="511"):
        pack(Frame(1, bytes(499)))


def test_the_head_of_a_long_frame():
    assert pack(Frame(0x77, bytes(362), type=8))[:4].hex() == "5577099f" and crc8(bytes.fromhex("557709")) == 0x9F


@given(st.binary(max_size=498), st.integers(0, 255), st.integers(0, 0xFFFF), st.sampled_from([4, 8]))
def test_frames_survive_the_wire(payload, command, sequence, kind):
    frame = Frame(command, payload, sequence, type=kind)
    assert unpack(pack(frame)) == frame


@given(st.lists(st.binary(max_size=400), max_size=5), st.integers(1, 60), st.binary(max_size=30).filter(lambda noise: 0x55 not in noise))
def test_pieces_of_any_size_with_noise_before_them_become_the_same_frames(payloads, size, noise):
    frames = [Frame(9, payload, number) for number, payload in enumerate(payloads)]
    stream = b"".join(noise + pack(frame) for frame in frames)
    put_together = Frames()
    found = [one for at in range(0, len(stream), size) for one in put_together.feed(stream[at:at + size])]
    assert [one for one in found if isinstance(one, Frame)] == frames
    assert bool(noise and frames) == any(isinstance(one, Garbled) for one in found)
    assert not put_together.waiting


def test_a_spoilt_frame_is_told_and_the_next_one_is_read():
    spoilt = MOVED[:20] + bytes((MOVED[20] ^ 1,)) + MOVED[21:]
    found = Frames().feed(spoilt + PUSHED)
    assert isinstance(found[0], Garbled) and [one for one in found if isinstance(one, Frame)] == [unpack(PUSHED)]


def test_a_frame_that_never_ends_is_given_up_and_what_came_after_it_is_read():
    put_together = Frames()
    assert put_together.feed(MOVED[:30]) == [] and put_together.feed(PUSHED) == []
    found = put_together.give_up()
    assert isinstance(found[0], Garbled) and unpack(PUSHED) in found and not put_together.waiting


def test_two_frames_in_one_notification():
    assert Frames().feed(PUSHED + MOVED) == [unpack(PUSHED), unpack(MOVED)]


@settings(max_examples=40)
@given(st.data())
def test_h33_any_flipped_bit_is_refused(data):
    for vector in vectors("voltra"):
        if vector["decode"] == "frame":
            whole = bytearray(bytes.fromhex(vector["hex"]))
            bit = data.draw(st.integers(0, len(whole) * 8 - 1))
            whole[bit // 8] ^= 1 << bit % 8
            assert isinstance(unpack(bytes(whole)), Garbled)


# --- loads ------------------------------------------------------------------------------------------------------------


@given(st.integers(0, 100_000))
def test_pounds_are_never_more_than_the_grams_that_were_asked(load):
    assert pounds(load) * 453.59237 <= load
    assert (pounds(load) + 1) * 453.59237 > load


@given(st.integers(0, MOST_G))
def test_the_grid_rounds_down_and_each_notch_is_its_own_pound(load):
    can = Capabilities("", 1, grams(LEAST_LB), STEP_G, MOST_G, 0)
    commanded, left_off = can.quantise(load)
    assert commanded + left_off == load and left_off >= 0
    assert pounds(commanded) in {0, *range(LEAST_LB, MOST_LB + 1)}
    assert load - pounds(commanded) * 453.6 < 460 or load < grams(LEAST_LB)


def test_three_kilos_are_six_pounds_and_two_are_none():
    assert (pounds(3_000), pounds(2_500), grams(5), grams(6)) == (6, 5, 2_268, 2_722)
    assert pounds(2_000) < LEAST_LB
    assert MOST_LB == 22 and qualities()["voltra"].most_g == MOST_G


# --- the conversation -------------------------------------------------------------------------------------------------


def written(rig):
    return [command for _, command in rig.sent if isinstance(command, Write)]


def test_s3_every_connection_begins_by_letting_go():
    rig = Rig()
    rig.advance(300)
    assert written(rig)[0] == UNLOAD and rig.ears.last.state == "idle" and rig.ears.last.held == 0


def test_a_set_is_begun_in_the_published_order_and_ended_the_same_way():
    rig = Rig().loaded(3_000)
    assert written(rig) == [UNLOAD, *PLAIN, Write(Param.BASE, 6), ENTER, LOAD]
    assert rig.mine.held_g == 2_722 and rig.ears.last.state == "loaded" and rig.ears.last.lease_left_ms == 0
    assert abs(rig.mine.force_g - rig.twin.motor_g) < 1_500
    rig.release()
    rig.advance(600)
    assert written(rig)[-2:] == [UNLOAD, LEAVE]
    assert rig.ears.last.held == 0 and rig.twin.motor_g == 0 and not rig.ears.problems


def test_a_heavier_and_a_lighter_load_follow_within_the_set():
    rig = Rig().loaded(3_000)
    rig.keep(9_999, 500)
    assert rig.mine.held_g == grams(22)
    rig.keep(4_000, 500)
    assert rig.mine.held_g == grams(8)
    rig.keep(2_000, 500)
    assert rig.mine.held_g == 0 and not rig.twin.pulling and rig.ears.last.state == "loaded"
    rig.keep(2_500, 500)
    assert rig.mine.held_g == grams(5)


def test_s9_nothing_of_another_set_is_left_in_the_next():
    rig = Rig()
    rig.advance(300)
    rig.twin.turn(Param.ECCENTRIC, 20)
    rig.twin.turn(Param.CHAINS, 10)
    rig.loaded(3_000)
    assert rig.twin.wanted_g == 2_722
    rig.release()
    rig.advance(500)
    assert written(rig).count(PLAIN[0]) == 1
    rig.armed().keep(3_000, 1_000)
    assert written(rig).count(PLAIN[0]) == 2, "told to be nothing anew in every set"


@pytest.mark.parametrize("side", [Side.LEFT, Side.RIGHT])
def test_one_cable_is_the_side_it_was_paired_for(side):
    rig = Rig(side=side).loaded(3_000)
    other = rig.ears.last.right if side is Side.LEFT else rig.ears.last.left
    assert rig.mine.held_g == 2_722 and (other.held_g, other.force_g, other.position_mm) == (0, 0, 0)
    number = rig.hold(3_000, other=500)
    assert rig.ears.answered(number)[0].why == "other_side"


@pytest.mark.parametrize(("load", "why"), [(10_001, "above_model"), (-1, "not_a_load"), (float("nan"), "not_a_load"), (True, "not_a_load"),
                                           (5e3, "not_a_load")])
def test_s5_a_load_that_may_not_be_is_refused_and_changes_nothing(load, why):
    rig = Rig().loaded(3_000)
    assert rig.ears.answered(rig.hold(load))[0].why == why
    rig.keep(3_000, 300)
    assert rig.mine.held_g == 2_722


def test_no_load_without_having_shown_the_range():
    rig = Rig()
    rig.advance(500)
    assert rig.ears.answered(rig.hold(3_000))[0].why == "not_armed"
    rig.keep(0, 1_000, arm=True)
    assert rig.ears.last.state == "arming" and rig.ears.answered(rig.hold(3_000))[0].why == "not_armed"
    rig.advance(400)
    assert rig.ears.last.state == "idle", "a loose button ends arming"


def test_being_armed_ends_by_itself_and_arming_needs_no_load():
    rig = Rig().armed()
    rig.advance(ARMED_MS + 300)
    assert not rig.ears.last.armed
    rig = Rig().loaded()
    assert rig.ears.answered(rig.arm())[0].why == "loaded"


def test_without_the_persons_yes_nothing_but_letting_go_is_taken():
    rig = Rig(allowed=False)
    rig.advance(500)
    assert rig.ears.answered(rig.arm())[0].why == rig.ears.answered(rig.hold(3_000))[0].why == "not_opted_in"
    number = rig.release()
    rig.advance(300)
    assert rig.ears.answered(number)[0].taken


def test_the_same_or_an_older_command_does_nothing():
    rig = Rig().loaded(3_000)
    rig.core.hold(rig.sequence, 9_000, 0, rig.ms)
    rig.core.hold(rig.sequence - 3, 9_000, 0, rig.ms)
    assert [answer.why for answer in rig.ears.answers[-2:]] == ["old", "old"]
    rig.keep(3_000, 300)
    assert rig.mine.held_g == 2_722
    rig.core.release(1, rig.ms)
    rig.released = True
    rig.advance(400)
    assert not rig.twin.pulling, "a release counts however old it is"


@pytest.mark.hazard("H02")
@pytest.mark.parametrize("ms", range(0, 900, 70))
def test_a_release_overtakes_whatever_is_on_its_way(ms):
    rig = Rig().armed()
    for _ in range(ms // 10):
        if rig.ms % 100 < 10:
            rig.hold(9_000)
        rig.advance(10)
    number = rig.release()
    rig.advance(2 * 50 + 2 * 25 + 30)
    assert not rig.twin.pulling
    assert rig.ears.answered(number)[0].taken
    rig.advance(1_000)
    assert not rig.twin.pulling and rig.twin.motor_g == 0 and rig.ears.last.held == 0


@pytest.mark.hazard("H08")
def test_h08_what_may_be_on_counts_as_on_until_the_unit_says_otherwise():
    rig = Rig().loaded(5_000)
    rig.twin.faults.ignores.add("UNLOAD")
    before = len(rig.ears.readings)
    rig.release()
    rig.advance(300)
    assert all(reading.held >= grams(11) for reading in rig.ears.readings[before:])


# --- what goes wrong --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ignored", ["CHAINS", "ECCENTRIC", "BASE", "WORKOUT", "LOAD"])
def test_s4_a_write_that_is_not_told_back_is_tried_once_more_then_the_set_ends_and_it_is_told(ignored):
    rig = Rig().armed()
    rig.twin.faults.ignores.add(ignored)
    since = rig.ms
    if ignored in {"CHAINS", "ECCENTRIC"}:
        rig.twin.turn(Param[ignored], 3)
    rig.keep(5_000, 2 * ECHO_MS + 700)
    name = "MODE" if ignored == "LOAD" else ignored
    tried = [command for at, command in rig.sent if at > since and isinstance(command, Write) and command.param == Param[name]]
    assert len([command for command in tried if command != UNLOAD]) == 2
    assert any(name in problem for problem in rig.ears.problems)
    assert not rig.twin.pulling and rig.ears.last.state == "idle"


@pytest.mark.hazard("H08")
def test_s4_a_release_that_is_ignored_is_repeated_told_and_never_called_done():
    rig = Rig().loaded(5_000)
    rig.twin.faults.ignores.add("UNLOAD")
    number = rig.release()
    rig.advance(3_500)
    assert written(rig)[-4:] == [UNLOAD] * 4
    assert sum("MODE" in problem for problem in rig.ears.problems) >= 2
    assert not any(answer.taken for answer in rig.ears.answered(number))
    assert rig.ears.last.held == grams(11) and rig.ears.last.state == "releasing"
    rig.twin.faults.ignores.clear()
    rig.advance(1_200)
    assert rig.ears.last.held == 0 and not rig.twin.pulling


@pytest.mark.hazard("H01")
def test_s1_a_lost_link_keeps_the_load_and_coming_back_only_lets_go():
    rig = Rig().loaded(5_000)
    rig.cut()
    rig.advance(10_000)
    assert rig.twin.pulling and rig.twin.motor_g > 4_900, "the twin does the worst that is thinkable"
    rig.connect()
    rig.released = True
    rig.advance(1_500)
    assert not rig.twin.pulling and rig.ears.last.held == 0
    assert rig.ears.answered(rig.hold(5_000))[0].why == "not_armed"


def test_a_load_that_is_not_renewed_goes_while_the_link_holds():
    rig = Rig().loaded(5_000)
    rig.advance(HOLD_MS + 300)
    assert not rig.twin.pulling and rig.ears.last.why == "lease_over"


def test_silence_makes_no_readings_and_ends_in_trying_to_let_go():
    rig = Rig().loaded(5_000)
    rig.twin.faults.silent = True
    rig.keep(5_000, 200)
    heard = len(rig.ears.readings)
    rig.keep(5_000, 2_500)
    assert len(rig.ears.readings) == heard
    assert not rig.twin.pulling and any("MODE" in problem for problem in rig.ears.problems)


def test_lost_and_spoilt_answers_are_made_good_by_asking_again():
    rig = Rig().armed()
    rig.twin.faults.lose, rig.twin.faults.spoil = 3, 1
    rig.keep(5_000, 2_500)
    assert rig.mine.held_g == grams(11) and any("checksum" in problem for problem in rig.ears.problems)


def test_noise_before_every_frame_is_told_and_survived():
    rig = Rig().armed()
    rig.twin.faults.noise = b"\x00\x55\x12"
    rig.keep(5_000, 1_500)
    assert rig.mine.held_g == grams(11) and any("no frame" in problem for problem in rig.ears.problems)


@pytest.mark.parametrize(("param", "value"), [(Param.BASE, 40), (Param.BASE, 6), (Param.MODE, 4), (Param.MODE, 0x85), (Param.CHAINS, 5),
                                              (Param.ECCENTRIC, -3)])
def test_what_somebody_changes_at_the_unit_ends_the_set_and_is_not_put_back(param, value):
    rig = Rig().loaded(5_000)
    rig.ask(45)  # a person may load at the unit what they like
    rig.twin.turn(param, value)
    rig.advance(20)
    rig.released = True
    if param is Param.BASE and value == 40:
        assert rig.mine.held_g == grams(40), "what is really on is told, so that the supervisor sees the hazard"
    rig.keep(5_000, 600)
    assert not rig.twin.pulling and rig.ears.last.why in {"changed_at_machine", "unloaded_at_machine"}
    assert LOAD not in written(rig)[written(rig).index(LOAD) + 1:]


def test_a_load_nobody_here_asked_for_is_let_go():
    rig = Rig()
    rig.advance(500)
    rig.ask(30)
    rig.twin.turn(Param.BASE, 30)
    rig.twin.turn(Param.MODE, 5)
    rig.advance(600)
    assert not rig.twin.pulling and rig.ears.last.why == "held_unasked"
    assert max(reading.held for reading in rig.ears.readings) >= grams(30)


# --- hands ------------------------------------------------------------------------------------------------------------


@pytest.mark.hazard("H45")
def test_h45_a_handle_that_is_let_go_or_put_down_lets_the_load_go():
    rig = Rig().loaded(8_000)
    while rig.twin.person.x < 0.45:
        rig.keep(8_000, 100)
    rig.twin.person.let_go()
    rig.keep(8_000, 700)
    assert not rig.twin.pulling and rig.core._why == "let_go"
    rig = Rig(seed=3).loaded(5_000)
    rig.twin.person.rest()
    rig.keep(5_000, 2_000)
    assert not rig.twin.pulling and rig.core._why == "at_rest"


@pytest.mark.hazard("H10")
def test_h10_sensors_that_stand_still_let_the_load_go():
    rig = Rig().loaded(5_000)
    rig.twin.faults.frozen_sensors = True
    rig.keep(5_000, FLAT_MS + 500)
    assert not rig.twin.pulling and rig.core._why == "flat_sensor"


def test_s7_the_machines_count_is_passed_on_and_ends_nothing():
    rig = Rig().loaded(5_000)
    rig.twin.person.pull(0.1, 0.5, 8, 700, 800)
    rig.keep(5_000, 4_000)
    assert rig.mine.reps >= 2 and rig.twin.pulling


def test_the_self_test_needs_everything_known_nothing_on_and_no_pull():
    rig = Rig()
    number = rig.next()
    rig.core.self_test(number, rig.ms)
    assert rig.ears.answered(number)[0].why == "unknown"
    rig.advance(700)
    rig.core.self_test(rig.next(), rig.ms)
    assert rig.ears.answers[-1].taken
    rig.loaded(3_000)
    rig.core.self_test(rig.next(), rig.ms)
    assert rig.ears.answers[-1].why == "loaded"


# --- anything, in any order -------------------------------------------------------------------------------------------

STEPS = st.one_of(
    st.tuples(st.just("advance"), st.sampled_from([5, 40, 130, 600])),
    st.tuples(st.just("hold"), st.sampled_from([0, 2_300, 4_000, 9_999, 12_000])),
    st.tuples(st.just("keep"), st.sampled_from([3_000, 8_000])),
    st.tuples(st.sampled_from(["release", "arm", "cut", "connect", "armed", "let_go", "pull"]), st.just(0)),
    st.tuples(st.just("lose"), st.integers(1, 6)),
    st.tuples(st.just("spoil"), st.integers(1, 3)),
)


def do(rig, what, value):
    """One step of anybody."""
    if what == "lose":
        rig.twin.faults.lose = value
    elif what == "spoil":
        rig.twin.faults.spoil = value
    elif what == "keep":
        rig.keep(value, 500)
    elif what == "armed" and rig.up:
        rig.twin.person.pull(0.1, 0.5, 9, 700, 800)
        rig.keep(0, 2_200, arm=True)
    elif what == "pull":
        rig.twin.person.pull(0.1, 0.5, 3)
    elif what == "let_go":
        rig.twin.person.let_go()
    elif what == "connect" and not rig.up:
        rig.connect()
    elif what in {"advance", "hold"}:
        getattr(rig, what)(value)
    elif what in {"release", "arm", "cut"}:
        getattr(rig, what)()


def any_order(steps, seed):
    rig = Rig(seed)
    rig.armed()
    for what, value in steps:
        do(rig, what, value)
    rig.twin.faults.lose = rig.twin.faults.spoil = 0
    if not rig.up:
        rig.connect()
    rig.release()
    rig.advance(2_600)
    assert not rig.twin.pulling and rig.twin.motor_g == 0 and rig.ears.last.held == 0


@pytest.mark.hazard("H01")
@settings(max_examples=6, deadline=None)
@given(st.lists(STEPS, max_size=12), st.integers(0, 3))
def test_no_order_of_calls_holds_more_than_asked_or_anything_after_letting_go(steps, seed):
    """The rig looks at every millisecond and at every write (`Rig._watch`, `Rig._may_leave`)."""
    any_order(steps, seed)


@pytest.mark.campaign
@pytest.mark.timeout(1_800)
@settings(max_examples=1_000, deadline=None)
@given(st.lists(STEPS, max_size=40), st.integers(0, 50))
def test_no_order_of_calls_in_a_long_run(steps, seed):
    any_order(steps, seed)


def storm(cases, seed):
    """Frames with right checksums and turned, cut or continued contents: the conversation goes on, and nothing is loaded."""
    chance, rig = Random(seed), Rig()
    frames = [frame for vector in vectors("voltra") if isinstance(frame := unpack(bytes.fromhex(vector["hex"])), Frame)]
    for number in range(cases):
        frame = chance.choice(frames)
        payload = bytearray(frame.payload)
        for _ in range(chance.randrange(3) if payload else 0):
            payload[chance.randrange(len(payload))] = chance.choice((0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)))
        payload = payload[: chance.randrange(len(payload) + 1)] if chance.random() < 0.2 else payload
        again = replace(frame, payload=bytes(payload) + chance.randbytes(chance.choice((0, 0, 0, 1, 9))))
        for one in rig._frames.feed(pack(again)):
            assert isinstance(one, Frame)
            codec.decode_command(one)
            rig.core.hear(codec.decode(one), rig.ms)
        rig.ms += 7
        command = rig.core.next(rig.ms)
        assert not isinstance(command, Write) or command in {UNLOAD, LEAVE}, number
    assert all(-46_000 <= reading.left.force_g <= 205_000 for reading in rig.ears.readings)


@pytest.mark.hazard("H33")
def test_right_checksums_around_nearly_right_contents_load_nothing():
    storm(2_000, 1)


@pytest.mark.campaign
def test_three_hundred_thousand_nearly_right_frames_load_nothing():
    for seed in range(100):
        storm(3_000, seed)


def test_a_token_is_made_once_and_kept(tmp_path):
    token = kept_token(tmp_path)
    assert len(token) == 16 and kept_token(tmp_path) == token
    (tmp_path / "voltra-token").write_text("nonsense")
    assert kept_token(tmp_path) != token


def test_it_is_seen_by_name_or_service():
    assert sees(Seen("x", "VTR-1")) and sees(Seen("x", "", (codec_service(),)))
    assert not sees(Seen("x", "Progressor_1"))


def codec_service():
    return "e4dada34-0867-8783-9f70-2ca29216c7e4"
