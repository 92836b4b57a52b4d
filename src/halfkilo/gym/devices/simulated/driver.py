"""The supervisor's side of the simulated gym: the link's driver, for this one model."""

from __future__ import annotations

from halfkilo.gym.devices.link.driver import LinkDriver
from halfkilo.gym.driver import Driver, Listener

MODEL = "simulated"


def open_driver(address: str, listener: Listener) -> Driver:
    """The driver of the simulated gym at `HOST:PORT`."""
    return LinkDriver(address, listener, MODEL)
