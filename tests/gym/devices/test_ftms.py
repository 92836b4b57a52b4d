"""Rower, treadmill, cross trainer and bike: every flag, split records, numbers nobody reaches, and that nothing is ever written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.devices.ftms import codec, driver
from halfkilo.gym.devices.ftms.codec import CONTROL_POINT, MOST_PARTS, SERVICE, Merger, Part, cardio, split
from halfkilo.gym.devices.ftms.emulated import FitnessMachineTwin
from halfkilo.gym.devices.ftms.layout import LAYOUTS, Machine
from halfkilo.gym.driver import Garbled
from halfkilo.gym.radio.link import Seen
from halfkilo.gym.sensing import Cardio
from tests.gym.devices.gauges import FOLDERS, check_vectors, play, turns, vectors, writing_calls


def field_values(field):
    top = 1 << 8 * field.bytes
    return st.integers(-top // 2, top // 2 - 1) if field.signed else st.integers(0, top - 1)


@st.composite
def records(draw, more=None):
    """A part with any of its machine's fields; the first ones exactly when it is the last part."""
    machine = draw(st.sampled_from(list(Machine)))
    more = draw(st.booleans()) if more is None else more
    bits = LAYOUTS[machine].bits
    chosen = [fields for bit, fields in enumerate(bits) if (not more if bit == 0 else draw(st.booleans()))]
    return Part(machine, more, {field.name: draw(field_values(field)) for fields in chosen for field in fields})


def test_vectors():
    check_vectors("ftms")


@given(records())
def test_there_and_back(part):
    assert codec.decode(part.machine, codec.encode(part)) == part


@given(records(more=False), st.integers(8, 60))
def test_split_and_merged_it_is_the_same(part, room):
    pieces, merger = split(part.machine, part.values, room), Merger()
    assert all(len(piece) <= room for piece in pieces)
    heard = [merger.feed(codec.decode(part.machine, piece)) for piece in pieces]
    assert heard == [None] * (len(pieces) - 1) + [part.values]


@given(records(), st.data())
def test_a_byte_less_or_more_is_no_record(part, data):
    whole = codec.encode(part)
    shorter = whole[: data.draw(st.integers(0, len(whole) - 1))]
    assert isinstance(codec.decode(part.machine, shorter), Garbled)
    assert isinstance(codec.decode(part.machine, whole + b"\0"), Garbled)


def test_every_bit_of_every_machine_alone():
    widths = {
        Machine.TREADMILL: (2, 2, 3, 4, 4, 1, 1, 5, 1, 1, 2, 2, 4),
        Machine.CROSS_TRAINER: (2, 2, 3, 4, 2, 4, 4, 2, 2, 2, 5, 1, 1, 2, 2, 0),
        Machine.ROWER: (3, 1, 3, 2, 2, 2, 2, 2, 5, 1, 1, 2, 2),
        Machine.BIKE: (2, 2, 2, 2, 3, 2, 2, 2, 5, 1, 1, 2, 2),
    }
    for machine, wide in widths.items():
        flag_bytes = LAYOUTS[machine].flag_bytes
        for bit, count in enumerate(wide):
            flags = 0 if bit == 0 else 1 | 1 << bit
            data = flags.to_bytes(flag_bytes, "little") + bytes(range(1, count + 1))
            assert isinstance(codec.decode(machine, data), Part), (machine, bit)
            assert isinstance(codec.decode(machine, data + b"\0"), Garbled), (machine, bit)


def test_which_fields_may_be_below_zero():
    signed = {field.name for layout in LAYOUTS.values() for fields in layout.bits for field in fields if field.signed}
    assert signed == {"watts", "average_watts", "resistance", "slope_tenths", "ramp_tenths_deg", "belt_newtons"}


def test_flags_of_a_later_version_leave_the_known_fields():
    assert codec.decode(Machine.BIKE, bytes.fromhex("0080") + b"\x60\x09" + b"later").values == {"speed_10m_h": 2400}


