"""The rules E1-E8 (DOSE.md 4), one small function each, tried in order: the first that matches decides.

A break (E5) also caps whatever an earlier rule decided: the spec lets the first match win, and after a long break that would
leave a heavier load than the break alone; the lighter of the two is the safer reading (docs/decisions/0002-dose-readings.md).
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import date

from halfkilo import limits
from halfkilo.dose.back import way_back, way_back_begins, within_way_back
from halfkilo.dose.case import Case
from halfkilo.dose.decision import Decision
from halfkilo.dose.judge import Colour, Judged
from halfkilo.dose.learn import heard
from halfkilo.dose.once import kept
from halfkilo.dose.progress import Dose, more_reps
from halfkilo.dose.rise import brake, rise, step_of
from halfkilo.dose.session import Reason, Verdict
from halfkilo.journal.corridor import next_day


def next_dose(case: Case) -> Decision:
    """The next dose of an exercise that has been done before. Never heavier than it stands: what would be is a wish."""
    policy = case.day.policy
    if policy.next_dose is not None:
        return policy.next_dose(case)
    decided = _first(case, policy.off)
    return within_way_back(case, within_break(case, decided) if policy.applies("E5") else decided)


def _first(case: Case, off: Collection[str]) -> Decision:
    """What the first rule that matches decides."""
    for rule, decide in IN_ORDER:
        decided = decide(case) if rule not in off else None
        if decided is not None:
            return decided
    return e8_hold(case)


def hold(case: Case, rule: str, *reasons: Reason) -> Decision:
    """The same dose again."""
    dose = _dose(case)
    return Decision(Verdict.HOLD, rule, dose.grams, dose.target, case.standing_sets, reasons or (Reason(rule),))


def _dose(case: Case) -> Dose:
    return case.dose or Dose(0, case.bounds[0])


def e1_red(case: Case) -> Decision | None:
    """E1: stopped for pain, or red: a fifth less and at least one step, range to where it was comfortable."""
    last = case.last
    if last is None or not (last.colour is Colour.RED or last.outing["x"] == "pain"):
        return None
    where = last.region.value if last.region else None
    percent = case.day.policy.cut_red
    reason = Reason("E1", {"peak": last.outing["p"], "stopped": last.outing["x"] == "pain", "region": where, "percent": percent})
    return replace(cut(case, "E1", percent, reason), range_percent=80)


def e2_unsettled_rise(case: Case) -> Decision | None:
    """E2: pain rose by 2 over the session and had not settled before the next: a tenth less and at least one step."""
    if case.last is None or case.last.rise is None:
        return None
    region, rose, again = case.last.rise
    percent = case.day.policy.cut_unsettled
    return cut(case, "E2", percent, Reason("E2", {"region": region.value, "rose": rose, "again": again, "percent": percent}))


def e3_hard(case: Case) -> Decision | None:
    """E3: effort of 8 and more, or form lost: the first time hold, the second time running one step down."""
    if case.last is None or not case.last.hard:
        return None
    facts = {"effort": case.last.outing["e"], "form": case.last.outing["f"] > 0}
    if len(case.judged) < 2 or not case.judged[1].hard:
        return hold(case, "E3", Reason("E3", facts))
    return one_down(case, Reason("E3-cut", facts))


def e4_morning(case: Case) -> Decision | None:
    """E4: a morning signal holds; muscle soreness holds only what was trained in the two days before it."""
    for region in case.regions:
        for day in (case.day.on, next_day(case.day.on, -1)):
            pain = case.day.morning(region, day)
            if pain is None:
                continue
            if case.day.high(region, day) and not _other_muscles(case, day):
                return hold(case, "E4", Reason("E4", {"region": region.value, "pain": pain, "soreness": _soreness(case, day)}))
            break  # the newest answer counts
    return None


def _soreness(case: Case, day: str) -> str | None:
    sore = case.day.state["soreness"]
    return sore[1] if sore and sore[0] == day else None


def _other_muscles(case: Case, day: str) -> bool:
    """Whether that morning was muscle soreness, and this exercise was not among what caused it."""
    return _soreness(case, day) == "muscle" and not any(next_day(day, -2) <= outing["d"] < day for outing in case.works)


def learned_ease(case: Case) -> Decision | None:
    """Pain that rose again and again at about this dose: a tenth less and at least one step; with body weight a gentler exercise, because
    fewer repetitions ask hardly less of the place. Learned from several outings; it only ever lowers."""
    loud = heard(case)
    if loud < limits.HEARD_EASES.first:
        return None
    reason = Reason("reacts-ease", {"outings": len(case.judged)})
    if not case.loaded and case.easier is not None:
        return Decision(Verdict.SWAP, "reacts-ease", 0, 0, 1, (reason, Reason("to-easier", {"other": case.easier})), other=case.easier)
    return cut(case, "reacts-ease", case.day.policy.cut_unsettled, reason)


def e5_break(case: Case) -> Decision | None:
    """E5: after a break a share of the last load, rounded down, once; one set fewer from 22 days on."""
    percent = break_percent(case)
    if percent is None or percent == 100:
        return None
    if _borne_before(case):
        return hold(case, "E5", Reason("E5-same", {"days": case.days_off}))
    reason = Reason("E5", {"days": case.days_off, "percent": percent, "ill": _was_away_ill(case)})
    sets = max(1, case.standing_sets - (case.days_off >= limits.BREAK_FEWER_SETS_FROM.first))
    decided = scaled(case, "E5", percent, reason)
    return replace(decided, sets=min(decided.sets, sets))


def _borne_before(case: Case) -> bool:
    """Whether this very load was cut for a break and borne after one as long: whoever trains fortnightly is cut once, not every
    time. Any sign against it, illness or a flare in between, and it is cut as written."""
    last = case.last
    if last is None or len(case.works) < 2 or _was_away_ill(case):
        return False
    gap = (date.fromisoformat(case.works[-1]["d"]) - date.fromisoformat(case.works[-2]["d"])).days
    fine = last.colour is Colour.GREEN and last.settled is True and last.complete and not last.hard
    return fine and case.days_off <= min(gap, limits.BREAK_BOUNDS[1])


@kept
def break_percent(case: Case) -> int | None:
    """The share of the last load by days off; None after more than 90 days (a load is found anew)."""
    table = limits.BREAK_PERCENT_OLDER if case.day.older else limits.BREAK_PERCENT
    for bound, percent in zip(limits.BREAK_BOUNDS, table, strict=True):
        if case.days_off <= bound:
            first = bound == limits.BREAK_BOUNDS[0]
            return limits.BREAK_AFTER_ILLNESS.first if first and _was_away_ill(case) else percent
    return None


def _was_away_ill(case: Case) -> bool:
    """Ill, or in a flare of a loaded region, since it, or what trains the same, was last done."""
    done = case.works[-1]["d"] if case.works else case.day.on
    last = max((day for day in _away_days(case) if day >= done), default=None)
    # What trains the same is looked for only where it matters: it means reading all that is remembered.
    return last is not None and (not case.works or last >= (case.kept_up or ""))


def _away_days(case: Case) -> list[str]:
    """The day of the last illness, and those on which flares of the regions it loads began."""
    ill = case.day.state["ill"]
    flares = [flare["since"] for region in case.regions for flare in case.day.tracked[region]["flares"]]
    return flares if ill is None else [ill, *flares]


def e6_amber(case: Case) -> Decision | None:
    """E6: amber and settled holds; amber and settled again allows one rep more, never a load."""
    last = case.last
    if last is None or last.colour is not Colour.AMBER or last.settled is not True:
        return None
    reason = Reason("E6", {"peak": last.outing["p"], "region": last.region.value if last.region else None})
    again = len(case.judged) > 1 and case.judged[1].colour is Colour.AMBER and case.judged[1].settled is True
    same = again and _same_dose(case) and all(_answered(case, one) for one in case.judged[:2])
    more = more_reps(_dose(case), case.week, case.range[1] + 1, step_of(case), case.day.policy) if same and last.complete else None
    why_not = brake(case) if more else None
    if more is None or why_not is not None:
        return hold(case, "E6", reason, *([why_not] if why_not else []))
    return Decision(Verdict.PROGRESS, "E6", more.grams, more.target, case.standing_sets, (Reason("E6-again", reason.facts),))


def _answered(case: Case, one: Judged) -> bool:
    """Whether effort was told, was not high, and nothing contradicts itself: on less nothing rises, not even by a repetition."""
    effort = one.outing["e"]
    return effort is not None and effort <= case.day.policy.effort_clean and not one.outing.get("c", False)


def _same_dose(case: Case) -> bool:
    first, second = case.judged[0].outing, case.judged[1].outing
    return (first["g"], first["t"]) == (second["g"], second["t"])


def e7_clean(case: Case) -> Decision | None:
    """E7: clean: section 6 decides how it goes on."""
    if case.last is None or not case.last.clean:
        return None
    why_not = brake(case)
    return hold(case, "E8", Reason("E7-held"), why_not) if why_not else rise(case)


def e8_hold(case: Case) -> Decision:
    """E8: anything else holds, and says what was missing."""
    return hold(case, "E8", Reason("E8", {"missing": missing(case)}))


def missing(case: Case) -> str:
    """What kept the last outing from being clean, as a word: peak, effort, morning, reps, unsettled, effort_high, contradiction."""
    last = case.last
    if last is None:
        return "first"
    checks = (
        ("contradiction", last.outing.get("c", False)),
        ("effort", last.outing["e"] is None),
        ("peak", last.colour is Colour.UNKNOWN),
        ("morning", last.settled is None),
        ("unsettled", last.settled is False),
        ("reps", not last.complete),
        ("effort_high", (last.outing["e"] or 0) > case.day.policy.effort_clean),
    )
    return next((name for name, hit in checks if hit), "other")


def cut(case: Case, rule: str, percent: int, reason: Reason) -> Decision:
    """`percent` less and at least one step; at zero the easier neighbour; without a load reps, then sets, then the neighbour."""
    dose = _dose(case)
    if not case.loaded:
        return _less_amount(case, rule, max(1, dose.target * percent // 100), reason)
    grams = min(case.grid.down(dose.grams * (100 - percent) // 100), case.grid.below(dose.grams))
    return _lighter(case, rule, grams, reason)


def one_down(case: Case, reason: Reason) -> Decision:
    """E3's cut: one step; under 5 kg two reps fewer; without a load the smallest amount less."""
    dose = _dose(case)
    if not case.loaded:
        return _less_amount(case, "E3-cut", step_of(case), reason)
    if case.light and dose.target - 2 >= case.range[0]:
        return Decision(Verdict.EASE, "E3-cut", dose.grams, dose.target - 2, case.standing_sets, (reason,))
    return _lighter(case, "E3-cut", case.grid.below(dose.grams), reason)


