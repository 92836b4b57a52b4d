"""Logs hold what happened to the site, never what a person wrote: query strings and bodies are taken out (H34)."""

from __future__ import annotations

import logging
import re

_QUERY = re.compile(r"\?\S*")
_ID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


class Scrub(logging.Filter):
    """Takes query strings and ids out of a message, and the values out of an error's last line."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Always keeps the record, without what is personal in it."""
        record.msg = scrub(record.getMessage())
        record.args = ()
        if record.exc_info and record.exc_info[1] is not None and not record.exc_text:
            record.exc_text = trace(record.exc_info[1])
        return True


def scrub(text: str) -> str:
    """The text without query strings and ids."""
    return _ID.sub("(id)", _QUERY.sub("?(left out)", text))


def trace(error: BaseException) -> str:
    """Where an error came from, without its message: messages may quote what a person wrote."""
    lines = []
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        lines.append(f"  {code.co_filename}:{step.tb_lineno} in {code.co_name}")
        step = step.tb_next
    return "\n".join([f"{type(error).__name__} (message left out), through:", *lines])
