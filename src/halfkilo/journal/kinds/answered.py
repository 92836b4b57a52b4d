"""The person answered a question of the engine: an offer, "is this a flare?", the four-weekly review."""

from __future__ import annotations

from dataclasses import dataclass

from halfkilo.journal.fields import Answer, Id, Load, Question
from halfkilo.strict import Malformed
from halfkilo.units import Region


@dataclass(frozen=True)
class Body:
    """ref: the offer's id. region: for flare and review questions. grams: for `lighter`, what the person wants instead."""

    question: Question
    answer: Answer
    ref: Id | None = None
    region: Region | None = None
    grams: Load | None = None

    def __post_init__(self) -> None:
        if self.question is Question.OFFER and self.ref is None:
            raise Malformed("ref", "is needed: the id of the offer")
        if self.question in {Question.FLARE, Question.REVIEW} and self.region is None:
            raise Malformed("region", f"is needed for the {self.question} question")


EXAMPLE = Body(Question.OFFER, Answer.ACCEPT, "019395a0-5c00-7000-8000-000000000009")