def scaled(case: Case, rule: str, percent: int, reason: Reason) -> Decision:
    """`percent` of the load, rounded down to the grid, without the "at least one step" of a cut. Where no notch is that
    light, and where nothing is lifted, the same share of the target: a break never takes an exercise away."""
    dose = _dose(case)
    grams = case.grid.down(dose.grams * percent // 100) if case.loaded else 0
    if grams > 0:
        return _lighter(case, rule, grams, reason)
    lightest = min(dose.grams, case.grid.notches[0]) if case.loaded and case.grid.notches else 0
    return Decision(Verdict.EASE, rule, lightest, max(1, dose.target * percent // 100), case.standing_sets, (reason,))


def _lighter(case: Case, rule: str, grams: int, reason: Reason) -> Decision:
    if grams > 0:
        return Decision(Verdict.EASE, rule, grams, _dose(case).target, case.standing_sets, (reason,))
    other = case.easier
    if other is not None:
        return Decision(Verdict.SWAP, rule, 0, 0, case.standing_sets, (reason, Reason("to-easier", {"other": other})), other=other)
    lightest = min(_dose(case).grams, case.grid.notches[0]) if case.grid.notches else 0
    return replace(_less_amount(case, rule, max(1, _dose(case).target // 5), reason), grams=lightest)


def _less_amount(case: Case, rule: str, less: int, reason: Reason) -> Decision:
    """Below a grid of one step the cut takes reps, then sets, then range (DOSE.md 4)."""
    dose, low = _dose(case), case.range[0]
    if dose.target > low:
        return Decision(Verdict.EASE, rule, dose.grams, max(low, dose.target - less), case.standing_sets, (reason,))
    if case.standing_sets > 1:
        return Decision(Verdict.EASE, rule, dose.grams, dose.target, case.standing_sets - 1, (reason,))
    other = case.easier
    if other is not None:
        return Decision(Verdict.SWAP, rule, 0, 0, 1, (reason, Reason("to-easier", {"other": other})), other=other)
    return Decision(Verdict.EASE, rule, dose.grams, max(1, dose.target - less), 1, (reason,), range_percent=70)


def within_break(case: Case, decided: Decision) -> Decision:
    """Never heavier than the break allows, whichever rule decided."""
    percent = break_percent(case) if case.works else 100
    if decided.rule == "E5" or percent == 100 or percent is None or decided.verdict is Verdict.SWAP:
        return decided
    rested = e5_break(case)
    if rested is None or (rested.grams, rested.target) >= (decided.grams, decided.target):
        return decided
    return replace(
        decided,
        grams=min(rested.grams, decided.grams),
        target=min(rested.target, decided.target),
        sets=min(rested.sets, decided.sets),
        verdict=Verdict.EASE,
        wish=None,
        other=rested.other,
    ).because(*rested.reasons)


IN_ORDER: tuple[tuple[str, Callable[[Case], Decision | None]], ...] = (
    ("back", way_back_begins),
    ("E1", e1_red),
    ("E2", e2_unsettled_rise),
    ("E3", e3_hard),
    ("reacts-ease", learned_ease),
    ("E4", e4_morning),
    ("back", way_back),
    ("E5", e5_break),
    ("E6", e6_amber),
    ("E7", e7_clean),
    ("E8", e8_hold),
)
"""The rules in order, each with the id of its row in the table; the last one always decides."""
