"""The vectors of DOSE.md section 7, each through a whole journal: entries in, session out."""

import pytest

from halfkilo.dose import Verdict
from halfkilo.journal.fields import Answer, Different, Offered
from halfkilo.units import Region, Side, Tool
from tests.life import BACK, LEFT, LIFT, RIGHT, Life, item, offer

ROW = LIFT


def life(usual: int = 3, regions=None, **more) -> Life:
    person = Life(regions or {BACK: usual}, unlocked=True, **more)
    person.pin(ROW)
    return person


def test_a_amber_and_settled_holds_then_one_rep_more_but_no_load():
    person = life(2)
    person.outing(0, ROW, 12_000, 12, pre=2, peak=5, cool=4, morning=3)
    first = item(person.today(2), ROW)

    assert (first.verdict, first.rule, first.grams, first.target) == (Verdict.HOLD, "E6", 12_000, 12)

    person.outing(2, ROW, 12_000, 12, pre=2, peak=5, cool=4, morning=3)
    again = person.today(3)

    assert (item(again, ROW).verdict, item(again, ROW).grams, item(again, ROW).target) == (Verdict.PROGRESS, 12_000, 13)
    assert offer(again, ROW) is None


def test_b_clean_twice_at_the_top_offers_half_a_kilo():
    person = life(3)
    person.outing(0, ROW, 12_000, 12, peak=4)
    assert offer(person.today(1), ROW) is None
    person.outing(2, ROW, 12_000, 12, peak=4)
    session = person.today(3)

    assert (item(session, ROW).grams, item(session, ROW).target) == (12_000, 12)
    assert (offer(session, ROW).offered, offer(session, ROW).grams, offer(session, ROW).target) == (Offered.LOAD, 12_500, 12)


def test_c_light_loads_take_reps_first():
    person = life(3)
    person.outing(0, ROW, 4_000, 12)
    assert item(person.today(1), ROW).target == 13
    person = life(3)
    person.outing(0, ROW, 4_000, 15)
    person.outing(2, ROW, 4_000, 15)

    assert (offer(person.today(3), ROW).grams, offer(person.today(3), ROW).target) == (4_500, 12)


@pytest.mark.parametrize(("grams", "reps", "new"), [(3_000, 15, (3_500, 10)), (1_000, 20, (1_500, 6)), (40_000, 12, (42_000, 12))])
def test_d_e_j_the_smallest_steps(grams, reps, new):
    person = life(3)
    for day in (0, 2):
        person.outing(day, ROW, grams, reps)
    made = offer(person.today(3), ROW)

    assert (None if made is None else (made.grams, made.target)) == new


def test_e_one_kilo_at_fifteen_goes_to_sixteen():
    person = life(3)
    person.outing(0, ROW, 1_000, 15)

    assert item(person.today(1), ROW).target == 16


@pytest.mark.hazard("H14")
def test_f_one_high_morning_holds_two_ask_and_the_answer_counts():
    person = life(3)
    person.outing(0, ROW, 12_000, 12, morning=6)
    assert item(person.today(1), ROW).rule == "E4"
    assert not any(asked.id == "flare" for asked in person.today(1).questions)
    person.morning(2, 6)
    asked = person.today(2)
    assert any(one.id == "flare" and one.about == "low_back" for one in asked.questions)

    yes = Life.__new__(Life)
    yes.__dict__ |= {**person.__dict__, "entries": list(person.entries)}
    yes.say_flare(2, BACK, Answer.YES)
    assert yes.today(2).mode == "rescue"

    person.say_flare(2, BACK, Answer.NO)
    person.outing(3, ROW, 12_000, 12, morning=5)
    person.outing(5, ROW, 12_000, 12, morning=5)
    assert offer(person.today(6), ROW) is None
    assert item(person.today(6), ROW).verdict is Verdict.HOLD


def test_g_people_who_live_at_five():
    person = life(5)
    person.outing(0, ROW, 12_000, 12, pre=5, peak=5, morning=6)
    assert item(person.today(1), ROW).rule != "E4"
    person.check_in(2, 6)
    assert person.today(2).mode == "normal"
    person.check_in(3, 7)
    assert person.today(3).mode == "rescue"


@pytest.mark.parametrize(("usual", "pre", "mode"), [(2, 5, "rescue"), (6, 7, "normal"), (6, 8, "rescue")])
def test_h_rescue_by_pain_before_the_session(usual, pre, mode):
    person = life(usual)
    person.check_in(1, pre)

    assert person.today(1).mode == mode


@pytest.mark.parametrize(("grams", "left"), [(10_000, 8_000), (1_000, 500)])
def test_i_red_takes_a_fifth_and_at_least_one_step(grams, left):
    person = life(5)
    person.outing(0, ROW, grams, 12, pre=5, peak=8, morning=5)
    cut = item(person.today(2), ROW)

    assert (cut.verdict, cut.rule, cut.grams) == (Verdict.EASE, "E1", left)
    assert cut.range_percent < 100


