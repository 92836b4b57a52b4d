"""What bleak and the system say when there is no Bluetooth, told as one reason each.

Measured: without a D-Bus socket bleak raises a plain FileNotFoundError; with D-Bus but without BlueZ, a BleakDBusError "ServiceUnknown".
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError
from bleak.exc import BleakBluetoothNotAvailableReason as Why

from halfkilo.gym.radio.link import Missing, NoRadio

_REASONS = {
    Why.NO_BLUETOOTH: Missing.NO_ADAPTER,
    Why.NO_BLE_CENTRAL_ROLE: Missing.NO_ADAPTER,
    Why.POWERED_OFF: Missing.SWITCHED_OFF,
    Why.DENIED_BY_USER: Missing.NOT_ALLOWED,
    Why.DENIED_BY_SYSTEM: Missing.NOT_ALLOWED,
    Why.DENIED_BY_UNKNOWN: Missing.NOT_ALLOWED,
    Why.UNKNOWN: Missing.NO_SERVICE,
}
_DBUS = {
    "org.freedesktop.DBus.Error.ServiceUnknown": Missing.NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": Missing.NO_SERVICE,
    "org.freedesktop.DBus.Error.NoServer": Missing.NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": Missing.NOT_ALLOWED,
    "org.bluez.Error.NotAuthorized": Missing.NOT_ALLOWED,
    "org.bluez.Error.NotReady": Missing.SWITCHED_OFF,
}


def missing(error: BaseException) -> Missing | None:
    """Why there is no Bluetooth, or None when the error is about something else (a device that went away)."""
    if isinstance(error, BleakBluetoothNotAvailableError):
        return _REASONS.get(error.reason, Missing.NO_SERVICE)
    if isinstance(error, BleakDBusError):
        return _DBUS.get(error.dbus_error)
    if isinstance(error, PermissionError):
        return Missing.NOT_ALLOWED
    if isinstance(error, FileNotFoundError | ConnectionRefusedError):
        return Missing.NO_SERVICE
    return None


@contextmanager
def told() -> Iterator[None]:
    """Raises: NoRadio, instead of whatever the system said about a missing radio."""
    try:
        yield
    except Exception as error:
        reason = missing(error)
        if reason is None:
            raise
        raise NoRadio(reason) from error
