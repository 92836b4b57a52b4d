"""The loop with a human in it: inviting, the caseload, one page per person, suggestions, messages, the trail. H31: remote hands may lower,
never raise; H34: nobody sees more than was shared."""

from __future__ import annotations

import csv
import io
import re
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from random import Random

import pytest
from django.db import connection, connections
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext

from halfkilo.exercises import catalogue
from halfkilo.journal import new_id
from halfkilo.journal.fields import Answer, Moment, Offered, Why
from halfkilo.journal.kinds import adverse_event, checked_in, flare_opened, limit_set, note, proposed, session_opened, stopped
from halfkilo.journal.kinds.limit_set import What
from halfkilo.units import Region, Side, Tool
from halfkilo.web import access, accounts, clock, erasure, service, throttle
from halfkilo.web.models import Grant, Head, Invitation, Person, Suggestion, Trace
from halfkilo.web.pages.clinic import acts, forms, invite
from halfkilo.web.pages.clinic.person import ACTS
from halfkilo.words import strictly
from tests.conftest import Cast
from tests.web.clients import signed_in
from tests.web.life import STORE, a_morning, entry, months, someone

CANARY = "only-asha-knows-this"


@pytest.fixture(autouse=True)
def every_sentence_is_there() -> Iterator[None]:
    with strictly():
        yield


@pytest.fixture
def weeks(cast: Cast) -> Cast:
    """The cast, and Asha has trained for some weeks."""
    STORE.append(cast.asha.pk, [*months(8, {"seated_row": 10_000}), entry("limit_set", limit_set.Body(What.PIN, exercise="seated_row"))])
    return cast


def text(answer) -> str:
    assert answer.status_code in (200, 422), answer.status_code
    return answer.content.decode()


def page_of(who: Person, whom: Person) -> str:
    return text(signed_in(who).get(f"/clinic/{whom.pk}/"))


def act(who: Person, whom: Person, **said: object):
    return signed_in(who).post(f"/clinic/{whom.pk}/", said)


def limits_of(person: Person) -> list[dict]:
    """Those of a clinician."""
    return [one for one in service.state_of(person)["limits"] if one["by"] == "clinician"]


def code_of(person: Person, role: str = "helper", parts: tuple[str, ...] = access.PARTS) -> str:
    answer = signed_in(person).post("/people/", {"name": "", "role": role, "part": parts})
    return re.search(r'class="code">([^<]+)<', text(answer))[1]  # type: ignore[index]


# --- inviting -------------------------------------------------------------------------------------------------------


def test_a_code_is_shown_once_works_once_and_is_kept_nowhere(cast: Cast) -> None:
    code = code_of(cast.ben, "clinician", ("training", "pain"))
    bare = code.replace("-", "")
    assert len(bare) == invite.LENGTH and code not in text(signed_in(cast.ben).get("/people/"))
    row = Invitation.objects.get()
    assert bare not in row.mark and len(row.mark) == 64
    guest = signed_in(cast.mallory)
    told = text(guest.get("/invited/", {"code": f" {code.lower()} "}))
    assert "Ben" in told and "sessions" in told and "mood" not in told and not Grant.objects.filter(person=cast.ben).exists()
    assert guest.post("/invited/", {"code": code, "yes": "yes", "role": "clinician"}).headers["Location"] == "/clinic/"
    assert Grant.objects.get(person=cast.ben).scope == "training,pain" and not Invitation.objects.exists()
    assert guest.post("/invited/", {"code": code, "yes": "yes"}).status_code == 422
    assert signed_in(cast.rao).post("/invited/", {"code": code, "yes": "yes"}).status_code == 422
    assert [one.kind for one in STORE.entries(cast.ben.pk)].count("shared") == 1


