"""Which devices have an emulated twin for the virtual air: those whose folder has an `emulated.py`."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import cast

from halfkilo.gym import devices
from halfkilo.gym.radio.emulated import Peripheral

HERE = Path(devices.__file__).parent


def names() -> tuple[str, ...]:
    """Folders of devices with a twin, in order."""
    return tuple(sorted(file.parent.name for file in HERE.glob("*/emulated.py")))


def twin(name: str, seed: int) -> Peripheral:
    """Raises: KeyError, for a device without one."""
    if name not in names():
        raise KeyError(name)
    return cast(Peripheral, import_module(f"{devices.__name__}.{name}.emulated").peripheral(seed))
