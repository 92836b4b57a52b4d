"""Shared by all tests: the fixed cast. Asha has a low back, Ben a knee, Dr Rao is Asha's clinician, Mallory is a stranger."""

from __future__ import annotations

import gc
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest
from _pytest.nodeid import coerce_node_id
from hypothesis import settings

if TYPE_CHECKING:
    from halfkilo.web.models import Person

from tests import hazards, loops

# Workers, sites and commands that tests start find what is compiled once: else each of them compiles everything again for seconds.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
# Small matrices are ten times slower when several threads wait for each other on a busy machine; the tests run in several processes anyway.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("default", max_examples=30, deadline=None)
settings.register_profile("campaign", max_examples=500, deadline=None)
"""Rules without a number of their own are tried 30 times, with `--hypothesis-profile=campaign` 500 times."""
settings.load_profile("default")


gc.disable()  # until all tests are collected: nothing of what is read in for them is ever thrown away, and looking it through took a second


def pytest_collection_finish() -> None:
    gc.collect()
    gc.freeze()
    gc.enable()


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(hazards.Served(config), "hazards")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    hazards.tell(items)
    if config.getoption("loadgroup", default=False):
        _group(items)


def _group(items: list[pytest.Item]) -> None:
    """What belongs together goes to one worker: a house, a browser and a stage are built once. xdist 3.8 writes the group where pytest 9
    looks for a test's name no longer, and then silently shares out every test by itself."""
    for item in items:
        marker = item.get_closest_marker("xdist_group")
        if marker is not None and not item.nodeid.endswith(f"@{marker.args[0]}"):
            item._id = coerce_node_id(f"{item.nodeid}@{marker.args[0]}")  # type: ignore[attr-defined]


@pytest.fixture(scope="session", autouse=True)
def _a_database_before_any_browser(request: pytest.FixtureRequest) -> None:
    """Django makes no database beside a running loop, and a worker may begin with the pages."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        request.getfixturevalue("django_db_setup")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The browser's driver keeps an event loop running under every later test of its worker; Django's database and `asyncio.run` refuse
    beside it. So it is set aside for all that need no browser, before any fixture of theirs."""
    if item.get_closest_marker("browser") is not None:
        loops.back()
    else:
        loops.aside()


PASSWORD = "half-a-kilo-more"


@dataclass(frozen=True)
class Cast:
    """The people of the tests, each with an account, a password (`PASSWORD`) and a journal of their own."""

    asha: Person
    ben: Person
    rao: Person
    mallory: Person


@pytest.fixture
def no_films(monkeypatch: pytest.MonkeyPatch) -> None:
    """For tests that press everything: else a process that draws goes on behind the tests that come after."""
    from halfkilo.web import films

    monkeypatch.setattr(films, "begin", lambda *of: None)


@pytest.fixture
def cast(db: None) -> Cast:
    """The fixed cast in the database: Asha and Ben have begun, Dr Rao may see Asha's record."""
    from halfkilo.web import access
    from tests.web.life import begin, someone

    people = Cast(someone("Asha"), someone("Ben"), someone("Dr Rao"), someone("Mallory"))
    begin(people.asha, "low_back")
    begin(people.ben, "knee_left", programme="knee")
    access.share(people.asha, people.rao, "clinician")
    return people


@pytest.fixture
def whole_cast(transactional_db: None) -> Cast:
    """The same cast where transactions are real: for locks, several processes and counted statements."""
    from halfkilo.web import access
    from tests.web.life import begin, someone

    people = Cast(someone("Asha"), someone("Ben"), someone("Dr Rao"), someone("Mallory"))
    begin(people.asha, "low_back")
    begin(people.ben, "knee_left", programme="knee")
    access.share(people.asha, people.rao, "clinician")
    return people
