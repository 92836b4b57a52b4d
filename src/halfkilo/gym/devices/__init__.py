"""One folder per device. A folder with a `driver.py` that has `open_driver` is a device the supervisor can use."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

from halfkilo.gym.driver import OpenDriver


def names() -> list[str]:
    """Every device folder, sorted."""
    return sorted(path.parent.name for path in Path(__file__).parent.glob("*/driver.py"))


def opener(name: str) -> OpenDriver:
    """The function that makes the driver of device `name`.

    Raises:
        LookupError: no such device folder.
    """
    if name not in names():
        raise LookupError(f"there is no device called {name!r}; there are: {', '.join(names())}")
    found: OpenDriver = import_module(f"halfkilo.gym.devices.{name}.driver").open_driver
    return found
