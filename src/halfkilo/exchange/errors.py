"""What can go astray with a file, with the reason as a value and a sentence that says what to do."""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Why a whole file is not taken."""

    TOO_LARGE = "too_large"
    NOT_TEXT = "not_text"
    EMPTY = "empty"
    UNKNOWN_FORMAT = "unknown_format"
    NOT_A_BACKUP = "not_a_backup"
    CHANGED = "changed"
    IN_THE_WAY = "in_the_way"
    OTHER_VERSION = "other_version"
    REFUSED_LINES = "refused_lines"


class ExchangeError(Exception):
    """Root of this room's errors. `reason` says why, `value` what was found."""

    def __init__(self, reason: Reason, message: str, value: object = None) -> None:
        super().__init__(message)
        self.reason = reason
        self.value = value


class FileRefused(ExchangeError):
    """The file as a whole is not taken; nothing was written."""


class BackupRefused(ExchangeError):
    """The backup is not restored; nothing was changed."""
