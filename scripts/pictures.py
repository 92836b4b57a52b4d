"""Make the pictures of the README: home and the player, as the made-up person sees them in daylight.

    python scripts/pictures.py [--to docs/pictures]

Starts the site on a port of its own with an empty data folder, looks around, takes two pictures, and ends it again.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import chromium
from playwright.sync_api import Page, sync_playwright

WIDTH, HEIGHT = 1200, 800
MOST = 200_000
"""Bytes of a picture: a README should not be heavy."""
PATIENCE = 60
"""Seconds in which the site has to answer."""


class NoPictureError(RuntimeError):
    """The site did not start, or a picture is too heavy."""


def free_port() -> int:
    """A port nobody listens on at this moment."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


@contextlib.contextmanager
def site(folder: Path) -> Iterator[str]:
    """The site on its own data, as `http://127.0.0.1:PORT`; ended when the block ends.

    Raises:
        NoPictureError: it did not answer in time.
    """
    port = free_port()
    command = [str(Path(sys.executable).with_name("halfkilo")), "serve", "--port", str(port)]
    with subprocess.Popen(command, env={**os.environ, "HALFKILO_DATA": str(folder)}) as running:
        try:
            until_well(f"http://127.0.0.1:{port}")
            yield f"http://127.0.0.1:{port}"
        finally:
            running.terminate()


def until_well(address: str) -> None:
    """Wait until the site says that it is well."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(urllib.error.URLError), urllib.request.urlopen(f"{address}/healthz"):
            return
        time.sleep(0.2)
    raise NoPictureError(f"the site at {address} did not answer within {PATIENCE} seconds")


def keep(page: Page, path: Path) -> None:
    """One picture of what can be seen, when everything stands still."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.screenshot(path=path, animations="disabled")
    if path.stat().st_size > MOST:
        raise NoPictureError(f"{path.name} has {path.stat().st_size} bytes; at most {MOST} are wanted")
    print(f"{path} ({path.stat().st_size // 1000} kB)")


def take(page: Page, address: str, folder: Path) -> None:
    """Look around, then home and the first screens of the player."""
    page.goto(address)
    page.get_by_role("button", name="Look around").click()
    page.wait_for_url("**/today/")
    keep(page, folder / "today.png")
    page.goto(f"{address}/train/")
    page.locator("#player .dock [data-act], #player .dock .go").first.click()
    page.locator("#player canvas").first.wait_for()
    page.wait_for_timeout(1500)  # the figure is under way
    keep(page, folder / "player.png")


def main() -> int:
    """0 when both pictures stand."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--to", type=Path, default=Path("docs/pictures"), help="the folder for the pictures")
    folder = parser.parse_args().to
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, site(Path(data)) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium.present(), args=["--no-sandbox", "--disable-gpu"])
        take(browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light"), address, folder)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
