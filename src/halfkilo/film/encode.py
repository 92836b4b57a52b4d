"""Frames into a part: a short piece of silent video that others of its kind can be joined to without encoding again.

Every part of a format is made with exactly the same settings, begins with a whole picture and has no picture that looks ahead,
so its packets can stand after those of any other part.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

from halfkilo.film.look import FPS, Size

Picture = NDArray[np.uint8]
Planes = NDArray[np.uint8]
BT709 = 1
"""The colours of high definition, as every file says them (ITU-T H.273)."""


class Format(StrEnum):
    """The files a film comes as."""

    MP4 = "mp4"
    WEBM = "webm"

    @property
    def suffix(self) -> str:
        """How file names end."""
        return f".{self.value}"


@dataclass(frozen=True)
class Recipe:
    """The encoders of a format and their settings."""

    video: str
    options: dict[str, str] = field(default_factory=dict)
    audio: str = ""
    container: dict[str, str] = field(default_factory=dict)


RECIPES = {
    Format.MP4: Recipe("libx264", {"preset": "veryfast", "crf": "19", "profile": "main", "bf": "0", "g": "240", "sc_threshold": "0"}, "aac",
                       {"movflags": "+faststart"}),
    Format.WEBM: Recipe("libvpx-vp9", {"deadline": "realtime", "cpu-used": "6", "crf": "28", "b": "0", "row-mt": "1", "auto-alt-ref": "0",
                                       "lag-in-frames": "0", "g": "240", "threads": "2"}, "libopus", {"cues_to_front": "1"}),
}


def write(path: Path, pictures: Iterable[Picture | Planes], size: Size, form: Format) -> int:
    """Encode pictures into a part, (height, width, 3) or as they were stored (see `planes`).

    Returns how many there were. The drawing goes on while the encoder works.
    """
    with av.open(str(path), "w", format=form.value) as container:
        stream: Any = container.add_stream(RECIPES[form].video, rate=FPS, options=dict(RECIPES[form].options))
        stream.width, stream.height, stream.pix_fmt = size.width, size.height, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, FPS)
        _say_colours(stream.codec_context)
        with ThreadPoolExecutor(1) as pen:  # the encoder works on one picture while the next is drawn
            count, busy = 0, pen.submit(lambda: None)
            for picture in pictures:
                busy.result()
                busy = pen.submit(_encode, container, stream, picture, count)
                count += 1
            busy.result()
        container.mux(stream.encode(None))
    return count


def _encode(container: Any, stream: Any, picture: Picture | Planes, index: int) -> None:
    container.mux(stream.encode(_frame(picture, index)))


def _say_colours(context: Any) -> None:
    context.color_primaries = context.color_trc = context.colorspace = BT709
    context.color_range = 1


def _frame(picture: Picture | Planes, index: int) -> Any:
    frame = av.VideoFrame.from_ndarray(picture, format="yuv420p") if picture.ndim == 2 else video_frame(picture)
    frame.pts, frame.time_base = index, Fraction(1, FPS)
    return frame


def video_frame(picture: Picture) -> Any:
    """A picture (height, width, 3) in the colours of high-definition video."""
    frame = av.VideoFrame.from_ndarray(np.ascontiguousarray(picture), format="rgb24")
    return frame.reformat(format="yuv420p", dst_colorspace="ITU709")


def planes(path: Path) -> Iterator[Planes]:
    """The pictures of a part as they are stored: brightness above both colours, (height * 3 / 2, width). Through these a picture
    can be written over and encoded again and stays exactly as bright as it was."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(), np.uint8)


def read(path: Path) -> Iterator[Picture]:
    """The pictures of a part, decoded, (height, width, 3)."""
    with av.open(str(path)) as container:
        for frame in container.decode(video=0):
            yield np.asarray(frame.to_ndarray(format="rgb24"), np.uint8)
