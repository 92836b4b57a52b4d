"""Holding the simulated people against what was measured in real ones: `python -m halfkilo.people.calibrate` writes docs/calibration.md."""

from halfkilo.people.calibrate.frozen import fingerprint
from halfkilo.people.calibrate.targets import Target, measured

__all__ = ["Target", "fingerprint", "measured"]
