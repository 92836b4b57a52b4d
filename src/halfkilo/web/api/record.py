"""The record: entries in, entries out, what became of an exercise, progress."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from halfkilo.journal import journal_schema
from halfkilo.journal.entry import PERSON
from halfkilo.journal.store import Fate, Result
from halfkilo.web import access, clock, history, service
from halfkilo.web.api.catalogue import known
from halfkilo.web.api.shapes import Entries, HistoryOut, ProgressOut, ResultOut, Results, Slug

router = Router(tags=["record"])
LINES = "application/jsonl"
STATUS: dict[Fate, Literal["stored", "same", "refused"]] = {Fate.KEPT: "stored", Fate.KNOWN: "same", Fate.REFUSED: "refused"}

Days = Annotated[int, Query(ge=1, le=36_500)]


@router.post("/entries", response=Results)
def log(request: HttpRequest, said: Entries) -> Results:
    """Keep up to 500 entries; sending them again does no harm. The answer comes when they are on disk."""
    results = service.log_entries(access.own(request), PERSON, said.entries)
    return Results(results=[_told(result) for result in results])


@router.get("/entries", response=None, openapi_extra={"responses": {200: {
    "description": "JSON Lines, one entry each, in the order they came in", "content": {LINES: {"schema": {"type": "string"}}},
    "headers": {"X-Next": {"description": "pass as `after` for the next page; missing when this was the last",
                           "schema": {"type": "integer"}}}}}})
def entries(request: HttpRequest, after: Annotated[int, Query(ge=0, le=2**31 - 1)] = 0,
            most: Annotated[int, Query(ge=1, le=1000)] = 500, person: UUID | None = None) -> HttpResponse:
    """The record from entry number `after` on, at most `most` entries."""
    found = service.entries_after(access.reader(request, person), after, most)
    response = HttpResponse("".join(entry.line + "\n" for _, entry in found), content_type=LINES)
    if len(found) == most:
        response.headers["X-Next"] = str(found[-1][0])
    return response


@router.get("/exercises/{slug}/history", response=HistoryOut)
def exercise_history(request: HttpRequest, slug: Annotated[Slug, Path()], days: Days = 365, person: UUID | None = None) -> history.History:
    """Sets and ratings of one exercise over the last days."""
    whose = access.reader(request, person, "pain,training")
    return history.history(whose, known(slug).slug, _since(days))


@router.get("/progress", response=ProgressOut)
def progress(request: HttpRequest, days: Days = 365, person: UUID | None = None) -> history.Progress:
    """Pain per region, loads per exercise, sessions done of planned, over the last days."""
    return history.progress(access.reader(request, person, "pain,training"), _since(days))


@router.get("/schema", response=None, auth=None, openapi_extra={"responses": {200: {
    "description": "JSON Schema of a journal entry", "content": {"application/schema+json": {"schema": {"type": "object"}}}}}})
def schema(request: HttpRequest) -> HttpResponse:
    """JSON Schema of one entry, every kind."""
    from halfkilo.journal.entry import dump

    return HttpResponse(dump(journal_schema()), content_type="application/schema+json")


def _told(result: Result) -> ResultOut:
    return ResultOut(id=result.id, status=STATUS[result.fate], message=result.problem)


def _since(days: int) -> int:
    return int((clock.now() - timedelta(days=days)).timestamp() * 1000)
