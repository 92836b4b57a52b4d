# ruff: noqa: F722, F821, N802
"""A fake org.bluez on a private bus: emulated devices for the unmodified BlueZ backend of bleak. D-Bus annotations are not Python types."""

import asyncio
import subprocess
from contextlib import asynccontextmanager, contextmanager

from dbus_fast import DBusError, PropertyAccess, Variant
from dbus_fast.aio import MessageBus
from dbus_fast.service import ServiceInterface, dbus_property, method

ADAPTER = "/org/bluez/hci0"
CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>system</type>
  <listen>unix:path={socket}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""


@contextmanager
def private_bus(folder):
    """A message bus of its own; gives its address."""
    config, socket = folder / "bus.conf", folder / "bus"
    config.write_text(CONFIG.format(socket=socket))
    daemon = subprocess.Popen(
        ["dbus-daemon", f"--config-file={config}", "--nofork", "--nopidfile", "--print-address"], stdout=subprocess.PIPE, text=True)
    try:
        yield daemon.stdout.readline().strip()
    finally:
        daemon.terminate()
        daemon.wait()
        daemon.stdout.close()


def told(value):
    """Bytes by company or service, as D-Bus has them."""
    return {key: Variant("ay", data) for key, data in value.items()}


class Adapter(ServiceInterface):
    """hci0."""

    def __init__(self, house, powered):
        super().__init__("org.bluez.Adapter1")
        self._house, self._powered, self._discovering = house, powered, False

    @dbus_property(access=PropertyAccess.READ)
    def Address(self) -> "s":
        return "00:00:00:00:00:01"

    @dbus_property(access=PropertyAccess.READ)
    def Alias(self) -> "s":
        return "fake"

    @dbus_property(access=PropertyAccess.READ)
    def Powered(self) -> "b":
        return self._powered

    @dbus_property(access=PropertyAccess.READ)
    def Discovering(self) -> "b":
        return self._discovering

    @dbus_property(access=PropertyAccess.READ)
    def Roles(self) -> "as":
        return ["central", "peripheral"]

    @dbus_property(access=PropertyAccess.READ)
    def UUIDs(self) -> "as":
        return []

    @method()
    def SetDiscoveryFilter(self, properties: "a{sv}"):
        pass

    @method()
    def StartDiscovery(self):
        if self._discovering:
            raise DBusError("org.bluez.Error.InProgress", "Operation already in progress")
        self._discovery(True)

    @method()
    def StopDiscovery(self):
        if not self._discovering:
            raise DBusError("org.bluez.Error.Failed", "No discovery started")
        self._discovery(False)

    def _discovery(self, on):
        self._discovering = on
        self.emit_properties_changed({"Discovering": on})
        self._house.discovery(on)


class Device(ServiceInterface):
    """One emulated peripheral."""

    def __init__(self, house, peripheral, address):
        super().__init__("org.bluez.Device1")
        self.house, self.peripheral, self.address = house, peripheral, address
        self.path = f"{ADAPTER}/dev_{address.replace(':', '_')}"
        self.known = self.connected = self.away = False
        self._gatt = []

    @dbus_property(access=PropertyAccess.READ)
    def Address(self) -> "s":
        return self.address

    @dbus_property(access=PropertyAccess.READ)
    def AddressType(self) -> "s":
        return "random"

    @dbus_property(access=PropertyAccess.READ)
    def Name(self) -> "s":
        return self.peripheral.advertisement().name

    @dbus_property(access=PropertyAccess.READ)
    def Alias(self) -> "s":
        return self.peripheral.advertisement().name

    @dbus_property(access=PropertyAccess.READ)
    def Adapter(self) -> "o":
        return ADAPTER

    @dbus_property(access=PropertyAccess.READ)
    def Paired(self) -> "b":
        return False

    @dbus_property(access=PropertyAccess.READ)
    def Trusted(self) -> "b":
        return False

    @dbus_property(access=PropertyAccess.READ)
    def Blocked(self) -> "b":
        return False

    @dbus_property(access=PropertyAccess.READ)
    def Connected(self) -> "b":
        return self.connected

    @dbus_property(access=PropertyAccess.READ)
    def ServicesResolved(self) -> "b":
        return self.connected

    @dbus_property(access=PropertyAccess.READ)
    def UUIDs(self) -> "as":
        return list(self.peripheral.advertisement().services)

    @dbus_property(access=PropertyAccess.READ)
    def ManufacturerData(self) -> "a{qv}":
        return told(self.peripheral.advertisement().maker)

    @dbus_property(access=PropertyAccess.READ)
    def ServiceData(self) -> "a{sv}":
        return told(self.peripheral.advertisement().service_data)

    @dbus_property(access=PropertyAccess.READ)
    def RSSI(self) -> "n":
        return -50

    @method()
    async def Connect(self):
        if self.away:
            await asyncio.sleep(0.2)
            raise DBusError("org.bluez.Error.Failed", "Software caused connection abort")
        self._offer()
        self.connected = True
        self.peripheral.connected(self._say, self.drop)
        self.emit_properties_changed({"Connected": True})
        self.emit_properties_changed({"ServicesResolved": True})

    @method()
    async def Disconnect(self):
        self.drop()

    def advertise(self):
        """As BlueZ with DuplicateData: the whole of it again."""
        advertisement = self.peripheral.advertisement()
        self.emit_properties_changed({"RSSI": -50, "ManufacturerData": told(advertisement.maker)})

    def drop(self):
        """The link ends."""
        if not self.connected:
            return
        self.connected = False
        self.peripheral.disconnected()
        self.emit_properties_changed({"Connected": False})
        self.emit_properties_changed({"ServicesResolved": False})
        for path in self._gatt:
            self.house.bus.unexport(path)
        self._gatt, self._values = [], {}

    def _offer(self):
        self._values, handle = {}, 1
        for service in self.peripheral.services():
            path = f"{self.path}/service{handle:04x}"
            self._export(path, Service(service, self.path))
            for one in service.characteristics:
                handle += 2
                where = f"{path}/char{handle:04x}"
                self._values[one.uuid] = Value(one, path, self.peripheral.mtu)
                self._export(where, self._values[one.uuid])
            handle += 2

    def _export(self, path, interface):
        self.house.bus.export(path, interface)
        self._gatt.append(path)

    def _say(self, uuid, data):
        if self.connected:
            self._values[uuid].say(bytes(data[: self.peripheral.mtu - 3]))


