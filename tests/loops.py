"""The event loop that the browser's driver keeps running in its worker, set aside and brought back."""

from __future__ import annotations

import asyncio

_kept: list[asyncio.AbstractEventLoop] = []


def aside() -> None:
    """Nothing runs, for whoever asks."""
    running = asyncio._get_running_loop()
    if running is not None:
        _kept[:] = [running]
        asyncio._set_running_loop(None)


def back() -> None:
    """It runs again, if it was set aside: before anything is asked of the browser, its end above all."""
    if _kept and asyncio._get_running_loop() is None and not _kept[0].is_closed():
        asyncio._set_running_loop(_kept[0])