class TestMerging:
    def test_a_lost_end_is_counted_and_the_next_record_is_whole(self):
        merger = Merger()
        first, last = Part(Machine.ROWER, True, {"distance_m": 5}), Part(Machine.ROWER, False, {"strokes": 1})
        assert merger.feed(first) is None
        assert isinstance(merger.feed(first), Garbled)
        assert merger.feed(last) == {"distance_m": 5, "strokes": 1}
        assert merger.feed(last) == {"strokes": 1}

    def test_a_record_that_never_ends_is_given_up(self):
        merger = Merger()
        heard = [merger.feed(Part(Machine.ROWER, True, {})) for _ in range(MOST_PARTS + 1)]
        assert heard[:-1] == [None] * MOST_PARTS
        assert isinstance(heard[-1], Garbled)


class TestMeaning:
    def means(self, name):
        vector = next(one for one in vectors("ftms") if name in one["name"])
        return cardio(codec.DECODE[vector["decode"]](bytes.fromhex(vector["hex"])).values)

    def test_rower(self):
        assert self.means("published") == Cardio(distance_m=156, speed_mm_s=None, watts=0, cadence=0.0, bpm=None, elapsed_s=36)
        assert cardio({"pace_s_500m": 125}).speed_mm_s == 4_000

    def test_treadmill(self):
        assert self.means("a treadmill") == Cardio(distance_m=1234, speed_mm_s=1250, bpm=101, elapsed_s=600)

    def test_bike(self):
        assert self.means("a bike") == Cardio(speed_mm_s=6667, watts=120, cadence=80.0)

    def test_cross_trainer(self):
        assert self.means("cross trainer").cadence == 120

    @pytest.mark.parametrize("values", [
        {"bpm": 0}, {"bpm": 255}, {"watts": 0x7FFF}, {"watts": -5}, {"speed_10m_h": 0xFFFF}, {"elapsed_s": 90_000},
        {"distance_m": 0xFFFFFF}, {"turns_half_a_minute": 0xFFFF}, {"pace_s_500m": 0}, {"pace_s_500m": 1},
    ])
    def test_what_nobody_reaches_is_not_known(self, values):
        assert cardio(values) == Cardio()


def test_it_is_known_by_its_service():
    assert driver.sees(Seen("A", "", (SERVICE,)))
    assert not driver.sees(Seen("A", "Rower"))


class TestListening:
    @pytest.mark.parametrize("machine", Machine)
    def test_a_minute_on_each_machine(self, machine):
        async def scene(radio, book, sensor):
            await radio.pass_time(60_000, step=500)
            assert len(book.samples) == 60
            assert book.problems == []
            last, worker = book.samples[-1], radio.peripheral.worker
            assert last.elapsed_s == 60
            assert last.distance_m == int(worker.metres) > 50
            assert last.speed_mm_s == pytest.approx(worker.speed * 1000, rel=0.01)
            assert last.bpm == round(worker.heart) > 75
            assert not await sensor.zero()

        play("ftms", scene, FitnessMachineTwin(1, machine))

    def test_nothing_is_ever_written_and_the_control_point_is_left_alone(self):
        async def scene(radio, book, sensor):
            await radio.pass_time(3_000, step=500)
            radio.links[0].drop()
            await turns()

        radio, _ = play("ftms", scene)
        assert radio.written == [] and radio.peripheral.written == []
        assert writing_calls("ftms") == 0
        assert "CONTROL_POINT" not in (FOLDERS / "ftms" / "driver.py").read_text()
        assert radio.links[0].has(CONTROL_POINT)

    def test_a_lost_link_between_two_parts_leaves_nothing_behind(self):
        rower = LAYOUTS[Machine.ROWER].characteristic

        async def scene(radio, book, sensor):
            radio.links[0]._say(rower, codec.encode(Part(Machine.ROWER, True, {"distance_m": 999})))
            radio.links[0].drop()
            await turns()
            radio.links[1]._say(rower, codec.encode(Part(Machine.ROWER, False, {"strokes_half_a_minute": 48, "strokes": 1})))
            assert book.samples == [Cardio(cadence=24.0)]
            assert (len(book.ups), book.downs, book.problems) == (2, 1, [])

        play("ftms", scene)

    def test_a_machine_that_tells_nothing_known_is_another_device(self):
        class Stepper(FitnessMachineTwin):
            def services(self):
                return super().services()[1:]

        async def scene(radio, book, sensor):
            assert book.ups == []
            assert "treadmill" in book.problems[0].problem

        play("ftms", scene, Stepper(1))
