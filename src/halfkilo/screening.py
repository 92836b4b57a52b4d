"""The entry screen: our own questions, an outcome per item, and which classes of exercise each leaves out.

Sources: shared evidence base sections 5.1-5.4 (own wording; no owned questionnaire is reproduced) and DOSE.md G0/G1.
Single red flags are poor tests taken alone (10.2519/jospt.2020.9971): the screen sends people to someone who can look,
it never diagnoses. "Not sure" counts as yes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Need(StrEnum):
    """What an exercise asks of the body apart from the movement; a person says which of these they can't do."""

    FLOOR = "floor"
    KNEEL = "kneel"
    WRIST = "wrist"
    GRIP = "grip"
    BALANCE = "balance"
    STANDING = "standing"


class LoadClass(StrEnum):
    """Ways of loading that some people leave out or keep small (evidence 5.4)."""

    LOADED_HINGE = "loaded_hinge"
    BENT_OVER = "bent_over"
    LOADED_FLEXION = "loaded_flexion"
    LOADED_TWIST = "loaded_twist"
    SPINE_END_RANGE = "spine_end_range"
    DEEP_SQUAT = "deep_squat"
    DEEP_HIP_BEND = "deep_hip_bend"
    HIP_CROSSING = "hip_crossing"
    HIP_ROTATION = "hip_rotation"
    OVERHEAD = "overhead"
    SHOULDER_END_RANGE = "shoulder_end_range"
    BREATH_HOLD = "breath_hold"
    LONG_HOLD = "long_hold"
    PRONE = "prone"
    SUPINE = "supine"
    HEAD_LOW = "head_low"
    SINGLE_LEG = "single_leg"
    IMPACT = "impact"
    KNEELING = "kneeling"
    HEAVY_GRIP = "heavy_grip"
    NECK_LOAD = "neck_load"


class Outcome(StrEnum):
    """What an item or the whole screen leads to, from free to strict."""

    GO = "go"
    LIMITS = "limits"
    SEE_FIRST = "see_first"
    STOP = "stop"


class Urgency(StrEnum):
    """How soon someone should look."""

    NONE = "none"
    SOON = "soon"
    TODAY = "today"
    EMERGENCY = "emergency"


class Reply(StrEnum):
    """The three answers to an item."""

    YES = "yes"
    NO = "no"
    UNSURE = "unsure"


class Group(StrEnum):
    """Where an item is asked: signs happening now, health, medicines."""

    NOW = "now"
    HEALTH = "health"
    MEDICINE = "medicine"


@dataclass(frozen=True)
class Item:
    """One question of the screen. Its words stand in the words room under `screen.<id>`.

    `gentle` says whether mobility is still offered under *see first* (not where a fracture may be).
    `effort_cap` is the highest effort (OMNI 0-10) asked for; `sticky` limits stay after a clinician's clearance.
    """

    id: str
    group: Group
    outcome: Outcome
    urgency: Urgency = Urgency.NONE
    leaves_out: frozenset[LoadClass] = frozenset()
    effort_cap: int | None = None
    gentle: bool = True
    masks_signals: bool = False


_C = LoadClass
_BONE = frozenset({_C.LOADED_FLEXION, _C.LOADED_TWIST, _C.SPINE_END_RANGE, _C.IMPACT, _C.LOADED_HINGE, _C.BENT_OVER})
_PRESSURE = frozenset({_C.BREATH_HOLD, _C.LONG_HOLD, _C.HEAD_LOW})
_HIP_JOINT = frozenset({_C.DEEP_HIP_BEND, _C.HIP_CROSSING, _C.HIP_ROTATION, _C.DEEP_SQUAT})


def _now(id_: str, urgency: Urgency, outcome: Outcome = Outcome.STOP, gentle: bool = False) -> Item:
    return Item(id_, Group.NOW, outcome, urgency, gentle=gentle)


def _health(id_: str, outcome: Outcome, *classes: LoadClass, urgency: Urgency = Urgency.NONE, cap: int | None = None,
            gentle: bool = True) -> Item:
    return Item(id_, Group.HEALTH, outcome, urgency, frozenset(classes), cap, gentle)


