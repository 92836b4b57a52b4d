"""What a page gets to have somebody's form looked at: the own baseline, a ticket that loads nothing, and nothing of anybody else's."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from halfkilo.gym.ticket import Role, read_key, verify
from halfkilo.journal import new_id
from halfkilo.journal.kinds import baseline_taken, session_opened, set_done
from halfkilo.units import Side, Tool
from halfkilo.web import clock, service, tickets
from tests.conftest import Cast
from tests.web.clients import send, signed_in
from tests.web.life import STORE, entry, wire


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


@pytest.mark.hazard("H20")
def test_what_was_seen_of_a_set_is_kept_and_only_lost_form_reaches_the_dose(cast: Cast) -> None:
    client, session = signed_in(cast.asha), new_id()
    seen = set_done.Form(set_done.By.CAMERA, (71, 80), ("fault 1",))
    now = clock.now()
    opened = entry("session_opened", session_opened.Body(session, service.day_of(cast.asha)), now - timedelta(seconds=9))
    what = set_done.Body(session, "chair_stand", Tool.BODY, Side.BOTH, 1, 0, 8, 8, 2, form=seen)
    sets = [entry("set_done", replace(what, number=number, form_lost=number == 2), now + timedelta(seconds=number - 5))
            for number in (1, 2)]
    answer = send(client, "/api/entries", {"entries": [wire(one) for one in (opened, *sets)]})
    assert [one["status"] for one in answer.json()["results"]] == ["stored"] * 3, answer.content
    kept = [one.body for one in STORE.entries(cast.asha.pk) if one.kind == "set_done"]
    assert kept[-1]["form"] == {"by": "camera", "scores": [71, 80], "cues": ["fault 1"]}
    outing = service.state_of(cast.asha)["exercises"]["chair_stand:body:both"]["outings"][-1]
    assert outing["f"] == 1 and "form" not in outing
    more = wire(entry("set_done", what))
    more["body"]["form"]["scores"] = [101]
    assert send(client, "/api/entries", {"entries": [more]}).json()["results"][0]["status"] == "refused"
