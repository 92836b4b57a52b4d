"""Text in a spreadsheet's cell: never a formula, and the same text again when read back."""

from __future__ import annotations

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "'")
"""First characters that a spreadsheet may take for a formula or swallow; the apostrophe itself, so that `bare` is exact."""


def quoted(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would calculate."""
    return f"'{text}" if text.startswith(_FORMULA) else text


def bare(cell: str) -> str:
    """The reverse of `quoted`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_FORMULA) else cell
