"""Bluetooth Low Energy, behind one narrow interface: the machine's own radio through bleak, or the virtual air of tests and `emulate`."""

from __future__ import annotations

from halfkilo.gym.radio.link import Missing, NoRadio, Radio


def open_radio(air: str | None = None) -> Radio:
    """The computer's own Bluetooth, or with `air` the virtual air at HOST:PORT (`halfkilo gym emulate`).

    Nothing is touched before its first use.

    Raises:
        NoRadio: bleak is not installed, or for a virtual air Bumble is not.
    """
    try:
        if air is not None:
            from halfkilo.gym.radio.air.radio import air_radio

            return air_radio(air)
        from halfkilo.gym.radio.bluetooth import Bluetooth

        return Bluetooth()
    except ImportError as error:
        raise NoRadio(Missing.NOT_INSTALLED) from error
