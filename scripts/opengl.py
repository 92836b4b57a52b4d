"""Find an OpenGL that draws without a screen for the film tests, or install one; say plainly what to do when neither works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

PACKAGE = "libosmesa6"
TRY = "from halfkilo.film import gl; gl.open_context(16, 16).free(); print(gl.present()[0])"
ADVICE = ("No OpenGL library was found and none could be installed: the tests that draw films are skipped. Install one yourself\n"
          f"(Debian, Ubuntu: sudo apt-get install {PACKAGE}), then run make test again.")


def present() -> str | None:
    """The way of drawing that works here (osmesa or egl), tried in a process of its own."""
    done = subprocess.run([sys.executable, "-c", TRY], capture_output=True, text=True, check=False)
    return done.stdout.strip() or None if done.returncode == 0 else None


def install() -> None:
    """From the system's packages, as root."""
    if os.geteuid() == 0 and shutil.which("apt-get"):
        print(f"Installing {PACKAGE} from the system's packages ...")
        subprocess.run(["apt-get", "update", "-qq"], check=False)
        subprocess.run(["apt-get", "install", "-qq", "-y", "--no-install-recommends", PACKAGE], check=False)


def main() -> int:
    """Always 0: without OpenGL everything else can be tested. Says what was found, or what to do."""
    if present() is None:
        install()
    found = present()
    print(f"OpenGL: {found}" if found else ADVICE, file=sys.stdout if found else sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
