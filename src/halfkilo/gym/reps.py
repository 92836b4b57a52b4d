"""Counting repetitions from a handle's position: out past the upper gate, back past the lower gate, once each."""

from __future__ import annotations


class RepCounter:
    """Counts full out-and-back movements inside a range, millimetres. A repetition counts when it has come back (S7).

    Args:
        low: the start of the range.
        high: the end of the range; must lie above `low`.
    """

    def __init__(self, low: int, high: int) -> None:
        if high <= low:
            raise ValueError(f"a range goes up: {low} mm to {high} mm does not")
        self._upper = low + (high - low) * 7 // 10
        self._lower = low + (high - low) * 3 // 10
        self._out = False
        self.count = 0

    def see(self, mm: int) -> bool:
        """Take one position; true when it completed a repetition."""
        if not self._out:
            self._out = mm >= self._upper
            return False
        if mm > self._lower:
            return False
        self._out = False
        self.count += 1
        return True
