"""The body scale: weighings whole, cut short and kept too long, and its twin."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.weight_scale import codec, driver
from halfkilo.gym.devices.weight_scale.codec import MEASUREMENT, SERVICE, Weighing
from halfkilo.gym.devices.weight_scale.emulated import BodyScale
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Seen
from halfkilo.gym.sensing import Mass
from tests.gym.devices.gauges import check_vectors, play, turns, vectors, writing_calls

EVERYTHING = bytes.fromhex("0e983aea07030e071e0f01f500d606")
timed = st.one_of(
    st.just((False, None)), st.just((True, None)),
    st.tuples(st.just(True), st.datetimes(datetime(1582, 1, 1), datetime(9999, 12, 31)).map(lambda at: at.replace(microsecond=0))),
)
who = st.one_of(st.just((False, None)), st.tuples(st.just(True), st.none() | st.integers(0, 254)))
body = st.just((None, None)) | st.tuples(st.integers(0, 65_535), st.integers(0, 65_535))
weighings = st.builds(
    lambda raw, imperial, when, user, size: Weighing(raw, imperial, *when, *user, *size),
    st.none() | st.integers(0, 65_534), st.booleans(), timed, who, body,
)


def test_vectors():
    check_vectors("weight_scale")


@pytest.mark.parametrize(("vector", "grams"), [*zip(vectors("weight_scale"), (82_500, 82_499, 75_000, None, 82_500), strict=False)])
def test_grams(vector, grams):
    assert codec.decode(bytes.fromhex(vector["hex"])).grams == grams


@given(weighings)
def test_there_and_back(weighing):
    assert codec.decode(codec.encode(weighing)) == weighing


def test_cut_short_it_is_nothing():
    for length in range(len(EVERYTHING)):
        assert isinstance(codec.decode(EVERYTHING[:length]), Garbled)
    assert codec.decode(EVERYTHING + b"later version") == codec.decode(EVERYTHING)


def test_it_is_known_by_its_service():
    assert driver.sees(Seen("A", "", (SERVICE,)))
    assert not driver.sees(Seen("A", "Body scale"))


def test_nothing_is_ever_written():
    assert writing_calls("weight_scale") == 0


class TestListening:
    def test_one_number_for_each_weighing(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(30_000, step=50)
            assert book.ups[0].model == "Twin Body scale"
            assert [sample.grams for sample in book.samples] == pytest.approx([radio.peripheral.stander.mass_g] * 3, abs=300)
            assert book.problems == []
            assert radio.written == []
            assert not await sensor.zero()

        play("weight_scale", scene)

    def test_who_steps_off_too_early_is_not_weighed(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(20_000, step=50)
            assert book.samples == []

        play("weight_scale", scene, BodyScale(1, stay_s=1.5))

    def test_a_weighing_kept_from_days_ago_is_left_out(self):
        async def scene(radio, book, sensor):
            sensor._today = lambda: datetime(2026, 3, 17, 8)
            await radio.pass_time(6_000, step=50)
            assert book.samples == []
            assert "kept" in book.problems[0].problem
            sensor._today = lambda: datetime(2026, 3, 14, 18)
            await radio.pass_time(10_000, step=50)
            assert len(book.samples) == 1

        play("weight_scale", scene, BodyScale(1, datetime(2026, 3, 14, 7, 30)))

    def test_a_clock_that_nobody_set_tells_nothing(self):
        async def scene(radio, book, sensor):
            radio.links[0]._say(MEASUREMENT, codec.encode(Weighing(16_500, timed=True, at=datetime(2000, 1, 1))))
            assert book.samples == [Mass(82_500)]

        play("weight_scale", scene)

    def test_what_came_while_nobody_listened_is_told_afterwards(self):
        twin = BodyScale(1)
        for _ in range(120):
            twin.step(50)

        async def scene(radio, book, sensor):
            await radio.pass_time(100, step=50)
            assert len(book.samples) == 1

        play("weight_scale", scene, twin)

    def test_could_not_measure_and_garbage_are_counted(self):
        async def scene(radio, book, sensor):
            radio.links[0]._say(MEASUREMENT, bytes.fromhex("00ffff"))
            radio.links[0]._say(MEASUREMENT, b"\x0e")
            assert (len(book.problems), book.samples) == (2, [])

        play("weight_scale", scene)

    def test_a_lost_link_is_told_and_mended(self):
        async def scene(radio, book, sensor):
            radio.links[0].drop()
            await turns()
            await radio.pass_time(5_000, step=50)
            assert (len(book.ups), book.downs, len(book.samples)) == (2, 1, 1)

        play("weight_scale", scene)
