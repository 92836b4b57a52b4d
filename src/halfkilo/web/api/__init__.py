"""The typed API under `/api/`; the same functions as the pages, described at `/api/openapi.json`."""

from halfkilo.web.api.site import api

__all__ = ["api"]
