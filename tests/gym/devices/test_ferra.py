"""The force plate: what it says, cut short and whole, what is ever said to it, and its twin."""

import asyncio
import json
import struct
from itertools import pairwise
from statistics import mean, pstdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.ferra import codec, driver
from halfkilo.gym.devices.ferra.codec import COMMAND, DATA, INFO, SERVICE, WHOLE, Frame, Lines, Order, Status
from halfkilo.gym.devices.ferra.emulated import ForcePlate
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Seen
from halfkilo.gym.sensing import Balance
from tests.gym.devices.gauges import check_vectors, play, turns, vectors, writing_calls

EIGHTY_KILOS = bytes.fromhex(vectors("ferra")[0]["hex"])
corner = st.integers(-5_000, 200_000)
frames = st.builds(
    Frame, st.integers(0, 2**32 - 1), st.integers(-3_400, 3_400), st.integers(-3_400, 3_400), st.integers(-5_000, 500_000),
    st.none() | st.tuples(corner, corner, corner, corner),
)


def test_vectors():
    check_vectors("ferra")


@given(frames)
def test_readings_there_and_back(frame):
    assert codec.decode(codec.encode(frame)) == frame


def test_at_every_length_it_is_a_reading_without_corners_or_nothing():
    for length in range(len(EIGHTY_KILOS)):
        frame = codec.decode(EIGHTY_KILOS[:length])
        assert isinstance(frame, Garbled) if length < 16 else frame.corners is None
    assert codec.decode(EIGHTY_KILOS + b"more").corners == (20_000, 22_000, 18_000, 20_000)


def test_its_corners_explain_its_centre():
    """The figures of the facts: 339.411 mm square, centre = half the side times the difference over the sum."""
    frame = codec.decode(EIGHTY_KILOS)
    front_left, front_right, back_left, back_right = frame.corners
    half_um100 = 339.411 / 2 * 10
    assert frame.right_um100 == round(half_um100 * (front_right + back_right - front_left - back_left) / frame.grams)
    assert frame.forward_um100 == round(half_um100 * (front_left + front_right - back_left - back_right) / frame.grams)


@pytest.mark.parametrize("at", [4, 8, 12])
@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf"), 1e30])
def test_what_is_not_a_number_is_no_reading(at, value):
    data = bytearray(EIGHTY_KILOS)
    struct.pack_into("<f", data, at, value)
    assert isinstance(codec.decode(bytes(data)), Garbled)


def test_a_corner_that_is_not_a_number_leaves_the_centre():
    data = bytearray(EIGHTY_KILOS)
    struct.pack_into("<f", data, 24, float("nan"))
    assert codec.decode(bytes(data)).corners is None


class TestLines:
    def test_pieces_make_a_line(self):
        lines = Lines()
        heard = [lines.feed(piece) for piece in codec.pieces("[INFO] forty characters and a few more of them é")]
        assert heard == [None, None, None, "[INFO] forty characters and a few more of them é"]

    @given(st.text(max_size=200).filter(lambda text: "\n" not in text))
    def test_whatever_it_says(self, text):
        lines = Lines()
        assert [lines.feed(piece) for piece in codec.pieces(text)][-1] == text

    def test_a_line_that_never_ends_is_given_up(self):
        lines = Lines()
        heard = [lines.feed(b"x" * 20) for _ in range(300)]
        assert sum(isinstance(one, Garbled) for one in heard) == 1

    def test_status(self):
        cells = [{"connected": True, "calibrated": at < 3} for at in range(4)]
        assert codec.status("[STATUS] " + json.dumps({"cells": cells})) == Status(4, 4, 3)
        assert not Status(4, 4, 3).ready and Status(4, 4, 4).ready and not Status(0, 0, 0).ready
        assert codec.status("[INFO] hello") is None

    @pytest.mark.parametrize("rest", ["", "{", "[]", "{}", '{"cells": 4}', '{"cells": [4]}', "[" * 100_000])
    def test_a_status_that_is_none(self, rest):
        assert isinstance(codec.status("[STATUS] " + rest), Garbled)


