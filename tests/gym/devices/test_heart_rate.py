"""A strap: what it says, what its driver tells, and a heart that behaves like one."""

import asyncio
from itertools import pairwise
from statistics import fmean

from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.heart_rate import codec
from halfkilo.gym.devices.heart_rate.codec import CONTROL, MEASUREMENT, Measurement
from halfkilo.gym.devices.heart_rate.driver import open_sensor
from halfkilo.gym.devices.heart_rate.emulated import MOVE_S, REST_S, ChestStrap, peripheral
from halfkilo.gym.radio import sig
from halfkilo.gym.sensing import Charge, HeartRate, Identity
from tests.gym.radio.air import doing
from tests.gym.radio.memory import ADDRESS, MemoryRadio, Notebook

measurements = st.builds(
    Measurement, st.integers(0, 65535), st.sampled_from([None, False, True]), st.none() | st.integers(0, 65535),
    st.lists(st.integers(0, 65535), max_size=9).map(tuple))


@given(measurements)
def test_what_is_encoded_is_decoded_to_the_same(measurement):
    assert codec.decode(codec.encode(measurement)) == measurement


def test_beat_to_beat_times_are_milliseconds():
    assert Measurement(65, rr_1024=(945, 938, 1024)).rr_ms == (923, 916, 1000)


def wearing(strap, ms):
    """Every measurement it says in so long."""
    said = []
    strap.connected(lambda uuid, data: said.append((uuid, codec.decode(data), data)), lambda: None)
    strap.step(ms)
    assert {uuid for uuid, _, _ in said} == {MEASUREMENT}
    return [(measurement, data) for _, measurement, data in said]


class TestTwin:
    def test_rests_moves_and_recovers(self):
        rates = [measurement.bpm for measurement, _ in wearing(peripheral(4), 480_000)]
        rest, move, recovered = fmean(rates[20:60]), fmean(rates[200:240]), fmean(rates[-30:])
        assert 50 < rest < 85
        assert rest + 25 < move < 145
        assert abs(recovered - rest) < 8
        assert max(abs(after - before) for before, after in pairwise(rates)) <= 12, "a heart does not jump"

    def test_follows_slowly(self):
        rates = [measurement.bpm for measurement, _ in wearing(peripheral(4), 240_000)]
        half_way = rates[int(REST_S)] + (rates[int(REST_S + MOVE_S) - 1] - rates[int(REST_S)]) / 2
        seconds = next(second for second in range(int(REST_S), 240) if rates[second] >= half_way) - REST_S
        assert 10 < seconds < 40

    def test_beats_vary_at_rest_and_hardly_when_moving(self):
        strap = ChestStrap(4, mtu=247)
        said = [measurement for measurement, _ in wearing(strap, 240_000)]
        calm, moving = (rmssd([rr for one in part for rr in one.rr_ms]) for part in (said[10:60], said[200:240]))
        assert 12 < calm < 80
        assert moving < calm / 2

    def test_beats_and_rate_agree(self):
        strap = peripheral(5)
        said = [measurement for measurement, _ in wearing(strap, 60_000)][10:]
        beats = [rr for one in said for rr in one.rr_ms]
        assert abs(60_000 / fmean(beats) - fmean(one.bpm for one in said)) < 2

    def test_fits_the_smallest_packet(self):
        assert max(len(data) for _, data in wearing(peripheral(6), 240_000)) <= 20

    def test_loses_the_skin_now_and_then_and_says_so(self):
        said = [measurement for measurement, _ in wearing(peripheral(7), 420_000)]
        lost = [one for one in said if not one.contact]
        assert 3 <= len(lost) <= 12
        assert all(one.bpm for one in lost)
        assert not any(one.rr_1024 for one in lost[1:])

    def test_a_strap_that_cannot_tell_contact_says_nothing_of_it(self):
        assert {one.contact for one, _ in wearing(ChestStrap(7, tells_contact=False), 10_000)} == {None}

    def test_energy_every_tenth_time_rises_and_is_reset(self):
        strap = peripheral(8)
        told = [one.energy_kj for one, _ in wearing(strap, 100_000)]
        energies = [energy for energy in told if energy is not None]
        assert (len(energies), sorted(energies)) == (10, energies)
        assert energies[-1] > 10
        assert told[0] is not None and told[1:10] == [None] * 9
        strap.services()[0].characteristics[2].written(codec.RESET_ENERGY)
        assert strap.energy_j == 0

    def test_however_finely_time_is_cut(self):
        finely = ChestStrap(9)
        said = []
        finely.connected(lambda _, data: said.append(data), lambda: None)
        for _ in range(3000):
            finely.step(10)
        assert said == [data for _, data in wearing(ChestStrap(9), 30_000)]


def rmssd(beats):
    return fmean((after - before) ** 2 for before, after in pairwise(beats)) ** 0.5


class TestDriver:
    @staticmethod
    def worn(strap, ms, **change):
        async def scene():
            radio, book = MemoryRadio(strap), Notebook()
            async with doing(open_sensor(radio, ADDRESS, book).run()):
                await radio.pass_time(100)
                for name, value in change.items():
                    setattr(strap, name, value)
                await radio.pass_time(ms)
                return radio, book

        return asyncio.run(scene())

    def test_tells_who_it_is_the_battery_and_every_measurement(self):
        radio, book = self.worn(ChestStrap(10), 5000)
        assert [(one.model, one.firmware, len(one.serial)) for one in book.ups] == [("Emulated Chest Strap", "1.0", 8)]
        assert [one for one in book.samples if isinstance(one, Charge)] == [Charge(100)]
        rates = [one for one in book.samples if isinstance(one, HeartRate)]
        assert len(rates) == 5
        assert all(one.contact and 40 < one.bpm < 200 for one in rates)
        assert radio.written == []

    def test_contact_lost_is_told(self):
        _, book = self.worn(ChestStrap(10), 3000, lifted=True)
        assert [one.contact for one in book.samples if isinstance(one, HeartRate)] == [False] * 3

    def test_a_strap_that_counts_nothing_touches_nothing(self):
        from halfkilo.gym.devices.heart_rate.driver import _heard

        assert list(_heard(b"\x00\x00")) == [HeartRate(0, False)]

    def test_without_battery_and_information(self):
        class Plain(ChestStrap):
            def services(self):
                return super().services()[:1]

        _, book = self.worn(Plain(11), 2000)
        assert book.ups == [Identity("heart rate strap")]
        assert len(book.samples) == 2

    def test_nothing_is_ever_written(self):
        radio, _ = self.worn(ChestStrap(12), 60_000)
        assert (CONTROL, codec.RESET_ENERGY) not in radio.written
        assert radio.written == []


def test_a_serial_number_is_not_shown_by_accident():
    assert "12345678" not in repr(Identity("Strap", "12345678", "1.0"))


@given(st.text(st.characters(min_codepoint=32, max_codepoint=0x24F, exclude_categories=("Cc", "Cf", "Zs", "Cn")), max_size=30))
def test_names_there_and_back(name):
    assert sig.text(sig.encode_text(name)) == name
