"""Find a Chromium for the tests, or install one; say plainly what to do when neither works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ADVICE = ("No Chromium was found and none could be installed. Install it yourself (Debian, Ubuntu: sudo apt-get install chromium),\n"
          "or name one: HALFKILO_CHROMIUM=/path/to/chromium make test")


def present() -> str | None:
    """A Chromium that is here: named in the environment, on the path, or Playwright's own."""
    for name in (os.environ.get("HALFKILO_CHROMIUM", ""), *NAMES):
        if name and (path := shutil.which(name)):
            return path
    return playwrights()


def playwrights() -> str | None:
    """The Chromium that Playwright installed, if it did."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        return shutil.which(playwright.chromium.executable_path)


def install() -> None:
    """From the system's packages as root, else from Playwright."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium from the system's packages ...")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"], check=False)
    if present() is None:
        print("Installing Chromium with Playwright ...")
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def main() -> int:
    """0 with the place of a Chromium, 1 with advice."""
    if present() is None:
        install()
    found = present()
    print(f"Chromium: {found}" if found else ADVICE, file=sys.stdout if found else sys.stderr)
    return 0 if found else 1


if __name__ == "__main__":
    sys.exit(main())
