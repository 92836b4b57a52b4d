"""Something to draw on without a screen: OSMesa, else EGL. Chosen here, so that it never matters when mujoco was imported."""

from __future__ import annotations

import ctypes
import ctypes.util
import importlib
import os
from typing import Any

from halfkilo.film.errors import NoOpenGL

LIBRARIES = {"osmesa": ("OSMesa", "libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so"), "egl": ("EGL", "libEGL.so.1", "libEGL.so")}
"""Per way of drawing: the library's name and the files it may be in."""

CHOICE = "MUJOCO_GL"
"""The environment variable with which somebody insists on one of them."""


def present() -> list[str]:
    """The ways of drawing whose library is on this machine, the one to take first first."""
    wanted = os.environ.get(CHOICE, "").strip().casefold()
    names = [wanted] if wanted in LIBRARIES else list(LIBRARIES)
    return [name for name in names if _loads(*LIBRARIES[name])]


def _loads(name: str, *files: str) -> bool:
    """Whether the library can be loaded."""
    found = ctypes.util.find_library(name)
    return any(_opens(file) for file in (*([found] if found else []), *files))


def _opens(file: str) -> bool:
    try:
        ctypes.CDLL(file)
    except OSError:
        return False
    return True


def open_context(width: int, height: int) -> Any:
    """A current OpenGL context of that size in pixels; `free()` gives it back.

    Raises:
        NoOpenGL: no way of drawing works here.
    """
    why = "none is installed"
    for name in present():
        try:
            context = importlib.import_module(f"mujoco.{name}").GLContext(width, height)
            context.make_current()
        except (ImportError, AttributeError, RuntimeError, OSError) as problem:  # each library has its own way to say no
            why = f"{name}: {problem}"
            continue
        return context
    raise NoOpenGL(why)
