"""Logs of other programs: one module per format, found by itself, with a `LAYOUT` (see `exchange.layout`)."""
