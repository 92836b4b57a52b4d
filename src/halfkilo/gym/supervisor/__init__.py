"""The supervisor: the one process that may ask a machine for a load, and that always may let go."""
