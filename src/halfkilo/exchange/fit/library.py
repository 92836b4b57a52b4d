"""The one place that knows the FIT library (fit-tool): names of exercises and sports, looked up only when a file leaves them out."""

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


def profile() -> Any:
    """The enumerations of FIT's profile."""
    return part("profile.profile_type")
