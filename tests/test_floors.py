"""The floors of the house: a room imports only from floors below (indirect imports included), and `web` never loads mujoco."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
HEAVY = ("mujoco", "mink", "numpy", "django", "starlette", "asyncio")


def test_the_contract_holds():
    done = subprocess.run([sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache"],
                          cwd=ROOT, capture_output=True, text=True)

    assert done.returncode == 0, done.stdout[-3000:]


@pytest.mark.hazard("H36")
def test_the_dose_needs_the_standard_library_alone():
    code = "import sys, halfkilo.dose; print(sorted(m.partition('.')[0] for m in sys.modules))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout

    assert not [name for name in (*HEAVY, "pydantic") if f"'{name}'" in loaded]
