"""The whole of halfkilo as real processes, driven by a real browser."""
