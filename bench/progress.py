"""The pages of progress for somebody with ten years: a morning for most days, three sessions a week of five exercises and two sets."""

from __future__ import annotations

import time
from collections.abc import Iterator
from statistics import median
from typing import TYPE_CHECKING

from bench.report import Row

if TYPE_CHECKING:
    from django.test import Client

MOST_MS = 250
TIMES = 7
PAGES = {"the overview": "/progress/", "the overview, all of it": "/progress/?weeks=all", "pain, all of it": "/progress/pain/?weeks=all",
         "strength, all of it": "/progress/strength/?weeks=all", "next mornings": "/progress/days/"}


def rows() -> Iterator[Row]:
    """Processor time of the serving process, nothing remembered of the person; in the site's database (`site.set_up`)."""
    from django.test import Client

    from halfkilo.web import accounts, clock
    from tests.web.decade import decade

    person = accounts.make_person("Decade", "half-a-kilo-more", "UTC")
    decade(person, clock.now().date(), exercises=5, sets=2)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(person.account, backend=accounts.BACKEND)
    for name, address in PAGES.items():
        client.get(address)  # the libraries are loaded with the first of them
        yield Row(f"progress over ten years: {name}", median(_once(client, address) for _ in range(TIMES)), "ms", MOST_MS)


def _once(client: Client, address: str) -> float:
    from halfkilo.web.pages.progress import courses, mornings

    courses._fitted.cache_clear()
    mornings._answers.cache_clear()
    before = time.process_time()
    assert client.get(address).status_code == 200
    return (time.process_time() - before) * 1000
