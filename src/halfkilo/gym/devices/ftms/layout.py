"""Which bit of the flags brings which fields, for the four kinds of machine of the Bluetooth SIG's Fitness Machine service.

Bit 0 is turned round: 0 brings the first fields and says that the record is complete. Sources: the project's facts; the cross trainer's row
and bits 3 to 12 of the treadmill are from memory of the public specification, so a record must be used up exactly by its fields to count.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from halfkilo.gym.radio.link import uuid16


class Machine(StrEnum):
    """What somebody exercises on."""

    TREADMILL = "treadmill"
    CROSS_TRAINER = "cross_trainer"
    ROWER = "rower"
    BIKE = "bike"


@dataclass(frozen=True)
class Field:
    """name, with its unit where it has one. bytes: width. signed: two's complement."""

    name: str
    bytes: int
    signed: bool = False


def _u8(name: str) -> Field:
    return Field(name, 1)


def _u16(name: str) -> Field:
    return Field(name, 2)


def _i16(name: str) -> Field:
    return Field(name, 2, signed=True)


_SPEED = (_u16("speed_10m_h"),)
_AVERAGE_SPEED = (_u16("average_speed_10m_h"),)
_DISTANCE = (Field("distance_m", 3),)
_ENERGY = (_u16("kcal"), _u16("kcal_an_hour"), _u8("kcal_a_minute"))
_WATTS, _AVERAGE_WATTS = (_i16("watts"),), (_i16("average_watts"),)
_RESISTANCE = (_i16("resistance"),)
_END = ((_u8("bpm"),), (_u8("met_tenths"),), (_u16("elapsed_s"),), (_u16("remaining_s"),))
_GAIN = (_u16("climbed_tenths_m"), _u16("descended_tenths_m"))
_SLOPE = (_i16("slope_tenths"), _i16("ramp_tenths_deg"))

Bits = tuple[tuple[Field, ...], ...]


@dataclass(frozen=True)
class Layout:
    """characteristic: where it is heard. flag_bytes: width of the flags. bits: fields by bit; a bit may bring none."""

    characteristic: str
    flag_bytes: int
    bits: Bits


LAYOUTS: dict[Machine, Layout] = {
    Machine.TREADMILL: Layout(uuid16(0x2ACD), 2, (
        _SPEED, _AVERAGE_SPEED, _DISTANCE, _SLOPE, _GAIN, (_u8("pace"),), (_u8("average_pace"),), _ENERGY, *_END,
        (_i16("belt_newtons"), _i16("watts")),
    )),
    Machine.CROSS_TRAINER: Layout(uuid16(0x2ACE), 3, (
        _SPEED, _AVERAGE_SPEED, _DISTANCE, (_u16("steps_a_minute"), _u16("average_steps_a_minute")), (_u16("strides_tenths"),), _GAIN,
        _SLOPE, _RESISTANCE, _WATTS, _AVERAGE_WATTS, _ENERGY, *_END, (),
    )),
    Machine.ROWER: Layout(uuid16(0x2AD1), 2, (
        (_u8("strokes_half_a_minute"), _u16("strokes")), (_u8("average_strokes_half_a_minute"),), _DISTANCE, (_u16("pace_s_500m"),),
        (_u16("average_pace_s_500m"),), _WATTS, _AVERAGE_WATTS, _RESISTANCE, _ENERGY, *_END,
    )),
    Machine.BIKE: Layout(uuid16(0x2AD2), 2, (
        _SPEED, _AVERAGE_SPEED, (_u16("turns_half_a_minute"),), (_u16("average_turns_half_a_minute"),), _DISTANCE, _RESISTANCE, _WATTS,
        _AVERAGE_WATTS, _ENERGY, *_END,
    )),
}
