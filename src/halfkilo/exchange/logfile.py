"""A log of another program, from its bytes: the format is found by the header, never by the file's name."""

from __future__ import annotations

from halfkilo.exchange import table
from halfkilo.exchange.history import History, Problem, Settings, read_history
from halfkilo.exchange.layout import layout_of, layouts
from halfkilo.exchange.questions import Question

LARGEST = table.LARGEST

__all__ = ["LARGEST", "History", "Problem", "Question", "Settings", "layouts", "read_log"]


def read_log(data: bytes, settings: Settings) -> History:
    """What the log becomes: entries, or the questions to ask first.

    Raises:
        FileRefused: too large, no text, or a format that is not understood.
    """
    found = table.read(data)
    return read_history(found, layout_of(found), settings)
