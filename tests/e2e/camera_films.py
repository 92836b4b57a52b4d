"""Films for a camera that is none: our own figure doing an exercise, as often seen or as meant, looped by Chromium's fake camera."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Playwright

from halfkilo.film.camera import LOOP
from halfkilo.film.look import Size, View
from halfkilo.film.sheet import FaultTake
from halfkilo.film.takes import Take
from tests.e2e.test_viewer import DRAWN_IN_SOFTWARE
from tests.e2e.window import FLAGS, executable

SIZE = Size(640, 480, 1)
PLAYED = 30
"""Pictures a second at which Chromium plays such a file."""
DRAWN = 10
"""Pictures a second that are drawn; each is shown three times. The model sees about as many."""


def film(folder: Path, slug: str, view: View, fault: int | None = None, seconds: float = 3.0, turned: int = 0) -> Path:
    """One repetition of `seconds`, for ever. fault: its place among those of the clip; None: as meant. turned: degrees that the camera
    went on around the person, towards their left hand."""
    path = folder / f"{slug}-{view.value}-{turned}-{'good' if fault is None else fault}.mjpeg"
    if path.exists():
        return path
    take = Take(slug, view) if fault is None else FaultTake(slug, view, fault=fault)
    count = round(seconds * DRAWN)
    moments = [take.moments[index * len(take.moments) // count] for index in range(count)]
    usual = take.camera(SIZE, LOOP)
    camera = replace(usual, azimuth=usual.azimuth + turned)
    with path.open("wb") as file:
        for picture in take.pictures(SIZE, [(moment, camera) for moment in moments]):
            bytes_ = BytesIO()
            Image.fromarray(picture).save(bytes_, "JPEG", quality=88)
            file.write(bytes_.getvalue() * (PLAYED // DRAWN))
    return path


@contextmanager
def pattern(playwright: Playwright) -> Iterator[Browser]:
    """Chromium whose camera shows its test pattern: for what the model's worker does not look at."""
    camera = ["--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream"]
    opened = playwright.chromium.launch(executable_path=executable(playwright), args=[*FLAGS, *camera])
    yield opened
    opened.close()


@contextmanager
def watching(playwright: Playwright, shown: Path | None) -> Iterator[Browser]:
    """Chromium whose camera shows a film; None: it has no camera. The model needs WebGL, so the processor draws it."""
    camera = [f"--use-file-for-fake-video-capture={shown}", "--use-fake-device-for-media-stream"] if shown else []
    flags = [flag for flag in FLAGS if flag not in ("--disable-gpu", "--disable-software-rasterizer")]
    opened = playwright.chromium.launch(executable_path=executable(playwright),
                                        args=[*flags, *DRAWN_IN_SOFTWARE, "--use-fake-ui-for-media-stream", *camera])
    yield opened
    opened.close()