def test_a_code_ends_is_withdrawn_and_is_not_for_oneself(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    code = code_of(cast.ben)
    assert signed_in(cast.ben).post("/invited/", {"code": code}).status_code == 422
    later = clock.now() + timedelta(days=invite.DAYS, minutes=1)
    with monkeypatch.context() as patch:
        patch.setattr(clock, "now", lambda: later)
        assert signed_in(cast.mallory).post("/invited/", {"code": code}).status_code == 422
    assert text(signed_in(cast.mallory).get("/invited/", {"code": code}))
    signed_in(cast.ben).post("/people/", {"withdraw": Invitation.objects.get().pk})
    assert signed_in(cast.mallory).post("/invited/", {"code": code}).status_code == 422


def test_nobody_withdraws_somebody_elses_code(cast: Cast) -> None:
    code_of(cast.ben)
    signed_in(cast.mallory).post("/people/", {"withdraw": Invitation.objects.get().pk})
    assert Invitation.objects.count() == 1


@pytest.mark.hazard("H31")
def test_guessing_codes_is_slowed_down_even_for_the_right_one(cast: Cast) -> None:
    code = code_of(cast.ben)
    guest = signed_in(cast.mallory)
    for _ in range(10):
        assert guest.post("/invited/", {"code": "2222-2222-2222"}).status_code == 422
    answer = guest.post("/invited/", {"code": code, "yes": "yes"})
    assert answer.status_code == 422 and "tried too often" in text(answer) and not Grant.objects.filter(person=cast.ben).exists()


def test_codes_that_wait_are_bounded_and_a_made_up_person_has_none(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(throttle, "CHANGES", throttle.Limit("changes", 100, 900))
    for _ in range(invite.OPEN + 3):
        invite.invite(cast.ben, "helper", "all")
    assert Invitation.objects.filter(person=cast.ben).count() == invite.OPEN
    demo = accounts.make_person("Made up", None, demo=True)
    assert signed_in(demo).post("/people/", {"name": "", "role": "helper", "part": access.PARTS}).status_code == 422
    with pytest.raises(invite.NotACode):
        invite.look(demo, invite.invite(cast.asha, "helper", "all"))


def test_a_part_must_be_chosen_and_all_parts_are_everything(cast: Cast) -> None:
    assert signed_in(cast.ben).post("/people/", {"name": "", "role": "helper", "part": []}).status_code == 422
    code_of(cast.ben)
    assert Invitation.objects.get().scope == "all"
    assert signed_in(cast.ben).post("/people/", {"name": "", "role": "owner", "part": access.PARTS}).status_code == 422


# --- who sees what --------------------------------------------------------------------------------------------------


PAGES = ("/clinic/{}/", "/shared/{}/")


@pytest.mark.hazard("H34")
@pytest.mark.parametrize("path", PAGES)
def test_strangers_a_removed_clinician_and_people_of_another_clinician_get_nothing(weeks: Cast, path: str) -> None:
    where = path.format(weeks.asha.pk)
    nobody = path.format("00000000-0000-4000-8000-000000000000")
    assert Client().get(where).headers["Location"].startswith("/sign-in")
    for who in (weeks.mallory, weeks.ben):
        client = signed_in(who)
        assert client.get(where).status_code == client.get(nobody).status_code == 404
        assert client.get(where).content == client.get(nobody).content
        assert client.post(where, {"act": "message", "text": "hello"}).status_code in (404, 405)
    rao = signed_in(weeks.rao)
    assert rao.get(where).status_code == 200
    assert rao.get(path.format(weeks.ben.pk)).status_code == 404, "a clinician of Asha is nobody to Ben"
    access.unshare(weeks.asha, weeks.rao)
    assert rao.get(where).status_code == 404
    before = STORE.seq(weeks.asha.pk)
    assert rao.post(where, {"act": "message", "text": "hello"}).status_code in (404, 405) and STORE.seq(weeks.asha.pk) == before


@pytest.mark.hazard("H34")
def test_only_what_is_shared_is_on_the_page(weeks: Cast) -> None:
    asha, now = weeks.asha, clock.now()
    session = new_id()
    STORE.append(asha.pk, [
        entry("session_opened", session_opened.Body(session, now.date(), planned=1)),
        entry("stopped", stopped.Body(now.date(), Why.PAIN, "let_go", session, "seated_row", pain=7)),
        entry("note", note.Body("bad_day_plan", CANARY)),
        entry("adverse_event", adverse_event.Body(now.date(), adverse_event.Severity.HOSPITAL, f"{CANARY} fell")),
        entry("flare_opened", flare_opened.Body(now.date(), (Region.LOW_BACK,)))])
    marks = {"training": "<h2>Last sessions", "pain": "<h2>Pain", "health": "<h2>Unwanted events", "notes": CANARY}
    for part in marks:
        access.share(asha, weeks.rao, "clinician", part)
        body = page_of(weeks.rao, asha)
        assert {name for name, mark in marks.items() if mark in body} == {part}, part
        assert ("Flare" in body) is (part == "pain") and ("Went to hospital" in body) is (part == "health")
        assert ("7 of 10" in body) is False, "how much it hurt is pain"
        access.share(asha, weeks.mallory, "helper", part)
        along = text(signed_in(weeks.mallory).get(f"/shared/{asha.pk}/"))
        assert (CANARY in along) is (part == "notes") and ("<polyline" in along) is (part == "pain")
    access.share(asha, weeks.rao, "clinician")
    body = page_of(weeks.rao, asha)
    assert all(mark in body for mark in marks.values()) and "7 of 10" in body


@pytest.mark.hazard("H31")
def test_a_helper_looks_and_can_not_write(weeks: Cast) -> None:
    access.share(weeks.asha, weeks.ben, "helper")
    ben, before = signed_in(weeks.ben), STORE.seq(weeks.asha.pk)
    along = text(ben.get(f"/shared/{weeks.asha.pk}/"))
    assert "<form" not in along.partition("<main")[2].partition("</main>")[0]
    assert ben.get(f"/clinic/{weeks.asha.pk}/").status_code == 404
    for said in ({"act": "limit", "what": "ban", "about": "seated_row"}, {"act": "message", "text": "hello"}, {"act": "seen"}):
        assert ben.post(f"/clinic/{weeks.asha.pk}/", said).status_code == 404
    assert ben.post(f"/shared/{weeks.asha.pk}/", {}).status_code == 405
    assert STORE.seq(weeks.asha.pk) == before and "Asha" in text(ben.get("/shared/")) and "Asha" not in text(ben.get("/clinic/"))
    with pytest.raises(Exception, match="nothing here"):
        acts.tell(weeks.ben, weeks.asha, "hello")


# --- what a clinician does ------------------------------------------------------------------------------------------


@pytest.mark.hazard("H31")
def test_what_lowers_holds_at_once_and_what_loosens_waits_for_a_yes(weeks: Cast) -> None:
    rao, asha = weeks.rao, weeks.asha
    assert act(rao, asha, act="limit", what="load_most", about="seated_row", value="8", reason="until the scan").status_code == 302
    assert limits_of(asha)[-1]["value"] == 8_000 and limits_of(asha)[-1]["by"] == "clinician"
    loads = [item.grams for item in service.open_day(asha, service.choice_of(30)).items if item.exercise == "seated_row"]
    assert loads and max(loads) <= 8_000
    for said in ({"what": "load_most", "about": "seated_row", "value": "20"}, {"what": "pin", "about": "hip_hinge"}):
        assert act(rao, asha, act="limit", **said).status_code == 302
    assert act(rao, asha, act="lift", limit=limits_of(asha)[-1]["id"]).status_code == 302
    assert len(limits_of(asha)) == 1 and Suggestion.objects.filter(person=asha, answer="").count() == 3
    person = signed_in(asha)
    body = text(person.get("/suggestions/"))
    assert "at most 20 kg" in body and "at most 8 kg" in body and "Lift this limit" in body and "Dr Rao" in body
    first = Suggestion.objects.filter(body__contains="20000").get()
    person.post("/suggestions/", {"suggestion": str(first.pk), "answer": "yes"})
    assert limits_of(asha)[-1]["value"] == 20_000 and limits_of(asha)[-1]["by"] == "clinician"
    person.post("/suggestions/", {"suggestion": str(first.pk), "answer": "no"})
    assert limits_of(asha)[-1]["value"] == 20_000 and Suggestion.objects.get(pk=first.pk).answer == "yes", "one answer, once"
    other = Suggestion.objects.filter(person=asha, answer="").first()
    signed_in(weeks.ben).post("/suggestions/", {"suggestion": str(other.pk), "answer": "yes"})
    rao_says_yes = signed_in(rao).post("/suggestions/", {"suggestion": str(other.pk), "answer": "yes"})
    assert rao_says_yes.status_code == 302 and Suggestion.objects.get(pk=other.pk).answer == "", "nobody says yes for her"


def loads(person: Person) -> dict[str, int]:
    """Today's loads by exercise, tool and side; nothing is written."""
    session = service.today_of(person, service.state_of(person), service.choice_of(30))
    return {f"{item.exercise}:{item.tool}:{item.side}": item.grams for item in session.items if not item.steps}


@pytest.mark.hazard("H31")
@pytest.mark.parametrize("seed", [1, *(pytest.param(seed, marks=pytest.mark.campaign) for seed in range(2, 40))])
def test_whatever_a_clinician_does_on_the_page_today_gets_no_heavier(weeks: Cast, seed: int) -> None:
    """Every act in turn, at random, with what stands there and what does not; she says yes to nothing."""
    random, client, path = Random(seed), signed_in(weeks.rao), f"/clinic/{weeks.asha.pk}/"
    whats, about = [*forms.ORDER, *[forms.What.LOAD_MOST] * 6], ("", *["seated_row"] * 4, "hip_hinge", "region:low_back")
    own = service.state_of(weeks.asha)["limits"]
    for _ in range(24):
        state, before = service.state_of(weeks.asha), loads(weeks.asha)
        client.post(path, {
            "act": random.choice([*sorted(ACTS), "lift", *["limit"] * 6]), "what": random.choice(whats).value,
            "about": random.choice(about),
            "value": str(random.choice((1, 2, 5, 8, 40, 100))), "limit": random.choice([one["id"] for one in state["limits"]]),
            "programme": random.choice(("hip", "knee", "whole_body")), "days": "5", "minutes": "30", "answer": "yes", "reason": "why",
            "ref": random.choice([*(state["decision"] or {"offers": {}})["offers"], new_id()]), "template": "call", "text": "hello",
            "suggestion": str(random.choice([*Suggestion.objects.values_list("pk", flat=True), weeks.asha.pk]))})
        after = loads(weeks.asha)
        stands = {key: one["dose"]["g"] for key, one in state["exercises"].items() if one["dose"] is not None}
        assert all(grams <= before.get(key, stands.get(key, grams)) for key, grams in after.items()), (before, after)
        now = service.state_of(weeks.asha)
        assert now["plan"] == state["plan"] and [one for one in now["limits"] if one["by"] == "person"] == own
        for old in (one for one in state["limits"] if one["by"] == "clinician"):
            assert any(as_strict(new, old) for new in now["limits"]), old


def as_strict(new: dict, old: dict) -> bool:
    same = all(new.get(name) == old.get(name) for name in ("what", "exercise", "region", "side", "load_class", "by", "until"))
    return same and (new.get("value") or 0) <= (old.get("value") or 0)


def test_a_programme_and_a_sign_wait_for_a_yes_too(weeks: Cast) -> None:
    rao, asha = weeks.rao, weeks.asha
    STORE.append(asha.pk, [entry("stopped", stopped.Body(clock.now().date(), Why.SIGN, sign="palpitations"))])
    assert "needs a look before training" in page_of(rao, asha)
    assert act(rao, asha, act="plan", programme="hip", days="2", minutes="10", reason="gentler").status_code == 302
    assert act(rao, asha, act="looked", reason="heart is fine").status_code == 302
    state = service.state_of(asha)
    assert state["plan"]["programme"] == "low_back" and state["screen"]["signs"]
    for one in Suggestion.objects.filter(person=asha):
        signed_in(asha).post("/suggestions/", {"suggestion": str(one.pk), "answer": "yes"})
    state = service.state_of(asha)
    assert state["plan"]["programme"] == "hip" and not state["screen"]["signs"]
    authors = {one.kind: one.author for one in STORE.entries(asha.pk) if one.kind in ("plan_chosen", "cleared")}
    assert set(authors.values()) == {f"clinician:{rao.pk}"}


def test_suggestions_are_taken_back_go_with_the_clinician_and_are_bounded(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rao, asha = cast.rao, cast.asha
    monkeypatch.setattr(acts, "MOST_OPEN", 3)
    for number in range(acts.MOST_OPEN + 2):
        codes = [act(rao, asha, act="plan", programme="hip", days="2", minutes="10", reason=str(number)).status_code,
                 act(rao, asha, act="limit", what="pin", about=sorted(catalogue())[number]).status_code]
        assert codes == ([302, 302] if number < 2 else [422, 422])
    assert Suggestion.objects.filter(person=asha).count() == acts.MOST_OPEN
    gone = Suggestion.objects.filter(person=asha).first()
    assert act(rao, asha, act="take_back", suggestion=str(gone.pk)).status_code == 302
    assert act(rao, asha, act="take_back", suggestion="no id").status_code == 422
    signed_in(asha).post("/suggestions/", {"suggestion": str(gone.pk), "answer": "yes"})
    left = Suggestion.objects.filter(person=asha).first()
    signed_in(asha).post("/people/", {"end": str(rao.pk)})
    assert not Suggestion.objects.filter(person=asha).exists()
    with pytest.raises(acts.NotNow):
        acts.answer(asha, str(left.pk), yes=True)
    assert service.state_of(asha)["plan"]["programme"] == "low_back"


NOT_RIGHT: tuple[dict[str, str], ...] = (
    {"what": "load_most", "about": "seated_row", "value": "heavy"}, {"what": "load_most", "about": "seated_row", "value": ""},
    {"what": "ban", "about": ""}, {"what": "ban", "about": "no_such_exercise"}, {"what": "owner", "about": "seated_row"},
    {"what": "green", "about": "region:knee_left", "value": "7"}, {"what": "red", "about": "seated_row", "value": "5"},
    {"what": "sets_most", "about": "", "value": "-1"}, {"what": "sets_most", "about": "region:nose", "value": "1"},
    {"what": "no_rise", "about": "", "until": "yesterday"}, {"what": "no_rise", "about": "", "until": "2020-01-01"}, {})


def test_what_is_not_right_is_said_and_nothing_is_written(cast: Cast) -> None:
    before, client = STORE.seq(cast.asha.pk), signed_in(cast.rao)
    for said in NOT_RIGHT:
        answer = client.post(f"/clinic/{cast.asha.pk}/", {"act": "limit", **said})
        assert answer.status_code == 422 and 'role="alert"' in text(answer), said
    assert STORE.seq(cast.asha.pk) == before and not Suggestion.objects.exists()


def test_an_act_that_is_none_changes_nothing(cast: Cast) -> None:
    before = STORE.seq(cast.asha.pk)
    for said in ({}, {"act": "own"}, {"act": "judge", "ref": "x", "answer": "yes"}, {"act": "lift", "limit": "x"}, {"act": "looked"},
                 {"act": "message", "text": "  "}, {"act": "plan", "programme": "x"}):
        assert act(cast.rao, cast.asha, **said).status_code == 422
    assert STORE.seq(cast.asha.pk) == before


@pytest.mark.hazard("H31")
def test_an_offer_that_waits_is_judged_by_the_clinician_and_is_not_hers_to_take(cast: Cast) -> None:
    """What becomes of it in the dose is told in `tests/dose/test_waiting.py`."""
    rao, asha, today = cast.rao, cast.asha, clock.now().date()
    offers = tuple(proposed.Offer(new_id(), Offered.LOAD, slug, Tool.CABLE, Side.BOTH, 10_500, 12, "E7")
                   for slug in ("hip_hinge", "seated_row"))
    STORE.append(asha.pk, [entry("proposed", proposed.Body(today, "3", "0" * 16, (), (), offers), author="site")])
    assert "2 offers wait for your word" in page_of(rao, asha)
    with pytest.raises(service.Refused):
        service.answer_offer(asha, offers[0].id, Answer.ACCEPT)
    for number, offer in enumerate(offers):
        said = {"act": "judge", "ref": offer.id, "answer": ("yes", "no")[number]}
        assert signed_in(cast.ben).post(f"/clinic/{asha.pk}/", said).status_code == 404
        assert act(rao, asha, **said).status_code == 302
        assert act(rao, asha, **said).status_code == 422, "said once"
    found = service.state_of(asha)
    assert [one["yes"] for one in found["approved"].values()] == [True, False] and not found["decision"]["offers"]


# --- messages -------------------------------------------------------------------------------------------------------


def test_ask_my_physio_in_one_tap_and_the_answer_comes_home(weeks: Cast) -> None:
    rao, asha = weeks.rao, weeks.asha
    person = signed_in(asha)
    assert 'action="/messages/ask/"' in text(person.get("/today/"))
    assert person.post("/messages/ask/", {}).headers["Location"] == "/messages/"
    row = text(signed_in(rao).get("/clinic/"))
    assert "Asked you" in row and row.index("Asha") < row.index("Asked you")
    body = page_of(rao, asha)
    assert "have a look" in body and "Seated row" in body and "of 10 on" in body, "what today shows goes with it"
    asha.language = "de"
    asha.save()
    assert act(rao, asha, act="message", template="steady", text="All good.").status_code == 302
    assert "Asked you" not in text(signed_in(rao).get("/clinic/"))
    last = list(STORE.entries(asha.pk))[-1]
    assert last.author == f"clinician:{rao.pk}" and last.body["text"].startswith("Bitte bleib") and last.body["text"].endswith("All good.")
    assert "geschrieben" in text(person.get("/today/"))
    assert "All good." in text(person.get("/messages/")) and "geschrieben" not in text(person.get("/today/"))
    before = STORE.seq(asha.pk)
    person.get("/messages/")
    assert STORE.seq(asha.pk) == before, "read once"


def test_who_has_nobody_to_ask_is_shown_how_to_invite(cast: Cast) -> None:
    ben = signed_in(cast.ben)
    assert "/messages/ask/" not in text(ben.get("/today/"))
    before = STORE.seq(cast.ben.pk)
    assert ben.post("/messages/ask/", {"question": "?"}).headers["Location"] == "/people/" and STORE.seq(cast.ben.pk) == before
    assert ben.get("/messages/ask/").status_code == 405


@pytest.mark.hazard("H34")
def test_words_are_nobody_elses(weeks: Cast) -> None:
    """A person can't write as a clinician, another clinician's letters and private notes are not shown, markup is text."""
    asha, rao = weeks.asha, weeks.rao
    access.share(asha, weeks.ben, "clinician", "training")
    STORE.append(asha.pk, [entry("note", note.Body("message", "I am the doctor")), entry("note", note.Body("remark", CANARY))])
    act(rao, asha, act="message", text="from <b>Rao</b>")
    assert "I am the doctor" not in page_of(rao, asha) and "I am the doctor" not in text(signed_in(asha).get("/messages/"))
    assert "from &lt;b&gt;Rao" in page_of(rao, asha) and "from &lt;b&gt;Rao" not in page_of(weeks.ben, asha)
    assert CANARY not in page_of(rao, asha) and CANARY not in page_of(weeks.ben, asha)


def test_questions_are_bounded_and_a_form_sent_twice_asks_once(weeks: Cast) -> None:
    person, once_ = signed_in(weeks.asha), new_id()
    for _ in range(2):
        person.post("/messages/ask/", {"question": "twice?", "once": once_})
    asked = [one for one in STORE.entries(weeks.asha.pk) if one.body.get("topic") == "ask_physio"]
    assert len(asked) == 1
    for number in range(14):
        person.post("/messages/ask/", {"question": str(number)})
    asked = [one for one in STORE.entries(weeks.asha.pk) if one.body.get("topic") == "ask_physio"]
    assert len(asked) <= 12


# --- the trail ------------------------------------------------------------------------------------------------------


def test_every_look_and_act_is_in_the_trail_and_looks_are_one_an_hour(weeks: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    rao, asha = weeks.rao, weeks.asha
    for _ in range(3):
        page_of(rao, asha)
    signed_in(rao).get(f"/api/entries?person={asha.pk}")
    act(rao, asha, act="limit", what="ban", about="hip_hinge")
    looks = [one.what for one in Trace.objects.filter(person=asha, who=rao)]
    assert looks.count("clinic-person") == 1 and "limit" in looks and any(what not in ("clinic-person", "limit") for what in looks)
    later = clock.now() + timedelta(minutes=61)
    monkeypatch.setattr(clock, "now", lambda: later)
    page_of(rao, asha)
    assert Trace.objects.filter(person=asha, who=rao, what="clinic-person").count() == 2
    body = text(signed_in(asha).get("/people/trail/"))
    assert "Dr Rao" in body and "set a limit" in body and "looked at your page" in body
    assert "set a limit" not in text(signed_in(weeks.ben).get("/people/trail/"))
    rows = list(csv.DictReader(io.StringIO(signed_in(asha).get("/people/trail.csv").content.decode("utf-8-sig"))))
    assert {row["what"] for row in rows} >= {"limit", "clinic-person"} and {row["who"] for row in rows} == {"Dr Rao"}
    assert "Last looked" in text(signed_in(asha).get("/people/"))


def test_looking_at_ones_own_leaves_no_trace_and_a_stranger_neither(weeks: Cast) -> None:
    for path in ("/today/", "/people/", "/progress/", f"/progress/?person={weeks.asha.pk}"):
        signed_in(weeks.asha).get(path)
        signed_in(weeks.mallory, raise_request_exception=False).get(path)
    assert not Trace.objects.exists()


def test_lines_are_only_added_and_go_with_the_person(transactional_db: None) -> None:
    asha, rao = someone("Asha"), someone("Dr Rao")
    access.share(asha, rao, "clinician")
    page_of(rao, asha)
    line = Trace.objects.get()
    for change in (lambda: Trace.objects.update(what="nothing"), lambda: Trace.objects.all().delete()):
        with pytest.raises(TypeError, match="only added to"):
            change()
    code_of(asha)
    acts.suggest(rao, asha, "plan_chosen", acts.plan_chosen.Body("hip", 2, 10), "")
    erasure.erase(rao)
    line.refresh_from_db()
    assert line.who is None and "Somebody who has left" in text(signed_in(asha).get("/people/trail/"))
    assert not Suggestion.objects.exists()
    erasure.erase(asha)
    assert not Trace.objects.exists() and not Invitation.objects.exists()


# --- the caseload ---------------------------------------------------------------------------------------------------


def test_who_asks_for_a_look_stands_first_with_the_reason(weeks: Cast) -> None:
    rao, now = weeks.rao, clock.now()
    quiet, silent, flaring, asking = weeks.asha, someone("Silent"), someone("Flaring"), someone("Asking")
    for person in (silent, flaring, asking):
        access.share(person, rao, "clinician")
    from tests.web.life import begin

    for person in (flaring, asking):
        begin(person, "low_back")
    STORE.append(silent.pk, [a_morning((now - timedelta(days=20)).date(), 3, now - timedelta(days=20))])
    begin(silent, "low_back")
    STORE.append(silent.pk, [a_morning((now - timedelta(days=2)).date(), 3, now - timedelta(days=2)),
                             entry("note", note.Body("remark", ""))])
    STORE.append(flaring.pk, [entry("flare_opened", flare_opened.Body(now.date(), (Region.LOW_BACK,)))])
    STORE.append(asking.pk, [entry("note", note.Body("ask_physio", "?"))])
    body = text(signed_in(rao).get("/clinic/"))
    order = sorted(("Asha", "Flaring", "Asking"), key=body.index)
    assert order == ["Asking", "Flaring", "Asha"] and "Flare, low back" in body, body
    found = text(signed_in(rao).get("/clinic/", {"q": " ASH "}))
    assert "Flaring" not in found and "Asha" in found
    only = text(signed_in(rao).get("/clinic/", {"only": "flare"}))
    assert "Flaring" in only and "Asking" not in only and quiet.name not in only


def test_the_caseload_of_many_takes_as_many_statements_as_that_of_one(cast: Cast) -> None:
    rao = signed_in(cast.rao)

    def statements() -> int:
        with CaptureQueriesContext(connection, ) as caught:
            rao.get("/clinic/")
        return len(caught)

    rao.get("/clinic/")
    few = statements()
    for number in range(70):
        access.share(someone(f"Somebody {number}"), cast.rao, "clinician")
    assert statements() == few <= 4
    body = text(rao.get("/clinic/"))
    assert body.count('<li><a href="/clinic/') == 50 and "1 / 2" in body and "2 / 2" in text(rao.get("/clinic/?page=2"))


def test_a_summary_of_an_older_version_is_made_anew_and_kept(weeks: Cast) -> None:
    head = Head.objects.get(pk=weeks.asha.pk)
    Head.objects.filter(pk=head.pk).update(summary='{"sessions": 1}')
    assert "Last session" in text(signed_in(weeks.rao).get("/clinic/"))
    assert Head.objects.get(pk=head.pk).summary == head.summary
    Head.objects.filter(pk=head.pk).update(fold=1, summary="{}")
    assert "Last session" in text(signed_in(weeks.rao).get("/clinic/"))
    assert Head.objects.get(pk=head.pk).summary == head.summary


def test_the_caseload_shows_only_what_is_shared(weeks: Cast) -> None:
    STORE.append(weeks.asha.pk, [entry("flare_opened", flare_opened.Body(clock.now().date(), (Region.LOW_BACK,))),
                                 entry("adverse_event", adverse_event.Body(clock.now().date(), adverse_event.Severity.HOSPITAL))])
    for scope, shown in (("pain", {"Flare"}), ("health", {"Hospital"}), ("mood", set()), ("all", {"Flare", "Hospital"})):
        access.share(weeks.asha, weeks.rao, "clinician", scope)
        body = text(signed_in(weeks.rao).get("/clinic/"))
        assert {word for word in ("Flare,", "Hospital") if word in body} == {f"{word}," if word == "Flare" else word for word in shown}
        assert ("Last session" in body) is (scope == "all")


@pytest.mark.parametrize("tongue", ["de", "es", "hi"])
def test_every_page_is_there_in_every_language(weeks: Cast, tongue: str) -> None:
    now = clock.now()
    STORE.append(weeks.asha.pk, [
        entry("flare_opened", flare_opened.Body(now.date(), (Region.LOW_BACK,))),
        entry("checked_in", checked_in.Body(Moment.BEFORE, now.date(), pain={Region.LOW_BACK: 5})),
        entry("stopped", stopped.Body(now.date(), Why.FEAR, exercise="seated_row")),
        entry("adverse_event", adverse_event.Body(now.date(), adverse_event.Severity.CLINICIAN, "dizzy")),
        entry("limit_set", limit_set.Body(What.LEAVE_OUT, load_class=next(iter(limit_set.LoadClass))))])
    Person.objects.filter(pk__in=[weeks.asha.pk, weeks.rao.pk]).update(language=tongue)
    weeks.asha.refresh_from_db()
    weeks.rao.refresh_from_db()
    limits = ("load_most", "seated_row", "9"), ("red", "region:low_back", "5"), ("approve", "", "1"), ("pin", "hip_hinge", "")
    for what, about, value in limits:
        assert act(weeks.rao, weeks.asha, act="limit", what=what, about=about, value=value).status_code == 302
    access.share(weeks.asha, weeks.mallory, "helper")
    rao, asha = signed_in(weeks.rao), signed_in(weeks.asha)
    for client, path in ((rao, "/clinic/"), (rao, f"/clinic/{weeks.asha.pk}/"), (rao, "/shared/"), (rao, "/invited/"), (asha, "/people/"),
                         (asha, "/people/trail/"), (asha, "/messages/"), (asha, "/suggestions/"), (asha, "/today/")):
        body = text(client.get(path))
        assert f'lang="{tongue}"' in body and "..." not in body.partition("<main")[2], path


# --- at the same moment ---------------------------------------------------------------------------------------------


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """Do them in threads that begin together; what came of each: the name of its error, or nothing."""
    gate = threading.Barrier(len(deeds))

    def run(deed: Callable[[], object]) -> str:
        try:
            gate.wait(20)
            deed()
        except (Http404, acts.NotNow, invite.NotACode) as problem:
            return type(problem).__name__
        finally:
            connections.close_all()
        return ""

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(run, deeds))


@pytest.mark.hazard("H31")
def test_a_code_used_twice_at_once_lets_one_in(whole_cast: Cast) -> None:
    code = invite.invite(whole_cast.ben, "helper", "all")
    said = at_once(*(lambda guest=guest: invite.accept(guest, code) for guest in (whole_cast.mallory, whole_cast.rao, whole_cast.asha)))
    assert sorted(said) == ["", "NotACode", "NotACode"] and Grant.objects.filter(person=whole_cast.ben).count() == 1


@pytest.mark.hazard("H31")
def test_who_is_let_go_while_writing_writes_before_or_not_at_all(whole_cast: Cast) -> None:
    rao, asha = whole_cast.rao, whole_cast.asha
    acts.suggest(rao, asha, "plan_chosen", acts.plan_chosen.Body("hip", 2, 10), "")
    wanted = str(Suggestion.objects.get().pk)
    said = at_once(*(lambda n=n: acts.tell(rao, asha, str(n)) for n in range(4)), lambda: access.unshare(asha, rao),
                   lambda: acts.answer(asha, wanted, yes=True))
    assert set(said) <= {"", "Http404", "NotNow"} and said[4] == ""
    kinds = [(one.kind, one.author) for _, one in STORE.since(asha.pk, 0, 500)]
    ended = next(place for place, (kind, _) in enumerate(kinds) if kind == "unshared")
    assert not [kind for kind, author in kinds[ended:] if author.startswith("clinician:")]
    assert sum(author.startswith("clinician:") for _, author in kinds) == [*said[:4], said[5]].count("")