ITEMS: tuple[Item, ...] = (
    # Signs now: red flags (5.2) and heart or circulation (5.1 a, b).
    _now("chest_pressure", Urgency.EMERGENCY),
    _now("faint_or_breathless", Urgency.TODAY),
    _now("saddle_numb", Urgency.EMERGENCY),
    _now("bladder_bowel", Urgency.EMERGENCY),
    _now("new_weakness_numbness", Urgency.TODAY),
    _now("clumsy_hands_walking", Urgency.TODAY),
    _now("new_worst_headache", Urgency.EMERGENCY),
    _now("fever_unwell", Urgency.TODAY),
    _now("fall_or_blow", Urgency.TODAY),
    _now("hot_swollen_joint", Urgency.TODAY),
    _now("calf_swelling", Urgency.EMERGENCY),
    _now("night_pain_weight_loss", Urgency.SOON),
    # Health: someone looks first, or limits (DOSE.md G1).
    _health("heart_condition", Outcome.SEE_FIRST, *_PRESSURE, urgency=Urgency.SOON, cap=5),
    _health("blood_pressure_high_uncontrolled", Outcome.SEE_FIRST, *_PRESSURE, urgency=Urgency.SOON, cap=5),
    _health("blood_pressure_controlled", Outcome.LIMITS, *_PRESSURE, cap=6),
    _health("diabetes_kidney_symptoms", Outcome.SEE_FIRST, urgency=Urgency.SOON),
    _health("recent_surgery_fracture", Outcome.SEE_FIRST, *_BONE, urgency=Urgency.SOON, gentle=False),
    _health("osteoporosis_fracture", Outcome.SEE_FIRST, *_BONE, urgency=Urgency.SOON, gentle=False),
    _health("osteoporosis", Outcome.LIMITS, *_BONE),
    _health("cancer_now", Outcome.SEE_FIRST, urgency=Urgency.SOON),
    _health("cancer_past", Outcome.LIMITS, _C.SPINE_END_RANGE),
    _health("inflammatory_flaring", Outcome.SEE_FIRST, urgency=Urgency.SOON),
    _health("inflammatory_controlled", Outcome.LIMITS, _C.IMPACT, _C.NECK_LOAD, cap=6),
    _health("morning_stiffness_long", Outcome.LIMITS, _C.IMPACT, urgency=Urgency.SOON, cap=6),
    _health("pregnant", Outcome.SEE_FIRST, _C.PRONE, _C.SUPINE, _C.IMPACT, *_PRESSURE, urgency=Urgency.SOON, cap=6),
    _health("hip_replacement", Outcome.LIMITS, *_HIP_JOINT, _C.IMPACT),
    _health("knee_replacement", Outcome.LIMITS, _C.DEEP_SQUAT, _C.KNEELING, _C.IMPACT),
    _health("shoulder_replacement", Outcome.LIMITS, _C.OVERHEAD, _C.SHOULDER_END_RANGE),
    _health("spine_fusion", Outcome.LIMITS, _C.LOADED_FLEXION, _C.LOADED_TWIST, _C.SPINE_END_RANGE, _C.BENT_OVER),
    _health("hernia", Outcome.LIMITS, *_PRESSURE, _C.LOADED_FLEXION, cap=6),
    _health("glaucoma", Outcome.LIMITS, *_PRESSURE, _C.PRONE),
    _health("falls", Outcome.LIMITS, _C.SINGLE_LEG, _C.IMPACT),
    # Medicines (H43): what they change about bleeding, bone and the signals we listen to.
    Item("blood_thinner", Group.MEDICINE, Outcome.LIMITS, leaves_out=frozenset({_C.IMPACT})),
    Item("steroid_long", Group.MEDICINE, Outcome.LIMITS, leaves_out=_BONE),
    Item("beta_blocker", Group.MEDICINE, Outcome.LIMITS, masks_signals=True),
    Item("daily_painkiller", Group.MEDICINE, Outcome.LIMITS, masks_signals=True),
)

BY_ID: Mapping[str, Item] = {item.id: item for item in ITEMS}

STOP_SIGNS: tuple[str, ...] = ("chest_pressure", "faint_or_breathless", "new_weakness_numbness", "sharp_tearing", "palpitations",
                               "new_worst_headache", "saddle_numb", "bladder_bowel")
"""Signs that end a session at once and block until cleared (DOSE.md G0, evidence 5.3)."""


@dataclass(frozen=True)
class Verdict:
    """What the screen says as a whole. `because` names the items, strictest first."""

    outcome: Outcome
    urgency: Urgency
    because: tuple[str, ...]
    leaves_out: frozenset[LoadClass]
    effort_cap: int | None
    gentle: bool
    masks_signals: bool


_STRICT = list(Outcome)
_URGENT = list(Urgency)


def judge(replies: Mapping[str, Reply], cleared: frozenset[str] = frozenset()) -> Verdict:
    """The verdict over all items. An item that was never answered counts as *see first* without gentle work,
    because we do not know; a cleared item keeps only its limits.
    """
    missing = [item.id for item in ITEMS if item.id not in replies]
    hits = [item for item in ITEMS if replies.get(item.id, Reply.NO) is not Reply.NO]
    open_hits = [item for item in hits if item.id not in cleared]
    outcome = max((i.outcome if i in open_hits else min(i.outcome, Outcome.LIMITS, key=_STRICT.index) for i in hits),
                  key=_STRICT.index, default=Outcome.GO)
    if missing:
        outcome = max(outcome, Outcome.SEE_FIRST, key=_STRICT.index)
    ordered = sorted(hits, key=lambda item: -_STRICT.index(item.outcome))
    caps = [item.effort_cap for item in hits if item.effort_cap is not None]
    return Verdict(
        outcome=outcome,
        urgency=max((item.urgency for item in open_hits), key=_URGENT.index, default=Urgency.NONE),
        because=tuple(item.id for item in ordered) + tuple(missing),
        leaves_out=frozenset[LoadClass]().union(*(item.leaves_out for item in hits)),
        effort_cap=min(caps, default=None),
        gentle=not missing and all(item.gentle for item in open_hits),
        masks_signals=any(item.masks_signals for item in hits),
    )
