"""What a built script may reach where it runs as a worker: a worker answers to its own headers, not to the page's."""

from __future__ import annotations

from wsgiref.headers import Headers

POLICY = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; object-src 'none'; base-uri 'none'"
"""Its own site's files and nothing else in the world; WebAssembly for the pose model."""


def fenced(headers: Headers, path: str, url: str) -> None:
    """For WhiteNoise: every script is served with its fence."""
    if url.endswith(".js"):
        headers["Content-Security-Policy"] = POLICY