def test_i_red_at_the_lightest_notch_goes_to_the_easier_neighbour():
    person = life(5)
    person.outing(0, ROW, 500, 12, pre=5, peak=8, morning=5)
    session = person.today(2)

    assert not any(one.exercise == ROW for one in session.items)
    assert any(reason.rule == "to-easier" for one in session.items for reason in one.reasons)
    assert any(one.exercise == "vector_easy" for one in session.items)


def test_k_a_month_off_at_seventy():
    person = life(3, birth_year=1956)
    person.outing(0, ROW, 20_000, 10, sets=2)
    after = item(person.today(30), ROW)
    assert (after.grams, after.sets, after.rule) == (15_000, 1, "E5")

    person.morning(30, 3)
    person.outing(30, ROW, 15_000, 10, sets=1)
    assert item(person.today(32), ROW).grams == 15_000


@pytest.mark.hazard("H46")
def test_l_slow_drift_is_seen_not_absorbed():
    person = life(3)
    for day, pain in enumerate([3, 3, 4, 4, 4, 5, 5, 5, 5, 6, 6, 6, 6, 6]):
        if day % 2 == 0:
            person.outing(day, ROW, 12_000, 12, pre=pain, peak=pain, morning=None)
        person.morning(day, pain)
    from halfkilo.journal.corridor import corridor

    assert corridor(person.state["regions"]["low_back"], "2026-03-15").ref <= 4
    session = person.today(14)
    assert offer(session, ROW) is None
    assert any(one.id == "flare" for one in session.questions)


def test_m_unrisen_pain_at_six_is_clean():
    person = life(6)
    for day in (0, 2):
        person.outing(day, ROW, 12_000, 12, pre=6, peak=6, morning=6)

    assert offer(person.today(3), ROW).grams == 12_500


def test_n_peak_of_seven_at_six_is_amber():
    person = life(6)
    person.outing(0, ROW, 12_000, 12, pre=5, peak=7, morning=6)

    assert item(person.today(1), ROW).rule == "E6"


@pytest.mark.hazard("H09")
def test_o_no_morning_no_rise():
    person = life(3)
    person.outing(0, ROW, 12_000, 12)
    person.outing(2, ROW, 12_000, 12, morning=None)
    person.check_in(4, 3)

    session = person.today(4)
    assert offer(session, ROW) is None
    assert item(session, ROW).verdict is Verdict.HOLD


def test_p_a_declined_offer_rests_a_week():
    person = life(3)
    for day in (0, 2):
        person.outing(day, ROW, 12_000, 12)
    session = person.decide(3)
    person.answer(offer(session, ROW).id, Answer.KEEP)
    assert offer(person.today(3), ROW) is None
    assert item(person.today(3), ROW).grams == 12_000

    person.outing(4, ROW, 12_000, 12)
    assert offer(person.today(5), ROW) is None
    person.outing(8, ROW, 12_000, 12)
    person.morning(10, 3)
    assert offer(person.today(10), ROW).grams == 12_500


@pytest.mark.hazard("H18")
def test_q_sides_are_judged_alone():
    person = Life({LEFT: 3, RIGHT: 3}, unlocked=True, programme="knee")
    one_sided = "vector_side"
    person.pin(one_sided)
    person.check_in(0, 3)
    person.open(0)
    person.sets(one_sided, 10_000, 12, side=Side.LEFT, peak=8)
    person.sets(one_sided, 10_000, 12, side=Side.RIGHT, peak=3)
    person.close()
    person.morning(1, 3)
    session = person.today(2)

    assert item(session, one_sided, Side.LEFT).grams == 8_000
    assert item(session, one_sided, Side.RIGHT).grams == 10_000


@pytest.mark.hazard("H12")
def test_r_at_most_ten_percent_in_seven_days():
    person = life(3)
    for day in (-4, -2):
        person.outing(day, ROW, 10_000, 12)
    monday = person.decide(0)
    assert offer(monday, ROW).grams == 10_500
    person.answer(offer(monday, ROW).id, Answer.ACCEPT)
    assert item(person.today(0), ROW).grams == 10_500
    for day in (0, 2):
        person.outing(day, ROW, 10_500, 12)
    friday = person.decide(4)
    assert (offer(friday, ROW).grams, offer(friday, ROW).target) == (11_000, 12)
    person.answer(offer(friday, ROW).id, Answer.ACCEPT)
    for day in (4, 5):
        person.outing(day, ROW, 11_000, 12)
    assert offer(person.today(6), ROW) is None
    assert offer(person.today(7), ROW).grams == 11_500


def test_slept_badly_and_new_painkiller_hold():
    for different in (Different.SLEPT_BADLY, Different.NEW_PAINKILLER):
        person = life(3)
        for day in (0, 2):
            person.outing(day, ROW, 12_000, 12)
        person.check_in(4, 3, different)
        assert offer(person.today(4), ROW) is None


def test_region_and_tool_names_are_the_journal_s():
    assert Region("knee_left").side is Side.LEFT
    assert Tool("cable") is Tool.CABLE
