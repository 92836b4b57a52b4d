"""Small force gauges: CTS500, Force Board, Climbro, Entralpi. What they say, what little is ever said to them, and their twins."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.climbro.codec import Heard, Stream
from halfkilo.gym.devices.cts500 import codec as cts
from halfkilo.gym.devices.cts500 import driver as cts_driver
from halfkilo.gym.devices.cts500.codec import Answered, Frames, Order, Taken, Weight
from halfkilo.gym.devices.cts500.emulated import Cts500
from halfkilo.gym.devices.force_board import codec as board
from halfkilo.gym.devices.force_board.codec import MODE, TARE, Mode, Pounds
from halfkilo.gym.driver import Garbled
from halfkilo.gym.sensing import Charge, Force
from tests.gym.devices.gauges import check_vectors, play, turns, vectors, writing_calls

SMALL = ("cts500", "force_board", "climbro", "entralpi")


@pytest.mark.parametrize("name", SMALL)
def test_vectors(name):
    check_vectors(name)


@pytest.mark.parametrize("name", SMALL)
def test_somebody_pulls_and_a_lost_link_is_mended(name):
    async def scene(radio, book, sensor):
        await radio.pass_time(6_000)
        forces = [sample for sample in book.samples if isinstance(sample, Force)]
        assert len(forces) >= 50
        assert 15_000 < max(force.grams for force in forces) < 35_000
        assert all(force.at_us is None for force in forces)
        radio.links[0].drop()
        await turns()
        await radio.pass_time(1_000)
        assert (len(book.ups), book.downs) == (2, 1)
        assert book.problems == []

    play(name, scene)


def test_the_list_of_everything_that_can_ever_be_sent():
    assert {cts.order(word).hex() for word in Order} == {"05a6000000ab", "05aa000000af", "05ab000000b0"}
    assert {board.mode(wanted) for wanted in Mode} | {board.TARE_NOW} == {b"\x04", b"\x07", b"\x01"}
    assert [writing_calls(name) for name in SMALL] == [1, 2, 0, 0]


class TestCts500:
    frames = st.one_of(
        st.builds(lambda tens: Weight(tens * 10), st.integers(0, 100_000)),
        st.builds(Taken, st.sampled_from(sorted(cts.ECHOES)), st.binary(min_size=3, max_size=3)),
        st.builds(Answered, st.integers(0, 255), st.binary(min_size=3, max_size=3)),
    )

    @given(frames)
    def test_there_and_back(self, said):
        assert cts.decode(cts.encode(said)) == said

    @given(st.lists(frames), st.lists(st.integers(1, 9), min_size=1))
    def test_cut_anywhere_every_frame_is_found(self, frames, sizes):
        stream, parser, found = b"".join(map(cts.encode, frames)), Frames(), []
        while stream:
            sizes = [*sizes[1:], sizes[0]]
            found += parser.feed(stream[: sizes[0]])
            stream = stream[sizes[0] :]
        assert found == frames

    def test_junk_between_frames_is_one_problem_and_the_next_frame_is_found(self):
        found = Frames().feed(b"\x00\x11" * 20 + cts.encode(Weight(12_340)) + b"\xff" + cts.encode(Weight(10)))
        assert [type(one) for one in found] == [Garbled, Weight, Garbled, Weight]

    def test_a_sum_that_is_not_right_loses_one_frame(self):
        broken = bytearray(cts.encode(Weight(12_340)))
        broken[5] ^= 1
        found = Frames().feed(bytes(broken) + cts.encode(Weight(10)))
        assert [one for one in found if not isinstance(one, Garbled)] == [Weight(10)]

    def test_which_orders_come_back(self):
        assert sorted(cts.ECHOES) == [0xA6, 0xA9, 0xAA, 0xAB, 0xC1, 0xC4, 0xC5]

    def test_volts_and_degrees(self):
        told = {vector["name"]: cts.decode(bytes.fromhex(vector["hex"])) for vector in vectors("cts500")}
        assert (told["3.55 V"].volts_hundredths, told["3.55 V"].celsius) == (355, None)
        assert (told["five degrees below zero"].celsius, told["five degrees below zero"].volts_hundredths) == (-5, None)
        assert Answered(cts.TEMPERATURE, b"\0\0\x15").celsius == 21

    def test_less_than_nothing_is_no_reading(self):
        assert isinstance(cts.decode(cts._summed(bytes.fromhex("0501ffffff38"))), Garbled)

    def test_tare_counts_when_the_gauge_says_so(self, monkeypatch):
        async def scene(radio, book, sensor):
            await radio.pass_time(500)
            assert book.samples[-1].grams > 200
            assert await sensor.zero()
            await radio.pass_time(500)
            assert book.samples[-1].grams < 60

        class Deaf(Cts500):
            def _take(self, said):
                if said.order != Order.TARE:
                    super()._take(said)

        async def deaf(radio, book, sensor):
            radio.links[0]._say(cts.DATA, cts.order(Order.TARE))
            assert not await sensor.zero(), "an older word counts for nothing"

        radio, _ = play("cts500", scene)
        assert [data[1] for _, data in radio.written] == [0xAA, 0xA6, 0xAB]
        assert radio.peripheral.refused == []
        monkeypatch.setattr(cts_driver, "TAKEN_S", 0.02)
        play("cts500", deaf, Deaf(1))

    @pytest.mark.parametrize("order", [0x81, 0x87, 0xA1, 0xA2, 0xA7, 0xD1])
    def test_the_twin_knows_what_may_not_be_said(self, order):
        twin = Cts500(1)
        twin.services()[0].characteristics[1].written(cts._summed(bytes([5, order, 0, 0, 0])))
        assert len(twin.refused) == 1


class TestForceBoard:
    @given(st.lists(st.integers(0, board.MOST_LB), max_size=50).map(lambda some: Pounds(tuple(some))))
    def test_there_and_back(self, said):
        assert board.decode(board.encode(said)) == said

    def test_pounds_are_grams(self):
        assert Pounds((100, 260)).grams == (45_359, 117_934)

    def test_what_is_really_written_and_its_battery(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(1_000)
            assert Charge(41) in book.samples
            assert book.samples[-1].grams > 500
            assert await sensor.zero()
            await radio.pass_time(1_000)
            assert book.samples[-1].grams <= 454

        radio, _ = play("force_board", scene)
        assert radio.written == [(MODE, b"\x04"), (TARE, b"\x01"), (MODE, b"\x07")]
        assert radio.peripheral.refused == []

    def test_the_twin_knows_what_may_not_be_said(self):
        async def scene(radio, book, sensor):
            await radio.links[0].write(MODE, b"\x06")
            await radio.links[0].write(TARE, b"\x02")
            assert radio.peripheral.refused == [b"\x06", b"\x02"]

        play("force_board", scene)


class TestClimbro:
    @given(st.lists(st.integers(0, 239)), st.data())
    def test_cut_anywhere_it_says_the_same(self, kilograms, data):
        stream, found = Stream(), []
        said = bytes([0xF5, *kilograms])
        while said:
            at = data.draw(st.integers(1, len(said)))
            found += stream.feed(said[:at]).kilograms
            said = said[at:]
        assert found == kilograms

    def test_battery_and_force_take_turns(self):
        assert Stream().feed(bytes.fromhex("f070f524f0e6f5f6")) == Heard((36, 36), (0, 100))

    def test_bytes_that_mean_nothing_are_counted(self):
        assert Stream().feed(bytes.fromhex("f5f1f9f006")) == Heard(odd=3)

        async def scene(radio, book, sensor):
            radio.links[0]._say("49535343-1e4d-4bd9-ba61-23c647249616", b"\x05\x07")
            assert len(book.problems) == 1
            assert not await sensor.zero()

        play("climbro", scene)


def test_entralpi_has_no_zero():
    async def scene(radio, book, sensor):
        await asyncio.sleep(0)
        assert not await sensor.zero()
        assert radio.written == []

    play("entralpi", scene)
