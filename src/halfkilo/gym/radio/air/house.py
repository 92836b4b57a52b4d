"""Where the virtual controllers live. Every host (a peripheral, a central) has one of its own, in this process or over TCP on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, cast

from bumble.controller import Controller
from bumble.hci import (
    HCI_CONNECTION_TIMEOUT_ERROR,
    Address,
    HCI_ErrorCode,
    HCI_LE_Connection_Complete_Event,
    HCI_LE_Create_Connection_Cancel_Command,
    HCI_StatusReturnParameters,
    Role,
)
from bumble.host import Host
from bumble.link import LocalLink
from bumble.transport.common import AsyncPipeSink, StreamPacketSink, StreamPacketSource, TransportSink, TransportSource
from bumble.transport.tcp_client import open_tcp_client_transport

from halfkilo.gym.radio.link import Missing, NoRadio

LOOPBACK = "127.0.0.1"

Wires = tuple[TransportSource, TransportSink]
"""What a host reads its controller's packets from and writes its own to."""


class AirController(Controller):
    """Bumble's virtual controller, which says yes to giving up a connection and then waits for ever."""

    def on_hci_le_create_connection_cancel_command(self, command: HCI_LE_Create_Connection_Cancel_Command) -> HCI_StatusReturnParameters:
        """Bluetooth Core, Vol 4, Part E, 7.8.12: the connection that was waited for completes, without success."""
        pending, self.pending_le_connection = self.pending_le_connection, None
        if pending is None:
            return HCI_StatusReturnParameters(HCI_ErrorCode.COMMAND_DISALLOWED_ERROR)
        self.send_hci_packet(HCI_LE_Connection_Complete_Event(
            status=HCI_ErrorCode.UNKNOWN_CONNECTION_IDENTIFIER_ERROR, connection_handle=0, role=Role.CENTRAL,
            peer_address_type=pending.peer_address.address_type, peer_address=pending.peer_address,
            connection_interval=0, peripheral_latency=0, supervision_timeout=0, central_clock_accuracy=0))
        return HCI_StatusReturnParameters(HCI_ErrorCode.SUCCESS)


class AirHouse:
    """One air. Everything in it hears everything."""

    def __init__(self) -> None:
        self._link: LocalLink = cast(Any, LocalLink)()
        self._controllers = 0

    def controller(self) -> Controller:
        """A controller in this air, without a host yet."""
        self._controllers += 1
        return AirController(f"air-{self._controllers}", link=self._link)

    def wires(self, controller: Controller) -> Wires:
        """Join a host in this process to its controller."""
        return controller, AsyncPipeSink(controller)

    def remove(self, controller: Controller) -> None:
        """Its host is gone without a goodbye: whoever it was connected to notices that nothing comes any more."""
        host, controller.host = controller.host, None
        for connection in list(controller.le_connections.values()):
            self._tell_other_end(connection.peer_address, connection.self_address)
        controller.le_connections.clear()
        controller.le_legacy_advertiser.stop()
        for advertising in controller.advertising_sets.values():
            advertising.stop()
        self._link.remove_controller(controller)
        if isinstance(host, Host):
            cast(Any, host).on_transport_lost()

    def _tell_other_end(self, peer: Address, gone: Address) -> None:
        other = self._link.find_le_controller(peer)
        connection = other.le_connections.get(gone) if other else None
        if other and connection:
            other.on_le_disconnected(connection, HCI_CONNECTION_TIMEOUT_ERROR)

    @asynccontextmanager
    async def open_door(self, port: int = 0) -> AsyncIterator[str]:
        """Hosts of other processes may come in at HOST:PORT, on loopback only; port 0 takes a free one."""
        server = await asyncio.get_running_loop().create_server(lambda: _Door(self), LOOPBACK, port)
        async with server:
            yield f"{LOOPBACK}:{server.sockets[0].getsockname()[1]}"


async def over_tcp(address: str) -> Wires:
    """A host's way to a controller of its own in the air at HOST:PORT. Raises: NoRadio."""
    try:
        source, sink = await open_tcp_client_transport(address)
    except (OSError, ValueError) as error:
        raise NoRadio(Missing.NO_AIR) from error
    return source, sink


class _Door(StreamPacketSource):
    """One TCP connection: one host and its controller."""

    def __init__(self, house: AirHouse) -> None:
        super().__init__()
        self._house = house
        self._controller: Controller | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._controller = self._house.controller()
        self.set_packet_sink(self._controller)
        self._controller.host = StreamPacketSink(cast(asyncio.WriteTransport, transport))

    def connection_lost(self, exc: Exception | None) -> None:
        if self._controller is not None:
            self._house.remove(self._controller)
            self._controller = None
