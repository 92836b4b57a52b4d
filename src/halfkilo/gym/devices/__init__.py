"""One folder per device. A `driver.py` with `open_driver` makes it a machine, one with `open_sensor` a measuring device."""

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
        LookupError: no such device folder, or it only measures.
    """
    if name not in names():
        raise LookupError(f"there is no device called {name!r}; there are: {', '.join(names())}")
    found: OpenDriver | None = getattr(import_module(f"halfkilo.gym.devices.{name}.driver"), "open_driver", None)
    if found is None:
        raise LookupError(f"{name!r} only measures; it can't be the machine")
    return found
