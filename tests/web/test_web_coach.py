"""What a page gets to have somebody's form looked at: the own baseline, a ticket that loads nothing, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest

from halfkilo.gym.ticket import Role, read_key, verify
from halfkilo.journal import new_id
from halfkilo.journal.kinds import baseline_taken
from halfkilo.units import Side
from halfkilo.web import clock, tickets
from tests.conftest import Cast
from tests.web.clients import send, signed_in
from tests.web.life import STORE, entry


def hello(person, exercise="seated_row", side="right"):
    answer = send(signed_in(person), "/api/form/hello", {"session": new_id(), "exercise": exercise, "side": side})
    assert answer.status_code == 200, answer.content
    return answer.json()


def took(person, side, text, days=0, exercise="seated_row"):
    body = baseline_taken.Body(exercise, side, {"way_percent": 101}, text)
    STORE.append(person.pk, [entry("baseline_taken", body, clock.now() - timedelta(days=days))])


@pytest.mark.hazard("H20")
def test_the_coachs_ticket_can_load_nothing(cast: Cast) -> None:
    ticket = verify(read_key(tickets.key_file()), hello(cast.asha)["ticket"], clock.instant())
    assert ticket.role is Role.WATCH and ticket.most_grams == 0 and ticket.person == str(cast.asha.pk)


def test_the_own_baseline_comes_back_the_newest_of_this_side_else_the_other_sides(cast: Cast) -> None:
    assert hello(cast.asha)["baseline"] is None
    took(cast.asha, Side.LEFT, "left", days=200)
    found = hello(cast.asha)
    assert (found["baseline"]["form"], found["mirrored"], found["old"]) == ("left", True, True)
    took(cast.asha, Side.RIGHT, "right")
    took(cast.asha, Side.RIGHT, "before", days=3)
    took(cast.asha, Side.RIGHT, "", days=-0)  # features alone are nothing to compare with
    took(cast.asha, Side.RIGHT, "again")
    found = hello(cast.asha)
    assert (found["baseline"], found["mirrored"], found["old"]) == ({"features": {"way_percent": 101}, "form": "again"}, False, False)
    assert hello(cast.asha, "biceps_curl")["baseline"] is None, "another exercise has its own"
    assert hello(cast.ben)["baseline"] is None and hello(cast.rao)["baseline"] is None, "nobody else's"


def test_an_exercise_that_is_not_there_is_told(cast: Cast) -> None:
    answer = send(signed_in(cast.asha), "/api/form/hello", {"session": new_id(), "exercise": "levitate", "side": "both"})
    assert answer.status_code == 404
