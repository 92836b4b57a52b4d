"""Where the pieces are lived: in this process, in several, or on a Dask cluster. All give the same outcomes."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from multiprocessing import active_children, get_context
from signal import SIG_IGN, SIGINT, signal
from threading import current_thread, main_thread
from typing import Any

from halfkilo.cohort.errors import CohortError, NoDask
from halfkilo.cohort.outcome import Outcome
from halfkilo.cohort.runs import Piece, run

LOOPBACK = "127.0.0.1"
WAIT_S = 10
"""Seconds until a scheduler that does not answer is said to be absent."""

Tell = Callable[[int], None]
"""Told how many people were just lived."""


def in_processes(pieces: Sequence[Piece], jobs: int, tell: Tell) -> list[Outcome]:
    """In `jobs` processes; one: in this one.

    Raises:
        CohortError: fewer than one process.
    """
    if jobs < 1:
        raise CohortError(f"jobs must be at least 1, got {jobs}.")
    if jobs == 1:
        return [outcome for piece in pieces for outcome in _told(run(piece), tell)]
    others = set(active_children())
    pool = ProcessPoolExecutor(jobs, get_context("spawn"))
    try:
        with _deaf():
            waiting = [pool.submit(run, piece) for piece in pieces]
        return [outcome for done in as_completed(waiting) for outcome in _told(done.result(), tell)]
    except KeyboardInterrupt:
        for child in set(active_children()) - others:
            child.terminate()  # they hold nothing that could be lost
        raise
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started meanwhile do not hear Ctrl-C, which a terminal sends to all: this one decides, they finish and end."""
    if current_thread() is not main_thread():
        yield
        return
    before = signal(SIGINT, SIG_IGN)
    try:
        yield
    finally:
        signal(SIGINT, before)


def on_dask(pieces: Sequence[Piece], scheduler: str | None, jobs: int, tell: Tell) -> list[Outcome]:
    """On the cluster at `scheduler`, such as tcp://127.0.0.1:8786; without one, on a local one of `jobs` workers that listens on
    loopback alone.

    Raises:
        NoDask: Dask is not installed, or nobody answers there.
    """
    if find_spec("distributed") is None:
        raise NoDask("Dask is not installed. Get it with: pip install 'halfkilo[dask]' (or: pip install 'dask[distributed]').")
    with _client(scheduler, jobs) as client:
        waiting = client.map(run, pieces, pure=False)
        finished = _distributed().as_completed(waiting, with_results=True)
        return [outcome for _, outcomes in finished for outcome in _told(outcomes, tell)]


def _distributed() -> Any:
    return import_module("distributed")


@contextmanager
def _client(scheduler: str | None, jobs: int) -> Iterator[Any]:
    dask = _distributed()
    logging.getLogger("distributed").setLevel(logging.ERROR)
    if scheduler is None:
        with _deaf():
            here = dask.LocalCluster(n_workers=jobs, threads_per_worker=1, host=LOOPBACK, dashboard_address=None,
                                     silence_logs=logging.CRITICAL)  # what goes amiss is said once, by the process that asked
        with here as cluster, dask.Client(cluster) as client:
            yield client
        return
    try:
        client = dask.Client(scheduler, timeout=WAIT_S)
    except (OSError, ValueError, TimeoutError) as error:
        raise NoDask(f"No Dask scheduler answers at {scheduler}: {error}. Start one with: dask scheduler --host {LOOPBACK}") from error
    with client:
        yield client


def _told(outcomes: list[Outcome], tell: Tell) -> list[Outcome]:
    tell(len(outcomes))
    return outcomes
