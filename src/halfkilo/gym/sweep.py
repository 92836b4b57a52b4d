"""H03: the range that a person shows at zero load before a machine may be loaded."""

from __future__ import annotations

from halfkilo.gym.bounds import SWEEP_MM


class Sweep:
    """One handle, out and back again. `low`, `high`: the range shown, millimetres; `done`: it was wide enough and the handle is back.

    A way back alone shows nothing: whoever arms again while the handles still go home has shown only where they happened to be, and
    the first full repetition under load would lie beyond it. So the range begins anew wherever the handle is lower than ever before.
    """

    def __init__(self) -> None:
        self.low: int | None = None
        self.high = 0
        self.done = False

    def see(self, mm: int) -> bool:
        """Take one position; whether the handle has been out by `SWEEP_MM` or more and is back."""
        if self.low is None:
            self.low = self.high = mm
        width = self.high - self.low
        self.done = self.done or (width >= SWEEP_MM and mm <= self.low + width * 3 // 10)
        if mm < self.low and not self.done:
            self.low = self.high = mm
        self.high = max(self.high, mm)
        return self.done
