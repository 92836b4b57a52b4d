"""What the moving figure costs: bytes over the wire, and processor time until it moves, in this machine's Chromium without a GPU."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench.report import Row
from bench.running import FLAGS, NAMES, serving

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Playwright

SOFTWARE = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader", "--ignore-gpu-blocklist"]
"""WebGL drawn by the processor alone."""
SHAPES = ("slim", "middle", "broad")
PHONE = {"width": 390, "height": 844}
ASSETS = Path(__file__).parents[1] / "src" / "halfkilo" / "web" / "static" / "dist" / "assets"
DRAWING = "const gl = document.createElement('canvas').getContext('webgl2'); gl.clear(gl.COLOR_BUFFER_BIT); gl.finish()"
MOVING = "() => Number(document.querySelector('.viewer-stage canvas')?.dataset.drawn) > 1"
TICKS = os.sysconf("SC_CLK_TCK")


def rows(data: Path) -> Iterator[Row]:
    """All of it; `data`: an empty folder for a site to measure on."""
    yield Row("viewer: script over the wire", sum(_sent("worker", ".js") + _sent("figure", ".js")) / 1000, "kB", 170)
    bodies = [size for shape in SHAPES for size in _sent(shape, ".bin")]
    yield Row("viewer: largest body over the wire", max(bodies) / 1000, "kB", 400)
    with serving(data) as (_, url, _):
        yield from first_movement(url)


def _sent(stem: str, kind: str) -> list[int]:
    return [path.stat().st_size for path in ASSETS.glob(f"{stem}-????????{kind}.br")]


def first_movement(url: str) -> Iterator[Row]:
    """Processor time of the page, its worker and the drawing until the second picture; and of each picture after that."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = _browser(playwright)
        page = browser.new_page(viewport=PHONE)  # type: ignore[arg-type]
        _without_figure(page, url)
        before = spent()
        page.goto(f"{url}/exercises/chair_stand/", wait_until="commit")
        page.wait_for_function(MOVING, polling=20)
        yield Row("viewer: processor time to the first moving picture", spent() - before, "s", 1)
        yield Row("viewer: processor time of each picture, no GPU", _each(page) * 1000, "ms")
        browser.close()


def _without_figure(page: Page, url: str) -> None:
    """The same page with its figure kept away, and WebGL once: the browser's own beginning is not the figure's to count."""
    page.route("**/figure-*.js", lambda route: route.abort())
    page.goto(f"{url}/exercises/chair_stand/", wait_until="networkidle")
    page.evaluate(DRAWING)
    page.unroute("**/figure-*.js")


def _browser(playwright: Playwright) -> Browser:
    names = (os.environ.get("HALFKILO_CHROMIUM", ""), *NAMES, playwright.chromium.executable_path)
    found = next(path for name in names if name and (path := shutil.which(name)))
    flags = [flag for flag in FLAGS if flag != "--disable-gpu"]
    return playwright.chromium.launch(executable_path=found, args=[*flags, *SOFTWARE])


def _each(page: Page, milliseconds: int = 4000) -> float:
    def drawn() -> int:
        return int(page.evaluate("Number(document.querySelector('.viewer-stage canvas').dataset.drawn)"))

    before, first = spent(), drawn()
    page.wait_for_timeout(milliseconds)
    return (spent() - before) / max(1, drawn() - first)


def spent() -> float:
    """Processor seconds of this program's Chromium processes that draw: pages with their workers, and the one that stands for the GPU."""
    return sum(_ticks(stat) for pid, stat in _descendants(os.getpid()) if _draws(pid)) / TICKS


def _draws(pid: int) -> bool:
    line = Path(f"/proc/{pid}/cmdline").read_bytes()
    return bool(re.search(rb"--type=(renderer|gpu-process)", line))


def _ticks(stat: list[str]) -> int:
    return int(stat[11]) + int(stat[12])


def _descendants(root: int) -> list[tuple[int, list[str]]]:
    children: dict[int, list[tuple[int, list[str]]]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            stat = path.read_text("utf-8").rpartition(")")[2].split()
        except OSError:
            continue  # it has ended meanwhile
        children.setdefault(int(stat[1]), []).append((int(path.parent.name), stat))
    found: list[tuple[int, list[str]]] = []
    waiting: list[Any] = list(children.get(root, []))
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += children.get(one[0], [])
    return found
