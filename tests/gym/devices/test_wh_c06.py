"""The hanging scale: only overheard, its unit on the person's word."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.wh_c06 import codec, driver
from halfkilo.gym.devices.wh_c06.codec import COMPANY, Hanging, Unit
from halfkilo.gym.devices.wh_c06.emulated import HangingScaleTwin, peripheral
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Seen
from tests.gym.devices.gauges import check_vectors, play, turns, writing_calls
from tests.gym.radio.memory import ADDRESS

SAID = bytes.fromhex("0000000000000000000004d2000001")
hanging = st.builds(Hanging, st.integers(0, 65_535), st.integers(0, 15), st.integers(0, 15)) | st.builds(Hanging, st.integers(0, 65_535))


def test_vectors():
    check_vectors("wh_c06")


@given(hanging)
def test_there_and_back(said):
    assert codec.decode(codec.encode(said)) == said


def test_kilograms_and_pounds():
    assert Hanging(1234).grams(Unit.KILOGRAMS) == 12_340
    assert Hanging(1234).grams(Unit.POUNDS) == 5_597


def test_it_is_known_by_name_and_message():
    assert driver.sees(Seen("A", "IF_B7", maker={COMPANY: SAID}))
    assert driver.sees(Seen("A", "WH-C06", maker={COMPANY: SAID[:12]}))
    assert not driver.sees(Seen("A", "IF_B7", maker={COMPANY: SAID[:11]}))
    assert not driver.sees(Seen("A", "Watch", maker={COMPANY: SAID}))
    assert not driver.sees(Seen("A", "IF_B7", maker={0x004C: SAID}))


def test_nothing_is_ever_sent():
    assert writing_calls("wh_c06") == 0
    assert peripheral(1).services() == ()


def overheard(scene, at=ADDRESS, twin=None):
    return play("wh_c06", scene, twin or HangingScaleTwin(1), at)


class TestListening:
    def test_pulls_arrive_without_a_connection(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(6000, step=50)
            grams = [force.grams for force in book.samples]
            assert book.ups[0].model == "WH-C06"
            assert 250 < grams[0] < 400
            assert max(grams) > 15_000
            assert all(one % 10 == 0 for one in grams)
            assert radio.links == [] and radio.written == [] and book.problems == []
            assert book.samples[0].at_us is None

        overheard(scene)

    def test_zero_is_subtracted_here(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(1000, step=50)
            assert await sensor.zero()
            await turns()
            assert abs(book.samples[-1].grams) <= 50

        overheard(scene)

    def test_without_a_reading_there_is_no_zero(self):
        async def scene(radio, book, sensor):
            assert not await sensor.zero()
            assert book.told == []

        overheard(scene, "C0:00:00:00:00:02")

    def test_pounds_on_the_persons_word(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(5500, step=50)
            assert max(force.grams for force in book.samples) == pytest.approx(radio.peripheral.puller.grams + 320, rel=0.1)

        overheard(scene, f"{ADDRESS}#lb", HangingScaleTwin(1, Unit.POUNDS))

    def test_another_unit_half_way_stops_the_readings_until_it_is_back(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(500, step=50)
            radio.peripheral.unit = Unit.POUNDS
            await turns(3)
            book.samples.clear()
            await radio.pass_time(500, step=50)
            assert book.samples == []
            assert "unit" in book.problems[-1].problem
            assert not await sensor.zero()
            radio.peripheral.unit = Unit.KILOGRAMS
            await turns()
            assert book.samples

        overheard(scene)

    def test_a_unit_that_does_not_exist_is_refused(self):
        with pytest.raises(ValueError, match="stone"):
            driver.open_sensor(None, f"{ADDRESS}#stone", None)


def test_garbage_is_a_value():
    assert isinstance(codec.decode(b""), Garbled)
