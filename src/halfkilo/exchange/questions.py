"""What a log does not say and nobody may guess: unit, order of day and month, one hand or both, which exercise it is.

Answers come back under the question's key: `unit` -> kg | lb, `order` -> day_first | month_first, `per_side` (for all) or
`per_side:NAME` -> each | total | unknown. A mapping is offered, never needed. Sentences stand under `import.<id>`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from halfkilo.exchange.amounts import NotUnderstood, Unit, number
from halfkilo.exchange.layout import Layout
from halfkilo.exchange.moments import Order, needs_order, order_in
from halfkilo.exchange.table import Row
from halfkilo.exercises.catalogue import catalogue

SIDES = {"each": True, "total": False, "unknown": None}
_IN_HANDS = re.compile(r"dumb\s?bell|kettlebell|kurzhantel|halt[eè]re|mancuern|manubri|halter", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """id: unit, order, per_side, map. about: an exercise's name, or nothing. example: a cell or line number that shows it.

    needed: nothing is taken in until it is answered.
    """

    id: str
    options: tuple[str, ...]
    about: str = ""
    example: str = ""
    needed: bool = True

    @property
    def key(self) -> str:
        """Where its answer is looked for."""
        return f"{self.id}:{self.about}" if self.about else self.id


@dataclass(frozen=True)
class Choices:
    """The answers, as far as they are given or the file settles them."""

    unit: Unit | None
    order: Order | None
    sides: Mapping[str, bool | None] = field(default_factory=dict)

    def side(self, exercise: str) -> bool | None:
        """Whether grams are of one hand (True), of both together (False), or nobody knows."""
        return self.sides.get(exercise)

    def waits_for_order(self, row: Row, layout: Layout) -> bool:
        """Whether the row only waits for the question of order."""
        return self.order is None and needs_order(layout.when_of(row))


@dataclass(frozen=True)
class Asker:
    """Finds what one file leaves open."""

    layout: Layout
    columns: frozenset[str]
    answers: Mapping[str, str]
    mapping: Mapping[str, str]

    def ask(self, rows: Sequence[Row]) -> tuple[Choices, tuple[Question, ...]]:
        """The choices that stand, and the questions still open, needed ones first."""
        unit, ask_unit = self._unit(rows)
        order, ask_order = self._order(rows)
        sides, ask_sides = self._sides(rows)
        names = dict.fromkeys(self.layout.exercise_of(row) for row in rows)
        maps = [Question("map", suggestions(name), name, needed=False) for name in names if name and name not in self.mapping]
        return Choices(unit, order, sides), (*ask_unit, *ask_order, *ask_sides, *maps)

    def _unit(self, rows: Sequence[Row]) -> tuple[Unit | None, list[Question]]:
        open_rows = [row for row in rows if self._unit_open(row)]
        answer = self.answers.get("unit")
        if answer in set(Unit):
            return Unit(str(answer)), []
        if not open_rows:
            return None, []
        example = f"{self.layout.exercise_of(open_rows[0])}: {self.layout.weight_of(open_rows[0])[0]}"
        return None, [Question("unit", tuple(Unit), example=example)]

    def _unit_open(self, row: Row) -> bool:
        weight, stated = self.layout.weight_of(row)
        if stated is not None or row.cells.get(self.layout.unit):
            return False
        try:
            return number(weight) > 0
        except NotUnderstood:
            return False

    def _order(self, rows: Sequence[Row]) -> tuple[Order | None, list[Question]]:
        dates = [self.layout.when_of(row) for row in rows]
        if (answer := self.answers.get("order")) in set(Order):
            return Order(str(answer)), []
        found = order_in(dates)
        open_date = next((text for text in dates if needs_order(text)), "")
        return found, [Question("order", tuple(Order), example=open_date)] if open_date and found is None else []

    def _sides(self, rows: Sequence[Row]) -> tuple[dict[str, bool | None], list[Question]]:
        names = dict.fromkeys(self.layout.exercise_of(row) for row in rows if self._in_hands(row))
        sides, questions = {}, []
        for name in names:
            answer = self.answers.get(f"per_side:{name}", self.answers.get("per_side"))
            if answer in SIDES:
                sides[name] = SIDES[str(answer)]
            else:
                questions.append(Question("per_side", tuple(SIDES), name))
        return sides, questions

    def _in_hands(self, row: Row) -> bool:
        name = self.layout.exercise_of(row) + " " + row.cells.get("equipment", "")
        return bool(_IN_HANDS.search(name)) and self.layout.is_set(row)


def suggestions(name: str, most: int = 3) -> tuple[str, ...]:
    """Slugs of exercises whose names share words with `name`, most alike first."""
    wanted = _words(name)
    scores = [(len(wanted & _words(slug)) / len(wanted | _words(slug)), slug) for slug in catalogue()]
    return tuple(slug for score, slug in sorted(scores, key=lambda pair: (-pair[0], pair[1]))[:most] if score >= 0.25)


def _words(name: str) -> set[str]:
    return {word.rstrip("s") for word in re.findall(r"[a-z]{3,}", name.casefold())} or {name}
