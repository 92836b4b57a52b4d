"""Write requirements/*.txt anew: exact versions with hashes, for every Python from 3.11, with no address of any registry in them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LISTS: dict[str, tuple[str, ...]] = {
    "run": ("--extra", "postgres", "--extra", "gym", "--extra", "exchange", "--extra", "film", "pyproject.toml", "requirements/build.in"),
    "test": ("-c", "requirements/run.txt", "--extra", "test", "pyproject.toml", "requirements/build.in"),
    "campaign": ("-c", "requirements/test.txt", "--extra", "campaign", "pyproject.toml", "requirements/build.in"),
    "front": ("requirements/front.in",),
    "lock": ("requirements/lock.in",),
}
FLAGS = ("--quiet", "--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url")


def main() -> int:
    """Write every list; the first problem ends it."""
    for name, sources in LISTS.items():
        order = [sys.executable, "-m", "uv", "pip", "compile", *FLAGS, *sys.argv[1:], "-o", f"requirements/{name}.txt", *sources]
        if subprocess.run(order, cwd=ROOT, stdout=subprocess.DEVNULL, check=False).returncode:
            return 1
        print(f"requirements/{name}.txt")
    return 0


if __name__ == "__main__":
    sys.exit(main())
