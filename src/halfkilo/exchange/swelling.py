"""Zips of others: one that swells from kilobytes to gigabytes is refused before it is unpacked; a torn one ends in a sentence."""

from __future__ import annotations

import lzma
import struct
import zipfile
import zlib
from collections.abc import Iterable

from halfkilo.exchange.errors import FileRefused, Reason

MOST_TIMES = 200
"""An export of health data unpacks to about twenty times its size."""

SMALL = 10 * 1024 * 1024

BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, OSError, ValueError, RuntimeError)
"""What `zipfile` and its decompressors raise for a zip that is torn, changed or not for us. RuntimeError is how `zipfile` says that a
member has a password or a compression it does not know (there is no narrower class), OSError a changed member packed with bzip2,
ValueError a place or a name that can't be. Caught only around `zipfile`'s own calls, and each ends in a refusal of the file."""


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


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes:
    """At most so many bytes of a member.

    Raises:
        FileRefused: it is torn, locked or packed in a way that is not known.
    """
    try:
        with archive.open(info) as file:
            return file.read(most)
    except BROKEN as problem:
        raise FileRefused(Reason.CHANGED, f"It can't be unpacked ({problem}). Copy or export it again.") from problem
