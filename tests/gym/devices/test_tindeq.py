"""The force gauge: what it says, what is ever said to it, and its twin."""

import asyncio
import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.tindeq import codec, driver
from halfkilo.gym.devices.tindeq.codec import CONTROL, DATA, SERVICE, LowBattery, Op, Pull, Pulls, Reply
from halfkilo.gym.devices.tindeq.emulated import Progressor, peripheral
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Seen
from halfkilo.gym.sensing import Charge, Force
from tests.gym.devices.gauges import check_vectors, play, turns, writing_calls

pulls = st.builds(Pull, st.integers(-200_000, 200_000), st.integers(0, 2**32 - 1))


def test_vectors():
    check_vectors("tindeq")


@given(st.lists(pulls, min_size=1, max_size=31).map(lambda some: Pulls(tuple(some))))
def test_readings_there_and_back(said):
    assert codec.decode(codec.encode(said)) == said


@given(st.binary(max_size=255).map(Reply))
def test_answers_there_and_back(said):
    assert codec.decode(codec.encode(said)) == said


def test_seven_bytes_of_a_reading_and_a_length_too_long_are_refused():
    assert isinstance(codec.decode(b"\x01\x07" + bytes(7)), Garbled)
    for length in range(9, 256):
        assert isinstance(codec.decode(bytes([1, length]) + bytes(8)), Garbled)


@pytest.mark.parametrize("kilograms", [float("nan"), float("inf"), -float("inf"), 3e38])
def test_what_is_not_a_number_is_left_out_and_the_rest_stays(kilograms):
    data = bytes([1, 16]) + struct.pack("<fI", kilograms, 1) + struct.pack("<fI", 2.0, 2)
    assert codec.decode(data) == Pulls((Pull(2000, 2),))


def test_padding_after_the_announced_length_is_left_unread():
    assert codec.decode(codec.encode(LowBattery()) + bytes(10)) == LowBattery()


@pytest.mark.parametrize("payload", [b"", bytes(9)])
def test_ids_have_one_to_eight_bytes(payload):
    assert isinstance(codec.identifier(payload), Garbled)


def test_it_is_told_who_it_is_by_name_or_service():
    assert driver.sees(Seen("A", "Progressor_1234"))
    assert driver.sees(Seen("A", "Crimpdeq", (SERVICE,)))
    assert not driver.sees(Seen("A", "FerraPlate", ("7e400001-b5a3-f393-e0a9-e50e24dcca9e",)))


class TestOrders:
    def test_every_byte_that_can_ever_be_sent_is_on_this_list(self):
        assert {codec.command(op) for op in Op} == {b"\x64", b"\x65", b"\x66", b"\x6b", b"\x70"}
        assert writing_calls("tindeq") == 1

    def test_what_is_really_sent_from_connecting_to_leaving(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(500)
            assert await sensor.zero()
            await radio.pass_time(500)

        radio, _ = play("tindeq", scene)
        assert radio.written == [(CONTROL, bytes([byte])) for byte in (0x66, 0x70, 0x6B, 0x65, 0x64, 0x66)]
        assert radio.peripheral.refused == []

    @pytest.mark.parametrize("byte", [0x67, 0x68, 0x69, 0x6A, 0x6D, 0x6E, 0x71, 0x74, 0x75, 0x76])
    def test_the_twin_knows_what_may_not_be_said(self, byte):
        twin = peripheral(1)
        twin.services()[0].characteristics[1].written(bytes([byte]))
        assert twin.refused == [bytes([byte])]


class TestListening:
    def test_force_comes_with_the_gauges_own_clock(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(7000)
            forces = [sample for sample in book.samples if isinstance(sample, Force)]
            assert book.told[0] == "up"
            assert book.ups[0].model == "Progressor"
            assert book.ups[0].firmware == "1.2.3.4"
            assert len(book.ups[0].serial) == 12
            assert len(forces) == pytest.approx(560, abs=4)
            assert {b.at_us - a.at_us for a, b in pairwise(forces)} == {12_500}
            assert 0 <= forces[0].at_us <= 12_500
            assert 150 < forces[0].grams < 220
            assert max(force.grams for force in forces) > 15_000
            assert book.problems == []

        play("tindeq", scene)

    def test_tare_takes_the_hook_away(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(1000)
            assert await sensor.zero()
            await radio.pass_time(50)
            book.samples.clear()
            await radio.pass_time(1000)
            assert all(abs(force.grams) < 80 for force in book.samples)

        play("tindeq", scene)

    def test_small_packets_and_open_hardware(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(1000)
            assert len(book.samples) > 70
            assert book.problems == []

        play("tindeq", scene, Progressor(1, mtu=23))
        play("tindeq", scene, Progressor(1, packed=1))

    def test_the_clock_goes_on_where_the_counter_begins_again(self):
        async def scene(radio, book, sensor):
            radio.peripheral.began_us -= 2**32 - 500_000
            await radio.pass_time(1000)
            times = [force.at_us for force in book.samples]
            assert times == sorted(times)
            assert times[-1] > 2**32

        play("tindeq", scene)

    def test_a_lost_link_is_told_and_mended_and_the_clock_starts_anew(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(1000)
            radio.links[0].drop()
            assert not await sensor.zero() or len(radio.links) > 1
            await turns()
            assert book.downs == 1
            book.samples.clear()
            await radio.pass_time(500)
            assert len(book.ups) == 2
            assert book.samples[0].at_us <= 12_500

        play("tindeq", scene)

    def test_a_low_battery_is_told_before_it_goes(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(100)
            radio.peripheral.millivolts = 2600
            await radio.pass_time(50)
            assert Charge(None, low=True) in book.samples

        play("tindeq", scene)

    def test_an_answer_to_nothing_is_counted(self):
        async def scene(radio, book, sensor):
            radio.links[0]._say(DATA, codec.encode(Reply(b"hello")))
            assert len(book.problems) == 1

        play("tindeq", scene)

    def test_a_gauge_that_does_not_answer_is_asked_nothing_more_and_still_measures(self, monkeypatch):
        monkeypatch.setattr(driver, "ANSWER_S", 0.02)

        class Silent(Progressor):
            def identifier(self):
                return b""

        class Mute(Progressor):
            def _ordered(self, data):
                if data[0] not in (Op.ID, Op.VERSION):
                    super()._ordered(data)

        async def mute(radio, book, sensor):
            await asyncio.sleep(0.04)
            await radio.pass_time(500)
            assert (book.ups[0].serial, book.ups[0].firmware) == ("", "")
            assert book.samples
            assert (CONTROL, b"\x6b") not in radio.written

        async def silent(radio, book, sensor):
            assert book.ups[0].serial == ""
            assert book.ups[0].firmware == "1.2.3.4"

        play("tindeq", mute, Mute(1))
        play("tindeq", silent, Silent(1))
