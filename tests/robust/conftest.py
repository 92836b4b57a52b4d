"""Fixtures of the tests that kill, fill and jump: databases that real processes can share."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from tests.web.conftest import postgres  # noqa: F401  the same server, should one be asked for
from tests.web.databases import fresh_database

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.campaign)]
"""Tests with many processes run on SQLite every time, on PostgreSQL in the campaign: what its transactions promise is shown in
tests/web every time."""


@pytest.fixture(params=DATABASES)
def database(request: pytest.FixtureRequest) -> Iterator[str]:
    """Address of an empty database; empty for SQLite in the data folder."""
    asked = request.param == "postgres"
    with fresh_database(request.getfixturevalue("postgres")) if asked else nullcontext("") as url:
        yield url
