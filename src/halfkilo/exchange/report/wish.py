"""What somebody asked for: whose report, of which days, in which language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LONGEST_QUESTION = 300
"""Letters of the question for the visit; more would not fit on the page beside everything else."""
TOPIC = "visit_question"
"""Topic of the note that keeps the question."""
MOST_DAYS = 3660
WEEKS = (6, 12, 26, 52)
"""Spans that are offered."""
USUAL_WEEKS = 12


@dataclass(frozen=True)
class Wish:
    """first and last: days that are told of, both included. made: the day it is made, and the only clock there is. name: as it shall
    stand on the page, or nothing. question: what to talk about at the visit."""

    first: date
    last: date
    made: date
    language: str = "en"
    name: str = ""
    question: str = ""

    def __post_init__(self) -> None:
        if not self.first <= self.last:
            raise ValueError(f"the span must begin before it ends; got {self.first} to {self.last}")
        if self.days > MOST_DAYS:
            raise ValueError(f"a report tells of at most {MOST_DAYS // 366} years; got {self.first} to {self.last}")

    @property
    def days(self) -> int:
        """How many days the span has."""
        return (self.last - self.first).days + 1

    @property
    def weeks(self) -> int:
        """How many weeks the span touches."""
        return -(-self.days // 7)

    def holds(self, day: str) -> bool:
        """Whether an ISO day lies in the span."""
        return self.first.isoformat() <= day[:10] <= self.last.isoformat()


def span(last: date, weeks: int) -> tuple[date, date]:
    """First and last day of whole weeks that end on a day."""
    return last - timedelta(days=7 * weeks - 1), last
