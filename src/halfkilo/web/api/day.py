"""Today, and the answers to its offers."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from django.http import HttpRequest
from ninja import Path, Router
from pydantic import AfterValidator, WithJsonSchema

from halfkilo.dose import Session
from halfkilo.journal.fields import Away
from halfkilo.web import access, service
from halfkilo.web.api.shapes import AnswerIn, AnswerOut, Id, TodayOut

router = Router(tags=["day"])

LENGTHS = (2, 10, 20, 30)


def _a_length(minutes: int) -> int:
    if minutes not in LENGTHS:
        raise ValueError("is 2, 10, 20 or 30")
    return minutes


Minutes = Annotated[int, AfterValidator(_a_length), WithJsonSchema({"type": "integer", "enum": list(LENGTHS)})]


@router.get("/today", response=TodayOut)
def today(request: HttpRequest, minutes: Minutes | None = None, away: Away = Away.NO,
          person: UUID | None = None) -> Session:
    """Today's session. minutes: 2, 10, 20 or 30, as planned when left out. away: ill, travel or no_gym. person: somebody who
    shares their record with you; their day is only looked at, nothing is written."""
    whose = access.reader(request, person)
    return service.open_day(whose, service.choice_of(minutes, away), keep=person is None or whose.pk == access.own(request).pk)


@router.post("/offers/{ref}", response=AnswerOut)
def answer(request: HttpRequest, ref: Annotated[Id, Path()], said: AnswerIn) -> AnswerOut:
    """Answer an offer of today: nothing gets heavier without this."""
    return AnswerOut(id=service.answer_offer(access.own(request), ref, said.meant, said.grams).id)
