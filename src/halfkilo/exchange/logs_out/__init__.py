"""Logs in the shapes that other programs take in: one module per format, found by itself, with `ENDING` and `write`.

Our own sets go out as each format writes them; history that came from the same format goes out as it was written there, history from
elsewhere stays behind. Loads are kilograms, per cable or dumbbell, as the journal has them.
"""

from __future__ import annotations

import importlib
import pkgutil
from functools import cache
from types import ModuleType


@cache
def formats() -> dict[str, ModuleType]:
    """The modules by the format's name."""
    return {info.name: importlib.import_module(f"{__name__}.{info.name}") for info in pkgutil.iter_modules(__path__) if info.name != "rows"}