def test_it_is_known_by_name_or_service():
    assert driver.sees(Seen("A", "FerraPlate"))
    assert driver.sees(Seen("A", "", (SERVICE,)))
    assert not driver.sees(Seen("A", "Ferra strength machine", ("6e400001-b5a3-f393-e0a9-e50e24dcca9e",)))


class TestOrders:
    def test_every_word_that_can_ever_be_sent_is_on_this_list(self):
        assert {codec.order(word) for word in Order} == {b"START", b"STOP", b"ZERO", b"STATUS"}
        assert writing_calls("ferra") == 1
        assert driver.SPACING_MS > 50

    def test_what_is_really_sent_from_connecting_to_leaving(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(500)
            assert await sensor.zero()

        radio, _ = play("ferra", scene)
        assert radio.written == [(COMMAND, word) for word in (b"STATUS", b"START", b"ZERO", b"STOP")]
        assert radio.peripheral.refused == []

    @pytest.mark.parametrize("word", [b"cal", b"CALQ", b" next ", b"abort", b"x", b"d", b""])
    def test_the_twin_knows_what_may_not_be_said(self, word):
        twin = ForcePlate(1)
        twin.services()[0].characteristics[1].written(word)
        assert twin.refused == [word]


class TestListening:
    def test_somebody_stands_and_sways(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(12_000, step=25)
            balances = [sample for sample in book.samples if isinstance(sample, Balance)]
            assert len(balances) == pytest.approx(480, abs=3)
            assert {b.at_us - a.at_us for a, b in pairwise(balances)} <= {25_000, 24_000, 26_000}
            assert balances[0].at_us == 0
            assert all((balance.right_um100, balance.forward_um100) == (0, 0) for balance in balances[:60])
            standing = [balance for balance in balances if balance.at_us > 4_000_000]
            assert mean(balance.grams for balance in standing) == pytest.approx(radio.peripheral.stander.mass_g, abs=1_500)
            assert 5 < pstdev(balance.forward_um100 for balance in standing) < 120
            assert all(abs(sum(balance.corners) - balance.grams) <= 3 for balance in standing)
            assert book.problems == []

        play("ferra", scene)

    def test_at_the_shortest_packets_the_corners_are_missing(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(200)
            assert book.samples and all(balance.corners is None for balance in book.samples)

        play("ferra", scene, ForcePlate(1, mtu=23))

    def test_zero_takes_away_what_is_on_it(self):
        async def scene(radio, book, sensor):
            radio.peripheral._offsets = [300.0] * 4
            await radio.pass_time(500)
            before = book.samples[-1].grams
            assert await sensor.zero()
            await radio.pass_time(500)
            assert before == pytest.approx(1200, abs=50)
            assert abs(book.samples[-1].grams) < 80

        play("ferra", scene)

    def test_a_plate_that_is_not_calibrated_says_so(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(500)
            assert book.samples == []
            assert "calibrated" in book.problems[0].problem

        play("ferra", scene, ForcePlate(1, calibrated=False))

    def test_a_plate_without_words_still_measures(self, monkeypatch):
        monkeypatch.setattr(driver, "STATUS_S", 0.02)

        class Mute(ForcePlate):
            def _tell(self, line):
                pass

        async def scene(radio, book, sensor):
            await asyncio.sleep(0.04)
            await radio.pass_time(200)
            assert book.told[0] == "up"
            assert book.samples

        play("ferra", scene, Mute(1))

    def test_a_lost_link_is_told_and_mended_and_the_clock_starts_anew(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(1000)
            radio.links[0]._say(INFO, b"[INFO] half a line")
            radio.links[0].drop()
            await turns()
            book.samples.clear()
            await radio.pass_time(500)
            assert (len(book.ups), book.downs) == (2, 1)
            assert book.samples[0].at_us == 0

        play("ferra", scene)

    def test_garbage_is_counted_and_the_rest_goes_on(self):
        async def scene(radio, book, sensor):
            radio.links[0]._say(DATA, bytes(15))
            radio.links[0]._say(DATA, EIGHTY_KILOS)
            assert len(book.problems) == 1
            assert book.samples[-1].grams == 80_000

        play("ferra", scene)


def test_whole_readings_fit_what_the_plate_asks_for():
    assert ForcePlate(1).mtu - 3 >= WHOLE
