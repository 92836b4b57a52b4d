"""VOLTRA I, experimental: a motor without a lease of its own, asked for light and plain loads only, and let go at every doubt."""
