"""The one place that knows the FIT library (fit-tool), imported only when a file is written or read."""

from __future__ import annotations

import importlib
from typing import Any

from halfkilo.exchange.errors import FileRefused, Reason


def part(name: str) -> Any:
    """A module of the library.

    Raises:
        FileRefused: it is not installed.
    """
    try:
        return importlib.import_module(f"fit_tool.{name}")
    except ModuleNotFoundError as missing:
        raise FileRefused(Reason.UNKNOWN_FORMAT, "FIT needs one more part: install halfkilo[exchange].", str(missing)) from missing


def message(name: str) -> Any:
    """An empty message by its name in FIT's profile, such as `workout_step`."""
    kind = "".join(word.capitalize() for word in name.split("_"))
    return getattr(part(f"profile.messages.{name}_message"), f"{kind}Message")()


def profile() -> Any:
    """The enumerations of FIT's profile."""
    return part("profile.profile_type")
