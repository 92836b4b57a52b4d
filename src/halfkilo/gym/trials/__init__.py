"""What the measuring devices are for: strength, balance, body mass and cardio, worked out from samples. Pure: no device, no clock.

Nothing here ever enters a dose. A trial that was disturbed is `problems`, never a low result; what a few repetitions can't tell
from noise is said to be unknown.
"""
