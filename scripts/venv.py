"""Make the project's own Python environment, or say plainly what is missing. Runs on old Pythons too, so that it can say so."""

import subprocess
import sys
from pathlib import Path


def problem() -> str:
    """What keeps this Python from making an environment, or nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036  an older Python must get this far to be told
        found = ".".join(map(str, sys.version_info[:2]))
        return f"halfkilo needs Python 3.11 or newer; this is {found}. Install a newer one, then: make run PYTHON=python3.12"
    try:
        import ensurepip
        import venv
    except ImportError:
        major, minor = sys.version_info[:2]
        return ("This Python can't make environments of its own: a part of it is packaged separately.\n"
                f"On Debian or Ubuntu: sudo apt-get install python3-venv   (or python{major}.{minor}-venv)\n"
                "Then run the same command again.")
    del ensurepip, venv
    return ""


def main(target: str) -> int:
    """Make the environment at `target` unless a working one stands there."""
    message = problem()
    if message:
        print(message, file=sys.stderr)
        return 2
    python = Path(target, "bin", "python")
    if python.exists() and not subprocess.run([str(python), "-m", "pip", "--version"], capture_output=True, check=False).returncode:
        return 0
    print(f"Making {target} with Python {sys.version.split()[0]} ...")
    return subprocess.run([sys.executable, "-m", "venv", "--clear", target], check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
