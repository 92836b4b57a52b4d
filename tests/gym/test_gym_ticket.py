"""Tickets: what was signed, by whom, until when; everything else is refused."""

from __future__ import annotations

import base64
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from halfkilo.gym.bounds import TICKET_LONGEST_MS
from halfkilo.gym.errors import Reason, Refused
from halfkilo.gym.ticket import Role, read_key, sign, verify
from halfkilo.strict import Malformed
from halfkilo.units import Side

KEY, OTHER, NOW = b"k" * 32, b"o" * 32, 1_800_000_000_000


def made(key=KEY, most=20_000, expires=NOW + 1_000, role=Role.TRAIN):
    return sign(key, "asha", "s1", role, "row", Side.LEFT, most, expires)


def reason(text: str, now: int = NOW) -> Reason:
    with pytest.raises(Refused) as caught:
        verify(KEY, text, now)
    return caught.value.reason


def test_what_was_signed_comes_back():
    ticket = verify(KEY, made(), NOW)
    assert (ticket.person, ticket.side, ticket.most_grams) == ("asha", Side.LEFT, 20_000)
    assert ticket.most_on(Side.LEFT) == 20_000 and ticket.most_on(Side.RIGHT) == 0


@pytest.mark.hazard("H31")
def test_a_ticket_of_somebody_else_is_forged():
    assert reason(made(key=OTHER)) is Reason.TICKET_FORGED


@pytest.mark.hazard("H31")
def test_a_heavier_ticket_with_the_old_seal_is_forged():
    head, seal = made().split(".")
    body = json.loads(base64.urlsafe_b64decode(head + "=="))
    body["most_grams"] = 90_000
    heavier = base64.urlsafe_b64encode(json.dumps(body).encode()).rstrip(b"=").decode()
    assert reason(f"{heavier}.{seal}") is Reason.TICKET_FORGED


def test_time_counts():
    assert reason(made(expires=NOW)) is Reason.TICKET_EXPIRED
    assert reason(made(expires=NOW + TICKET_LONGEST_MS + 1)) is Reason.TICKET_TOO_LONG


@pytest.mark.hazard("H31")
@given(st.text(max_size=200))
def test_any_other_text_is_refused(text):
    assert reason(text) in {Reason.TICKET_FORGED, Reason.TICKET_UNREADABLE}


@pytest.mark.hazard("H31")
@given(st.data())
def test_a_changed_letter_is_refused_or_means_the_same(data):
    text = made()
    at = data.draw(st.integers(0, len(text) - 1))
    changed = text[:at] + data.draw(st.sampled_from("AZaz09-_.=")) + text[at + 1:]
    try:
        assert verify(KEY, changed, NOW) == verify(KEY, text, NOW)
    except Refused as error:
        assert error.reason in {Reason.TICKET_FORGED, Reason.TICKET_UNREADABLE}


@pytest.mark.parametrize("most", [-1, 100_001, True, 5.0])
def test_impossible_loads_are_not_signed(most):
    with pytest.raises(Malformed, match="most_grams"):
        made(most=most)


def test_the_key_is_made_once_and_is_private(tmp_path):
    first = read_key(tmp_path / "state" / "gym.key")
    assert read_key(tmp_path / "state" / "gym.key") == first and len(first) == 32
    assert (tmp_path / "state" / "gym.key").stat().st_mode & 0o077 == 0
    assert [path.name for path in (tmp_path / "state").iterdir()] == ["gym.key"]
