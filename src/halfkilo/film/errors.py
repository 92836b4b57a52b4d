"""What can keep a film from being made. Every message says what happened and what to do."""

from __future__ import annotations

from difflib import get_close_matches
from enum import StrEnum


class Reason(StrEnum):
    """Why there is no film."""

    UNKNOWN_EXERCISE = "unknown_exercise"
    UNKNOWN_VIEW = "unknown_view"
    NO_MOVEMENT = "no_movement"
    NO_OPENGL = "no_opengl"
    NO_PACKAGE = "no_package"
    NO_ROOM = "no_room"
    NO_SESSION = "no_session"
    BUSY = "busy"
    SETTING = "setting"
    UNKNOWN_LANGUAGE = "unknown_language"
    UNKNOWN_LOAD = "unknown_load"
    ODD_HEIGHT = "odd_height"
    NO_FOLDER = "no_folder"
    NO_VOICE = "no_voice"


class FilmError(Exception):
    """The root of this room's errors. reason: which; value: what it was about."""

    def __init__(self, reason: Reason, value: str, message: str) -> None:
        super().__init__(message)
        self.reason = reason
        self.value = value


class UnknownExercise(FilmError):
    """No exercise has this name; near ones are suggested."""

    def __init__(self, slug: str, known: list[str]) -> None:
        near = get_close_matches(slug.strip().casefold().replace(" ", "_").replace("-", "_"), known, n=3, cutoff=0.5)
        hint = f" Did you mean {' or '.join(near)}?" if near else " `halfkilo film --list` names them all."
        super().__init__(Reason.UNKNOWN_EXERCISE, slug, f"No exercise is called {slug!r}.{hint}")


class NoMovement(FilmError):
    """The exercise has no clip to film."""

    def __init__(self, slug: str) -> None:
        super().__init__(Reason.NO_MOVEMENT, slug, f"{slug} has no movement yet, so there is nothing to film.")


class NoOpenGL(FilmError):
    """No software that draws in 3D was found."""

    def __init__(self, why: str) -> None:
        message = (
            "Films are drawn with OpenGL, and this machine has no library for it. Install one, then run this again:\n"
            "  Debian, Ubuntu: sudo apt-get install libosmesa6      (or: libegl1 libegl-mesa0)\n"
            "  Fedora:         sudo dnf install mesa-libEGL mesa-dri-drivers\n"
            "  Arch:           sudo pacman -S mesa\n"
            "  openSUSE:       sudo zypper install Mesa-libEGL1 Mesa-dri\n"
            "Everything else in halfkilo works without it."
        )
        super().__init__(Reason.NO_OPENGL, why, message)


class NoPackage(FilmError):
    """A Python package that films need is not installed."""

    def __init__(self, name: str) -> None:
        message = f"Films need the Python package {name}. Install it with: pip install 'halfkilo[film]'"
        super().__init__(Reason.NO_PACKAGE, name, message)


class NoRoom(FilmError):
    """The disk, or what this account may use of it, is full."""

    def __init__(self, place: str) -> None:
        message = (
            f"There is no room left to write {place}. What was finished is kept; the unfinished file was taken away. "
            "Make room, then run this again: it goes on where it stopped."
        )
        super().__init__(Reason.NO_ROOM, place, message)


class Unusable(FilmError):
    """A wish that can't be met; the message says which can."""


class NoFolder(FilmError):
    """Nothing can be written where the film should go."""

    def __init__(self, place: str, why: str) -> None:
        super().__init__(Reason.NO_FOLDER, place, f"Nothing can be written in {place}: {why}. Choose another folder with --out.")


class NoVoice(FilmError):
    """The program that speaks is there, but says nothing that can be used."""

    def __init__(self, program: str, why: str) -> None:
        message = (f"{program} is installed but did not speak ({why}). Install espeak-ng again, or take it away: films have captions "
                   "without it.")
        super().__init__(Reason.NO_VOICE, program, message)
