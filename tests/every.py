"""One test that asks many: the same question to each of a list, in one go, with every answer that was not right named at the end.

Thousands of tiny parametrised tests cost more in collecting and reporting than in asking.
"""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable

Question = Callable[..., None]


def asked_of(**of: Iterable[object]) -> Callable[[Question], Question]:
    """The test is asked once for each value of its argument, or for each combination where it has several; it may take no fixtures."""
    names, lists = list(of), [list(values) for values in of.values()]

    def each(question: Question) -> Question:
        @functools.wraps(question)
        def test() -> None:
            amiss = [found for values in itertools.product(*lists) if (found := _answer(question, dict(zip(names, values, strict=True))))]
            assert not amiss, f"{len(amiss)} of {question.__name__}:\n" + "\n".join(amiss)

        del test.__dict__["__wrapped__"]  # or the question's arguments would be taken for fixtures
        return test

    return each


def _answer(question: Question, given: dict[str, object]) -> str:
    """What is amiss, with whom; empty when all is well."""
    try:
        question(**given)
    except AssertionError as found:
        why = next(iter(str(found).splitlines()), "no reason given")
        return f"  {', '.join(map(_name, given.values()))}: {why}"
    return ""


def _name(value: object) -> str:
    """An exercise, programme or item by its own name."""
    return str(next((getattr(value, by) for by in ("slug", "id", "name") if hasattr(value, by)), value))
