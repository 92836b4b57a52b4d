"""How commands speak: results on standard output, trouble on standard error with what to do, and three exit codes."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from enum import IntEnum
from typing import ParamSpec, TypeVar

import typer

from halfkilo.strict import Malformed

P = ParamSpec("P")
R = TypeVar("R")


class Code(IntEnum):
    """0: all is well. 1: there is something to do; it was said. 2: the command was not understood."""

    FINE = 0
    TO_DO = 1
    USAGE = 2


class Trouble(Exception):
    """Something a person can do something about; the message says what. `code` is what the command ends with."""

    def __init__(self, message: str, code: Code = Code.TO_DO) -> None:
        super().__init__(message)
        self.code = code


def told(command: Callable[P, R]) -> Callable[P, R]:
    """Turn the errors that people can do something about into a sentence and an exit code, without a traceback."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except Trouble as trouble:
            raise leave(str(trouble), trouble.code) from trouble
        except Malformed as problem:
            raise leave(str(problem)) from problem
        except BrokenPipeError:
            sys.stderr.close()  # whoever read our output has heard enough
            raise typer.Exit(Code.FINE) from None
        except OSError as problem:
            raise leave(f"{problem.filename or 'A file'}: {problem.strerror or problem}.") from problem

    return run


def leave(message: str, code: Code = Code.TO_DO) -> typer.Exit:
    """Say what is the matter and give back what ends the command."""
    typer.echo(message, err=True)
    return typer.Exit(code)


def say(text: str = "") -> None:
    """One line of result."""
    typer.echo(text)
