"""halfkilo link, version 1: the open protocol between a host and any maker's digital-weight gym (docs/link.md)."""
