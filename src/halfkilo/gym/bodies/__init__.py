"""SIMULATION ONLY: the bodies behind emulated measuring devices. Somebody pulls, stands, rows; deterministic for a seed."""
