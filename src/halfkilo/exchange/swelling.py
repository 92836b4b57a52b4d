"""Zips that swell: a few kilobytes that unpack to gigabytes are refused before they are unpacked."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable

from halfkilo.exchange.errors import FileRefused, Reason

MOST_TIMES = 200
"""An export of health data unpacks to about twenty times its size."""

SMALL = 10 * 1024 * 1024


def refuse(members: Iterable[zipfile.ZipInfo], most: int) -> None:
    """Refuse members that unpack to more than `most` bytes together, or one to far more than such a file ever does. What a zip says of
    its sizes can be relied on here: reading stops at the size that was said.

    Raises:
        FileRefused: they do.
    """
    total = 0
    for info in members:
        total += info.file_size
        if info.file_size > SMALL and info.file_size > MOST_TIMES * max(1, info.compress_size):
            size = info.file_size // 1_000_000
            raise FileRefused(Reason.TOO_LARGE, f"{info.filename} in the zip would swell to {size} MB. It is not read.")
    if total > most:
        raise FileRefused(Reason.TOO_LARGE, f"The zip unpacks to {total // 1_000_000} MB; at most {most // 1_000_000} MB are read.")