class Service(ServiceInterface):
    """GattService1."""

    def __init__(self, service, device):
        super().__init__("org.bluez.GattService1")
        self._service, self._device = service, device

    @dbus_property(access=PropertyAccess.READ)
    def UUID(self) -> "s":
        return self._service.uuid

    @dbus_property(access=PropertyAccess.READ)
    def Primary(self) -> "b":
        return True

    @dbus_property(access=PropertyAccess.READ)
    def Device(self) -> "o":
        return self._device


class Value(ServiceInterface):
    """GattCharacteristic1."""

    def __init__(self, one, service, mtu):
        super().__init__("org.bluez.GattCharacteristic1")
        self._one, self._service, self._mtu = one, service, mtu
        self._value, self._notifying = b"", False

    @dbus_property(access=PropertyAccess.READ)
    def UUID(self) -> "s":
        return self._one.uuid

    @dbus_property(access=PropertyAccess.READ)
    def Service(self) -> "o":
        return self._service

    @dbus_property(access=PropertyAccess.READ)
    def Value(self) -> "ay":
        return self._value

    @dbus_property(access=PropertyAccess.READ)
    def Notifying(self) -> "b":
        return self._notifying

    @dbus_property(access=PropertyAccess.READ)
    def MTU(self) -> "q":
        return self._mtu

    @dbus_property(access=PropertyAccess.READ)
    def Flags(self) -> "as":
        one = self._one
        offers = {"read": one.read, "write": one.written, "notify": one.notify, "indicate": one.indicate,
                  "write-without-response": one.written and one.without_response}
        return [flag for flag, offered in offers.items() if offered]

    @method()
    def ReadValue(self, options: "a{sv}") -> "ay":
        if self._one.read is None:
            raise DBusError("org.bluez.Error.NotPermitted", "Read not permitted")
        return self._one.read()

    @method()
    def WriteValue(self, value: "ay", options: "a{sv}"):
        if self._one.written is None:
            raise DBusError("org.bluez.Error.NotPermitted", "Write not permitted")
        self._one.written(bytes(value))

    @method()
    def StartNotify(self):
        if not (self._one.notify or self._one.indicate):
            raise DBusError("org.bluez.Error.NotSupported", "Operation is not supported")
        self._notifying = True
        self.emit_properties_changed({"Notifying": True})

    @method()
    def StopNotify(self):
        self._notifying = False

    def say(self, data):
        """A notification."""
        if self._notifying:
            self._value = data
            self.emit_properties_changed({"Value": data})


class FakeBluez:
    """`bus` owns org.bluez; `devices` are in the air."""

    STEP_MS = 10

    def __init__(self, bus, speed):
        self.bus, self.devices, self._speed, self._discovering = bus, [], speed, False

    def discovery(self, on):
        """Devices appear with the first scan."""
        self._discovering = on
        for device in self.devices if on else ():
            self._show(device)

    def add(self, peripheral, address):
        """One more device in the air."""
        device = Device(self, peripheral, address)
        self.devices.append(device)
        return device

    async def live(self):
        """Time goes on for all of them."""
        while True:
            await asyncio.sleep(self.STEP_MS / 1000)
            for device in self.devices:
                device.peripheral.step(round(self.STEP_MS * self._speed))
                if self._discovering and not device.away and not device.connected:
                    self._show(device)
                    device.advertise()

    def _show(self, device):
        if not device.known and not device.away:
            device.known = True
            self.bus.export(device.path, device)


@asynccontextmanager
async def bluez(address, *peripherals, speed=1.0, adapter=True, powered=True):
    """A FakeBluez with these peripherals, on the bus at `address`."""
    bus = await MessageBus(bus_address=address).connect()
    house = FakeBluez(bus, speed)
    for number, peripheral in enumerate(peripherals):
        house.add(peripheral, f"C0:00:00:00:00:{number + 1:02X}")
    if adapter:
        bus.export(ADAPTER, Adapter(house, powered))
    await bus.request_name("org.bluez")
    living = asyncio.create_task(house.live())
    try:
        yield house
    finally:
        living.cancel()
        await asyncio.gather(living, return_exceptions=True)
        bus.disconnect()
