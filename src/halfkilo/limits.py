"""Every guardrail of the product in one file: hard bounds, advised bounds, first value, source, certainty.

A `Guardrail` refuses to exist when its own numbers contradict each other, and `hold` refuses a value outside its hard
bounds. A value that is not set is the first one, and the first one lies within what we advise. Certainty says how the number
is known: V abstract or full text read, V2 secondary summary, C computed from cited inputs, D our own design choice,
M common practice from memory.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Certainty(StrEnum):
    """How well a number is known."""

    READ = "V"
    SECONDARY = "V2"
    COMPUTED = "C"
    DESIGN = "D"
    MEMORY = "M"


class OutOfBounds(ValueError):
    """A value outside the hard bounds of a guardrail; `guardrail` and `asked` are kept."""

    def __init__(self, guardrail: Guardrail, asked: int) -> None:
        low, high = guardrail.hard
        super().__init__(f"{guardrail.name} must be from {low} to {high} {guardrail.unit}, got {asked}")
        self.guardrail = guardrail
        self.asked = asked


@dataclass(frozen=True)
class Guardrail:
    """One limit. All numbers are whole and in `unit`; percent and tenths are written as such in the unit."""

    name: str
    hard: tuple[int, int]
    advised: tuple[int, int]
    first: int
    unit: str
    source: str
    certainty: Certainty

    def __post_init__(self) -> None:
        low, high = self.hard
        if not low <= self.advised[0] <= self.first <= self.advised[1] <= high:
            raise ValueError(f"guardrail {self.name}: hard {self.hard}, advised {self.advised}, first {self.first} contradict each other")
        if not self.source:
            raise ValueError(f"guardrail {self.name} has no source")

    def hold(self, asked: int) -> int:
        """`asked` itself, when the hard bounds allow it.

        Raises:
            OutOfBounds: it lies outside.
        """
        if isinstance(asked, bool) or not self.hard[0] <= asked <= self.hard[1]:
            raise OutOfBounds(self, asked)
        return asked

    def advised_for(self, asked: int) -> bool:
        """Whether the value lies within what we advise."""
        return self.advised[0] <= asked <= self.advised[1]


def _rail(
    name: str, hard: tuple[int, int], advised: tuple[int, int], first: int, unit: str, source: str, certainty: Certainty = Certainty.DESIGN
) -> Guardrail:
    return Guardrail(name, hard, advised, first, unit, source, certainty)


def _fixed(name: str, value: int, unit: str, source: str, certainty: Certainty = Certainty.DESIGN) -> Guardrail:
    return Guardrail(name, (value, value), (value, value), value, unit, source, certainty)


_C = Certainty

# --- pain: the corridor of one region (DOSE.md 2) -------------------------------------------------------------------
GREEN_ABSOLUTE = _rail("green edge", (1, 3), (2, 3), 2, "NRS", "Silbernagel 2007 / clinic variants: 2 or 3 (evidence 1.1)", _C.SECONDARY)
RED_ABSOLUTE = _rail("red edge", (4, 6), (4, 5), 5, "NRS", "Holmgren 2012, 10.1136/bmj.e787: never above 5 (evidence 1.1)", _C.READ)
GREEN_OVER_REF = _fixed("green above usual", 1, "NRS", "people who live at 5 cross 5 by chance (evidence 0.6)", _C.COMPUTED)
RED_OVER_REF = _fixed("red above usual", 2, "NRS", "rise of 2 is the smallest that matters (10.1097/BRS.0b013e31815e3a10)", _C.READ)
GREEN_CAP = _fixed("green cap", 5, "NRS", "the absolute ceiling common to all models (evidence 1.1)", _C.SECONDARY)
RED_CAP = _fixed("red cap", 7, "NRS", "DOSE.md 2")
ALWAYS_RED = _fixed("always red", 8, "NRS", "DOSE.md 2: 8 and more is red for everybody")
NO_RISE_CAP = _fixed("unrisen pain is green up to", 6, "NRS", "DOSE.md 2")
SETTLED_OVER_REF = _fixed("settled above usual", 1, "NRS", "Holmgren 2012: back to before by the next session", _C.READ)
BASE_DAYS = _fixed("days behind the usual", 14, "days", "DOSE.md 2")
BASE_LEAST = _fixed("mornings needed for the usual", 4, "mornings", "5-6 days give a reliable picture (evidence 7.2)", _C.READ)
SD_DAYS = _fixed("days behind the variation", 28, "days", "DOSE.md 2")
SD_TENTHS = _rail(
    "day-to-day variation", (8, 20), (8, 20), 12, "tenths of NRS", "10.1016/j.jpain.2022.01.001: mean within-person sd 1.2", _C.READ
)
SIGNAL_SD_TENTHS = _fixed("signal in variations", 15, "tenths", "evidence 7.6: max(2, 1.5 sd)", _C.COMPUTED)
SIGNAL = _rail("morning signal", (2, 3), (2, 3), 2, "NRS above usual", "evidence 7.6", _C.COMPUTED)
DEMAND_HEARD = _fixed("demand that is heard", 20, "percent", "DOSE.md 2")
REGION_LIMIT = _fixed("usual pain that needs a clinician", 7, "NRS", "DOSE.md G2")
DRIFT_OVER_ENTRY = _fixed("usual above entry", 1, "NRS", "H46: drift is seen, not absorbed")

# --- flare (DOSE.md G3, 5) ------------------------------------------------------------------------------------------
FLARE_LEAST_LEVEL = _fixed("flare question from", 4, "NRS", "flare-design trials need a floor (evidence 1.3)", _C.MEMORY)
FLARE_MORNINGS = _fixed("mornings before the question", 2, "mornings", "evidence 7.6, rule C", _C.COMPUTED)
FLARE_LEAST_DAYS = _fixed("flare lasts at least", 3, "days", "Thomas 2021, 10.1016/j.joca.2021.04.007: median 5 (3-8)", _C.READ)
FLARE_OVER_MORNINGS = _fixed("settled mornings that end a flare", 2, "mornings", "DOSE.md 5")
FLARE_EFFORT = _rail("effort in a rescue session", (2, 4), (3, 4), 4, "OMNI", "Bartholdy 2016, 10.2519/jospt.2016.6908", _C.READ)
WIDESPREAD_EFFORT = _rail("effort in a widespread flare", (2, 3), (2, 3), 3, "OMNI", "DOSE.md 5")
WAY_BACK = (70, 85, 100)
"""Percent of the load before the flare, one stage per settled session, each accepted (DOSE.md 5)."""

# --- cuts and breaks (DOSE.md 4) ------------------------------------------------------------------------------------
CUT_RED = _rail("cut after red", (10, 50), (20, 30), 20, "percent", "Holmgren 2012: lower the load; size ours")
CUT_UNSETTLED = _rail("cut after an unsettled rise", (5, 50), (10, 20), 10, "percent", "Holmgren 2012; two-sign form ours")
RISE = _fixed("rise over a session", 2, "NRS", "10.1097/BRS.0b013e31815e3a10", _C.READ)
EFFORT_HIGH = _rail("effort that is too high", (7, 9), (7, 8), 8, "OMNI", "OMNI-RES 8 is about two reps left (evidence 2)", _C.SECONDARY)
EFFORT_CLEAN = _rail("effort of a clean set", (4, 6), (5, 6), 6, "OMNI", "RPE <= 6 as three or more reps left (evidence 9, rule 10)")
EFFORT_EASY = _fixed("effort that is easy", 4, "OMNI", "DOSE.md 6")
BREAK_BOUNDS = (10, 21, 42, 90)
BREAK_PERCENT = (100, 90, 80, 70)
BREAK_PERCENT_OLDER = (100, 85, 75, 60)
"""Percent of the last load by days off (<= 10, 21, 42, 90), under 65 and from 65 (10.1111/sms.12047, table ours)."""
BREAK_AFTER_ILLNESS = _fixed("short break after illness or flare", 95, "percent", "DOSE.md E5")
BREAK_CAP = _fixed("most after a long break", 50, "percent", "DOSE.md E5")
BREAK_FEWER_SETS_FROM = _fixed("one set fewer from", 22, "days off", "repeated-bout protection fades (evidence 2.2)")
OLDER = _fixed("older from", 65, "years", "10.1111/sms.12047: larger losses over 65", _C.READ)
LIGHT = _fixed("light loads below", 5_000, "g", "0.5 kg is over 10 % below 5 kg (evidence 0.7)", _C.COMPUTED)
VERY_LIGHT = _fixed("very light loads below", 2_000, "g", "evidence 0.7", _C.COMPUTED)
HOLDS_BEFORE_SWAP = _fixed("symptom holds before another exercise", 3, "holds in 28 days", "DOSE.md 4")
CUTS_BEFORE_SWAP = _fixed("cuts before another exercise", 2, "cuts in 28 days", "DOSE.md 4")
SWAP_WINDOW = _fixed("window of holds and cuts", 28, "days", "DOSE.md 4")

# --- progress (DOSE.md 6) -------------------------------------------------------------------------------------------
DEMAND_STEP = _rail("one rise of demand", (0, 10), (0, 10), 10, "percent", "ACSM 2009, 10.1249/MSS.0b013e3181915670: 2-10 %", _C.READ)
DEMAND_WANTED = _rail("wanted rise of demand", (0, 10), (2, 5), 5, "percent", "ACSM 2009, lower half", _C.READ)
WEEK_RISE = _rail("rise in seven days", (0, 10), (0, 10), 10, "percent", "H12; ACSM 2009 upper edge", _C.READ)
WEEK = _fixed("a week", 7, "days", "the calendar")
CLEAN_AT_TOP = _rail("clean sessions at the top", (2, 6), (2, 3), 2, "sessions", "2-for-2 rule (evidence 2)", _C.SECONDARY)
CLEAN_AT_TOP_OLDER = _rail(
    "clean sessions at the top from 65", (3, 6), (3, 4), 3, "sessions", "NSCA 2019; evidence 9 rule 19", _C.SECONDARY
)
ANEW_FALLEN = _rail("fallen far below what was found", (30, 70), (40, 60), 60, "percent of it", "a cut of one notch from 1.5 kg is a third "
                    "of it; decision 0007")
ANEW_EFFORT = _fixed("effort of a load that is easy and stuck", 3, "OMNI", "one below what ends the finder (DOSE.md 6); ours")
ANEW_OUTINGS = _fixed("easy outings running before a stuck load is found anew", 3, "outings", "as often as from 65 (DOSE.md 6); ours")
ANEW_DAYS = _fixed("days before a load is found anew again", 14, "days", "twice the finder's week; ours")
EASY_TWICE = _fixed("easy sessions for the weekly cap at once", 2, "sessions", "DOSE.md 6")
STALE_HOURS = _fixed("answers are stale after", 48, "hours", "DOSE.md 6, H09")
LEARN_LEAST = _fixed("answered outings before something is learned", 4, "outings", "mean of four: standard error about 0.4 NRS "
                     "(answers vary by about 0.8)", _C.COMPUTED)
LEARN_ANSWERS = _fixed("answers of a place before something is learned", 4, "answered exercises", "mean of four: standard error about "
                       "0.4 NRS", _C.COMPUTED)
LEARN_DAYS = _fixed("what is learned looks back on", 28, "days", "as the window of holds and cuts (DOSE.md 4)")
CALM_TENTHS = _rail("mean rise that is calm", (0, 10), (0, 10), 9, "tenths of NRS", "decision 0005: virtual people of several biologies")
USUAL_RISE_TENTHS = _rail("rise that is nothing to learn from", (5, 12), (6, 12), 10, "tenths of NRS", "decision 0005: half a point at the "
                          "edge of what is borne, and a rounded answer")
ROSE_MOST = _fixed("rise of one outing that counts at most", 30, "tenths of NRS", "one answer alone teaches little")
LEARN_OUTINGS = _fixed("outings before a dose is learned about", 3, "outings", "two amber outings are E6's (DOSE.md 4, vector a)")
HEARD_HOLDS = _rail("added-up rises that hold", (10, 30), (12, 24), 16, "tenths of NRS", "decision 0005: two outings that rose by 2 of the "
                    "last few")
HEARD_EASES = _rail("added-up rises that ease", (20, 50), (24, 40), 28, "tenths of NRS", "decision 0005; a slow leak, not one loud day")
FIRST_DEMAND = _rail("body weight that begins a rung lower", (40, 100), (50, 90), 60, "percent of what the place carries at most", "low "
                     "resistance first; threshold ours, decision 0005")
SIGNS_HOLD = _rail("signs in four weeks that slow a place down", (2, 5), (3, 4), 4, "sessions", "decision 0005: one in seven mornings is "
                   "raised by chance (evidence 7.6)", _C.COMPUTED)
CLEAN_BEFORE_HARDER = _rail("clean sessions before a harder exercise", (2, 6), (3, 5), 4, "sessions", "a new movement is new ground; ours")
CALM_OUTINGS = _fixed("outings before a record is calm", 2, "outings", "its places have at least four answers beside them")
CLEAN_WHEN_CALM = _rail("clean sessions at the top where the record is calm", (1, 3), (1, 2), 1, "sessions", "decision 0005")
SETS_REMEMBERED = _fixed("outings that the number of sets looks back on", 4, "outings", "docs/decisions/0002")
DECLINED_DAYS = _fixed("not asked again for", 7, "days", "DOSE.md vector p")
APPROVED_DAYS = _fixed("days a clinician's yes to an offer counts", 14, "days", "as long as the usual looks back (DOSE.md 2); ours")
FLAT_SESSIONS = _fixed("identical answers that are too flat", 8, "sessions", "H10/H13: a frozen answer is no answer")

# --- unlocking and first loads (DOSE.md 6) --------------------------------------------------------------------------
UNLOCK_MORNINGS = _fixed(
    "answered mornings before rises",
    14,
    "mornings",
    "DOSE.md 6: two weeks of answered mornings; the safer reading counts answers, not days",
)
UNLOCK_SESSIONS = _fixed("sessions before rises", 6, "sessions", "DOSE.md 6")
FINDER_EXERCISES = _fixed("first loads found in a day", 4, "exercises", "DOSE.md 6")
FINDER_REPS = _fixed("reps per step of the finder", 3, "reps", "DOSE.md 6")
FINDER_STEPS = _fixed("steps of the finder", 6, "steps", "DOSE.md 6")
FINDER_EFFORT = _fixed("effort that ends the finder", 4, "OMNI", "DOSE.md 6")
FINDER_PAIN = _fixed("pain rise that ends the finder", 1, "NRS", "DOSE.md 6")
FINDER_START = _rail(
    "first week's share of the comfortable load",
    (50, 80),
    (60, 80),
    80,
    "percent",
    "graded activity: 80 % of tolerance (evidence 1.5)",
    _C.MEMORY,
)
FINDER_WEEK = _fixed("first load stands for", 7, "days", "DOSE.md 6")

# --- questions (DOSE.md 1) ------------------------------------------------------------------------------------------
ANSWERS_TRAINING_DAY = _fixed("answers on a training day", 16, "answers", "DOSE.md 1")
TAPS_TRAINING_DAY = _fixed("taps on a training day", 30, "taps", "DOSE.md 1")
ANSWERS_REST_DAY = _fixed("answers on a rest day", 2, "answers", "DOSE.md 1")
ANSWERS_WEEKLY = _fixed("weekly extra answers", 3, "answers", "DOSE.md 1")
TRACKED = _rail("tracked regions", (1, 2), (1, 2), 1, "regions", "DOSE.md 1")
RECALL_HOURS = _fixed("a missed morning may be recalled for", 48, "hours", "DOSE.md 1")

# --- capacity (DOSE.md 6) -------------------------------------------------------------------------------------------
CAPACITY_REPS = _fixed("reps that capacity may use", 10, "reps", "Epley and Brzycki agree at 10 (evidence 2.1)", _C.COMPUTED)
CAPACITY_BAND = _fixed("width of a capacity band", 10, "percent each way", "10.6-13.5 % total error (evidence 2.1)", _C.READ)

CAPACITY_START = _rail("share of capacity that an exercise begins with", (20, 60), (40, 60), 50, "percent of the lower end of the band",
                       "a lower bound times a safety share, ours; 60 % of one lift is done about twenty times")
ALIKE = _rail("joint demands that are alike from", (80, 100), (80, 95), 80, "hundredths of their cosine", "ours; else the load is found")

# --- plan level (DOSE.md 4) -----------------------------------------------------------------------------------------
PLAN_RISE = _fixed("usual up over two weeks", 1, "NRS", "Silbernagel's weekly rule", _C.MEMORY)
PLAN_RISE_DAYS = _fixed("watch the usual for", 14, "days", "DOSE.md 4")
PLAN_CUT = _rail("fewer sets when the usual rises", (20, 50), (30, 40), 30, "percent", "DOSE.md 4")
MISSED_IN_WEEK = _fixed("missed sessions before the two-minute offer", 2, "sessions", "Andersen 2011, 10.1016/j.pain.2010.11.016", _C.READ)
LIGHTER_AFTER = _fixed("weeks of progress before a lighter week", 6, "weeks", "practice surveys", _C.MEMORY)
HELPING_WEEKS = _fixed("weeks before asking whether it helps", 8, "weeks", "evidence 9 rule 17")
HELPING_PAIN = _fixed("pain drop that matters", 2, "NRS", "10.1097/BRS.0b013e31815e3a10", _C.READ)
HELPING_PERCENT = _fixed("pain drop that matters, as a share", 30, "percent", "10.1097/BRS.0b013e31815e3a10", _C.READ)
HELPING_PSFS = _fixed("activity change that matters", 2, "PSFS points", "evidence 4", _C.MEMORY)
REVIEW_DAYS = _fixed("days between reviews", 28, "days", "DOSE.md 2")
LOW_MOOD = _rail("low mood or high worry from", (6, 8), (7, 8), 7, "own 0-10 items", "DOSE.md 4; cut-off ours")

# --- the machine, as far as the dose knows it -----------------------------------------------------------------------
MOST_LOAD = _rail("load on one cable", (0, 100_000), (0, 60_000), 60_000, "g", "the gym's own maximum; first value ours")
CARDIO_SHARE = _fixed(
    "cardio's share of a session", 30, "percent of its minutes", "strength with cardio (evidence 3.1, PMC5091063); share ours"
)
CARDIO_EFFORT = _rail("effort of cardio", (2, 6), (3, 5), 4, "OMNI", "talk test: can speak in sentences")

# --- how far the movement goes (dose/extent.py) -------------------------------------------------------------------------
RANGE_STEPS = (50, 70, 85, 100)
"""Percent of the whole range: where a movement begins whose lightest load was too much, and the steps by which it comes back, one after
each clean outing (range to where it was comfortable, DOSE.md E1; the steps are ours, certainty D)."""

SLOWER = _rail("seconds slower on the way back", (1, 4), (1, 3), 2, "seconds", "1-2 seconds are usual (ACSM 2009), "
               "6 a repetition in slow training (evidence 2); ours")

# --- what one session may ask of one place (dose/budget.py) -----------------------------------------------------------
PLACE_RISE = _rail("rise of what a session asks of one place in seven days", (0, 10), (5, 10), 10, "percent",
                   "H12 read for the person as a whole: the tenth of one exercise, held for all that share a place")
STRESS_POWER = _fixed("power with which sets add up in a place", 3, "power",
                      "loads count more than their number: Carter 1987, J Biomech 20:785 (powers of 2.5 to 8 in use); 3 is ours", _C.MEMORY)
HABIT_DAYS = _fixed("days behind what a place is used to", 28, "days", "four weeks, as long as the variation looks back (DOSE.md 2)")
HABIT_LEAST = _fixed("sessions before a place has a habit", 3, "sessions", "one long session is no habit")


def all_rails() -> tuple[Guardrail, ...]:
    """Every guardrail of this file, for the tests and the page that shows them."""
    return tuple(value for value in globals().values() if isinstance(value, Guardrail))
