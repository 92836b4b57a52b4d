"""Fixtures of the site's tests."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext

import pytest

from tests.web.databases import Place, fresh_database, postgres_server


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """A PostgreSQL for the whole run."""
    with postgres_server() as server:
        yield server


@pytest.fixture(scope="session", params=["sqlite", pytest.param("postgres", marks=pytest.mark.xdist_group("postgres"))])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Somewhere processes can write: once SQLite, once PostgreSQL."""
    data = tmp_path_factory.mktemp(f"place-{request.param}")
    with fresh_database(request.getfixturevalue("postgres")) if request.param == "postgres" else nullcontext("") as url:
        place = Place(data, url)
        yield place
        place.close()
