"""One session as the player would write it: opened, every set, the questions after it, the cool-down, closed."""

from __future__ import annotations

from halfkilo.cohort.diary import Diary
from halfkilo.dose import Item, Session, Verdict
from halfkilo.exercises import Catalogue, Count, Exercise
from halfkilo.journal.fields import Finder, Moment, Why
from halfkilo.journal.kinds import checked_in, session_closed, session_opened, set_done, stopped
from halfkilo.people import Effort
from halfkilo.people.protocol import Person
from halfkilo.units import Side


def train(diary: Diary, person: Person, session: Session, exercises: Catalogue) -> None:
    """Do the whole session."""
    diary.wait(90)
    id_ = diary.id("session")
    diary.add("session_opened", session_opened.Body(id_, session.on, session.mode, session.minutes, session.exercises, session.away))
    done: dict[str, list[tuple[Item, Effort]]] = {}
    items = session.items
    last = {item.exercise: item for item in items}
    for item in items:
        felt = _one(diary, person, id_, item, exercises[item.exercise])
        if felt is not None:
            done.setdefault(item.exercise, []).append((item, felt))
            if item is last[item.exercise]:
                _rate(diary, id_, session, done[item.exercise])
    diary.wait(60)
    diary.add("checked_in", checked_in.Body(Moment.COOL_DOWN, session.on, id_, pain=person.pain()))
    diary.add("session_closed", session_closed.Body(id_, len(done)))


def _one(diary: Diary, person: Person, id_: str, item: Item, exercise: Exercise) -> Effort | None:
    """One exercise on one side; None where only a first load was looked for."""
    if item.verdict is Verdict.FIND:
        _find(diary, person, id_, item, exercise)
        return None
    felt = person.train(exercise, item.grams, item.target, item.sets, tool=item.tool, side=item.side)
    for number, amount in enumerate(felt.done, start=1):
        diary.wait(_seconds(exercise, amount) + item.rest_s)
        diary.add("set_done", set_done.Body(id_, item.exercise, item.tool, item.side, number, item.grams, amount, item.target, item.sets))
    if felt.stopped is not None:
        pain = felt.peak if felt.stopped is Why.PAIN else None
        diary.add("stopped", stopped.Body(diary.clock.date(), felt.stopped, "let_go", id_, item.exercise, item.tool, item.side, pain))
    return felt


def _find(diary: Diary, person: Person, id_: str, item: Item, exercise: Exercise) -> None:
    for number, grams in enumerate(item.steps, start=1):
        how = person.try_load(exercise, grams, item.target, tool=item.tool, side=item.side, effort_most=4)
        diary.wait(_seconds(exercise, item.target) + item.rest_s)
        body = set_done.Body(id_, item.exercise, item.tool, item.side, number, grams, item.target, item.target, 1, finder=how)
        diary.add("set_done", body)
        if how is not Finder.MORE:
            return


def _rate(diary: Diary, id_: str, session: Session, sides: list[tuple[Item, Effort]]) -> None:
    """Effort of the last set and worst pain, once per exercise, where it is asked."""
    if not any(item.ask for item, _ in sides):
        return
    item, side = sides[0][0], sides[0][0].side if len(sides) == 1 and sides[0][0].side is Side.BOTH else None
    worst = {region: max(felt.peaks.get(region, 0) for _, felt in sides) for region in item.places}
    body = checked_in.Body(Moment.EXERCISE, session.on, id_, exercise=item.exercise, tool=item.tool, side=side,
                           effort=max(felt.effort for _, felt in sides), peak=max(felt.peak for _, felt in sides),
                           peaks=worst if len(worst) > 1 else None)
    diary.add("checked_in", body)


def _seconds(exercise: Exercise, amount: int) -> int:
    count = exercise.facts.count
    per = max(2, sum(exercise.facts.tempo)) if count is Count.REPS else 1 if count is Count.SECONDS else 60
    return amount * per
